// Pictures of a center's folder: what is read, refused and drawn; that a reload replaces them and gives textures back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "panels/draw.h"
#include "tests/support/child.h"
#include "tests/support/golden_image.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawn.h"
#include "tests/support/panel_stage.h"
#include "tests/support/temp_center.h"
#include "viewer/kind_checks.h"
#include "viewer/picture_file.h"
#include "viewer/pictures.h"
#include "viewer/png.h"

namespace {

using stage::Regency;
using testing::HasSubstr;
using viewer::Picture;
using viewer::Pictures;
using viewer::Pixels;

constexpr const char* kOptions = "file = 'kantor.png'\nalt = { id = 'Halaman depan kantor', en = 'The forecourt' }\n";

// A house in front of a sky: recognisable when it is turned, mirrored or cut.
Picture house(int width, int height, std::uint8_t red = 176) {
  Picture out{{width, height}, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float u = static_cast<float>(x) / static_cast<float>(width),
                  v = static_cast<float>(y) / static_cast<float>(height);
      const bool wall = u > 0.3f && u < 0.7f && v > 0.45f && v < 0.85f;
      const bool roof = v > 0.25f && v <= 0.45f && std::abs(u - 0.5f) < (v - 0.25f) * 1.3f;
      const bool door = wall && u > 0.47f && u < 0.55f && v > 0.62f;
      const std::array<std::uint8_t, 3> c = door       ? std::array<std::uint8_t, 3>{60, 48, 40}
                                            : roof     ? std::array<std::uint8_t, 3>{red, 72, 56}
                                            : wall     ? std::array<std::uint8_t, 3>{232, 224, 208}
                                            : v > 0.8f ? std::array<std::uint8_t, 3>{96, 128, 72}
                                                       : std::array<std::uint8_t, 3>{150, 190, 220};
      for (const std::uint8_t value : {c[0], c[1], c[2], std::uint8_t{255}}) out.rgba.push_back(value);
    }
  return out;
}

std::string file_text(const std::filesystem::path& path) {
  return support::read_text(path.string());
}

class PanelsImage : public testing::Test {
 protected:
  std::string put(const std::string& name, const Picture& picture) {
    EXPECT_TRUE(viewer::write_png(folder_.file(name), picture));
    return folder_.file(name);
  }
  std::string fault(const std::string& name) {
    const auto read = viewer::read_picture(folder_.file(name), 100);
    return read ? "" : config::Words().say(read.error().what);
  }
  static void settle(Pictures& pictures) {
    pictures.wait();
    pictures.take();
  }
  support::Folder folder_;
  Regency regency_;
};

TEST_F(PanelsImage, BrokenAndLargeFilesAreRefusedWithTheirName) {
  EXPECT_EQ(fault("kantor.png"), "the picture kantor.png is not there");
  folder_.write("teks.png", "this is no picture");
  EXPECT_EQ(fault("teks.png"), "teks.png is no PNG or JPEG picture, or is broken");
  folder_.write("kosong.jpg", "");
  EXPECT_EQ(fault("kosong.jpg"), "kosong.jpg is no PNG or JPEG picture, or is broken");
  const std::string whole = file_text(put("whole.png", house(64, 48)));
  folder_.write("half.png", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(fault("half.png"), "half.png is no PNG or JPEG picture, or is broken");
  folder_.write("large.png", whole + std::string(20'000'001, 'x'));
  EXPECT_EQ(fault("large.png"), "large.png has more than 20 MB");
  std::string many = whole;  // 8000 x 6000 in its header
  many.replace(16, 8, std::string("\0\0\x1F\x40\0\0\x17\x70", 8));
  folder_.write("many.png", many);
  EXPECT_EQ(fault("many.png"), "many.png has more than 40 million pixels");
  EXPECT_EQ(fault("."), "the picture . is not there");
}

TEST_F(PanelsImage, AnyBytesAreReadOrRefused) {
  const std::string whole = file_text(put("whole.png", house(40, 30)));
  std::mt19937 random(5);
  int read = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = whole;
    for (int i = static_cast<int>(random() % 6); i >= 0; --i)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (const auto picture = viewer::decode_picture(bytes, "x", 64)) {
      ++read;
      EXPECT_EQ(picture->rgba.size(), static_cast<std::size_t>(picture->width * picture->height * 4));
      EXPECT_LE(std::max(picture->width, picture->height), 64);
    }
  }
  EXPECT_GT(read, 0);
}

// Against the mean of the pixels that each covers, counted one by one, where sizes divide.
TEST_F(PanelsImage, ReductionIsTheMeanOfWhatIsCovered) {
  std::mt19937 random(9);
  Pixels in{12, 8, {}};
  for (int i = 0; i < 12 * 8 * 4; ++i) in.rgba.push_back(static_cast<std::uint8_t>(random()));
  const Pixels out = viewer::reduced(in, 4, 2);
  ASSERT_EQ(out.rgba.size(), 4u * 2 * 4);
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 4; ++x)
      for (int c = 0; c < 4; ++c) {
        int sum = 0;
        for (int dy = 0; dy < 4; ++dy)
          for (int dx = 0; dx < 3; ++dx)
            sum += in.rgba[static_cast<std::size_t>(((y * 4 + dy) * 12 + x * 3 + dx) * 4 + c)];
        EXPECT_NEAR(out.rgba[static_cast<std::size_t>((y * 4 + x) * 4 + c)], sum / 12.0, 0.51);
      }
  const Pixels odd = viewer::reduced(in, 5, 3);
  EXPECT_EQ(odd.rgba.size(), 5u * 3 * 4);
  Pixels flat{7, 5, std::vector<std::uint8_t>(7 * 5 * 4, 93)};
  for (const std::uint8_t value : viewer::reduced(flat, 3, 2).rgba) EXPECT_EQ(value, 93);
}

// A 2 x 1 JPEG, red and blue, with the camera's note of how it was held.
std::string jpeg_held(char how) {
  const support::Folder folder;
  Picture two{{32, 16}, {}};
  for (int i = 0; i < 32 * 16; ++i) {
    const bool left = i % 32 < 16;
    for (const int value : {left ? 250 : 5, 5, left ? 5 : 250, 255})
      two.rgba.push_back(static_cast<std::uint8_t>(value));
  }
  EXPECT_TRUE(viewer::write_png(folder.file("a.png"), two));
  support::ChildOptions options;
  options.arguments = {folder.file("a.png"), "-quality", "95", folder.file("a.jpg")};
  EXPECT_EQ(support::run_child("/usr/bin/convert", options).code, 0);
  std::string bytes = file_text(folder.file("a.jpg"));
  // APP1 with one entry of a big-endian TIFF block: the orientation, a SHORT.
  std::string note(
      "\xFF\xE1\x00\x22"
      "Exif\0\0"
      "MM\0\x2A\0\0\0\x08"
      "\0\x01"
      "\x01\x12\0\x03\0\0\0\x01"
      "\0",
      29);
  note += how;
  note += std::string(6, '\0');
  return bytes.substr(0, 2) + note + bytes.substr(2);
}

TEST_F(PanelsImage, APhotographStandsUpright) {
  const auto red_at = [](const Pixels& p, int x, int y) {
    return p.rgba[static_cast<std::size_t>((y * p.width + x) * 4)] > 128;
  };
  const auto upright = viewer::decode_picture(jpeg_held(1), "a", 100);
  ASSERT_TRUE(upright);
  EXPECT_EQ(upright->width, 32);
  EXPECT_TRUE(red_at(*upright, 4, 8));
  const auto half = viewer::decode_picture(jpeg_held(3), "a", 100);  // upside down
  ASSERT_TRUE(half);
  EXPECT_TRUE(red_at(*half, 28, 8));
  const auto right = viewer::decode_picture(jpeg_held(6), "a", 100);  // its left side is the top
  ASSERT_TRUE(right);
  EXPECT_EQ(right->width, 16);
  EXPECT_EQ(right->height, 32);
  EXPECT_TRUE(red_at(*right, 8, 4));
  const auto left = viewer::decode_picture(jpeg_held(8), "a", 100);  // its right side is the top
  ASSERT_TRUE(left);
  EXPECT_TRUE(red_at(*left, 8, 28));
}

TEST_F(PanelsImage, WhatIsDrawnIsThePictureAndItsReplacement) {
  put("kantor.png", house(300, 200));
  test::Drawing d({300, 200});
  const auto pictures = std::make_shared<Pictures>();
  const auto panel = stage::panel(regency_.catalogue, "image", std::string(kOptions) + "fit = 'cover'");
  ASSERT_THAT(panel->images(), testing::ElementsAre("kantor.png"));
  const auto draw = [&] { return test::panel_picture(d, *panel, regency_.snapshot(), "dark", 12, pictures); };
  pictures->want(folder_.path(), panel->images(), 1000);
  settle(*pictures);
  const Picture first = draw();
  EXPECT_NEAR(test::pixel(first, 150, 75)[0], 176, 3) << "the roof";
  draw();
  EXPECT_TRUE(d.canvas->damage().empty()) << "the same picture is not painted again";
  const std::size_t held = pictures->textures();
  EXPECT_GT(held, 1u);
  put("kantor.png", house(301, 200, 20));
  pictures->want(folder_.path(), panel->images(), 1000);
  EXPECT_NEAR(test::pixel(draw(), 150, 75)[0], 176, 3) << "it stands until the new one has been read";
  settle(*pictures);
  EXPECT_NEAR(test::pixel(draw(), 150, 75)[0], 20, 3);
  EXPECT_FALSE(d.canvas->damage().empty());
  pictures->take();
  EXPECT_EQ(pictures->textures(), held) << "the renderer has given the old ones back";
}

TEST_F(PanelsImage, TexturesAreGivenBackHoweverOftenPicturesChange) {
  put("kantor.png", house(200, 200));
  test::Drawing d({200, 150});
  const auto pictures = std::make_shared<Pictures>();
  const auto panel = stage::panel(regency_.catalogue, "image", kOptions);
  std::size_t most = 0;
  for (int round = 0; round < 20; ++round) {
    put("kantor.png", house(200 + round, 200));
    pictures->want(folder_.path(), panel->images(), 1000);
    settle(*pictures);
    test::panel_picture(d, *panel, regency_.snapshot(), "dark", 12, pictures);
    most = std::max(most, pictures->textures());
  }
  pictures->take();
  EXPECT_LE(most, 2 * pictures->textures());
  pictures->want(folder_.path(), {}, 1000);
  test::panel_picture(d, *panel, regency_.snapshot(), "dark", 12, pictures);
  pictures->take();
  EXPECT_EQ(pictures->textures(), 0u);
}

TEST_F(PanelsImage, APictureThatCannotBeReadIsSaidWithItsName) {
  folder_.write("kantor.png", "not a picture");
  const stage::Host host;
  auto look = host.look();
  const auto pictures = std::make_shared<Pictures>();
  look.images = pictures;
  const auto panel = stage::panel(regency_.catalogue, "image", kOptions);
  EXPECT_THAT(stage::tell(*panel, regency_.snapshot(), look), HasSubstr("Halaman depan kantor"));
  pictures->want(folder_.path(), panel->images(), 1000);
  settle(*pictures);
  stage::expect_golden("image", "broken", stage::tell(*panel, regency_.snapshot(), look));
  std::filesystem::remove(folder_.file("kantor.png"));
  pictures->want(folder_.path(), panel->images(), 1000);
  settle(*pictures);
  stage::expect_golden("image", "missing", stage::tell(*panel, regency_.snapshot(), look));
  put("kantor.png", house(60, 40));
  pictures->want(folder_.path(), panel->images(), 1000);
  settle(*pictures);
  const auto dated = stage::panel(regency_.catalogue, "image",
                                  std::string(kOptions) + "caption = 'Kantor Bupati'\ndate = 2026-10-12\n");
  stage::expect_golden("image", "dated", stage::tell(*dated, regency_.snapshot(), look));
  look = host.look("en");
  look.images = pictures;
  stage::expect_golden("image", "dated_english", stage::tell(*dated, regency_.snapshot(), look));
}

TEST_F(PanelsImage, RefusesWhatLeavesTheFolderOrHasNoWords) {
  for (const char* wrong :
       {"file = 'a.png'", "alt = 'a'", "file = '/etc/a.png'\nalt = 'a'", "file = '../a.png'\nalt = 'a'",
        "file = 'b/../../a.png'\nalt = 'a'", "file = 'a.png'\nalt = ''", "file = 'a.png'\nalt = 'a'\nfit = 'stretch'"})
    EXPECT_THROW(stage::panel(regency_.catalogue, "image", wrong), std::runtime_error) << wrong;
}

TEST_F(PanelsImage, CheckSaysWhichPictureIsMissing) {
  test::TempCenter center;
  write_good_center(center);
  center.add("pages/ringkasan.toml",
             "\n[[page.panel]]\nkind = \"image\"\nat = [6, 0, 6, 4]\nfile = \"foto/a.png\"\nalt = \"Kantor\"\n");
  config::Complaints found;
  viewer::check_pictures(center.load(viewer::kind_checks()), found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.file, "pages/ringkasan.toml");
  EXPECT_EQ(config::Words().say(found[0].what), "the picture a.png is not there");
  std::filesystem::create_directories(center.dir() / "pages/foto");
  ASSERT_TRUE(viewer::write_png(center.dir() / "pages/foto/a.png", house(20, 20)));
  found.clear();
  viewer::check_pictures(center.load(viewer::kind_checks()), found);
  EXPECT_TRUE(found.empty());
}

TEST_F(PanelsImage, StampAndFullScreen) {
  put("kantor.png", house(900, 600));
  const auto draw = [&](viewer::SizePx size, const char* scheme, const std::string& more) {
    test::Drawing d(size);
    const auto pictures = std::make_shared<Pictures>();
    const auto panel = stage::panel(regency_.catalogue, "image", kOptions + more, "Kantor Bupati");
    pictures->want(folder_.path(), panel->images(), 1000);
    settle(*pictures);
    const Picture out = test::panel_picture(d, *panel, regency_.snapshot(), scheme, 13, pictures);
    d.canvas.reset();  // before the pictures, as in the program
    return out;
  };
  test::expect_golden("image/stamp", draw({320, 180}, "dark", "date = 2026-10-12\n"));
  test::expect_golden("image/full",
                      draw({640, 360}, "light", "date = 2026-10-12\ncaption = 'Kantor Bupati sesudah dipugar'\n"));
}

}  // namespace
