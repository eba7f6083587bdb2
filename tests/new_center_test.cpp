// `anjungan center new`: regencies from the program's list and from a table, the drawn map, and the files written.
#include <gmock/gmock.h>
#include <cstdlib>
#include <fstream>
#include <set>
#include "config/hexmap.h"
#include "config/provinces.h"
#include "tests/support/child.h"
#include "viewer/center_folder.h"
#include "viewer/kind_checks.h"

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using viewer::Regency;

const fs::path kAssets = fs::path(ANJUNGAN_SOURCE) / "assets";
const fs::path kCenters = fs::path(ANJUNGAN_SOURCE) / "config/centers";
constexpr config::Date kToday{std::chrono::year(2026), std::chrono::November, std::chrono::day(21)};

std::vector<std::string> lines(const config::Complaints& complaints) {
  std::vector<std::string> out;
  for (const config::Complaint& c : complaints) out.push_back(config::to_line(c, config::Words()));
  return out;
}

viewer::CenterFiles files_below(const fs::path& folder) {
  viewer::CenterFiles out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      out[entry.path().lexically_relative(folder).generic_string()] = support::read_text(entry.path());
  return out;
}

Regency known(const std::string& code) {
  config::Complaints complaints;
  auto found = viewer::known_regency(kAssets, code, "", complaints);
  EXPECT_THAT(lines(complaints), IsEmpty());
  return found ? *found : Regency{};
}

class KnownRegency : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All, KnownRegency, testing::Values("33.16", "33.03", "16.09", "32.03"),
                         [](const auto& which) { return "Code" + std::string(which.param).replace(2, 1, "_"); });

// UPDATE_GOLDEN=1 writes the centers again after a change of the templates.
TEST_P(KnownRegency, CommittedCenterIsWhatTheCommandWrites) {
  const Regency regency = known(GetParam());
  const auto files = viewer::center_files(kAssets, regency, kToday);
  ASSERT_TRUE(files);
  const fs::path folder = kCenters / regency.folder;
  if (std::getenv("UPDATE_GOLDEN")) {
    fs::remove_all(folder);
    ASSERT_TRUE(viewer::write_center(folder, *files));
  }
  const viewer::CenterFiles committed = files_below(folder);
  EXPECT_EQ(committed.size(), files->size());
  for (const auto& [name, text] : *files) {
    const auto found = committed.find(name);
    ASSERT_NE(found, committed.end()) << name;
    EXPECT_TRUE(found->second == text) << name << " is not what its template makes; run with UPDATE_GOLDEN=1";
  }
}

TEST_P(KnownRegency, NamesThePagesOfTheProgramAndCopiesNone) {
  const auto files = viewer::center_files(kAssets, known(GetParam()), kToday);
  ASSERT_TRUE(files);
  for (const auto& [name, text] : *files) EXPECT_THAT(text, Not(HasSubstr("[[page]]"))) << name;
  for (const auto& page : fs::directory_iterator(kAssets / "pages"))
    EXPECT_THAT(files->at("center.toml"), HasSubstr('"' + page.path().stem().string() + '"'));
}

TEST_P(KnownRegency, HasItsOwnCodesAndTheSeatAmongItsDistricts) {
  const Regency regency = known(GetParam());
  std::set<std::string> codes, names, bps;
  for (const config::Region& d : regency.districts) {
    codes.insert(d.code);
    names.insert(d.name);
    bps.insert(d.bps);
    EXPECT_TRUE(d.code.starts_with(regency.code + '.')) << d.code;
    EXPECT_EQ(d.bps.size(), 7) << d.code;
  }
  EXPECT_EQ(codes.size(), regency.districts.size());
  EXPECT_EQ(names.size(), regency.districts.size());
  EXPECT_EQ(bps.size(), regency.districts.size());
  EXPECT_TRUE(codes.contains(regency.seat));
  EXPECT_EQ(regency.zone, config::Zone::wib);
}

TEST(KnownRegencies, HaveTheirDistrictsAndTheirTwoKindsOfCodes) {
  EXPECT_EQ(known("33.16").districts.size(), 16);
  EXPECT_EQ(known("33.03").districts.size(), 18);
  EXPECT_EQ(known("16.09").districts.size(), 19);
  EXPECT_EQ(known("32.03").districts.size(), 32);
  EXPECT_EQ(known("63.10").zone, config::Zone::wita);
  for (const config::Region& d : known("16.09").districts) EXPECT_TRUE(d.bps.starts_with("1608")) << d.code;
}

TEST(KnownRegencies, SlipsOfPublicListsAreAliases) {
  std::map<std::string, std::string> name_of;
  for (const char* code : {"33.16", "16.09", "32.03", "63.10"})
    for (const config::Region& d : known(code).districts)
      for (const std::string& alias : d.aliases) name_of[alias] = d.name;
  EXPECT_EQ(name_of["Bonjogpicung"], "Bojongpicung");
  EXPECT_EQ(name_of["Pagelarang"], "Pagelaran");
  EXPECT_EQ(name_of["Cubinong"], "Cibinong");
  EXPECT_EQ(name_of["Muara Dua"], "Muaradua");
  EXPECT_EQ(name_of["Batu Licin"], "Batulicin");
  EXPECT_EQ(name_of["Kota Blora"], "Blora");
}

TEST(KnownRegencies, AnUnknownOrIllWrittenCodeIsRefusedWithWhatToDo) {
  const auto refused = [](const char* code) {
    config::Complaints complaints;
    EXPECT_FALSE(viewer::known_regency(kAssets, code, "", complaints)) << code;
    return testing::PrintToString(lines(complaints));
  };
  EXPECT_THAT(refused("35.23"), AllOf(HasSubstr("does not know the districts of 35.23"), HasSubstr("--regions")));
  for (const char* code : {"3316", "33.1", "33.16.01", "33,16", "", "ab.cd"})
    EXPECT_THAT(refused(code), HasSubstr("is not the code of a regency")) << code;
  EXPECT_THAT(refused("10.16"), HasSubstr("no province 10"));
}

TEST(Provinces, SayTheTimeZone) {
  ASSERT_TRUE(config::province_of("63.10.04"));
  EXPECT_EQ(config::province_of("63.10.04")->zone, config::Zone::wita);
  EXPECT_EQ(config::province_of("33.16")->zone, config::Zone::wib);
  EXPECT_EQ(config::province_of("91")->zone, config::Zone::wit);
  EXPECT_FALSE(config::province_of("20.01"));
  EXPECT_FALSE(config::province_of(""));
}

// A table of districts

class RegencyTable : public testing::Test {
 protected:
  std::optional<Regency> read(const std::string& text, const std::string& name = "Tuban") {
    complaints_.clear();
    return viewer::regency_of_table("35.23", name, folder_.write("tuban.csv", text), complaints_);
  }
  std::string faults(const std::string& text) {
    EXPECT_FALSE(read(text)) << text;
    return testing::PrintToString(lines(complaints_));
  }
  support::Folder folder_;
  config::Complaints complaints_;
};

TEST_F(RegencyTable, IsReadWithEitherDelimiterAndInEitherLanguage) {
  for (const char* text : {"code,name,aliases,bps,lon,lat\n35.23.01,Kenduruan,,3523010,111.62,-6.95\n"
                           "35.23.02,Bangilan,Kec Bangil | Bangil,3523020,111.72,-6.97\n",
                           "\xEF\xBB\xBFKode;Nama;Alias;Kode_BPS;Bujur;Lintang\r\n35.23.01;Kenduruan;;3523010;111,62;"
                           "-6,95\r\n\r\n35.23.02;Bangilan;Kec Bangil|Bangil;3523020;111,72;-6,97\r\n"}) {
    const auto regency = read(text);
    ASSERT_TRUE(regency) << testing::PrintToString(lines(complaints_));
    EXPECT_EQ(regency->name, "Kabupaten Tuban");
    EXPECT_EQ(regency->folder, "tuban");
    EXPECT_EQ(regency->zone, config::Zone::wib);
    ASSERT_EQ(regency->districts.size(), 2);
    EXPECT_EQ(regency->districts[0].bps, "3523010");
    EXPECT_THAT(regency->districts[1].aliases, ElementsAre("Kec Bangil", "Bangil"));
    ASSERT_EQ(regency->positions.size(), 2);
    EXPECT_DOUBLE_EQ(regency->positions[1].lon, 111.72);
    EXPECT_DOUBLE_EQ(regency->positions[1].lat, -6.97);
  }
}

TEST_F(RegencyTable, NeedsNoMoreThanCodesAndNames) {
  const auto regency = read("code;name\n35.23.01;Kenduruan\n");
  ASSERT_TRUE(regency);
  EXPECT_THAT(regency->positions, IsEmpty());
  EXPECT_EQ(regency->seat, "35.23.01");
}

TEST_F(RegencyTable, TheCapitalIsTheDistrictOfTheRegencysName) {
  const auto regency = read("code;name\n35.23.01;Kenduruan\n35.23.16;Tuban\n");
  ASSERT_TRUE(regency);
  EXPECT_EQ(regency->seat, "35.23.16");
}

TEST_F(RegencyTable, EveryFaultIsSaidWithItsLine) {
  const std::string said = faults(
      "code;name;aliases;bps;lon;lat\n35.23.01;Kenduruan;;;111.62;-6.95\n35.23.01;Bangilan;;;111.72;-6.97\n"
      "35.24.03;Senori;;;111.7;-7.0\n352304;Singgahan;;;111.8;-7.0\n35.23.05;KENDURUAN;;;111.9;-7.0\n"
      "35.23.06;;;;111.9;-7.0\n35.23.07;Parengan;Bangilan;35230;111.9;-7.0\n35.23.08;Soko;;;-7.0;111.9\n"
      "35.23.09;Ren\"gel;;;111.9;\n");
  for (const char* fault :
       {"tuban.csv:3:1: \\\"35.23.01\\\" is there twice; the other is in line 2",
        "tuban.csv:4:1: the district 35.24.03", "tuban.csv:5:1: \\\"352304\\\" is not the code",
        "tuban.csv:6:1: \\\"KENDURUAN\\\" is there twice", "tuban.csv:7:1: the district has no name",
        "tuban.csv:8:1: \\\"35230\\\" is not a BPS code", "tuban.csv:8:1: \\\"Bangilan\\\" is there twice",
        "tuban.csv:9:1: \\\"-7.0\\\", \\\"111.9\\\" is no place", "tuban.csv:10:1: \\\"111.9\\\", \\\"\\\" is no place",
        "is not a name"})
    EXPECT_THAT(said, HasSubstr(fault));
}

TEST_F(RegencyTable, AFileThatIsNoSuchTableIsRefused) {
  EXPECT_THAT(faults("35.23.01;Kenduruan\n"), AllOf(HasSubstr("no column \\\"code\\\""), HasSubstr("\\\"name\\\"")));
  EXPECT_THAT(faults("code;name\n"), HasSubstr("the table has no district"));
  EXPECT_THAT(faults(""), HasSubstr("no column"));
  EXPECT_THAT(faults("code;name\n35.23.01;Kendur\xE9\n"), HasSubstr("save the table as CSV UTF-8"));
  EXPECT_FALSE(viewer::regency_of_table("35.23", "Tuban", folder_.file("none.csv"), complaints_));
  complaints_.clear();
  EXPECT_FALSE(read("code;name\n35.23.01;Kenduruan\n", ""));
  EXPECT_THAT(testing::PrintToString(lines(complaints_)), HasSubstr("--name"));
}

TEST_F(RegencyTable, ACityIsCalledSo) {
  const auto city = viewer::regency_of_table(
      "35.78", "Surabaya", folder_.write("c.csv", "code;name\n35.78.01;Karang Pilang\n"), complaints_);
  ASSERT_TRUE(city);
  EXPECT_EQ(city->name, "Kota Surabaya");
}

// The drawn map

config::HexMap drawn(const std::vector<std::string>& marks, const std::vector<viewer::Position>& positions) {
  std::string text = "prefix = \"x.\"\nrows = [";
  for (const std::string& row : viewer::draw_tiles(marks, positions)) text += "\"" + row + "\", ";
  config::Complaints complaints;
  config::HexMap map = config::parse_hexmap(text + "]", "m.toml", complaints);
  EXPECT_THAT(lines(complaints), IsEmpty());
  return map;
}

TEST(TileMap, GivesEachDistrictTwoNeighbouringHexagons) {
  std::vector<std::string> marks;
  std::vector<viewer::Position> positions;
  for (int i = 0; i < 40; ++i) {
    marks.push_back((i < 9 ? "0" : "") + std::to_string(i + 1));
    positions.push_back({111.0 + 0.13 * (i * 7 % 11), -7.0 + 0.11 * (i * 5 % 13)});
  }
  for (const auto& where : {positions, std::vector<viewer::Position>()}) {
    const config::HexMap map = drawn(marks, where);
    ASSERT_EQ(map.districts.size(), 40);
    for (const config::HexDistrict& d : map.districts) {
      ASSERT_EQ(d.cells.size(), 2) << d.code;
      EXPECT_EQ(d.cells[0].row, d.cells[1].row);
      EXPECT_EQ(d.cells[0].column + 1, d.cells[1].column);
    }
  }
}

TEST(TileMap, KeepsWhoLiesWestAndNorthOfWhom) {
  // Three rows of four, as on a map: 01 in the north-west, 12 in the south-east.
  std::vector<std::string> marks;
  std::vector<viewer::Position> positions;
  for (int i = 0; i < 12; ++i) {
    marks.push_back((i < 9 ? "0" : "") + std::to_string(i + 1));
    positions.push_back({111.0 + 0.2 * (i % 4), -7.0 - 0.09 * (i / 4)});
  }
  const config::HexMap map = drawn(marks, positions);
  ASSERT_EQ(map.districts.size(), 12);
  const auto at = [&](int i) { return map.districts[static_cast<std::size_t>(i)].cells.front(); };
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(i % 4 == 3 || at(i).column < at(i + 1).column) << i;
    EXPECT_TRUE(i >= 8 || at(i).row < at(i + 4).row) << i;
  }
}

TEST(TileMap, OneDistrictAndDistrictsAtOnePlaceAreDrawnToo) {
  EXPECT_EQ(drawn({"01"}, {{111, -7}}).districts.size(), 1);
  EXPECT_EQ(drawn({"01", "02", "03"}, {{111, -7}, {111, -7}, {111, -7}}).districts.size(), 3);
  EXPECT_THAT(viewer::draw_tiles({}, {}), IsEmpty());
}

// Files

TEST_F(RegencyTable, AnotherRegencyLoadsWithoutAComplaint) {
  const auto regency = read(
      "code;name;lon;lat\n35.23.01;Kenduruan;111.62;-6.95\n35.23.02;Bangilan;111.72;-6.97\n35.23.03;Senori;111.8;-7\n");
  ASSERT_TRUE(regency);
  const auto files = viewer::center_files(kAssets, *regency, config::Date(std::chrono::year(2031) / 2 / 3));
  ASSERT_TRUE(files);
  const fs::path folder = folder_.file("made/tuban");
  ASSERT_TRUE(viewer::write_center(folder, *files));
  const config::Center center = config::load(folder, viewer::kind_checks(), std::chrono::year(2031) / 2 / 3);
  config::Complaints complaints = center.complaints;
  viewer::check_map(center, kAssets, complaints);
  EXPECT_THAT(lines(complaints), IsEmpty());
  EXPECT_TRUE(center.usable);
  EXPECT_EQ(center.catalogue->center.en, "Tuban Regency");
  EXPECT_EQ(center.catalogue->regions.size(), 3);
  for (const auto& [name, text] : *files) EXPECT_EQ(text.find("{{"), std::string::npos) << name;
}

TEST(WriteCenter, NeverTouchesWhatIsThere) {
  const support::Folder folder;
  folder.write("ada/center.toml", "asli");
  const viewer::CenterFiles files{{"center.toml", "baru"}, {"agencies/a/agency.toml", "x"}};
  for (const char* name : {"ada", "ada/"}) {
    const auto written = viewer::write_center(folder.file(name), files);
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().what.key, HasSubstr("there already"));
  }
  EXPECT_EQ(files_below(folder.path()), (viewer::CenterFiles{{"ada/center.toml", "asli"}}));
  fs::create_symlink("nowhere", folder.file("kait"));
  EXPECT_FALSE(viewer::write_center(folder.file("kait"), files));
  folder.write("sisa.new/catatan", "milik orang");
  EXPECT_FALSE(viewer::write_center(folder.file("sisa"), files));
  EXPECT_EQ(support::read_text(folder.file("sisa.new/catatan")), "milik orang");
}

TEST(WriteCenter, WritesAllOrNothing) {
  const support::Folder folder;
  const viewer::CenterFiles good{{"center.toml", "baru"}, {"agencies/a/agency.toml", "x"}};
  ASSERT_TRUE(viewer::write_center(folder.file("baru/"), good));
  EXPECT_EQ(files_below(folder.file("baru")), good);
  // A file where a folder has to be: the second file cannot be written.
  const viewer::CenterFiles ill{{"agencies", "x"}, {"agencies/a/agency.toml", "x"}};
  EXPECT_FALSE(viewer::write_center(folder.file("gagal"), ill));
  EXPECT_FALSE(fs::exists(folder.file("gagal")));
  EXPECT_FALSE(fs::exists(folder.file("gagal.new")));
  folder.write("berkas", "");
  EXPECT_FALSE(viewer::write_center(folder.file("berkas/di/bawahnya"), good));
}

TEST(CenterFiles, ATemplateRepeatsWhatStandsForEachDistrict) {
  const support::Folder folder;
  folder.write("center-template/x.toml",
               "{{each_district}}\n{{district}} {{district_digits}} {{district_name}}\n{{end}}\n{{seat}}\n");
  Regency regency = known("33.16");
  regency.districts.resize(2);
  const auto files = viewer::center_files(folder.path(), regency, kToday);
  ASSERT_TRUE(files);
  const auto& d = regency.districts;
  EXPECT_EQ(files->at("x.toml"),
            "33.16.01 331601 " + d[0].name + "\n33.16.02 331602 " + d[1].name + '\n' + regency.seat + '\n');
}

TEST(CenterFiles, ATemplateThatAsksForWhatNobodyKnowsIsRefused) {
  const support::Folder folder;
  folder.write("center-template/center.toml", "name = \"{{nama}}\"");
  const auto files = viewer::center_files(folder.path(), known("33.16"), kToday);
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().what.key, HasSubstr("has no value"));
  EXPECT_FALSE(viewer::center_files(folder.file("none"), known("33.16"), kToday));
}

}  // namespace
