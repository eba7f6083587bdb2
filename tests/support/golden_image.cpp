// See golden_image.h.
#include "tests/support/golden_image.h"
#include <gtest/gtest.h>
#include <cstdlib>
#include <filesystem>
#include "tests/support/drawing.h"
#include "viewer/png.h"

namespace test {

namespace fs = std::filesystem;

void expect_golden(const std::string& name, const viewer::Picture& drawn) {
  const fs::path golden = fs::path(ANJUNGAN_SOURCE) / "tests/golden" / (name + ".png");
  if (std::getenv("UPDATE_GOLDEN")) {
    fs::create_directories(golden.parent_path());
    ASSERT_TRUE(viewer::write_png(golden, drawn));
    EXPECT_LE(fs::file_size(golden), 40'000u) << "golden pictures are small";
    return;
  }
  const auto wanted = viewer::read_png(golden);
  ASSERT_TRUE(wanted) << golden << " is missing: run with UPDATE_GOLDEN=1 and look at it";
  const int all = drawn.size.width * drawn.size.height;
  const int count = different(*wanted, drawn, golden_tolerance);
  if (count <= all * golden_most_different) return;
  const fs::path folder = fs::path(ANJUNGAN_PROGRAM).parent_path() / "golden";
  fs::create_directories((folder / name).parent_path());
  EXPECT_TRUE(viewer::write_png(folder / (name + ".drawn.png"), drawn));
  EXPECT_TRUE(viewer::write_png(folder / (name + ".difference.png"), difference(*wanted, drawn)));
  ADD_FAILURE() << name << ": " << count << " of " << all << " pixels differ; see "
                << folder / (name + ".difference.png");
}

}  // namespace test
