// What the Debian package holds beside the program: units that systemd understands, lines that the program understands,
// and settings that name what is installed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>

#include "tests/support/program.h"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string package = std::string(ANJUNGAN_SOURCE) + "/.setup/package/";

std::string value_of(const std::string& text, const std::string& key) {
  std::smatch match;
  return std::regex_search(text, match, std::regex("(^|\n)" + key + "=([^\n]*)")) ? match[2].str() : "";
}

std::vector<std::string> options_in(const std::string& text) {
  static const std::regex option(R"( (--[a-z-]+))");
  std::vector<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), option), end; it != end; ++it) out.push_back((*it)[1]);
  return out;
}

TEST(ProgramPackage, UnitsAreUnderstoodBySystemd) {
  const support::Program program;
  const support::Folder folder;
  if (support::run_child("/bin/sh", {{"-c", "command -v systemd-analyze"}, {}, {}, {}}).code != 0)
    GTEST_SKIP() << "systemd-analyze is not installed";
  for (const std::string unit : {"anjungan.service", "anjungan-wall@.service", "anjungan-x@.service"}) {
    const std::string text = std::regex_replace(support::read_text(package + unit), std::regex("ExecStart=[^ ]+"),
                                                "ExecStart=" + std::string(ANJUNGAN_PROGRAM));
    const support::ChildResult result = support::run_child(
        "/bin/sh", {{"-c", "exec systemd-analyze verify --man=no '" + folder.write(unit, text) + "'"}, {}, {}, {}});
    EXPECT_EQ(result.code, 0) << unit;
    EXPECT_EQ(result.err, "") << unit;
  }
}

TEST(ProgramPackage, ServicesAreWatchedAndConfined) {
  for (const std::string unit : {"anjungan.service", "anjungan-wall@.service"}) {
    const std::string text = support::read_text(package + unit);
    EXPECT_EQ(value_of(text, "Type"), "notify") << unit;
    EXPECT_EQ(value_of(text, "NotifyAccess"), "main") << unit;
    EXPECT_EQ(value_of(text, "PAMName"), "") << unit << ": a session is another control group: unheard and unlimited";
    EXPECT_EQ(value_of(text, "Restart"), "always") << unit;
    EXPECT_EQ(value_of(text, "User"), "anjungan") << unit;
    EXPECT_EQ(value_of(text, "StateDirectory"), "anjungan") << unit;
    EXPECT_EQ(value_of(text, "NoNewPrivileges"), "yes") << unit;
    EXPECT_EQ(value_of(text, "ProtectSystem"), "strict") << unit;
    EXPECT_NE(value_of(text, "WatchdogSec"), "") << unit;
    EXPECT_NE(value_of(text, "MemoryMax"), "") << unit;
  }
}

// Whether the file system is not read-only there for a unit.
bool may_write(const std::string& unit, const std::string& path) {
  std::istringstream paths(value_of(support::read_text(package + unit), "ReadWritePaths"));
  for (std::string one; paths >> one;)
    if (path.starts_with(one.substr(one.starts_with('-') ? 1 : 0) + "/")) return true;
  return false;
}

TEST(ProgramPackage, ServicesMayWriteTheCopiesOfTheSample) {
  const support::Program program;
  std::smatch place;
  const std::string sample = program({"sample", "copies"}).out;
  ASSERT_TRUE(std::regex_search(sample, place, std::regex("\nto = \"([^\"]+)\""))) << sample;
  for (const std::string unit : {"anjungan.service", "anjungan-wall@.service"}) {
    EXPECT_TRUE(may_write(unit, place[1])) << unit << " " << place[1];
    EXPECT_TRUE(may_write(unit, "/media/cadangan/anjungan")) << unit;
    EXPECT_FALSE(may_write(unit, "/usr/bin/anjungan")) << unit;
  }
}

// As the X server's unit runs it, with a program in its place that repeats its arguments.
std::string server_line(const std::string& seat, const std::string& terminal) {
  support::ChildOptions how{{package + "wall", "--server", seat}, {}, {"XDG_VTNR"}, {}, std::chrono::seconds(10)};
  how.environment = {{"ANJUNGAN_X_SERVER", "/bin/echo"}, {"PATH", "/nowhere"}};
  if (!terminal.empty()) how.environment["XDG_VTNR"] = terminal, how.without.clear();
  const support::ChildResult result = support::run_child("/bin/sh", how);
  EXPECT_EQ(result.code, 0) << result.err;
  return result.out;
}

TEST(ProgramPackage, AWallsServerStandsOnItsSeat) {
  EXPECT_EQ(server_line("seat0", "7"), ":0 -seat seat0 -nolisten tcp -nocursor -s 0 -dpms -noreset vt7 -keeptty\n");
  EXPECT_EQ(server_line("seat2", ""), ":2 -seat seat2 -nolisten tcp -nocursor -s 0 -dpms -noreset\n");
  EXPECT_THAT(server_line("seat-usb", ""), testing::StartsWith(":9 -seat seat-usb "));
  const std::string wall = support::read_text(package + "anjungan-wall@.service");
  const std::string server = support::read_text(package + "anjungan-x@.service");
  EXPECT_EQ(value_of(wall, "Wants"), "anjungan-x@%i.service");
  EXPECT_THAT(value_of(wall, "After"), HasSubstr("anjungan-x@%i.service"));
  EXPECT_EQ(value_of(server, "PartOf"), "anjungan-wall@%i.service") << "a hung server is begun anew with the wall";
  EXPECT_EQ(value_of(server, "StartLimitIntervalSec"), "0");
}

TEST(ProgramPackage, ItsLinesUseOptionsThatTheProgramHas) {
  const support::Program program;
  const std::string help = program({"run", "--help"}).out;
  const std::string service = value_of(support::read_text(package + "anjungan.service"), "ExecStart");
  const std::string settings = support::read_text(package + "anjungan.default");
  EXPECT_THAT(service, AllOf(HasSubstr("/usr/bin/anjungan run --headless"), HasSubstr("${ANJUNGAN_CENTER}")));
  std::vector<std::string> options = options_in(service);
  for (const std::string& option : options_in(" " + value_of(settings, "ANJUNGAN_OPTIONS"))) options.push_back(option);
  for (const char* option : {"--center", "--port", "--display"}) options.push_back(option);  // of the wall's script
  for (const std::string& option : options) EXPECT_THAT(help, HasSubstr("\n  " + option)) << option;
  const std::string center = value_of(settings, "ANJUNGAN_CENTER");
  ASSERT_TRUE(center.starts_with("/etc/anjungan/centers/"));
  EXPECT_TRUE(std::filesystem::exists(std::string(ANJUNGAN_SOURCE) + "/config" + center.substr(13) + "/center.toml"));
}

TEST(ProgramPackage, ScriptsAreShell) {
  for (const char* script : {"wall", "postinst", "prerm", "postrm"}) {
    const support::ChildResult result =
        support::run_child("/bin/sh", {{"-n", package + script}, {}, {}, {}, std::chrono::seconds(10)});
    EXPECT_EQ(result.code, 0) << script << result.err;
    EXPECT_THAT(result.err, IsEmpty());
  }
}

}  // namespace
