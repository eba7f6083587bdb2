// The program with data in it: feed test, shot, tell, export, simulate and run as a person at a terminal meets them.
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "feeds/http_server.h"
#include "tests/support/program.h"

namespace {

using nlohmann::json;
using support::ChildResult;
using support::planted_token;
using support::Program;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

struct PngSize {
  int width = 0, height = 0;
};
PngSize png_size(const std::string& bytes) {
  const auto number = [&](std::size_t at) {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes.at(at + i));
    return value;
  };
  if (bytes.size() < 24 || bytes.compare(1, 3, "PNG") != 0) return {};
  return {number(16), number(20)};
}

// feed test

TEST(ProgramFeedTest, SaysWhatIsKeptAndRefusedAsJsonAndStoresNothing) {
  const Program program;
  const ChildResult result = program.on_center({"feed", "test", "loket"});
  EXPECT_EQ(result.code, 0) << result.err;
  const std::vector<json> lines = lines_of(result.out);
  ASSERT_EQ(lines.size(), 3u) << result.out;
  const auto value_of = [&](const char* series) -> json {
    for (const json& line : lines)
      if (line.value("series", "") == series) return line["value"];
    return nullptr;
  };
  EXPECT_EQ(value_of("layanan.antrean"), 41);
  EXPECT_EQ(value_of("wbs.terbuka"), 4321);
  EXPECT_EQ(lines.back()["refused"], "layanan.antrean#mpp");
  EXPECT_NE(lines.back()["reason"], "");
  EXPECT_FALSE(std::filesystem::exists(program.folder().file("state")));
}

TEST(ProgramFeedTest, WhatItPrintsIsReadByReplay) {
  Program program;
  const ChildResult first = program.on_center({"feed", "test", "loket"});
  program.center().write("loket.jsonl", first.out);
  const ChildResult second = program.on_center({"feed", "test", "loket"});
  EXPECT_EQ(second.code, 0) << second.err;
  ASSERT_EQ(lines_of(second.out).size(), 2u) << second.out;
  EXPECT_EQ(lines_of(second.out), (std::vector<json>{lines_of(first.out)[0], lines_of(first.out)[1]}));
}

TEST(ProgramFeedTest, FailedPollIsAFailureWithItsReason) {
  const ChildResult result = Program().on_center({"feed", "test", "sistem"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("sistem"), HasSubstr("127.0.0.1")));
  EXPECT_EQ(result.out, "");
}

TEST(ProgramFeedTest, UnknownFeedIsWrongWithASuggestion) {
  const ChildResult result = Program().on_center({"feed", "test", "lokett"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean \"loket\"?"));
}

TEST(ProgramFeedTest, SimulatedFeedAnswers) {
  const std::string center = std::string(ANJUNGAN_SOURCE) + "/config/centers/tanah-bumbu";
  const ChildResult result =
      Program()({"feed", "test", "bappedalitbang.emonev", "--center", center, "--simulate", "--lang", "en"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_FALSE(lines_of(result.out).empty());
}

// Secrets

TEST(ProgramSecrets, TokenIsSentAndNeverSaid) {
  feeds::HttpServer server(2);
  std::string seen;
  server.route("GET", "/baik", [&](const feeds::ServedRequest& request) {
    seen = request.headers.at("authorization");
    return feeds::ServedReply{200, "application/json", "{\"beban\":12}", {}};
  });
  server.route("GET", "/gema", [](const feeds::ServedRequest& request) {  // a system that echoes what it was sent
    return feeds::ServedReply{
        500, "application/json", "{\"token\":\"" + request.headers.at("authorization") + "\"}", {}};
  });
  const auto port = server.listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  const std::string address = "http://127.0.0.1:" + std::to_string(*port);
  std::string said;
  for (const char* path : {"/baik", "/gema"}) {
    const Program program(address + path);
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
             {"check"}, {"feed", "test", "sistem"}, {"tell", "--audience", "staff", "--wait", "5"}}) {
      const ChildResult result = program.on_center(command);
      EXPECT_FALSE(result.late);
      said += result.out + result.err;
    }
  }
  EXPECT_EQ(seen, planted_token);
  EXPECT_THAT(said, HasSubstr("sistem"));
  EXPECT_THAT(said, Not(HasSubstr(planted_token)));
}

TEST(ProgramSecrets, MissingTokenIsSaidByItsSourceAlone) {
  const Program program;
  support::ChildOptions options =
      program.options({"feed", "test", "sistem", "--center", program.dir(), "--lang", "en"});
  options.environment.erase("ANJUNGAN_TEST_TOKEN");
  options.without.push_back("ANJUNGAN_TEST_TOKEN");
  const ChildResult result = support::run_child(ANJUNGAN_PROGRAM, options);
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("ANJUNGAN_TEST_TOKEN"));
}

// shot, tell, export

TEST(ProgramShot, WritesAPngOfTheAskedSize) {
  const Program program;
  const std::string file = program.folder().file("ringkasan.png");
  const ChildResult result =
      program.on_center({"shot", "--page", "ringkasan", "--size", "640x360", "--out", file, "--wait", "5"});
  EXPECT_EQ(result.code, 0) << result.err;
  const PngSize size = png_size(support::read_text(file));
  EXPECT_EQ(size.width, 640);
  EXPECT_EQ(size.height, 360);
}

TEST(ProgramShot, EmptyStoreIsAPictureAndNotAFailure) {
  const Program program;
  const std::string file = program.folder().file("kosong.png");
  const ChildResult result = program.on_center({"shot", "--page", "ringkasan", "--size", "640x360", "--out", file});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(png_size(support::read_text(file)).width, 640);
}

TEST(ProgramShot, WhatCannotBeIsSaid) {
  const Program program;
  const std::string file = program.folder().file("x.png");
  const ChildResult page = program.on_center({"shot", "--page", "ringkasam", "--out", file});
  EXPECT_EQ(page.code, 2);
  EXPECT_THAT(page.err, HasSubstr("there is no page \"ringkasam\"; did you mean \"ringkasan\"?"));
  const ChildResult display = program.on_center({"shot", "--display", "dindin", "--out", file});
  EXPECT_EQ(display.code, 2);
  EXPECT_THAT(display.err, HasSubstr("did you mean \"dinding\"?"));
  const ChildResult folder = program.on_center({"shot", "--size", "64x64", "--out", file + "/y.png"});
  EXPECT_EQ(folder.code, 1);
  EXPECT_THAT(folder.err, HasSubstr("x.png"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(ProgramTell, PublicByDefaultHidesWhatIsForLeadershipAlone) {
  const Program program;
  const ChildResult everyone = program.on_center({"tell", "--page", "pimpinan", "--wait", "5"});
  EXPECT_EQ(everyone.code, 0) << everyone.err;
  EXPECT_THAT(everyone.out, AllOf(HasSubstr("41"), Not(HasSubstr("4321")), Not(HasSubstr("4,321"))));
  const ChildResult leadership =
      program.on_center({"tell", "--page", "pimpinan", "--wait", "5", "--audience", "leadership"});
  EXPECT_THAT(leadership.out, testing::ContainsRegex("4[.,]?321"));
}

TEST(ProgramTell, SpeaksTheAskedLanguageAndHtml) {
  const Program program;
  const ChildResult id = program({"tell", "--center", program.dir(), "--page", "ringkasan"});
  EXPECT_EQ(id.code, 0) << id.err;
  EXPECT_THAT(id.out, HasSubstr("Ringkasan"));
  const ChildResult html = program.on_center({"tell", "--page", "ringkasan", "--html"});
  EXPECT_THAT(html.out, AllOf(StartsWith("<!doctype html>"), HasSubstr("<html lang=\"en\">"), HasSubstr("</html>")));
}

// A store that a short run left.
class ProgramHistory : public testing::Test {
 protected:
  void SetUp() override {
    const ChildResult kept = program_.on_center({"tell", "--wait", "5", "--state", program_.folder().file("state")});
    ASSERT_EQ(kept.code, 0) << kept.err;
  }
  ChildResult exported(const std::string& series, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"export", series, "--from", "2020-01-01", "--to", "2099-01-01"});
    return program_.on_center(more);
  }
  Program program_;
};

TEST_F(ProgramHistory, ExportsCsvAndJson) {
  const ChildResult csv = exported("layanan.antrean");
  EXPECT_EQ(csv.code, 0) << csv.err;
  EXPECT_THAT(csv.out, StartsWith("at,received,observed,value\r\n"));
  EXPECT_THAT(csv.out, testing::EndsWith(",41\r\n"));
  EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 2) << csv.out;
  const json document = json::parse(exported("layanan.antrean", {"--format", "json"}).out);
  EXPECT_EQ(document["series"], "layanan.antrean");
  EXPECT_EQ(document["unit"], "orang");
  ASSERT_EQ(document["points"].size(), 1u);
  EXPECT_EQ(document["points"][0]["value"], 41);
}

TEST_F(ProgramHistory, ExportIsForThePublicUnlessSaidOtherwise) {
  const ChildResult hidden = exported("wbs.terbuka");
  EXPECT_EQ(hidden.code, 2);
  EXPECT_THAT(hidden.out + hidden.err, Not(HasSubstr("4321")));
  const ChildResult shown = exported("wbs.terbuka", {"--audience", "leadership"});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("4321"));
  // The name of what is hidden is no hint either.
  EXPECT_THAT(exported("wbs.terbuk").err, Not(HasSubstr("wbs.terbuka")));
  EXPECT_THAT(exported("layanan.antrea").err, HasSubstr("did you mean \"layanan.antrean\"?"));
}

TEST_F(ProgramHistory, WrongSpanIsSaid) {
  const ChildResult result =
      program_.on_center({"export", "layanan.antrean", "--from", "2026-12-01", "--to", "2026-11-01"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("--from is not before --to"));
}

TEST_F(ProgramHistory, KeptValuesAreShownWithoutReadingAgain) {
  const ChildResult told = program_.on_center({"tell", "--page", "ringkasan"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("41"));
  const ChildResult before = program_.on_center({"tell", "--page", "ringkasan", "--at", "2026-01-01 08:00"});
  EXPECT_EQ(before.code, 0) << before.err;
  EXPECT_THAT(before.out, Not(HasSubstr("41")));
}

TEST(ProgramExport, NoStoreIsAFailure) {
  const ChildResult result =
      Program().on_center({"export", "layanan.antrean", "--from", "2026-11-01", "--to", "2026-12-01"});
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.err, "");
}

// simulate, run

TEST(ProgramSimulate, AnswersUntilItIsTold) {
  const Program program;
  support::Child child(ANJUNGAN_PROGRAM, program.options({"simulate", "--center",
                                                          std::string(ANJUNGAN_SOURCE) + "/config/centers/tanah-bumbu",
                                                          "--port", "0", "--lang", "en"}));
  ASSERT_TRUE(child.wait_for("http://127.0.0.1:")) << child.said();
  child.send(SIGTERM);
  const ChildResult result = child.finish();
  EXPECT_FALSE(result.late);
  EXPECT_EQ(result.code, 0) << result.err;
}

TEST(ProgramRun, ServesTheLivePageAndEndsCleanly) {
  const Program program;
  support::Child child(ANJUNGAN_PROGRAM,
                       program.options({"run", "--center", program.dir(), "--headless", "--port", "0"}));
  ASSERT_TRUE(child.wait_for("http://127.0.0.1:")) << child.said();
  child.send(SIGTERM);
  const ChildResult result = child.finish();
  EXPECT_FALSE(result.late);
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out + result.err, Not(HasSubstr(planted_token)));
}

TEST(ProgramRun, WrongCenterOrDisplayIsCodeTwo) {
  Program program;
  const ChildResult display = program.on_center({"run", "--headless", "--port", "0", "--display", "dindin"});
  EXPECT_EQ(display.code, 2) << display.err;
  program.center().write("center.toml", "[center\n");
  const ChildResult broken = program.on_center({"run", "--headless", "--port", "0"});
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("center.toml:1:"));
}

}  // namespace
