// Holds the source tree to the rules of the house: who includes whom, which library stands where, one clock, short
// files that open with a comment, kinds that are listed. Each rule is also shown to fail on planted bad text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/tree.h"

namespace {

using support::SourceFile;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Faults = std::vector<std::string>;

// Rooms from the left to the right: each includes only those before it.
const std::vector<std::string> rooms = {"config", "feeds", "panels", "viewer"};

struct Confined {
  const char* header;  // an expression over the name in #include
  const char* files;   // an expression over the paths that may
};
const Confined confined[] = {
    {"httplib\\.h", "feeds/http(_server)?\\.cpp"},
    {"sqlite3\\.h|SQLiteCpp/.*", "feeds/history[a-z_]*\\.(cpp|h)"},
    {"sql(ext|types|ucode)?\\.h|odbcinst.*", "feeds/odbc\\.cpp"},
    {"GLFW/.*|epoxy/.*|EGL/.*|GL/.*|GLES[0-9]*/.*|imgui_impl_.*",
     "viewer/(display|canvas|map_(mesh|painter))[a-z_]*\\.(cpp|h)"},
    {"net-snmp/.*", "feeds/snmp\\.cpp"},
    {"qrencode\\.h", "panels/qr\\.cpp"},
    {"toml\\+\\+/.*|toml\\.hpp", "config/tree\\.cpp"},
    {"imgui.*", "(panels|viewer)/.*"},
};

std::string room_of(const std::string& path) {
  return path.substr(0, path.find('/'));
}
std::size_t rank(const std::string& room) {
  return static_cast<std::size_t>(std::find(rooms.begin(), rooms.end(), room) - rooms.begin());
}

// Every line of code that matches, as "path:line: what".
template <class What>
void each_match(const SourceFile& file, const std::regex& wanted, What what) {
  std::istringstream lines(support::parse_cpp(file.text).code);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (std::regex_search(line, match, wanted)) what(file.path + ":" + std::to_string(number) + ": ", match);
  }
}

Faults include_faults(const std::vector<SourceFile>& files) {
  static const std::regex include(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
  Faults faults;
  for (const SourceFile& file : files) {
    const std::string from = room_of(file.path);
    each_match(file, include, [&](const std::string& where, const std::smatch& match) {
      const std::string name = match[1], to = room_of(name);
      if (rank(to) < rooms.size()) {
        if (rank(to) > rank(from)) faults.push_back(where + from + " may not include " + name);
        if (from == "panels" && to == "feeds" && name != "feeds/snapshot.h")
          faults.push_back(where + "of feeds, panels may include snapshot.h alone, not " + name);
      }
      if (to == "tests") faults.push_back(where + "the program may not include " + name);
      for (const Confined& rule : confined)
        if (std::regex_match(name, std::regex(rule.header)) && !std::regex_match(file.path, std::regex(rule.files)))
          faults.push_back(where + name + " belongs in " + rule.files);
    });
  }
  return faults;
}

// snapshot.* is built into the panels: it may know only config.
Faults snapshot_faults(const std::vector<SourceFile>& files) {
  static const std::regex include(R"re(^\s*#\s*include\s*[<"](feeds/[^>"]+)[>"])re");
  Faults faults;
  for (const SourceFile& file : files)
    if (file.path.starts_with("feeds/snapshot."))
      each_match(file, include, [&](const std::string& where, const std::smatch& match) {
        if (match[1] != "feeds/snapshot.h") faults.push_back(where + "snapshot may not include " + match[1].str());
      });
  return faults;
}

Faults clock_faults(const std::vector<SourceFile>& files) {
  static const std::regex clock(
      R"re(system_clock::now|\bclock_gettime\s*\(|\bgettimeofday\s*\(|\btimespec_get\s*\(|\btime\s*\(\s*(nullptr|NULL|0|&\w+)\s*\))re");
  Faults faults;
  for (const SourceFile& file : files)
    if (file.path != "feeds/clock.cpp")
      each_match(file, clock, [&](const std::string& where, const std::smatch& match) {
        faults.push_back(where + "the clock is read in feeds/clock.cpp alone: " + match[0].str());
      });
  return faults;
}

Faults length_faults(const std::vector<SourceFile>& files) {
  Faults faults;
  for (const SourceFile& file : files) {
    const std::string opening = support::opening_comment(file.text);
    if (opening.empty()) faults.push_back(file.path + ": opens with no comment");
    if (support::count_lines(file.text) > 400 && opening.find("Longer than 400 lines because") == opening.npos)
      faults.push_back(file.path + ": " + std::to_string(support::count_lines(file.text)) +
                       " lines; shorten it, or say in its first comment: Longer than 400 lines because ...");
  }
  return faults;
}

// Every KIND(name) has kinds/name.cpp that defines name_kind, and every file in kinds/ is listed once.
Faults kind_faults(const std::string& room, const std::string& listing, const std::vector<SourceFile>& files) {
  static const std::regex listed(R"(\bKIND\((\w+)\))");
  Faults faults;
  std::map<std::string, int> names;
  const std::string code = support::parse_cpp(listing).code;
  for (std::sregex_iterator it(code.begin(), code.end(), listed), end; it != end; ++it) ++names[(*it)[1]];
  for (const auto& [name, times] : names)
    if (times > 1) faults.push_back(room + "/kinds.def: " + name + " is listed twice");
  std::set<std::string> found;
  for (const SourceFile& file : files) {
    const std::string folder = room + "/kinds/";
    if (!file.path.starts_with(folder)) continue;
    const std::string name = file.path.substr(folder.size(), file.path.find_last_of('.') - folder.size());
    found.insert(name);
    if (!names.contains(name)) faults.push_back(file.path + ": is not listed in " + room + "/kinds.def");
    if (!std::regex_search(support::parse_cpp(file.text).code, std::regex("\\b" + name + "_kind\\b")))
      faults.push_back(file.path + ": defines no " + name + "_kind");
  }
  for (const auto& [name, times] : names)
    if (!found.contains(name)) faults.push_back(room + "/kinds.def: " + name + " has no file");
  return faults;
}

// Folders of one machine have no place in a project that is cloned to others.
Faults machine_faults(const std::vector<SourceFile>& files) {
  static const std::regex machine("(^|[^A-Za-z0-9_.])/(work|root|home|Users|mnt)/[A-Za-z]");
  Faults faults;
  for (const SourceFile& file : files) {
    std::istringstream lines(file.text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number)
      if (std::regex_search(line, machine))
        faults.push_back(file.path + ":" + std::to_string(number) + ": a path of one machine: " + line.substr(0, 80));
  }
  return faults;
}

std::vector<SourceFile> code() {
  return support::read_tree(ANJUNGAN_SOURCE, rooms, {".cpp", ".h"});
}
std::string kinds_of(const std::string& room) {
  for (const SourceFile& file : support::read_tree(ANJUNGAN_SOURCE, {room}, {"kinds.def"}))
    if (file.path == room + "/kinds.def") return file.text;
  return {};
}

TEST(Layers, RoomsIncludeOnlyWhatIsToTheirLeft) {
  ASSERT_GT(code().size(), 50u);
  EXPECT_THAT(include_faults(code()), IsEmpty());
  EXPECT_THAT(snapshot_faults(code()), IsEmpty());
}

TEST(Layers, PlantedIncludesAreFound) {
  EXPECT_THAT(include_faults({{"config/a.h", "//\n#include \"feeds/feed.h\"\n"}}),
              ElementsAre("config/a.h:2: config may not include feeds/feed.h"));
  EXPECT_THAT(include_faults({{"feeds/a.h", "#include <viewer/app.h>\n"}}), ElementsAre(HasSubstr("feeds/a.h:1:")));
  EXPECT_THAT(include_faults({{"panels/a.cpp", "#include \"feeds/store.h\"\n#include \"feeds/snapshot.h\"\n"}}),
              ElementsAre(HasSubstr("snapshot.h alone, not feeds/store.h")));
  EXPECT_THAT(include_faults({{"viewer/a.cpp", "#include \"tests/support/tree.h\"\n"}}), testing::SizeIs(1));
  EXPECT_THAT(snapshot_faults({{"feeds/snapshot.cpp", "#include \"feeds/http.h\"\n"}}), testing::SizeIs(1));
  EXPECT_THAT(include_faults({{"viewer/a.cpp", "#include \"panels/panel.h\"\n#include \"viewer/app.h\"\n"}}),
              IsEmpty());
  EXPECT_THAT(include_faults({{"config/a.h", "// #include \"feeds/feed.h\"\n"}}), IsEmpty()) << "a comment";
}

TEST(Layers, PlantedLibrariesAreFound) {
  const std::vector<std::pair<std::string, std::string>> planted = {
      {"feeds/kinds/probe.cpp", "httplib.h"}, {"viewer/hub/live_page.cpp", "httplib.h"},
      {"feeds/store.cpp", "sqlite3.h"},       {"viewer/app.cpp", "SQLiteCpp/SQLiteCpp.h"},
      {"panels/draw.cpp", "epoxy/gl.h"},      {"viewer/scene.cpp", "GLFW/glfw3.h"},
      {"viewer/studio.cpp", "EGL/egl.h"},     {"viewer/loader.cpp", "imgui_impl_opengl3.h"},
      {"config/center.cpp", "toml++/toml.h"}, {"feeds/store.cpp", "imgui.h"}};
  for (const auto& [path, header] : planted)
    EXPECT_THAT(include_faults({{path, "#include <" + header + ">\n"}}), testing::SizeIs(1)) << path << " " << header;
  EXPECT_THAT(include_faults({{"feeds/http_server.cpp", "#include <httplib.h>\n"},
                              {"viewer/display.cpp", "#include <GLFW/glfw3.h>\n"},
                              {"feeds/history_read.cpp", "#include <sqlite3.h>\n"},
                              {"config/tree.cpp", "#include <toml++/toml.h>\n"}}),
              IsEmpty());
}

TEST(Layers, TheClockIsReadInOnePlace) {
  EXPECT_THAT(clock_faults(code()), IsEmpty());
}

TEST(Layers, PlantedClocksAreFound) {
  for (const std::string line : {"auto t = std::chrono::system_clock::now();", "clock_gettime(CLOCK_REALTIME, &ts);",
                                 "auto t = std::time(nullptr);", "auto t = ::time( NULL );", "time(&seconds);"})
    EXPECT_THAT(clock_faults({{"viewer/a.cpp", line + "\n"}}), testing::SizeIs(1)) << line;
  EXPECT_THAT(clock_faults({{"viewer/a.cpp", "parse_time(text); frame.time(); // system_clock::now\n"},
                            {"viewer/b.cpp", "say(\"time(nullptr)\");\n"},
                            {"feeds/clock.cpp", "std::chrono::system_clock::now();\n"}}),
              IsEmpty());
}

TEST(Layers, FilesAreShortAndSayWhatTheyAreFor) {
  auto files = support::read_tree(ANJUNGAN_SOURCE, {"config", "feeds", "panels", "viewer", "tests"}, {".cpp", ".h"});
  for (const SourceFile& script : support::read_tree(ANJUNGAN_SOURCE, {".setup", ".ci"}, {".sh", ".cmake", "run"}))
    files.push_back(script);
  for (const SourceFile& file : support::read_tree(ANJUNGAN_SOURCE, {"."}, {"run", "check"})) files.push_back(file);
  EXPECT_THAT(length_faults(files), IsEmpty());
}

TEST(Layers, PlantedLongOrSilentFilesAreFound) {
  std::string lines;
  for (int i = 0; i < 400; ++i) lines += "int a;\n";
  EXPECT_THAT(length_faults({{"a.cpp", "// What it is for.\n" + lines}}), ElementsAre(HasSubstr("401 lines")));
  EXPECT_THAT(length_faults({{"a.cpp", "// A table. Longer than 400 lines because it is one.\n" + lines}}), IsEmpty());
  EXPECT_THAT(length_faults({{"a.cpp", "#include <map>\n"}}), ElementsAre("a.cpp: opens with no comment"));
  EXPECT_THAT(length_faults({{"a.sh", "#!/bin/sh\n# For something.\n"}, {"b.h", "// For it.\n"}}), IsEmpty());
}

TEST(Layers, EveryKindIsListed) {
  for (const std::string room : {"feeds", "panels"}) {
    const auto files = support::read_tree(ANJUNGAN_SOURCE, {room + "/kinds"}, {".cpp", ".h"});
    EXPECT_FALSE(files.empty());
    EXPECT_THAT(kind_faults(room, kinds_of(room), files), IsEmpty());
  }
}

TEST(Layers, PlantedKindsAreFound) {
  const SourceFile clock{"panels/kinds/clock.cpp", "extern const PanelKind clock_kind;\n"};
  EXPECT_THAT(kind_faults("panels", "KIND(clock)\n", {clock}), IsEmpty());
  EXPECT_THAT(kind_faults("panels", "", {clock}), ElementsAre(HasSubstr("is not listed")));
  EXPECT_THAT(kind_faults("panels", "// KIND(clock)\n", {clock}), ElementsAre(HasSubstr("is not listed")));
  EXPECT_THAT(kind_faults("panels", "KIND(clock)\nKIND(map)\n", {clock}), ElementsAre(HasSubstr("map has no file")));
  EXPECT_THAT(kind_faults("panels", "KIND(clock)\nKIND(clock)\n", {clock}), ElementsAre(HasSubstr("twice")));
  EXPECT_THAT(kind_faults("panels", "KIND(clock)\n", {{"panels/kinds/clock.cpp", "// clock_kind\n"}}),
              ElementsAre(HasSubstr("defines no clock_kind")));
}

TEST(Layers, NoFileNamesAFolderOfOneMachine) {
  auto files = support::read_tree(ANJUNGAN_SOURCE, {"config", "feeds", "panels", "viewer", "tests", "assets", ".setup"},
                                  {".cpp", ".h", ".def", ".toml", ".md", ".sh", ".cmake", ".json", ".txt", "packages"});
  for (const SourceFile& file : support::read_tree(ANJUNGAN_SOURCE, {"."}, {"run", "check", ".md", ".txt"}))
    files.push_back(file);
  EXPECT_THAT(machine_faults(files), IsEmpty());
}

TEST(Layers, PlantedFoldersOfOneMachineAreFound) {
  const std::string slash = "/";
  for (const std::string& path : {"work" + slash + "main", "home" + slash + "ani" + slash + "x", "root" + slash + "x"})
    EXPECT_THAT(machine_faults({{"a.md", "see " + slash + path + "\n"}}), testing::SizeIs(1)) << path;
  EXPECT_THAT(machine_faults({{"a.md", "see tests/work/x and ~/.local and a/home/x and /usr/share\n"}}), IsEmpty());
}

}  // namespace
