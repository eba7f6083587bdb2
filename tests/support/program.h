// The built program for tests: a center with public, staff and leadership values in it, and calls with its folders.
#pragma once
#include <string>
#include <vector>

#include "tests/support/child.h"
#include "tests/support/temp_center.h"

namespace support {

// Pages "ringkasan" and "pimpinan" of the agency "setda" with the live indicators "layanan.antrean" (public) and
// "wbs.terbuka" (leadership, granted), both brought by the replay feed "loket": 41 and 4321. The feed "sistem" asks
// `url` with the token of the environment's ANJUNGAN_TEST_TOKEN.
void write_program_center(test::TempCenter& center, const std::string& url = "http://127.0.0.1:9/");
inline constexpr const char* planted_token = "planted-s3cret-7f91";

// The program's state folder, its center, and the environment that both need; DISPLAY is left out.
class Program {
 public:
  explicit Program(const std::string& url = "http://127.0.0.1:9/");
  ChildResult operator()(std::vector<std::string> arguments) const;
  // With --center and --lang en.
  ChildResult on_center(std::vector<std::string> arguments) const;
  ChildOptions options(std::vector<std::string> arguments) const;
  test::TempCenter& center() { return center_; }
  const Folder& folder() const { return folder_; }
  std::string dir() const { return center_.dir().string(); }

 private:
  test::TempCenter center_;
  Folder folder_;
};

}  // namespace support
