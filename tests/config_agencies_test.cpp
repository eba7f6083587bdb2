// An agency owns its part of a center (C1, C4): its faults stop its part alone. Also kinds, the simulator's address,
// days.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "config/words.h"
#include "tests/support/temp_center.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A second agency, "diskominfo", with the indicator "jaringan.beban", the feed "jaringan" and the page "jaringan".
void write_second_agency(test::TempCenter& folder) {
  folder.write("agencies/diskominfo/all.toml", R"([agency]
name = "Dinas Komunikasi dan Informatika"
short = "Diskominfo"
[[indicator]]
name = "jaringan.beban"
title = "Beban jaringan"
stale_after = "1m"
[[feed]]
name = "jaringan"
kind = "probe"
basis = { kind = "own_system" }
[[page]]
name = "jaringan"
title = "Jaringan"
[[page.panel]]
kind = "number"
at = [0, 0, 1, 1]
)");
}

// Kinds as the viewer gives them, with the one option `indicator`.
void read_indicator(const config::Rest& rest, const config::References& refs, config::Complaints& out) {
  config::IndicatorName indicator;
  std::string url;
  config::Reader reader(rest.table, rest.place, refs, out);
  reader.beside(rest.beside);
  reader("indicator", indicator, "");
  reader("url", url, "");
  reader.finish();
}
config::KindChecks checks() {
  config::KindChecks checks;
  checks.feeds = {"http_json", "probe"};
  checks.panels = {"number", "clock"};
  checks.feed = [](const config::FeedConfig& feed, const config::References& refs, config::Complaints& out) {
    read_indicator(feed.options, refs, out);
  };
  checks.panel = [](const config::PanelConfig& panel, const config::References& refs, config::Complaints& out) {
    read_indicator(panel.options, refs, out);
  };
  return checks;
}

std::vector<std::string> feed_names(const config::Center& center) {
  std::vector<std::string> names;
  for (const config::FeedConfig& feed : center.feeds) names.push_back(feed.name);
  return names;
}
std::vector<std::string> page_names(const config::Center& center) {
  std::vector<std::string> names;
  for (const config::PageConfig& page : center.pages) names.push_back(page.name);
  return names;
}

class ConfigAgencies : public testing::Test {
 protected:
  ConfigAgencies() {
    write_good_center(folder);
    write_second_agency(folder);
  }
  test::TempCenter folder;
};

TEST_F(ConfigAgencies, TwoGoodAgenciesRun) {
  const config::Center center = folder.load(checks());
  EXPECT_THAT(folder.complaints(checks()), IsEmpty());
  EXPECT_THAT(feed_names(center), ElementsAre("antrean", "jaringan"));
  EXPECT_THAT(page_names(center), ElementsAre("ringkasan", "jaringan"));
  EXPECT_EQ(center.pages[1].agency, "diskominfo");
}

TEST_F(ConfigAgencies, AFaultStopsItsAgencyAlone) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"own_system\"", "kind = \"agreement\"");
  const config::Center center = folder.load(checks());
  EXPECT_TRUE(center.usable);
  EXPECT_THAT(feed_names(center), ElementsAre("antrean"));
  EXPECT_THAT(page_names(center), ElementsAre("ringkasan"));
  const config::Agency* stopped = center.catalogue->agency("diskominfo");
  ASSERT_TRUE(stopped);
  EXPECT_TRUE(stopped->stopped);
  EXPECT_THAT(stopped->faults,
              ElementsAre("agencies/diskominfo/all.toml:11:9: the basis \"agreement\" has no number; add number",
                          "agencies/diskominfo/all.toml:11:9: the basis \"agreement\" has no date; add date"));
  EXPECT_FALSE(center.catalogue->agency("dinkes")->stopped);
  EXPECT_TRUE(center.catalogue->indicator("jaringan.beban")) << "what could be read stays known";
}

TEST_F(ConfigAgencies, FaultsAreSaidInTheLanguageGiven) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"probe\"", "kind = \"prob\"");
  const auto words = config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", "id");
  ASSERT_TRUE(words);
  const config::Center center = config::load(folder.dir(), checks(), std::chrono::year(2026) / 11 / 21, {}, *words);
  EXPECT_THAT(
      center.catalogue->agency("diskominfo")->faults,
      ElementsAre("agencies/diskominfo/all.toml:10:8: tidak ada jenis sumber data \"prob\"; maksudnya \"probe\"?"));
}

TEST_F(ConfigAgencies, AWarningStopsNobody) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"own_system\"", "kind = \"pending\", until = 2027-01-01");
  const config::Center center = folder.load(checks());
  EXPECT_THAT(feed_names(center), ElementsAre("antrean", "jaringan"));
  EXPECT_FALSE(center.catalogue->agency("diskominfo")->stopped);
  EXPECT_EQ(center.complaints.size(), 1U);
}

TEST_F(ConfigAgencies, APendingBasisStopsItsAgencyTheDayAfter) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"own_system\"", "kind = \"pending\", until = 2027-01-01");
  const auto stopped_on = [&](config::Date day) {
    return folder.load(checks(), {}, day).catalogue->agency("diskominfo")->stopped;
  };
  EXPECT_FALSE(stopped_on(std::chrono::year(2027) / 1 / 1));
  EXPECT_TRUE(stopped_on(std::chrono::year(2027) / 1 / 2));
}

TEST_F(ConfigAgencies, TheCentersPagesStayWhenAnAgencysFileCannotBeRead) {
  folder.replace("pages/ringkasan.toml", "layanan.antrean", "jaringan.beban");
  folder.replace("center.toml", "[\"ringkasan\"]", "[\"jaringan\", \"ringkasan\"]");
  EXPECT_THAT(folder.complaints(checks()), IsEmpty());
  folder.replace("agencies/diskominfo/all.toml", "[[feed]]", "[[feed]");
  const config::Center center = folder.load(checks());
  EXPECT_TRUE(center.usable);
  EXPECT_FALSE(center.catalogue->indicator("jaringan.beban"));
  ASSERT_EQ(center.pages.size(), 1U);
  EXPECT_EQ(center.pages[0].panels.size(), 1U) << "the panel is kept; it says that this part is stopped";
  EXPECT_THAT(center.displays[0].pages, ElementsAre("ringkasan"));
  const std::vector<std::string> lines = folder.complaints(checks());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0],
            "center.toml:17:10: warning: there is no page \"jaringan\"; it may belong to an agency that is stopped; "
            "see there");
  EXPECT_EQ(lines[1],
            "pages/ringkasan.toml:8:13: warning: there is no indicator \"jaringan.beban\"; it may belong to an agency "
            "that is "
            "stopped; see there");
  EXPECT_THAT(lines[2], HasSubstr("agencies/diskominfo/all.toml:8:8: this is not TOML"));
}

TEST_F(ConfigAgencies, AnUnknownIndicatorIsAFaultWhileNobodyIsStopped) {
  folder.replace("pages/ringkasan.toml", "layanan.antrean", "layanan.antraen");
  EXPECT_THAT(folder.complaints(checks()),
              ElementsAre("pages/ringkasan.toml:8:13: there is no indicator \"layanan.antraen\"; did you mean "
                          "\"layanan.antrean\"?"));
  EXPECT_FALSE(folder.load(checks()).usable);
}

TEST_F(ConfigAgencies, AFaultOfTheCenterMakesItUnusableAndStopsNoAgency) {
  folder.replace("center.toml", "zone = \"WITA\"", "zone = \"WITAA\"");
  const config::Center center = folder.load(checks());
  EXPECT_FALSE(center.usable);
  EXPECT_THAT(feed_names(center), ElementsAre("antrean", "jaringan"));
}

TEST_F(ConfigAgencies, AFileThatCannotBeParsedIsTheFaultNotTheNamesInIt) {
  folder.write("pages/ringkasan.toml", "[[page]\n");
  const config::Center center = folder.load(checks());
  EXPECT_FALSE(center.usable);
  std::vector<std::string> faults;
  for (const config::Complaint& complaint : center.complaints)
    if (!complaint.warning) faults.push_back(complaint.place.file);
  EXPECT_THAT(faults, ElementsAre("pages/ringkasan.toml"));
}

TEST_F(ConfigAgencies, AnIndicatorHasOneOwner) {
  folder.replace("agencies/diskominfo/all.toml", "jaringan.beban", "layanan.antrean");
  const config::Center center = folder.load(checks());
  EXPECT_THAT(
      folder.complaints(checks()),
      ElementsAre("agencies/diskominfo/all.toml:5:8: \"layanan.antrean\" belongs to agency \"dinkes\" already; "
                  "\"diskominfo\" cannot own it too; one agency owns it: remove it here, or there after both have "
                  "agreed"));
  EXPECT_EQ(center.catalogue->indicator("layanan.antrean")->agency, "dinkes");
  EXPECT_FALSE(center.catalogue->agency("dinkes")->stopped);
}

TEST_F(ConfigAgencies, AFeedForAnothersIndicatorIsRefusedNamingBoth) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"probe\"",
                 "kind = \"probe\"\nindicator = \"layanan.antrean\"");
  EXPECT_THAT(
      folder.complaints(checks()),
      ElementsAre("agencies/diskominfo/all.toml:11:13: the indicator \"layanan.antrean\" belongs to agency \"dinkes\", "
                  "not to \"diskominfo\"; only the owner brings it: move the feed to the owner's folder, or remove "
                  "it"));
  EXPECT_THAT(feed_names(folder.load(checks())), ElementsAre("antrean"));
}

TEST_F(ConfigAgencies, APageMayShowWhatAnotherAgencyOwns) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"number\"",
                 "kind = \"number\"\nindicator = \"layanan.antrean\"");
  EXPECT_THAT(folder.complaints(checks()), IsEmpty());
}

TEST_F(ConfigAgencies, NamesOfFeedsAndPagesAreTheCentersWhole) {
  folder.replace("agencies/diskominfo/all.toml", "name = \"jaringan\"\nkind", "name = \"antrean\"\nkind");
  EXPECT_THAT(folder.complaints(checks()),
              ElementsAre("agencies/diskominfo/all.toml:9:8: the name \"antrean\" is taken already, in "
                          "agencies/dinkes/feeds.toml:2; give one of them another name, or remove it"));
}

TEST_F(ConfigAgencies, UnknownKindsAndKeysAreSuggested) {
  folder.replace("agencies/diskominfo/all.toml", "kind = \"probe\"", "kind = \"porbe\"");
  folder.replace("agencies/dinkes/feeds.toml", "interval", "intervall");
  folder.replace("pages/ringkasan.toml", "\"number\"", "\"nomber\"");
  EXPECT_THAT(
      folder.complaints(checks()),
      ElementsAre("pages/ringkasan.toml:6:8: there is no panel kind \"nomber\"; did you mean \"number\"?",
                  "agencies/dinkes/feeds.toml:4:1: unknown key \"intervall\"; did you mean \"interval\"?",
                  "agencies/diskominfo/all.toml:10:8: there is no feed kind \"porbe\"; did you mean \"probe\"?"));
}

TEST_F(ConfigAgencies, AnEmptyFolderIsAnAgencyThatIsStopped) {
  std::filesystem::create_directories(folder.dir() / "agencies/dishub");
  const config::Center center = folder.load(checks());
  EXPECT_TRUE(center.usable);
  ASSERT_TRUE(center.catalogue->agency("dishub"));
  EXPECT_TRUE(center.catalogue->agency("dishub")->stopped);
  EXPECT_EQ(center.catalogue->agency("dishub")->name.id, "dishub");
}

TEST_F(ConfigAgencies, FilesOutsideOfAnyAgencyAndHiddenOnesAreNoPart) {
  folder.write("agencies/lepas.toml", "[agency]\n");
  folder.write("agencies/.cadangan/all.toml", "not toml");
  folder.write(".simpan/center.toml", "not toml");
  folder.write("pages/.ringkasan.toml", "not toml");
  folder.write("catatan.txt", "not toml");
  EXPECT_THAT(
      folder.complaints(checks()),
      ElementsAre("agencies/lepas.toml: this file belongs to no agency; move it into a folder of agencies/, one for "
                  "each agency"));
}

TEST_F(ConfigAgencies, EveryFaultIsSaidInOneGo) {
  folder.write("pages/a.toml", "= 1");
  folder.write("pages/b.toml", "[[page]]\nname = \"b\"\n");
  folder.write("agencies/dinkes/c.toml", "[[x");
  folder.replace("agencies/dinkes/feeds.toml", "10s", "10x");
  folder.replace("center.toml", "63.10.02", "64.10.02");
  EXPECT_EQ(folder.complaints(checks()).size(), 6U) << "a, b twice (title, no panel), c, interval, district";
}

TEST_F(ConfigAgencies, TheSimulatorsAddressIsPutIn) {
  folder.replace("agencies/dinkes/feeds.toml", "interval", "url = \"{simulator}/a?next={simulator}\"\ninterval");
  const config::Center from_file = folder.load(checks());
  EXPECT_EQ(*from_file.feeds[0].options.table.find("url")->string(),
            "http://127.0.0.1:8099/a?next=http://127.0.0.1:8099");
  EXPECT_TRUE(from_file.feeds[0].simulated);
  EXPECT_FALSE(from_file.feeds[1].simulated);
  const config::Center given = folder.load(checks(), "http://127.0.0.1:9");
  EXPECT_EQ(given.simulator, "http://127.0.0.1:9");
  EXPECT_EQ(*given.feeds[0].options.table.find("url")->string(), "http://127.0.0.1:9/a?next=http://127.0.0.1:9");
}

TEST_F(ConfigAgencies, TheMarkIsPutInInsideOfListsAndTables) {
  folder.add("agencies/dinkes/feeds.toml",
             "urls = [\"a\", \"{simulator}/b\"]\nmore = { deep = { url = \"{simulator}/c\" } }\n");
  const config::Center center = folder.load();
  const config::Table& options = center.feeds[0].options.table;
  EXPECT_EQ(*(*options.find("urls")->array())[1].string(), "http://127.0.0.1:8099/b");
  EXPECT_EQ(*options.find("more")->table()->find("deep")->table()->find("url")->string(), "http://127.0.0.1:8099/c");
  EXPECT_TRUE(center.feeds[0].simulated);
}

TEST_F(ConfigAgencies, AMarkWithoutAddressIsAFault) {
  folder.replace("center.toml", "simulator = \"http://127.0.0.1:8099\"\n", "");
  folder.replace("agencies/dinkes/feeds.toml", "interval", "url = \"{simulator}/a\"\ninterval");
  EXPECT_THAT(
      folder.complaints(checks()),
      ElementsAre("agencies/dinkes/feeds.toml:4:7: {simulator} stands for no address; add simulator to [center], or "
                  "start with --simulate"));
}

TEST_F(ConfigAgencies, ADisplayFollowsTheCentersLanguage) {
  folder.replace("center.toml", "zone = ", "lang = \"en\"\nzone = ");
  EXPECT_EQ(folder.load().displays[0].lang, "en");
  folder.replace("center.toml", "pages = ", "lang = \"id\"\npages = ");
  EXPECT_EQ(folder.load().displays[0].lang, "id");
}

TEST(ConfigNoCenter, AMissingFolderIsOneComplaint) {
  test::TempCenter folder;
  const config::Center center = config::load(folder.dir() / "tiada", {}, std::chrono::year(2026) / 11 / 21);
  EXPECT_FALSE(center.usable);
  ASSERT_TRUE(center.catalogue);
  ASSERT_EQ(center.complaints.size(), 1U);
  EXPECT_THAT(to_line(center.complaints[0], {}), HasSubstr("tiada: there is no such folder; give the folder"));
}

}  // namespace
