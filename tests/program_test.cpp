// The program as a person at a terminal meets it: the command line, its help and faults; check, manual and sample.
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "config/tree.h"
#include "feeds/feed.h"
#include "tests/support/program.h"

namespace {

using support::ChildResult;
using support::Program;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The command line

TEST(ProgramCommandLine, HelpIsIndonesianAlignedAndWhole) {
  const Program program;
  const ChildResult all = program({"--help"});
  EXPECT_EQ(all.code, 0);
  EXPECT_THAT(all.out, AllOf(HasSubstr("Pemakaian: anjungan PERINTAH"), HasSubstr("\nPerintah:\n"), HasSubstr("Opsi")));
  for (const char* command : {"run", "shot", "tell", "check", "manual", "sample", "feed", "export", "simulate", "bench",
                              "status", "guide", "map"})
    EXPECT_THAT(all.out, HasSubstr("\n  " + std::string(command) + " ")) << command;
  EXPECT_THAT(all.out, Not(HasSubstr("Usage")));
  // Every description begins in the same column.
  std::istringstream in(all.out.substr(all.out.find("Perintah:\n") + 10));
  std::size_t column = 0;
  for (std::string line; std::getline(in, line) && !line.empty();) {
    if (line[2] == ' ') continue;  // a description's next line
    const std::size_t text = line.find_first_not_of(' ', line.find(' ', 2));
    if (column == 0) column = text;
    EXPECT_EQ(text, column) << line;
  }
  EXPECT_GT(column, 4u);
}

TEST(ProgramCommandLine, EveryCommandHasHelpInBothLanguages) {
  const Program program;
  const std::vector<std::vector<std::string>> commands{{"status"},
                                                       {"guide"},
                                                       {"run"},
                                                       {"shot"},
                                                       {"tell"},
                                                       {"check"},
                                                       {"manual"},
                                                       {"sample"},
                                                       {"feed"},
                                                       {"feed", "test"},
                                                       {"export"},
                                                       {"simulate"},
                                                       {"bench"},
                                                       {"bench", "start"},
                                                       {"bench", "frame"},
                                                       {"bench", "run"},
                                                       {"bench", "ingest"},
                                                       {"bench", "history"},
                                                       {"bench", "years"}};
  for (std::vector<std::string> command : commands) {
    std::string name;
    for (const std::string& word : command) name += " " + word;
    command.push_back("--help");
    const ChildResult id = program(command);
    command.insert(command.end(), {"--lang", "en"});
    const ChildResult en = program(command);
    EXPECT_EQ(id.code, 0) << name;
    EXPECT_EQ(en.code, 0) << name;
    EXPECT_THAT(id.out, HasSubstr("Pemakaian: anjungan" + name)) << id.out;
    EXPECT_THAT(en.out, HasSubstr("Usage: anjungan" + name)) << en.out;
    EXPECT_THAT(id.out, AllOf(Not(HasSubstr("Show")), Not(HasSubstr("Folder of")), Not(HasSubstr("REQUIRED"))));
  }
}

TEST(ProgramCommandLine, VersionIsSaid) {
  const ChildResult result = Program()({"--version"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, testing::MatchesRegex("anjungan [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

struct BadLine {
  std::vector<std::string> arguments;
  std::string says;
};

TEST(ProgramCommandLine, FaultsAreSaidInIndonesianWithWhatToDo) {
  const Program program;
  const std::vector<BadLine> lines{
      {{}, "perintah belum diberikan; lihat anjungan --help"},
      {{"shoot"}, "tidak ada perintah \"shoot\"; maksudnya \"shot\"?"},
      {{"check"}, "--center belum diberikan; lihat anjungan check --help"},
      {{"check", "--centre", "x"}, "tidak ada opsi --centre; maksudnya \"--center\"?"},
      {{"check", "--center"}, "--center memerlukan satu nilai"},
      {{"feed"}, "perintah belum diberikan; lihat anjungan feed --help"},
      {{"feed", "tes"}, "tidak ada perintah \"tes\"; maksudnya \"test\"?"},
      {{"sample"}, "JENIS belum diberikan"},
      {{"manual", "x"}, "\"x\" tidak dikenal di sini"},
      {{"simulate", "--center", "x", "--port", "99999"}, "--port: \"99999\" bukan bilangan bulat dari 0 sampai 65535"},
      {{"shot", "--center", "x", "--out", "y.png", "--size", "1920"}, "--size: \"1920\" bukan ukuran"},
      {{"tell", "--center", "x", "--audience", "semua"},
       "--audience: \"semua\" tidak termasuk: public, staff, leadership"},
      {{"tell", "--center", "x", "--at", "kemarin"}, "--at: \"kemarin\" bukan waktu"},
      {{"tell", "--center", "x", "--at", "2026-11-01", "--wait", "1"}, "tidak dapat dipakai bersama"},
      {{"export", "a", "--center", "x", "--from", "2026-11-01", "--to", "2026-12-01", "--format", "xml"},
       "--format: \"xml\" tidak termasuk: csv, json"}};
  for (const BadLine& line : lines) {
    const ChildResult result = program(line.arguments);
    const std::string shown = testing::PrintToString(line.arguments);
    EXPECT_EQ(result.code, 2) << shown;
    EXPECT_THAT(result.err, AllOf(StartsWith("anjungan: "), HasSubstr(line.says))) << shown;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_EQ(result.out, "") << shown;
  }
}

TEST(ProgramCommandLine, LanguageIsChosenByFlagThenEnvironment) {
  const Program program;
  auto english = program.options({"--help"});
  english.environment["LANG"] = "en_GB.UTF-8";
  EXPECT_THAT(support::run_child(ANJUNGAN_PROGRAM, english).out, HasSubstr("Usage:"));
  english.arguments = {"--help", "--lang", "id"};
  EXPECT_THAT(support::run_child(ANJUNGAN_PROGRAM, english).out, HasSubstr("Pemakaian:"));
  const ChildResult unknown = program({"--lang", "fr", "--help"});
  EXPECT_EQ(unknown.code, 2);
}

TEST(ProgramCommandLine, OutputThatCannotBeWrittenIsAFailure) {
  const Program program;
  support::ChildOptions options = program.options({"-c", std::string(ANJUNGAN_PROGRAM) + " manual > /dev/full"});
  const ChildResult result = support::run_child("/bin/sh", options);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("keluaran tidak dapat ditulis"));
}

// check, manual, sample

TEST(ProgramCheck, GoodCenterIsInOrder) {
  const Program program;
  const ChildResult result = program.on_center({"check"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("in order; 2 feeds, 3 indicators, 2 pages"));
}

TEST(ProgramCheck, EveryFaultIsSaidWithItsPlaceInOrder) {
  Program program;
  program.center().replace("pages/halaman.toml", "kind = \"clock\"", "kind = \"clokc\"");
  program.center().replace("agencies/setda/agency.toml", "interval = \"1h\"", "interval = \"soon\"");
  program.center().replace("agencies/setda/agency.toml", "pointer = \"/beban\"", "pointer = \"beban\"\nsurprise = 1");
  const ChildResult result = program.on_center({"check"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.out, HasSubstr("did you mean \"clock\"?"));
  EXPECT_THAT(result.out, HasSubstr("surprise"));
  std::vector<std::pair<std::string, int>> places;
  std::istringstream in(result.out);
  for (std::string line; std::getline(in, line);) {
    const std::size_t file = line.find(".toml:");
    if (file == std::string::npos) continue;
    places.emplace_back(line.substr(0, file), std::stoi(line.substr(file + 6)));
  }
  EXPECT_GE(places.size(), 4u) << result.out;
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end())) << result.out;
}

TEST(ProgramCheck, TextTooSmallForTheDisplayIsAWarning) {
  Program program;
  program.center().replace("pages/halaman.toml", "at = [0, 0, 12, 12]\nindicator = \"layanan.antrean\"",
                           "at = [0, 0, 1, 1]\nindicator = \"layanan.antrean\"");
  const ChildResult result = program.on_center({"check"});
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, AllOf(HasSubstr("pages/halaman.toml:"), HasSubstr("1 warnings")));
}

TEST(ProgramCheck, TwoOwnersOfOneIndicatorAreRefused) {
  Program program;
  program.center().write("agencies/dinkes/agency.toml", R"([agency]
name = "Dinas Kesehatan"
short = "Dinkes"

[[feed]]
name = "loket-dinkes"
kind = "replay"
file = "loket.jsonl"
basis = { kind = "sop", number = "000.8/14/2026", date = 2026-01-12 }
)");
  const ChildResult result = program.on_center({"check"});
  EXPECT_EQ(result.code, 2) << result.out;
  EXPECT_THAT(result.out, AllOf(HasSubstr("agencies/dinkes/agency.toml:"), HasSubstr("layanan.antrean")));
}

TEST(ProgramCheck, NoCenterThereIsWrong) {
  const Program program;
  const ChildResult result = program({"check", "--center", program.folder().file("nothing"), "--lang", "en"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.out + result.err, HasSubstr("nothing"));
}

TEST(ProgramManual, HoldsEverySectionAndKindInBothLanguages) {
  const Program program;
  const ChildResult id = program({"manual"}), en = program({"manual", "--lang", "en"});
  EXPECT_EQ(id.code, 0);
  for (const char* name : {"[center]", "[[indicator]]", "[[feed]]", "[[page]]", "http_json", "prometheus", "probe",
                           "replay", "number", "line_chart", "bars", "table", "map", "feed_health", "clock"}) {
    EXPECT_THAT(id.out, HasSubstr(name));
    EXPECT_THAT(en.out, HasSubstr(name));
  }
  EXPECT_THAT(id.out, StartsWith("# Konfigurasi Anjungan"));
  EXPECT_THAT(en.out, StartsWith("# The configuration of Anjungan"));
}

TEST(ProgramSample, KindsAndSectionsHaveOne) {
  const Program program;
  for (const char* name : {"http_json", "replay", "map", "indicator", "[[display]]"}) {
    const ChildResult result = program({"sample", name});
    EXPECT_EQ(result.code, 0) << name << result.err;
    EXPECT_THAT(result.out, HasSubstr("[")) << name;
  }
  for (const feeds::FeedKind* kind : feeds::feed_kinds()) {
    const std::string text = program({"sample", kind->name}).out;
    EXPECT_THAT(text, AllOf(HasSubstr("[[feed]]"), HasSubstr("kind = \"" + std::string(kind->name) + '"')));
    config::Complaints faults;
    EXPECT_TRUE(config::parse_toml(text, kind->name, faults)) << text;
  }
  const ChildResult unknown = program({"sample", "http_jsno", "--lang", "en"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean \"http_json\"?"));
}

}  // namespace
