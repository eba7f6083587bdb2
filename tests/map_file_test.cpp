// The map file gives back what was written, or an error that names it and says what to do: cut at any length, changed
// in any bit, written by a stranger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "config/geo_map.h"
#include "tests/support/child.h"
#include "tests/support/geojson.h"
#include "tests/support/map_faults.h"

namespace config {

bool operator==(const MapArc& l, const MapArc& r) {
  return l.left == r.left && l.right == r.right && l.first == r.first && l.count == r.count;
}

}  // namespace config

namespace {

using config::GeoMap;
using support::box;
using support::collection;
using support::feature;
using support::Folder;
using support::polygon;
using testing::HasSubstr;

constexpr std::size_t kHead = 28;

GeoMap small_map() {
  viewer::maps::ImportOptions options;
  options.source = "Peta uji";
  return *support::import_text(collection({feature("1", "Barat", polygon({box(110, -4, 111, -3)})),
                                           feature("2", "Timur", polygon({box(111, -4, 112, -3)}))}),
                               options)
              .map;
}

std::string bytes_of(const GeoMap& map) {
  const Folder folder;
  EXPECT_TRUE(config::write_geo_map(map, folder.file("batas.map")));
  return support::read_text(folder.file("batas.map"));
}

config::Result<GeoMap> read(const std::string& bytes) {
  static const Folder folder(Folder::On::memory);
  return config::read_geo_map(folder.write("batas.map", bytes));
}

// The head of these bytes made right again, as one who means harm would.
std::string signed_again(std::string bytes) {
  std::uint64_t sum = 0xcbf29ce484222325u;
  for (std::size_t i = kHead; i < bytes.size(); ++i)
    sum = (sum ^ static_cast<unsigned char>(bytes[i])) * 0x100000001b3u;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[12 + i] = static_cast<char>((bytes.size() - kHead) >> (8 * i) & 0xff);
    bytes[20 + i] = static_cast<char>(sum >> (8 * i) & 0xff);
  }
  return bytes;
}

void expect_refused(const std::string& bytes, const std::string& what) {
  const auto got = read(bytes);
  ASSERT_FALSE(got) << what;
  EXPECT_THAT(got.error().what.arguments.at(0), HasSubstr("batas.map")) << what;
  EXPECT_THAT(got.error().cure.key, HasSubstr("anjungan map import")) << what;
}

// Whatever was read can be drawn: every number points at something.
void expect_in_range(const GeoMap& map) {
  ASSERT_FALSE(map.levels.empty());
  for (const config::MapLevel& level : map.levels) {
    ASSERT_EQ(level.first_vertex.size(), map.areas.size() + 1);
    ASSERT_EQ(level.first_index.size(), map.areas.size() + 1);
    ASSERT_EQ(level.first_vertex.back(), level.vertices.size());
    ASSERT_EQ(level.first_index.back(), level.indices.size());
    for (const std::uint32_t index : level.indices) ASSERT_LT(index, level.vertices.size());
    for (const config::MapArc& arc : level.arcs) {
      ASSERT_LE(std::uint64_t{arc.first} + arc.count, level.points.size());
      ASSERT_LT(std::max(arc.left, arc.right), static_cast<std::int32_t>(map.areas.size()));
    }
  }
}

TEST(MapFile, GivesBackWhatWasWritten) {
  for (const GeoMap& map : {small_map(), *support::import_text(support::wandering_areas(6, 5, 60)).map}) {
    const std::string bytes = bytes_of(map);
    const auto got = read(bytes);
    ASSERT_TRUE(got) << got.error().what.key;
    EXPECT_EQ(got->source, map.source);
    EXPECT_EQ(got->origin_x, map.origin_x);
    EXPECT_EQ(got->origin_y, map.origin_y);
    EXPECT_EQ(got->least, map.least);
    EXPECT_EQ(got->most, map.most);
    ASSERT_EQ(got->areas.size(), map.areas.size());
    for (std::size_t a = 0; a < map.areas.size(); ++a) {
      const config::MapArea &is = got->areas[a], &was = map.areas[a];
      EXPECT_EQ(is.code, was.code);
      EXPECT_EQ(is.name, was.name);
      EXPECT_EQ(is.least, was.least);
      EXPECT_EQ(is.most, was.most);
      EXPECT_EQ(is.label, was.label);
      EXPECT_EQ(is.label_radius, was.label_radius);
      EXPECT_EQ(is.km2, was.km2);
    }
    ASSERT_EQ(got->levels.size(), map.levels.size());
    for (std::size_t l = 0; l < map.levels.size(); ++l) {
      const config::MapLevel &is = got->levels[l], &was = map.levels[l];
      EXPECT_EQ(is.tolerance, was.tolerance);
      EXPECT_EQ(is.vertices, was.vertices);
      EXPECT_EQ(is.indices, was.indices);
      EXPECT_EQ(is.first_vertex, was.first_vertex);
      EXPECT_EQ(is.first_index, was.first_index);
      EXPECT_EQ(is.points, was.points);
      EXPECT_EQ(is.arcs, was.arcs);
    }
    EXPECT_EQ(bytes_of(*got), bytes);
  }
}

TEST(MapFile, CutAtAnyLengthIsRefused) {
  const std::string bytes = bytes_of(small_map());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    expect_refused(bytes.substr(0, size), "cut at " + std::to_string(size));
  expect_refused(bytes + "x", "longer than it says");
}

TEST(MapFile, AnyChangedBitIsRefused) {
  const std::string bytes = bytes_of(small_map());
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      expect_refused(changed, "byte " + std::to_string(i) + " bit " + std::to_string(bit));
    }
}

TEST(MapFile, CutAtAnyLengthAndSignedAgainIsRefused) {
  const std::string bytes = bytes_of(small_map());
  for (std::size_t size = kHead; size < bytes.size(); ++size)
    expect_refused(signed_again(bytes.substr(0, size)), "cut at " + std::to_string(size));
}

TEST(MapFile, AnythingSignedAgainIsRefusedOrCanBeDrawn) {
  const std::string bytes = bytes_of(*support::import_text(support::wandering_areas(2, 2, 300)).map);
  ASSERT_EQ(signed_again(bytes), bytes);
  std::mt19937 random(1);
  int refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string changed = bytes;
    for (unsigned k = 0; k < 1 + random() % 3; ++k)
      changed[kHead + random() % (i % 2 == 0 ? 400 : bytes.size() - kHead)] = static_cast<char>(random());
    const auto got = read(signed_again(changed));
    if (got)
      expect_in_range(*got);
    else
      ++refused;
  }
  EXPECT_GT(refused, 500);
}

TEST(MapFile, ACountBeyondTheFileAsksForNoMemory) {
  const std::string bytes = bytes_of(small_map());
  const std::string much = "\xff\xff\xff\xff\xff\xff\xff\xff\x7f";  // 2^63 - 1
  for (std::size_t i = kHead; i < bytes.size(); ++i) {
    const auto got = read(signed_again(bytes.substr(0, i) + much + bytes.substr(i + 1)));
    if (got) expect_in_range(*got);
  }
  expect_refused(signed_again(bytes.substr(0, kHead + 17) + much), "a text of 2^63 bytes");
}

TEST(MapFile, OtherFilesAreSaid) {
  const std::string bytes = bytes_of(small_map());
  EXPECT_EQ(read("{\"type\":\"FeatureCollection\"}").error().what.key, "{} is no map file");
  EXPECT_EQ(read(bytes.substr(0, 100)).error().what.key, "{} was cut short");
  std::string newer = bytes;
  newer[8] = 2;
  EXPECT_EQ(read(newer).error().what.key, "{} is a map file of version {}; this program reads version {}");
  const Folder folder;
  EXPECT_EQ(config::read_geo_map(folder.file("tidak-ada.map")).error().what.key, "{} cannot be read");
  EXPECT_FALSE(config::read_geo_map(folder.path()));
}

TEST(MapFile, WhatCannotBeWrittenIsSaidAndLeavesWhatWasThere) {
  const Folder folder;
  EXPECT_EQ(config::write_geo_map(small_map(), folder.file("tidak/ada/batas.map")).error().what.key,
            "{} cannot be written");
  const std::string file = folder.write("batas.map", "lama");
  GeoMap odd = small_map();
  odd.levels[0].vertices[0].x += 1;
  EXPECT_FALSE(config::write_geo_map(odd, file));
  odd = small_map();
  odd.schematic = true;
  EXPECT_FALSE(config::write_geo_map(odd, file));
  EXPECT_EQ(support::read_text(file), "lama");
  ASSERT_TRUE(config::write_geo_map(small_map(), file));
  EXPECT_TRUE(config::read_geo_map(file));
  EXPECT_FALSE(std::filesystem::exists(file + ".new"));
}

}  // namespace
