// The centers that come with the program: they load without a fault, say what their numbers mean, and are complete.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <fstream>
#include <set>
#include "config/center.h"
#include "config/geo_map.h"
#include "config/hexmap.h"
#include "feeds/collector.h"
#include "tests/support/geojson.h"
#include "tests/support/temp_center.h"
#include "viewer/kind_checks.h"

namespace {

namespace fs = std::filesystem;
const fs::path kSource = ANJUNGAN_SOURCE;
constexpr config::Date kToday{std::chrono::year(2026), std::chrono::November, std::chrono::day(21)};

config::Center load(const char* name) {
  return config::load(kSource / "config/centers" / name, viewer::kind_checks(), kToday);
}

std::vector<std::string> lines(const config::Complaints& complaints) {
  std::vector<std::string> out;
  for (const config::Complaint& c : complaints) out.push_back(config::to_line(c, config::Words()));
  return out;
}

// What each feed of the center may bring, by its own word.
std::map<std::string, std::vector<std::string>> brought(const config::Center& center) {
  std::map<std::string, std::vector<std::string>> out;
  for (const config::FeedConfig& feed : center.feeds) {
    config::Complaints complaints;
    const auto made = feeds::make_feed(center, feed, feeds::system_clock(), complaints);
    EXPECT_TRUE(made) << feed.name << ": " << testing::PrintToString(lines(complaints));
    if (!made) continue;
    for (const std::string& name : made->feed->brings()) out[name].push_back(feed.name);
  }
  return out;
}

// "oku-selatan" -> "OkuSelatan".
std::string test_name(const testing::TestParamInfo<const char*>& which) {
  std::string out;
  bool capital = true;
  for (const char* c = which.param; *c; ++c) {
    if (*c != '-') out += capital ? static_cast<char>(*c - 'a' + 'A') : *c;
    capital = *c == '-';
  }
  return out;
}

class Centers : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All, Centers,
                         testing::Values("tanah-bumbu", "blora", "purbalingga", "oku-selatan", "cianjur", "real"),
                         test_name);

// One basis of the main center is pending on purpose, and said to be.
TEST_P(Centers, LoadWithNoComplaintButThePlannedOne) {
  config::Center center = load(GetParam());
  EXPECT_TRUE(center.usable);
  if (std::string_view(GetParam()) != "tanah-bumbu") {
    EXPECT_THAT(lines(center.complaints), testing::IsEmpty());
  } else {
    EXPECT_THAT(lines(center.complaints),
                testing::ElementsAre(testing::HasSubstr("the basis is pending until 2027-03-31")));
    EXPECT_THAT(center.complaints, testing::Each(testing::Field(&config::Complaint::warning, true)));
  }
  config::Complaints owners;
  feeds::check_owners(center, owners);
  viewer::check_fit(center, owners);
  EXPECT_THAT(lines(owners), testing::IsEmpty());
}

TEST_P(Centers, EveryIndicatorSaysWhatItMeansInBothLanguages) {
  const config::Center center = load(GetParam());
  ASSERT_FALSE(center.catalogue->indicators.empty());
  for (const config::Indicator& i : center.catalogue->indicators) {
    EXPECT_FALSE(i.title.id.empty() || i.title.en.empty()) << i.name;
    EXPECT_TRUE(i.meaning.id.ends_with('.') && i.meaning.en.ends_with('.')) << i.name;
    EXPECT_NE(i.meaning.id, i.meaning.en) << i.name;
  }
}

TEST_P(Centers, EveryIndicatorAndTableIsBroughtByOneFeedOfItsAgencyOrOneForEachDistrict) {
  const config::Center center = load(GetParam());
  const auto by_name = brought(center);
  for (const config::Indicator& i : center.catalogue->indicators) EXPECT_TRUE(by_name.contains(i.name)) << i.name;
  for (const config::TableInfo& t : center.catalogue->tables) EXPECT_TRUE(by_name.contains(t.name)) << t.name;
  std::map<std::string, bool> of_districts;
  for (const config::FeedConfig& feed : center.feeds) of_districts[feed.name] = !feed.districts.empty();
  for (const auto& [name, feeds] : by_name) {
    if (feeds.size() == 1) continue;  // several only where each answers for districts of its own (check_owners)
    for (const std::string& feed : feeds) EXPECT_TRUE(of_districts.at(feed)) << name << ' ' << feed;
  }
}

TEST_P(Centers, PagesAreFilledWithoutHolesOrOverlap) {
  const config::Center center = load(GetParam());
  ASSERT_FALSE(center.pages.empty());
  for (const config::PageConfig& page : center.pages) {
    std::vector<int> covered(static_cast<std::size_t>(page.columns * page.rows));
    for (const config::PanelConfig& panel : page.panels)
      for (int row = panel.cell.row; row < panel.cell.row + panel.cell.height; ++row)
        for (int column = panel.cell.column; column < panel.cell.column + panel.cell.width; ++column)
          ++covered.at(static_cast<std::size_t>(row * page.columns + column));
    EXPECT_THAT(covered, testing::Each(1)) << page.name;
  }
}

TEST_P(Centers, PageTitlesAreInBothLanguages) {
  const config::Center center = load(GetParam());
  for (const config::PageConfig& page : center.pages) {
    EXPECT_FALSE(page.title.id.empty() || page.title.en.empty()) << page.name;
    for (const config::PanelConfig& panel : page.panels)
      EXPECT_EQ(panel.title.id.empty(), panel.title.en.empty()) << page.name;
  }
}

TEST(TanahBumbu, HasItsDistrictsAgenciesAndPages) {
  const config::Center center = load("tanah-bumbu");
  const config::Catalogue& catalogue = *center.catalogue;
  EXPECT_EQ(catalogue.code, "63.10");
  EXPECT_EQ(catalogue.zone, config::Zone::wita);
  ASSERT_EQ(catalogue.regions.size(), 12);
  EXPECT_EQ(catalogue.region("63.10.06")->bps, "6310052");
  EXPECT_EQ(catalogue.region("63.10.11")->bps, "");
  EXPECT_EQ(catalogue.region("63.10.12")->bps, "");
  EXPECT_GE(catalogue.agencies.size(), 12);
  EXPECT_GE(catalogue.indicators.size(), 35);
  std::set<std::string> pages;
  for (const config::PageConfig& page : center.pages) pages.insert(page.name);
  EXPECT_THAT(
      pages, testing::IsSupersetOf({"ringkasan", "layanan", "jaringan", "wilayah", "anggaran", "pengaduan", "kepatuhan",
                                    "bencana", "lobi", "lobi-aduan", "lobi-wilayah", "lobi-cuaca", "lobi-pengumuman"}));
  for (const config::DisplayConfig& display : center.displays)
    for (const std::string& page : display.pages) EXPECT_TRUE(pages.contains(page)) << display.name << ' ' << page;
}

// The systems that the duties ask for speak the formats that they really speak.
TEST(TanahBumbu, ReadsTheRealFormatsOfAHundredAndFiftyFeeds) {
  const config::Center center = load("tanah-bumbu");
  std::map<std::string, int> kinds;
  for (const config::FeedConfig& feed : center.feeds) ++kinds[feed.kind];
  for (const char* kind : {"http_json", "http_csv", "http_sheet", "cap_alerts", "bps_webapi", "spse_datatables",
                           "prometheus", "probe", "own_state"})
    EXPECT_GE(kinds[kind], 1) << kind;
  EXPECT_GE(center.feeds.size(), 150);
  for (const char* table :
       {"pengadaan.paket_tender", "pengadaan.tender", "surat.daftar", "situs.daftar", "jaringan.simpul",
        "jaringan.sambungan", "aksespublik.titik", "aset.daftar", "akses.daftar", "keamanan.daftar"})
    EXPECT_TRUE(center.catalogue->table(table)) << table;
}

// But the one that tells of the program's own copies.
TEST(TanahBumbu, EveryFeedIsPretendAndOnLoopback) {
  const config::Center center =
      config::load(kSource / "config/centers/tanah-bumbu", viewer::kind_checks(), kToday, "http://127.0.0.1:9");
  for (const config::FeedConfig& feed : center.feeds) {
    EXPECT_EQ(feed.simulated, feed.kind != "own_state") << feed.name;
    if (!feed.simulated) continue;
    config::Complaints complaints;
    const auto made = feeds::make_feed(center, feed, feeds::system_clock(), complaints);
    ASSERT_TRUE(made) << feed.name;
    if (made->feed->pushed()) continue;  // pretend agencies send to it
    EXPECT_THAT(made->feed->address(), testing::HasSubstr("127.0.0.1:9")) << feed.name;
  }
}

// Duty C18: staff and leadership see how old the copies are; where they lie only staff do.
TEST(TanahBumbu, AgeOfTheCopiesIsForWallsAndTheirPlaceForStaff) {
  const config::Center center = load("tanah-bumbu");
  const config::Indicator* age = center.catalogue->indicator("anjungan.umur_salinan");
  const config::TableInfo* place = center.catalogue->table("anjungan.salinan");
  ASSERT_TRUE(age && place);
  EXPECT_EQ(age->audience, config::Audience::everyone);
  EXPECT_EQ(place->audience, config::Audience::staff);
  for (const config::DisplayConfig& display : center.displays) {
    const auto shows = [&](const char* page) {
      return std::find(display.pages.begin(), display.pages.end(), page) != display.pages.end();
    };
    EXPECT_EQ(shows("kepatuhan"), display.audience != config::Audience::everyone) << display.name;
    EXPECT_EQ(shows("umpan"), display.audience == config::Audience::staff) << display.name;
  }
}

TEST(TanahBumbu, ShowsEveryKindOfLeave) {
  const config::Center center = load("tanah-bumbu");
  std::set<config::Basis::Kind> bases;
  for (const config::FeedConfig& feed : center.feeds) bases.insert(feed.basis.kind);
  EXPECT_EQ(bases.size(), 6);
  std::set<config::Audience> audiences;
  int per_period = 0;
  for (const config::Indicator& i : center.catalogue->indicators) {
    audiences.insert(i.audience);
    per_period += i.per_period_approval;
    EXPECT_FALSE(i.approvals.empty()) << i.name;
  }
  EXPECT_EQ(audiences.size(), 3);
  EXPECT_EQ(per_period, 1);
  EXPECT_EQ(center.catalogue->indicator("wbs.terbuka")->audience, config::Audience::leadership);
}

TEST(Real, PretendsNothing) {
  const config::Center center = load("real");
  EXPECT_FALSE(center.feeds.empty());
  for (const config::FeedConfig& feed : center.feeds) {
    EXPECT_FALSE(feed.simulated) << feed.name;
    EXPECT_EQ(feed.basis.kind, config::Basis::Kind::own_system) << feed.name;
  }
}

bool touch(config::HexCell a, config::HexCell b) {
  const auto x = [](config::HexCell c) { return 2 * c.column + c.row % 2; };
  return (a.row == b.row && std::abs(x(a) - x(b)) == 2) || (std::abs(a.row - b.row) == 1 && std::abs(x(a) - x(b)) == 1);
}

TEST_P(Centers, MapShowsEachDistrictInOnePiece) {
  const config::Center center = load(GetParam());
  if (center.catalogue->map.empty()) {
    EXPECT_THAT(center.catalogue->regions, testing::IsEmpty());
    return;
  }
  const auto map = config::load_hexmap(config::map_path(center.dir, kSource / "assets", center.catalogue->map));
  ASSERT_TRUE(map);
  ASSERT_EQ(map->districts.size(), center.catalogue->regions.size());
  for (const config::HexDistrict& district : map->districts) {
    EXPECT_TRUE(center.catalogue->region(district.code)) << district.code;
    std::vector<config::HexCell> reached = {district.cells.front()},
                                 rest(district.cells.begin() + 1, district.cells.end());
    for (std::size_t i = 0; i < reached.size(); ++i)
      std::erase_if(rest, [&](config::HexCell c) { return touch(reached[i], c) && (reached.push_back(c), true); });
    EXPECT_TRUE(rest.empty()) << district.code;
    EXPECT_GE(district.cells.size(), 2) << district.code;
  }
  config::Complaints complaints;
  viewer::check_map(center, kSource / "assets", complaints);
  EXPECT_THAT(lines(complaints), testing::IsEmpty());
}

TEST(CenterMap, WhatADrawingLeavesOutOrHasTooMuchIsSaid) {
  test::TempCenter files;
  test::write_good_center(files);
  files.replace("center.toml", "[center]\n", "[center]\nmap = \"peta.toml\"\n");
  files.write("maps/peta.toml", "prefix = \"63.10.\"\nrows = [\"01 01 77 77\"]\n");
  const config::Center center = files.load();
  EXPECT_THAT(lines(center.complaints), testing::IsEmpty()) << "maps/ holds no sections";
  config::Complaints complaints;
  viewer::check_map(center, kSource / "assets", complaints);
  EXPECT_THAT(lines(complaints), testing::ElementsAre(testing::HasSubstr("the map shows 63.10.77"),
                                                      testing::HasSubstr("does not show the district 63.10.02")));
  files.remove("maps/peta.toml");
  complaints.clear();
  viewer::check_map(center, kSource / "assets", complaints);
  EXPECT_THAT(lines(complaints), testing::ElementsAre(testing::HasSubstr("peta.toml cannot be read")));
}

TEST(CenterMap, WhatBordersLeaveOutOrHaveTooMuchIsCounted) {
  test::TempCenter files;
  test::write_good_center(files);
  files.replace("center.toml", "[center]\n", "[center]\nmap = \"batas.map\"\n");
  files.write("maps/ada.txt", "");
  std::vector<std::string> squares;
  for (int i = 0; i < 200; ++i)
    squares.push_back(support::feature(i == 0 ? "63.10.01" : fmt::format("63.10.{:02}", i + 2), "Daerah",
                                       support::polygon({support::box(100 + i * 0.1, -4, 100.1 + i * 0.1, -3)})));
  const auto imported = support::import_text(support::collection(squares), {});
  ASSERT_TRUE(imported.map);
  const config::GeoMap& map = *imported.map;
  const fs::path file = files.dir() / "maps/batas.map";
  ASSERT_TRUE(config::write_geo_map(map, file));
  const config::Center center = files.load();
  config::Complaints complaints;
  viewer::check_map(center, kSource / "assets", complaints);
  EXPECT_THAT(lines(complaints),
              testing::ElementsAre(testing::HasSubstr("199 of 200 areas of the map are no districts of the center: "
                                                      "63.10.03, 63.10.04, 63.10.05, 63.10.06, …"),
                                   testing::HasSubstr("the map has no borders of 1 of 2 districts: 63.10.02")));
  fs::resize_file(file, fs::file_size(file) - 1);
  complaints.clear();
  viewer::check_map(center, kSource / "assets", complaints);
  EXPECT_THAT(lines(complaints), testing::ElementsAre(testing::HasSubstr("batas.map was cut short")));
  fs::remove(file);
  complaints.clear();
  viewer::check_map(center, kSource / "assets", complaints);
  EXPECT_THAT(lines(complaints), testing::ElementsAre(testing::HasSubstr("batas.map")));
}

TEST(CenterMap, TheCentersOwnDrawingGoesBeforeTheProgramsOne) {
  test::TempCenter files;
  EXPECT_EQ(config::map_path(files.dir(), "assets", "x.toml"), fs::path("assets/maps/x.toml"));
  files.write("maps/x.toml", "");
  EXPECT_EQ(config::map_path(files.dir(), "assets", "x.toml"), files.dir() / "maps/x.toml");
}

TEST(HexMap, PutsMarksWhereTheyAreDrawn) {
  config::Complaints complaints;
  const auto map = config::parse_hexmap("prefix = \"63.10.\"\nrows = [\". 01 02\", \"01 . 02\"]", "m.toml", complaints);
  EXPECT_THAT(complaints, testing::IsEmpty());
  ASSERT_EQ(map.districts.size(), 2);
  EXPECT_EQ(map.districts[0].code, "63.10.01");
  EXPECT_THAT(map.districts[0].cells, testing::ElementsAre(config::HexCell{1, 0}, config::HexCell{0, 1}));
  EXPECT_THAT(map.districts[1].cells, testing::ElementsAre(config::HexCell{2, 0}, config::HexCell{2, 1}));
}

TEST(HexMap, NeighboursShareCorners) {
  const auto one = config::corners({1, 0}), below = config::corners({0, 1});
  EXPECT_NEAR(one[3].first, below[1].first, 1e-6);  // the lower tip of one is a corner of the other
  EXPECT_NEAR(one[3].second, below[1].second, 1e-6);
}

TEST(HexMap, FaultsHaveTheirPlace) {
  config::Complaints complaints;
  config::parse_hexmap("rows = []\ncolour = 1", "m.toml", complaints);
  ASSERT_EQ(complaints.size(), 2);
  EXPECT_THAT(complaints,
              testing::Each(testing::Field(&config::Complaint::place, testing::Field(&config::Place::file, "m.toml"))));
  EXPECT_FALSE(config::load_hexmap("/no/such/map.toml"));
}

}  // namespace
