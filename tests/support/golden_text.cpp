// Reading and accepting golden texts.
#include "tests/support/golden_text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace stage {

void expect_golden(const std::string& kind, const std::string& name, const std::string& text) {
  const auto file = std::filesystem::path(ANJUNGAN_SOURCE) / "tests/golden" / kind / (name + ".txt");
  if (std::getenv("UPDATE_GOLDEN")) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return;
  }
  std::ifstream in(file);
  ASSERT_TRUE(in) << file << " is missing: run with UPDATE_GOLDEN=1 and read it";
  std::stringstream wanted;
  wanted << in.rdbuf();
  EXPECT_EQ(text, wanted.str()) << file;
}

}  // namespace stage
