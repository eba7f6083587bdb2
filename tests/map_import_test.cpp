// Borders as they come: every fault of a file is survived or said, and what is made of it has no crack, no crossing, no
// area without a triangle, at any level.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <random>

#include "tests/support/geojson.h"
#include "tests/support/map_faults.h"

namespace {

using support::box;
using support::collection;
using support::feature;
using support::import_text;
using support::Imported;
using support::Line;
using support::map_faults;
using support::multi_polygon;
using support::polygon;
using support::size_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A box of degrees near the equator is nearly as high on the map; where it must be exact, boxes are compared.
double box_size(const Line& b) {
  const double top = config::project(0, b[2].second).second, bottom = config::project(0, b[0].second).second;
  return (b[1].first - b[0].first) * std::abs(top - bottom);
}

#define EXPECT_SOUND(imported)                                              \
  do {                                                                      \
    ASSERT_TRUE((imported).map) << testing::PrintToString((imported).said); \
    EXPECT_THAT(map_faults(*(imported).map), IsEmpty());                    \
  } while (false)

const std::string west = feature("1", "Barat", polygon({box(110, -4, 111, -3)}));
const std::string east = feature("2", "Timur", polygon({box(111, -4, 112, -3)}));

TEST(MapImport, TwoNeighboursShareOneBorder) {
  const Imported got = import_text(collection({west, east}));
  EXPECT_SOUND(got);
  EXPECT_THAT(got.said, IsEmpty());
  ASSERT_EQ(got.map->areas.size(), 2u);
  const config::MapLevel& level = got.map->levels.front();
  EXPECT_EQ(level.indices.size(), 12u);
  EXPECT_EQ(level.tolerance, 0);
  int shared = 0;
  for (const config::MapArc& arc : level.arcs) shared += arc.left >= 0 && arc.right >= 0 ? 1 : 0;
  EXPECT_EQ(shared, 1);
  EXPECT_EQ(level.arcs.size(), 3u);
  EXPECT_NEAR(got.map->areas[0].km2, 12'343, 12'343 * 0.002) << "1 x 1 degree at 3.5 degrees south";
  EXPECT_NEAR(got.map->areas[0].label_radius, 0.5, 0.005);
}

TEST(MapImport, SidesOfABorderAreThoseThatOneSeesWithNorthUp) {
  const Imported got = import_text(collection({west, east}));
  EXPECT_SOUND(got);
  for (const config::MapArc& arc : got.map->levels.front().arcs) {
    if (arc.left < 0 || arc.right < 0) continue;
    const config::GeoPoint from = got.map->levels.front().points[arc.first];
    const config::GeoPoint to = got.map->levels.front().points[arc.first + arc.count - 1];
    const bool north = to.y < from.y;
    EXPECT_EQ(got.map->areas[static_cast<std::size_t>(north ? arc.left : arc.right)].code, "1");
  }
}

TEST(MapImport, WindingDoesNotMatter) {
  Line turned = box(110, -4, 111, -3), hole = box(110.3, -3.7, 110.6, -3.4);
  const Imported right = import_text(collection({feature("1", "A", polygon({turned, hole}))}));
  std::reverse(turned.begin(), turned.end());
  const Imported left = import_text(collection({feature("1", "A", polygon({turned, hole}))}));
  EXPECT_SOUND(right);
  EXPECT_SOUND(left);
  EXPECT_EQ(right.map->levels.front().points, left.map->levels.front().points);
  EXPECT_NEAR(size_of(*left.map, "1"), box_size(box(110, -4, 111, -3)) - box_size(box(110.3, -3.7, 110.6, -3.4)), 1e-5);
}

TEST(MapImport, ASelfCrossingRingKeepsBothItsHalves) {
  const Imported got =
      import_text(collection({feature("1", "A", polygon({{{110, -4}, {111, -3}, {111, -4}, {110, -3}, {110, -4}}}))}));
  EXPECT_SOUND(got);
  EXPECT_NEAR(size_of(*got.map, "1"), box_size(box(110, -4, 111, -3)) / 2, 2e-3);
}

TEST(MapImport, ARingThatRunsTwiceOverAPlaceHasNoHoleThere) {
  const Line twice = {{110, -4},     {112, -4},     {112, -3},   {111, -3}, {111, -3.5}, {111.5, -3.5},
                      {111.5, -3.2}, {110.5, -3.2}, {110.5, -3}, {110, -3}, {110, -4}};
  const Imported got = import_text(collection({feature("1", "A", polygon({twice}))}));
  EXPECT_SOUND(got);
  EXPECT_GT(size_of(*got.map, "1"), 1.6);
}

TEST(MapImport, HolesWithIsletsInThemAndNeighboursInHoles) {
  const Imported got =
      import_text(collection({feature("1", "A",
                                      multi_polygon({{box(110, -4, 112, -2), box(110.5, -3.5, 111.5, -2.5)},
                                                     {box(110.9, -3.1, 111.1, -2.9)}})),
                              feature("2", "B", polygon({box(110.5, -3.5, 110.8, -2.5)}))}));
  EXPECT_SOUND(got);
  EXPECT_NEAR(size_of(*got.map, "1"),
              box_size(box(110, -4, 112, -2)) - box_size(box(110.5, -3.5, 111.5, -2.5)) +
                  box_size(box(110.9, -3.1, 111.1, -2.9)),
              1e-5);
  EXPECT_NEAR(size_of(*got.map, "2"), box_size(box(110.5, -3.5, 110.8, -2.5)), 1e-5);
}

TEST(MapImport, AVertexOnANeighboursEdgeBelongsToBoth) {
  // Two small ones along a slanted edge of a large one, their vertex on it only as far as the file's rounding allows.
  const std::string large = feature("1", "A", polygon({{{110, -4}, {111, -3.1}, {110, -2}, {110, -4}}}));
  const std::string low = feature("2", "B", polygon({{{110, -4}, {112, -4}, {110.33333, -3.7}, {110, -4}}}));
  const std::string high = feature("3", "C", polygon({{{110.33333, -3.7}, {112, -4}, {111, -3.1}, {110.33333, -3.7}}}));
  const Imported got = import_text(collection({large, low, high}));
  EXPECT_SOUND(got);
  int borders = 0;
  for (const config::MapArc& arc : got.map->levels.front().arcs) borders += arc.left >= 0 && arc.right >= 0 ? 1 : 0;
  EXPECT_EQ(borders, 3) << "each of the three with both others";
}

TEST(MapImport, ANarrowGapIsClosedAndAWideOneStays) {
  const auto apart = [](double by) {
    return import_text(collection({feature("1", "A", polygon({{{110.1234, -4}, {111, -4}, {111, -3}, {110.1234, -3}}})),
                                   feature("2", "B", polygon({box(111 + by, -4, 112, -3)})),
                                   feature("3", "C", polygon({box(110.1234, -5, 112, -4)})),
                                   feature("4", "D", polygon({box(110.1234, -3, 112, -2)}))}));
  };
  const Imported narrow = apart(0.0001), wide = apart(0.01);
  EXPECT_SOUND(narrow);
  EXPECT_SOUND(wide);
  EXPECT_THAT(narrow.said, ElementsAre(HasSubstr("1 gaps between neighbours")));
  EXPECT_THAT(wide.said, IsEmpty());
  int seas = 0;
  for (const config::MapArc& arc : narrow.map->levels.front().arcs) seas += arc.left < 0 || arc.right < 0 ? 1 : 0;
  EXPECT_LE(seas, 4);
}

TEST(MapImport, TheSmallerKeepsWhatTwoHaveInCommon) {
  const Imported got = import_text(collection({feature("1", "Kabupaten", polygon({box(110, -4, 112, -2)})),
                                               feature("2", "Kota", polygon({box(111, -3, 111.2, -2.8)}))}));
  EXPECT_SOUND(got);
  EXPECT_THAT(got.said, ElementsAre("F:2:1: warning: 1 (Kabupaten) and 2 (Kota) overlap; the common part, 100.0 % of "
                                    "the latter, is the latter's; correct the border in the source if that is wrong"));
  EXPECT_NEAR(size_of(*got.map, "2"), box_size(box(111, -3, 111.2, -2.8)), 1e-5);
  EXPECT_NEAR(size_of(*got.map, "1") + size_of(*got.map, "2"), box_size(box(110, -4, 112, -2)), 1e-5);
}

TEST(MapImport, AnAreaOfWhichNothingIsLeftIsSaid) {
  const Imported got =
      import_text(collection({west, feature("9", "Garis", polygon({{{120, -4}, {121, -4}, {120.5, -4}, {120, -4}}}))}));
  EXPECT_SOUND(got);
  EXPECT_EQ(got.map->areas.size(), 1u);
  EXPECT_THAT(got.said, ElementsAre(HasSubstr("F:3:1: warning: nothing is left of 9 (Garis)")));
}

TEST(MapImport, AreasCutAtTheAntimeridianAreWholeAgain) {
  const std::string cut = feature("1", "Fiji", multi_polygon({{box(179, -18, 180, -16)}, {box(-180, -18, -178, -16)}}));
  const std::string uncut = feature("1", "Fiji", polygon({box(179, -18, -178, -16)}));
  for (const std::string& one : {cut, uncut}) {
    const Imported got = import_text(collection({one, feature("2", "Lau", polygon({box(-178, -18, -177, -16)}))}));
    EXPECT_SOUND(got);
    EXPECT_NEAR(got.map->most.x - got.map->least.x, 4, 1e-5);
    EXPECT_NEAR(size_of(*got.map, "1"), 3 * box_size(box(0, -18, 1, -16)), 1e-4);
    EXPECT_EQ(got.map->levels.front().arcs.size(), 3u) << "no border along the antimeridian";
  }
}

TEST(MapImport, ARingAroundAPoleIsRefused) {
  const Imported got = import_text(
      collection({feature("1", "Kutub", polygon({{{-180, -70}, {-60, -70}, {60, -70}, {170, -70}, {-180, -70}}}))}));
  EXPECT_FALSE(got.map);
  EXPECT_THAT(got.said, ElementsAre(HasSubstr("goes around a pole")));
}

TEST(MapImport, LevelsShrinkByStepsAndNoAreaEverVanishes) {
  const Imported got = import_text(support::wandering_areas(10, 8, 120));
  EXPECT_SOUND(got);
  ASSERT_GE(got.map->levels.size(), 3u);
  for (std::size_t l = 1; l < got.map->levels.size(); ++l) {
    const double step = static_cast<double>(got.map->levels[l - 1].indices.size()) /
                        static_cast<double>(got.map->levels[l].indices.size());
    EXPECT_GE(step, 2);
    EXPECT_LE(step, 4.1);
  }
  EXPECT_LE(got.map->levels.back().indices.size() / 3, 30'000u);
}

TEST(MapImport, ASmallAreaBetweenLargeOnesKeepsItsTriangle) {
  Line coast = {{110, -4}};
  for (int i = 1; i < 20'000; ++i)
    coast.emplace_back(110 + i * 1e-4, -4 - 0.05 * std::sin(i * 0.37) * std::sin(i * 0.0011));
  coast.insert(coast.end(), {{112, -4}, {112, -2}, {110, -2}, {110, -4}});
  const Line speck = {{111, -3}, {111.00002, -3}, {111.00002, -2.99998}, {111, -3}};
  const Imported got =
      import_text(collection({feature("1", "A", polygon({coast, speck})), feature("2", "B", polygon({speck})),
                              feature("3", "C", polygon({box(113, -3, 113.00003, -2.99997)}))}));
  EXPECT_SOUND(got);
  EXPECT_GE(got.map->levels.size(), 3u);
}

TEST(MapImport, AFeatureOfAHundredThousandPoints) {
  Line ring;
  for (int i = 0; i < 100'000; ++i) {
    const double angle = i * 2 * 3.14159265358979 / 100'000;
    const double reach =
        1 + 0.1 * std::sin(40 * angle) + 0.01 * std::sin(1700 * angle) + 0.001 * std::sin(23'000 * angle);
    ring.emplace_back(115 + reach * std::cos(angle), -3 + reach * std::sin(angle));
  }
  const Imported got = import_text(collection({feature("1", "A", polygon({ring}))}));
  EXPECT_SOUND(got);
  EXPECT_GT(got.map->levels.front().indices.size() / 3, 95'000u);
  EXPECT_LE(got.map->levels.back().indices.size() / 3, 10'000u);
}

TEST(MapImport, DetailFinerThanAskedIsLeftOut) {
  viewer::maps::ImportOptions options;
  const std::string text = support::wandering_areas(3, 3, 400);
  const Imported whole = import_text(text, options);
  options.simplify_m = 500;
  const Imported less = import_text(text, options);
  EXPECT_SOUND(whole);
  EXPECT_SOUND(less);
  EXPECT_LT(less.map->levels.front().indices.size(), whole.map->levels.front().indices.size() / 2);
  EXPECT_NEAR(size_of(*less.map, "01.01"), size_of(*whole.map, "01.01"), 0.02);
}

TEST(MapImport, OneRegencyOutOfMany) {
  viewer::maps::ImportOptions options;
  options.read.keep = "01.";
  const Imported got = import_text(support::wandering_areas(3, 3, 10), options);
  EXPECT_SOUND(got);
  EXPECT_EQ(got.map->areas.size(), 3u);
  options.read.keep = "77";
  EXPECT_THAT(import_text(support::wandering_areas(3, 3, 10), options).said,
              ElementsAre("F: no code begins with \"77\"; correct --keep; the codes are in \"code\""));
}

// Stars that cross themselves and each other, with holes that do too.
TEST(MapImport, AnyTangleBecomesSound) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> features;
    for (int f = 0; f < 6; ++f) {
      std::vector<Line> rings;
      for (int r = 0; r < 3; ++r) {
        Line ring;
        const double fine = seed % 3 == 0 ? 10 : 10'000;  // the coarse one: many on one line, many twice
        for (unsigned i = 0; i < 4 + random() % 12; ++i)
          ring.emplace_back(110 + std::floor((random() % 1000) * 1e-3 * fine) / fine,
                            -3 + std::floor((random() % 1000) * 1e-3 * fine) / fine);
        rings.push_back(ring);
      }
      features.push_back(feature(std::to_string(f), "A", polygon(rings)));
    }
    const Imported got = import_text(collection(features));
    ASSERT_TRUE(got.map) << seed << testing::PrintToString(got.said);
    EXPECT_THAT(map_faults(*got.map), IsEmpty()) << seed;
  }
}

class MapImportOfFiles : public testing::TestWithParam<const char*> {};

TEST_P(MapImportOfFiles, RealBordersAreSound) {
  const std::filesystem::path file =
      std::filesystem::path(ANJUNGAN_SOURCE) / "../shared/maps" / (std::string(GetParam()) + ".geojson");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "there is no " << file.lexically_normal() << " on this machine";
  config::Complaints complaints;
  const auto map = viewer::maps::import_map(file, {}, complaints);
  for (const config::Complaint& complaint : complaints) EXPECT_TRUE(complaint.warning) << complaint.what.key;
  ASSERT_TRUE(map);
  EXPECT_THAT(map_faults(*map), IsEmpty());
  EXPECT_LE(map->levels.back().indices.size() / 3, 30'000u);
}

INSTANTIATE_TEST_SUITE_P(All, MapImportOfFiles,
                         testing::Values("tanah-bumbu", "blora", "purbalingga", "oku-selatan", "cianjur",
                                         "indonesia-provinsi", "indonesia-kabupaten", "indonesia-kecamatan"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
