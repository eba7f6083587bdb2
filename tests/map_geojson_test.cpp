// What a GeoJSON file may say and how each of its faults is named: file, line of the feature, number, cure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/geojson.h"
#include "tests/support/map_faults.h"

namespace {

using support::box;
using support::collection;
using support::feature;
using support::import_text;
using support::Imported;
using support::polygon;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string good = feature("1", "Barat", polygon({box(110, -4, 111, -3)}));

std::string with(const std::string& other) {
  return collection({good, other});
}
std::string with_geometry(const std::string& geometry) {
  return with(feature("2", "Timur", geometry));
}

// Left out with this warning on line 3; the other area is there.
void expect_left_out(const std::string& other, const std::string& warning) {
  const Imported got = import_text(with(other));
  ASSERT_TRUE(got.map) << warning;
  EXPECT_EQ(got.map->areas.size(), 1u) << warning;
  EXPECT_THAT(got.said, ElementsAre("F:3:1: warning: " + warning));
}
void expect_refused(const std::string& text, const std::string& complaint) {
  const Imported got = import_text(text);
  EXPECT_FALSE(got.map) << complaint;
  EXPECT_THAT(got.said, ElementsAre(StartsWith(complaint)));
}

TEST(MapGeojson, FeaturesThatAreNoAreaAreLeftOut) {
  expect_left_out(R"({"type":"Feature","properties":{"code":"2","name":"B"},"geometry":null})",
                  "feature 2 (2) has no geometry and is left out; draw its area in the source");
  expect_left_out(R"({"type":"Feature","properties":{"code":"2","name":"B"}})",
                  "feature 2 (2) has no geometry and is left out; draw its area in the source");
  expect_left_out(feature("2", "B", R"({"type":"Point","coordinates":[110,-3]})"),
                  "feature 2 (2): a geometry \"Point\" is no area and is left out; areas are Polygon and MultiPolygon");
  expect_left_out(feature("2", "B", polygon({{{110, -3}, {111, -3}, {110, -3}}})),
                  "feature 2 (2): a ring of 2 points is no area and is left out; draw its area in the source");
  expect_left_out(R"({"type":"Feature","properties":{"name":"B"},"geometry":)" + polygon({box(111, -4, 112, -3)}) + "}",
                  "feature 2 has no \"code\" and is left out; give it its code in the source");
  expect_left_out(R"({"type":"Feature","properties":null,"geometry":null})",
                  "feature 2 has no \"code\" and is left out; give it its code in the source");
}

TEST(MapGeojson, ManyFaultsOfOneKindAreCounted) {
  std::vector<std::string> features = {good};
  for (int i = 0; i < 50; ++i) features.emplace_back(R"({"type":"Feature","properties":{},"geometry":null})");
  const Imported got = import_text(collection(features));
  EXPECT_EQ(got.said.size(), 21u);
  EXPECT_THAT(got.said, testing::Contains(HasSubstr("30 more of the same kinds are not listed")));
}

TEST(MapGeojson, AMissingNameIsSaidAndTheCodeStands) {
  const Imported got = import_text(
      with(R"({"type":"Feature","properties":{"code":"2"},"geometry":)" + polygon({box(111, -4, 112, -3)}) + "}"));
  ASSERT_TRUE(got.map);
  EXPECT_EQ(got.map->areas.size(), 2u);
  EXPECT_THAT(got.said, ElementsAre("F:3:1: warning: feature 2 (2) has no \"name\"; its code stands for it; give it "
                                    "its name in the source"));
}

TEST(MapGeojson, OneCodeTwice) {
  const Imported same = import_text(with(feature("1", "Barat", polygon({box(111, -4, 112, -3)}))));
  ASSERT_TRUE(same.map);
  EXPECT_EQ(same.map->areas.size(), 1u);
  EXPECT_EQ(same.map->levels.front().arcs.size(), 1u) << "their common side is no border any more";
  EXPECT_THAT(same.said, ElementsAre("F:3:1: warning: feature 2 (1) has the code and name of that on line 2; both are "
                                     "one area; join them in the source if that is meant"));
  expect_refused(with(feature("1", "Timur", polygon({box(111, -4, 112, -3)}))),
                 "F:3:1: feature 2 (1) has the code of \"Barat\" on line 2 but the name \"Timur\"; correct the code");
}

TEST(MapGeojson, OtherCoordinateSystemsAreRefusedWithTheCommandThatConverts) {
  const std::string crs = R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"NAME"}},)";
  const std::string rest =
      with_geometry(polygon({box(111, -4, 112, -3)})).substr(std::string(R"({"type":"FeatureCollection",)").size());
  const auto named = [&](const std::string& name) {
    std::string text = crs + rest;
    return text.replace(text.find("NAME"), 4, name);
  };
  for (const char* name : {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"})
    EXPECT_TRUE(import_text(named(name)).map) << name;
  expect_refused(named("urn:ogc:def:crs:EPSG::32750"),
                 "F: its coordinates are of the system urn:ogc:def:crs:EPSG::32750; only longitude and latitude "
                 "(EPSG:4326) are read; convert it: ogr2ogr -f GeoJSON -t_srs EPSG:4326 baru.geojson F");
  expect_refused(with_geometry(polygon({box(345'000, 9'600'000, 346'000, 9'601'000)})),
                 "F:3:1: feature 2 (2): the position 345000, 9600000 is not longitude and latitude in degrees; convert "
                 "it from its own system, here EPSG:32750 (UTM 50S) as an example: ogr2ogr -f GeoJSON -s_srs "
                 "EPSG:32750 -t_srs EPSG:4326 baru.geojson F");
  expect_refused(with_geometry(polygon({{{-4, 110}, {-3, 110}, {-3, 111}}})),
                 "F:3:1: feature 2 (2): the position -4, 110");
}

TEST(MapGeojson, PropertiesThatNobodyHasAreSaidWithThoseThatAreThere) {
  viewer::maps::ImportOptions options;
  options.read.code = "KDCPUM";
  options.read.name = "WADMKC";
  EXPECT_THAT(import_text(collection({good}), options).said,
              ElementsAre("F: no feature has a property \"KDCPUM\"; give --code one of: code, name",
                          "F: no feature has a property \"WADMKC\"; give --name one of: code, name"));
  EXPECT_THAT(
      import_text(collection({R"({"type":"Feature","properties":{},"geometry":null})"})).said,
      ElementsAre(EndsWith("no feature has any property at all"), EndsWith("no feature has any property at all")));
}

TEST(MapGeojson, NumbersAreCodesToo) {
  for (const auto& [written, code] :
       {std::pair("6310010", "6310010"), {"63.1", "63.1"}, {"\" 63.10.01\\n\"", "63.10.01"}}) {
    const Imported got =
        import_text(collection({std::string(R"({"type":"Feature","properties":{"code":)") + written +
                                R"(,"name":"A"},"geometry":)" + polygon({box(110, -4, 111, -3)}) + "}"}));
    ASSERT_TRUE(got.map) << written;
    EXPECT_EQ(got.map->areas[0].code, code);
  }
}

TEST(MapGeojson, CollectionsAltitudesAndOpenRingsAreRead) {
  const std::string open = R"({"type":"Polygon","coordinates":[[[111,-4,12.5],[112,-4,3],[112,-3,0],[111,-3,7]]]})";
  const std::string nested =
      R"({"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[)" + open + "]}," +
      support::multi_polygon({{box(113, -4, 114, -3)}}) + "]}";
  const Imported got = import_text(with_geometry(nested));
  ASSERT_TRUE(got.map);
  EXPECT_THAT(got.said, IsEmpty());
  EXPECT_THAT(support::map_faults(*got.map), IsEmpty());
  EXPECT_NEAR(support::size_of(*got.map, "2"), 2 * support::size_of(*got.map, "1"), 1e-6);
}

TEST(MapGeojson, ASingleFeatureIsAMapToo) {
  EXPECT_TRUE(import_text(good).map);
  EXPECT_TRUE(import_text("\xef\xbb\xbf" + good).map) << "a byte order mark before it";
}

TEST(MapGeojson, WhatIsNoGeojsonIsRefused) {
  expect_refused("", "F: this is no JSON");
  expect_refused(collection({good}).substr(0, 200), "F: this is no JSON");
  expect_refused(R"({"type":"Topology","objects":{},"arcs":[]})",
                 "F: this is no FeatureCollection of GeoJSON but \"Topology\"; GeoJSON is needed: ogr2ogr");
  expect_refused("[1, 2]", "F: this is no FeatureCollection of GeoJSON but \"\"");
  expect_refused(collection({}), "F: there is no feature in it");
  expect_refused(with_geometry(R"({"type":"Polygon","coordinates":[[[111,-4],["a",-4],[112,-3]]]})"),
                 "F:3:1: feature 2 (2): a position is not two numbers");
  expect_refused(with_geometry(R"({"type":"Polygon","coordinates":[[[111],[112,-4],[112,-3]]]})"),
                 "F:3:1: feature 2 (2): a position is not two numbers");
  expect_refused(with_geometry(R"({"type":"Polygon","coordinates":[[1,2,3]]})"),
                 "F:3:1: feature 2 (2): a position is not two numbers");
  expect_refused(with_geometry(R"({"type":"Polygon","coordinates":[7]})"),
                 "F:3:1: feature 2 (2): its coordinates are no lists of positions");
  config::Complaints complaints;
  EXPECT_THAT(viewer::maps::read_geojson("tidak-ada.geojson", {}, complaints), IsEmpty());
  EXPECT_EQ(complaints.at(0).what.key, "{} cannot be read");
}

TEST(MapGeojson, LinesOfFeaturesAreFoundWhateverIsAroundThem) {
  using viewer::maps::feature_lines;
  EXPECT_THAT(feature_lines("{\"features\":[{},\n{\"a\":[1,\n2]}, {}\n,\n{}]}"), ElementsAre(1, 2, 3, 5));
  EXPECT_THAT(feature_lines("{\"x\":{\"features\":[{}]},\n \"y\": \"features\",\n\"features\" : "
                            "[\n\n{\"s\":\"],\\\"}\"},\n{}],\"z\":[{}]}"),
              ElementsAre(5, 6));
  EXPECT_THAT(feature_lines("{\"features\":[]}"), IsEmpty());
}

}  // namespace
