// See stage.h.
#include "tests/support/stage.h"
#include <stdexcept>
#include "viewer/kind_checks.h"

namespace test {
namespace {

constexpr const char* pages = R"([[page]]
name = "satu"
title = "Satu"
columns = 12
rows = 6
rotation = "30s"

[[page.panel]]
kind = "number"
at = [0, 0, 4, 6]
indicator = "layanan.antrean"

[[page.panel]]
kind = "number"
at = [4, 0, 4, 6]
indicator = "imunisasi.cakupan"

[[page.panel]]
kind = "clock"
at = [8, 0, 4, 6]

[[page]]
name = "dua"
title = "Dua"
columns = 12
rows = 6
rotation = "30s"

[[page.panel]]
kind = "line_chart"
at = [0, 0, 12, 6]
indicator = "layanan.antrean"

[[page]]
name = "tiga"
title = "Tiga"
columns = 12
rows = 6
rotation = "30s"

[[page.panel]]
kind = "feed_health"
at = [0, 0, 12, 6]
)";

std::shared_ptr<const config::Center> load(TempCenter& files,
                                           const std::vector<std::pair<std::string, std::string>>& extra) {
  write_good_center(files);
  files.write("center.toml", R"([center]
name = "Kabupaten Uji"
code = "63.10"
zone = "WITA"

[[region]]
code = "63.10.01"
name = "Batulicin"

[[region]]
code = "63.10.02"
name = "Kusan Hilir"
)");
  files.write("pages/ringkasan.toml", pages);
  files.write("agencies/dinkes/feeds.toml", "");
  for (const auto& [file, text] : extra) files.write(file, text);
  auto center = std::make_shared<const config::Center>(files.load(viewer::kind_checks()));
  for (const config::Complaint& complaint : center->complaints)
    if (!complaint.warning) throw std::runtime_error(config::to_line(complaint, config::Words{}));
  return center;
}

config::DisplayConfig desk() {
  config::DisplayConfig d = viewer::reference_display("desk");
  d.viewing_distance_m = 1;  // letters large enough for a small picture
  return d;
}

}  // namespace

Stage::Stage(viewer::SizePx size, const std::vector<std::pair<std::string, std::string>>& extra, bool reduced_motion)
    : center_(load(files_, extra)), drawing_(size, true), display_(desk()), size_(size) {
  config::Complaints complaints;
  display_.reduced_motion = reduced_motion;
  auto look = viewer::make_look(*center_, display_, size, drawing_.fonts, ANJUNGAN_SOURCE "/assets", "id", complaints);
  if (!look) throw std::runtime_error(look.error().what.key);
  look_ = std::make_shared<const panels::Look>(std::move(*look));
  scene_ = std::make_unique<viewer::Scene>(center_, display_, look_, size, now);
  data_ = std::make_shared<feeds::Snapshot>();
  data_->catalogue = center_->catalogue;
  value(12);
}

void Stage::pass(config::Duration by) {
  now.wall += by;
  now.steady += by;
}

void Stage::value(double value, bool simulated) {
  auto next = std::make_shared<feeds::Snapshot>(*data_);
  auto series = std::make_shared<feeds::Series>();
  series->name = series->parts.indicator = "layanan.antrean";
  series->feed = "antrean";
  series->freshness = center_->catalogue->indicator("layanan.antrean")->freshness;
  for (int i = 10; i > 0; --i)
    series->points.push_back({now.wall - std::chrono::minutes(i), static_cast<double>(i), now.wall});
  series->points.push_back({now.wall, value, now.wall});
  next->series["layanan.antrean"] = series;
  next->simulated = simulated;
  next->made = now.wall;
  ++next->version;
  data_ = next;
  scene_->set_snapshot(data_);
}

void Stage::notice(const std::string& text) {
  auto next = std::make_shared<feeds::Snapshot>(*data_);
  next->notices.clear();
  if (!text.empty()) next->notices.push_back({feeds::Severity::danger, config::Text(text), now.wall});
  ++next->version;
  data_ = next;
  scene_->set_snapshot(data_);
}

viewer::Picture Stage::picture() {
  frame();
  return canvas().read();
}

void Stage::key(viewer::InputEvent::Kind kind, int digit) {
  scene_->handle({kind, digit, 0, 0}, now);
}
void Stage::click(float x, float y) {
  scene_->handle({viewer::InputEvent::Kind::click, 0, x, y}, now);
}

void Stage::resize(viewer::SizePx size) {
  size_ = size;
  canvas().resize(size);
  look_ = std::make_shared<const panels::Look>(viewer::scaled(*look_, display_, size));
  scene_->set_look(look_, size, now);
}

}  // namespace test
