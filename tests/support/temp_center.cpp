// A center in a temporary folder, for tests: files are written as text, the folder goes with the object.
#include "tests/support/temp_center.h"
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace test {

namespace fs = std::filesystem;

TempCenter::TempCenter() {
  std::string pattern = (fs::temp_directory_path() / "anjungan-center-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  dir_ = pattern;
}

TempCenter::~TempCenter() {
  std::error_code error;
  fs::remove_all(dir_, error);
}

TempCenter& TempCenter::write(const std::string& file, const std::string& text) {
  fs::create_directories((dir_ / file).parent_path());
  std::ofstream(dir_ / file, std::ios::binary | std::ios::trunc) << text;
  return *this;
}

TempCenter& TempCenter::add(const std::string& file, const std::string& text) {
  fs::create_directories((dir_ / file).parent_path());
  std::ofstream(dir_ / file, std::ios::binary | std::ios::app) << text;
  return *this;
}

TempCenter& TempCenter::replace(const std::string& file, const std::string& from, const std::string& to) {
  std::ifstream in(dir_ / file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error(file + " does not hold: " + from);
  return write(file, text.replace(at, from.size(), to));
}

TempCenter& TempCenter::remove(const std::string& file) {
  fs::remove_all(dir_ / file);
  return *this;
}

config::Center TempCenter::load(const config::KindChecks& checks, const std::string& simulator,
                                config::Date today) const {
  return config::load(dir_, checks, today, simulator);
}

std::vector<std::string> TempCenter::complaints(const config::KindChecks& checks) const {
  std::vector<std::string> lines;
  for (const config::Complaint& complaint : load(checks).complaints)
    lines.push_back(config::to_line(complaint, config::Words()));
  return lines;
}

void write_good_center(TempCenter& center) {
  center.write("center.toml", R"([center]
name = { id = "Kabupaten Tanah Bumbu", en = "Tanah Bumbu Regency" }
code = "63.10"
zone = "WITA"
simulator = "http://127.0.0.1:8099"

[[region]]
code = "63.10.01"
name = "Batulicin"

[[region]]
code = "63.10.02"
name = "Kusan Hilir"

[[display]]
name = "dinding"
pages = ["ringkasan"]
)");
  center.write("agencies/dinkes/agency.toml", R"([agency]
name = "Dinas Kesehatan"
short = "Dinkes"

[[indicator]]
name = "layanan.antrean"
title = "Antrean layanan"
unit = "orang"
stale_after = "1m"

[[indicator]]
name = "imunisasi.cakupan"
title = "Cakupan imunisasi"
unit = "%"
period = "month"
due = "10d"

[[table]]
name = "layanan"
title = "Layanan"
)");
  center.write("agencies/dinkes/feeds.toml", R"([[feed]]
name = "antrean"
kind = "http_json"
interval = "10s"
basis = { kind = "sop", number = "000.8/12/2026", date = 2026-01-12 }
)");
  center.write("pages/ringkasan.toml", R"([[page]]
name = "ringkasan"
title = "Ringkasan"

[[page.panel]]
kind = "number"
at = [0, 0, 6, 4]
indicator = "layanan.antrean"
)");
}

}  // namespace test
