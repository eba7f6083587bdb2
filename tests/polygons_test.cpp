// Areas of warnings: what CAP writes is read, kept and read back as it was.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "feeds/polygons.h"

namespace {

using namespace feeds;

TEST(Polygons, AreReadAsCapWritesThem) {
  const auto read = polygon_of(" -3.7,115.4 -3.7,115.9\n-3.2,115.9 -3.7,115.4 ");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (Polygon{{-3.7, 115.4}, {-3.7, 115.9}, {-3.2, 115.9}, {-3.7, 115.4}}));
  EXPECT_EQ(*polygon_of("-3.7,115.4 -3.7,115.9 -3.2,115.9"), *read) << "closed where the text is not";
  for (const char* const bad : {"", "-3.7,115.4 -3.7,115.9 -3.7,115.4", "-3.7,115.4 -3.7 -3.2,115.9 -3.7,115.4",
                                "-3.7,nan -3.7,115.9 -3.2,115.9 -3.7,115.4", "91,0 90,1 90,2 91,0",
                                "0,181 0,180 1,180 0,181", "-3.7,115.4x -3.7,115.9 -3.2,115.9 -3.7,115.4"})
    EXPECT_FALSE(polygon_of(bad)) << bad;
}

TEST(Polygons, ACircleIsAsWideAsItsRadiusSays) {
  const auto read = polygon_of_circle("-3.5,115.5 20");
  ASSERT_TRUE(read);
  EXPECT_TRUE(is_closed(*read));
  for (const GeoPoint& p : *read) {
    const double north = (p.lat + 3.5) * 111.195;
    const double east = (p.lon - 115.5) * 111.195 * std::cos(3.5 * std::acos(-1) / 180);
    EXPECT_NEAR(std::hypot(north, east), 20, 0.01);
  }
  for (const char* const bad : {"", "-3.5,115.5", "-3.5,115.5 0", "-3.5,115.5 -2", "-3.5 115.5 20", "89,0 20"})
    EXPECT_FALSE(polygon_of_circle(bad)) << bad;
}

TEST(Polygons, AreReadBackAsTheyWere) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> lat(-90, 90), lon(-180, 180);
  std::vector<Polygon> all;
  for (int i = 0; i < 50; ++i) {
    Polygon& p = all.emplace_back();
    for (int k = 0; k < 3 + i; ++k) p.push_back({lat(random), lon(random)});
    p.push_back(p.front());
  }
  EXPECT_EQ(polygons_of(text_of(all)), all);
  EXPECT_TRUE(polygons_of("").empty());
  EXPECT_EQ(polygons_of("0,0 0,1 1,1 0,0\nrusak\n").size(), 1u) << "what cannot be read is left out";
}

TEST(Polygons, ThinningKeepsFarPointsAndTheClosing) {
  Polygon dense;
  for (int i = 0; i <= 10'000; ++i) {
    const double angle = 2 * std::acos(-1) * (i % 10'000) / 10'000;
    dense.push_back({std::sin(angle), std::cos(angle)});
  }
  const Polygon thin = thinned(dense, 0.01);
  EXPECT_TRUE(is_closed(thin));
  EXPECT_LT(thin.size(), 640u);
  EXPECT_GT(thin.size(), 560u);
  for (std::size_t i = 1; i < thin.size(); ++i)
    EXPECT_GE(std::hypot(thin[i].lat - thin[i - 1].lat, thin[i].lon - thin[i - 1].lon), 0.01);
  EXPECT_EQ(thinned(dense, 5), dense) << "no triangle would be left";
}

}  // namespace
