// Codes that phones open: what is drawn is read back by a reader of its own; sizes follow the distance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "panels/qr.h"
#include "tests/support/child.h"
#include "tests/support/golden_image.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawn.h"
#include "tests/support/panel_stage.h"
#include "viewer/png.h"

namespace {

using stage::Regency;
using viewer::Picture;

constexpr const char* kAddress = "address = 'https://pusat.example.go.id/{center}/antrean'\n";
constexpr const char* kRead = "https://pusat.example.go.id/63.10/antrean";

std::string read_back(const Picture& picture) {
  const support::Folder folder;
  EXPECT_TRUE(viewer::write_png(folder.file("code.png"), picture));
  support::ChildOptions options;
  options.arguments = {"--quiet", "--raw", folder.file("code.png")};
  const support::ChildResult result = support::run_child("/usr/bin/zbarimg", options);
  return result.out.empty() ? result.err : result.out.substr(0, result.out.find('\n'));
}

class PanelsQr : public testing::Test {
 protected:
  Picture drawn(viewer::SizePx size, const std::string& scheme, float unit, const std::string& options = kAddress) {
    test::Drawing d(size);
    return test::panel_picture(d, *stage::panel(regency_.catalogue, "qr", options), regency_.snapshot(), scheme, unit);
  }
  Regency regency_;
};

TEST_F(PanelsQr, WhatIsDrawnIsReadBackInEveryScheme) {
  for (const char* scheme : {"dark", "light", "contrast-dark", "contrast-light"})
    EXPECT_EQ(read_back(drawn({420, 480}, scheme, 18)), kRead) << scheme;
}

TEST_F(PanelsQr, IsReadBackAtEverySizeAndShape) {
  for (const viewer::SizePx size : {viewer::SizePx{320, 180}, {200, 300}, {640, 360}, {900, 300}, {333, 777}})
    EXPECT_EQ(read_back(drawn(size, "dark", 13)), kRead) << size.width << " x " << size.height;
}

TEST_F(PanelsQr, ALongAddressIsReadBackToo) {
  const std::string path(160, 'x');
  EXPECT_EQ(read_back(drawn({900, 900}, "light", 16, "address = 'https://contoh.go.id/" + path + "'")),
            "https://contoh.go.id/" + path);
}

// Between the first and the last dark pixel of a row every change lies on whole modules of the same size.
TEST_F(PanelsQr, ModulesAreWholePixelsWithAQuietZone) {
  const panels::QrCode code = panels::qr_code(kRead);
  ASSERT_EQ(code.side, 29);
  const Picture picture = drawn({420, 480}, "dark", 18);
  const auto colour = [&](int x, int y) { return test::pixel(picture, x, y)[0]; };
  int left = -1, top = -1;  // of the white ground
  for (int y = 0; y < 200 && top < 0; ++y)
    for (int x = 0; x < 200 && top < 0; ++x)
      if (colour(x, y) == 255) left = x, top = y;
  ASSERT_GE(top, 0);
  int right = left;
  while (right < 419 && colour(right, top) == 255) ++right;
  const int modules = code.side + 2 * panels::kQuietZone, module = (right - left) / modules;
  ASSERT_EQ((right - left) % modules, 0);
  ASSERT_GE(module, 2);
  int wrong = 0;
  for (int y = 0; y < modules * module; ++y)
    for (int x = 0; x < modules * module; ++x) {
      const int column = x / module - panels::kQuietZone, row = y / module - panels::kQuietZone;
      const bool inside = column >= 0 && row >= 0 && column < code.side && row < code.side;
      wrong += colour(left + x, top + y) != (inside && code.at(column, row) ? 0 : 255);
    }
  EXPECT_EQ(wrong, 0);
}

TEST(PanelsQrWords, AreToldAndWrittenBelow) {
  const stage::Host host;
  const Regency r;
  const auto said = [&](const std::string& options, const char* lang) {
    return stage::tell(*stage::panel(r.catalogue, "qr", options), r.snapshot(), host.look(lang));
  };
  stage::expect_golden("qr", "plain", said(kAddress, "id"));
  stage::expect_golden("qr", "plain_english", said(kAddress, "en"));
  stage::expect_golden("qr", "label", said(std::string(kAddress) + "label = 'Isi survei kepuasan'", "id"));
}

TEST(PanelsQrWords, RefusesWhatAPhoneShouldNotOpen) {
  const Regency r;
  for (const char* wrong :
       {"", "address = ''", "address = 'http://a.go.id/'", "address = 'https://'", "address = 'https://a b.go.id'",
        "address = 'https://user@a.go.id/'", "address = 'https://a.go.id/{server}'", "address = 'javascript:alert(1)'",
        "address = 'https://a.go.id/{page'"})
    EXPECT_THROW(stage::panel(r.catalogue, "qr", wrong), std::runtime_error) << wrong;
  EXPECT_THROW(stage::panel(r.catalogue, "qr", "address = 'https://a.go.id/" + std::string(200, 'x') + "'"),
               std::runtime_error);
}

// A code side of a tenth of the distance: at the farthest viewer of any display that is 15.6 ems of the floor.
TEST(PanelsQrWords, NeedsATenthOfTheViewingDistance) {
  const Regency r;
  const auto panel = stage::panel(r.catalogue, "qr", kAddress);
  const double code = 29.0 / (29 + 2 * panels::kQuietZone);  // of the drawn square
  const double metres = 6, em_mm = metres * 1000 * 0.004654242 * 1.375;
  const double square_ems = static_cast<double>(panel->least_ems().x) - 1.4;
  EXPECT_NEAR(square_ems * em_mm * code, metres * 1000 / panels::kReadingDistance, 1);
}

TEST(PanelsQrCode, IsNoneForWhatDoesNotFit) {
  EXPECT_EQ(panels::qr_code("").side, 0);
  EXPECT_EQ(panels::qr_code(std::string(5000, 'x')).side, 0);
  EXPECT_EQ(panels::qr_code(std::string("a\0b", 3)).side, 0);
}

TEST_F(PanelsQr, StampAndFullScreen) {
  test::expect_golden("qr/stamp", drawn({320, 180}, "dark", 13));
  test::expect_golden("qr/full", drawn({640, 360}, "light", 14,
                                       std::string(kAddress) + "label = 'Antre dari rumah dengan ponsel Anda'"));
}

}  // namespace
