// `anjungan map`: what it writes, says and returns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/geojson.h"
#include "tests/support/program.h"

namespace {

using support::ChildResult;
using testing::HasSubstr;

class ProgramMap : public testing::Test {
 protected:
  std::string write(const std::string& text) const { return program_.folder().write("batas.geojson", text); }
  std::string out() const { return program_.folder().file("batas.map"); }
  support::Program program_;
};

TEST_F(ProgramMap, ImportsAndShows) {
  const std::string file = write(support::wandering_areas(4, 3, 80));
  const ChildResult made = program_({"map", "import", file, "--out", out(), "--source", "Peta uji", "--lang", "en"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.err, "");
  EXPECT_THAT(made.out, HasSubstr(": 12 areas, "));
  EXPECT_THAT(made.out, HasSubstr("source: Peta uji\n"));
  EXPECT_THAT(made.out, HasSubstr("  full detail: "));
  EXPECT_THAT(made.out, HasSubstr("  to within "));
  const ChildResult shown = program_({"map", "show", out(), "--lang", "en"});
  EXPECT_EQ(shown.code, 0);
  EXPECT_EQ(shown.out, made.out);
  EXPECT_THAT(program_({"map", "show", out()}).out, HasSubstr("rincian penuh: "));
  const ChildResult part = program_({"map", "import", file, "--out", out(), "--keep", "01", "--simplify", "1000"});
  EXPECT_EQ(part.code, 0) << part.err;
  EXPECT_THAT(part.out, HasSubstr(": 4 wilayah, "));
}

TEST_F(ProgramMap, RefusedInputWritesNothing) {
  const ChildResult got = program_({"map", "import", write("{\"type\":\"Topology\"}"), "--out", out(), "--lang", "en"});
  EXPECT_EQ(got.code, 2);
  EXPECT_THAT(got.err, HasSubstr("batas.geojson: this is no FeatureCollection of GeoJSON but \"Topology\"; "));
  EXPECT_THAT(program_({"map", "show", out(), "--lang", "en"}).err, HasSubstr("batas.map cannot be read"));
  EXPECT_EQ(program_({"map", "show", program_.folder().file("batas.geojson")}).code, 2);
  EXPECT_EQ(program_({"map", "import", "x.geojson"}).code, 2) << "without --out";
  EXPECT_EQ(program_({"map", "import", "x.geojson", "--out", out(), "--simplify", "banyak"}).code, 2);
}

TEST_F(ProgramMap, TheInputIsNeverWrittenOver) {
  const std::string text = support::wandering_areas(1, 1, 10), file = write(text);
  EXPECT_EQ(program_({"map", "import", file, "--out", program_.folder().file("./batas.geojson")}).code, 2);
  EXPECT_EQ(support::read_text(file), text);
}

TEST_F(ProgramMap, AMissingPlaceIsAFailure) {
  const std::string file = write(support::wandering_areas(1, 1, 10));
  EXPECT_EQ(program_({"map", "import", file, "--out", program_.folder().file("tidak/ada.map")}).code, 1);
}

}  // namespace
