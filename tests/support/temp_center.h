// A center in a temporary folder, for tests: files are written as text, the folder goes with the object.
#pragma once
#include <filesystem>
#include <string>
#include <vector>
#include "config/center.h"

namespace test {

class TempCenter {
 public:
  TempCenter();  // an empty folder
  ~TempCenter();
  TempCenter(const TempCenter&) = delete;
  TempCenter& operator=(const TempCenter&) = delete;

  // `file` is relative to the center's folder: "center.toml", "agencies/dinkes/feeds.toml".
  TempCenter& write(const std::string& file, const std::string& text);
  TempCenter& add(const std::string& file, const std::string& text);  // to its end
  // The first `from` of a file becomes `to`; throws when there is none.
  TempCenter& replace(const std::string& file, const std::string& from, const std::string& to);
  TempCenter& remove(const std::string& file);
  const std::filesystem::path& dir() const { return dir_; }
  // On 2026-11-21 where nothing is said.
  config::Center load(const config::KindChecks& checks = {}, const std::string& simulator = {},
                      config::Date today = std::chrono::year(2026) / 11 / 21) const;
  std::vector<std::string> complaints(
      const config::KindChecks& checks = {}) const;  // in English, as to_line() says them

 private:
  std::filesystem::path dir_;
};

// Makes `center` one that loads without a complaint: center.toml (Tanah Bumbu, WITA, districts 63.10.01 and 63.10.02, a
// display "dinding"), agency "dinkes" with the live indicator "layanan.antrean", the monthly "imunisasi.cakupan", the
// table "layanan" and the feed "antrean" (every 10 s, kind http_json), and the page "ringkasan".
void write_good_center(TempCenter& center);

}  // namespace test
