// The stage of the panels' tests.
#include "tests/support/panel_stage.h"
#include "tests/support/square_map.h"

#include <stdexcept>

#include "config/words.h"

namespace stage {
namespace {

constexpr Duration kMinute = std::chrono::minutes(1), kHour = std::chrono::hours(1), kDay = std::chrono::hours(24);

config::Indicator live(std::string name, std::string agency, config::Label title, std::string unit, int decimals) {
  config::Indicator out;
  out.name = std::move(name);
  out.agency = std::move(agency);
  out.title = std::move(title);
  out.unit = std::move(unit);
  out.decimals = decimals;
  out.audience = config::Audience::everyone;
  out.freshness.stale_after = 15 * kMinute;
  out.freshness.missing_after = 6 * kHour;
  out.freshness.zone = config::Zone::wita;
  return out;
}

config::Indicator monthly(std::string name, std::string agency, config::Label title, std::string unit, int decimals) {
  config::Indicator out = live(std::move(name), std::move(agency), std::move(title), std::move(unit), decimals);
  out.freshness.stale_after = {};
  out.freshness.missing_after = {};
  out.freshness.period = config::Period::month;
  out.freshness.due = 10 * kDay;
  return out;
}

}  // namespace

Time now() {
  return *config::parse_time("2026-11-21T14:02:33+08:00");
}

Regency::Regency() {
  config::Catalogue& c = catalogue;
  c.center = {"Kabupaten Contoh", "Example Regency"};
  c.code = "63.10";
  c.zone = config::Zone::wita;
  c.map = "contoh.toml";
  c.regions = {{"63.10.01", "", "Batulicin", {}},    {"63.10.02", "", "Kusan Hilir", {}},
               {"63.10.03", "", "Sungai Loban", {}}, {"63.10.04", "", "Satui", {}},
               {"63.10.05", "", "Kusan Hulu", {}},   {"63.10.06", "", "Simpang Empat", {}}};
  c.agencies = {{"diskominfo", {"Dinas Komunikasi dan Informatika"}, {"Diskominfo"}},
                {"bpkad", {"Badan Pengelolaan Keuangan dan Aset Daerah"}, {"BPKAD"}},
                {"dpmptsp", {"Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"}, {"DPMPTSP"}},
                {"pupr", {"Dinas Pekerjaan Umum dan Penataan Ruang"}, {"PUPR"}}};
  c.indicators = {
      live("layanan.antrean", "dpmptsp", {"Antrean terlama", "Longest queue"}, "menit", 0),
      live("jaringan.latensi", "diskominfo", {"Latensi jaringan antarperangkat daerah"}, "ms", 1),
      live("pengaduan.terbuka", "diskominfo", {"Pengaduan lewat tenggat", "Overdue complaints"}, "aduan", 0),
      live("kas.saldo", "bpkad", {"Saldo kas daerah", "Cash balance"}, "Rp", 0),
      monthly("anggaran.serapan", "bpkad", {"Serapan anggaran", "Budget absorption"}, "%", 1),
      monthly("progres.fisik", "pupr", {"Progres fisik", "Physical progress"}, "%", 1),
      monthly("penduduk.jumlah", "pupr", {"Jumlah penduduk"}, "jiwa", 0),
  };
  auto& wait = indicator("layanan.antrean");
  wait.meaning = {"Berapa lama pengunjung terakhir menunggu sebelum dilayani.", "How long the last visitor waited."};
  wait.better = config::Better::lower;
  wait.target = 30;
  wait.watch = 45;
  wait.bad = 60;
  auto& spent = indicator("anggaran.serapan");
  spent.better = config::Better::higher;
  spent.target = 75;
  spent.watch = 60;
  spent.bad = 40;
  auto& progress = indicator("progres.fisik");
  progress.better = config::Better::higher;
  progress.target = 70;
  progress.watch = 45;
  progress.bad = 30;
  config::TableInfo packages;
  packages.name = "paket";
  packages.agency = "pupr";
  packages.title = {"Paket pekerjaan", "Works packages"};
  packages.audience = config::Audience::everyone;
  packages.stale_after = kHour;
  c.tables = {packages};
}

config::Indicator& Regency::indicator(const std::string& name) {
  for (config::Indicator& i : catalogue.indicators)
    if (i.name == name) return i;
  throw std::runtime_error("no indicator " + name);
}

void Regency::at(const std::string& name, std::vector<std::pair<Time, double>> points) {
  auto out = std::make_shared<feeds::Series>();
  out->name = name;
  out->parts = feeds::parse_series(name);
  out->freshness = indicator(out->parts.indicator).freshness;
  for (const auto& [at, value] : points) out->points.push_back({at, value, at});
  data_.series[name] = out;
}

void Regency::series(const std::string& name, std::vector<double> values, Duration step, Duration age) {
  std::vector<std::pair<Time, double>> points;
  for (std::size_t i = 0; i < values.size(); ++i)
    points.emplace_back(now() - age - step * static_cast<int>(values.size() - 1 - i), values[i]);
  at(name, std::move(points));
}

void Regency::record(const std::string& table, const std::string& key, std::vector<feeds::Field> fields, Duration age) {
  const auto found = data_.tables.find(table);
  auto out =
      found == data_.tables.end() ? std::make_shared<feeds::Table>() : std::make_shared<feeds::Table>(*found->second);
  out->name = table;
  out->received = now() - age;
  out->rows.push_back({table, key, now() - age, std::move(fields)});
  data_.tables[table] = out;
}

void Regency::feed(feeds::FeedState state) {
  data_.feeds.push_back(std::move(state));
}

void Regency::event(feeds::Event event) {
  data_.events.push_back(std::move(event));
}

feeds::Snapshot Regency::snapshot() const {
  feeds::Snapshot out = data_;
  out.made = now();
  out.audience = audience;
  out.catalogue = std::make_shared<config::Catalogue>(catalogue);
  return out;
}

Host::Host() {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  const std::filesystem::path fonts = std::filesystem::path(ANJUNGAN_PROGRAM).parent_path() / "fonts";
  const auto load = [&](const char* file) { return io.Fonts->AddFontFromFileTTF((fonts / file).c_str()); };
  regular_ = load("Inter-Regular.otf");
  medium_ = load("Inter-Medium.otf");
  bold_ = load("Inter-Bold.otf");
  icons_ = load("MaterialIcons-Regular.ttf");
  io.DisplaySize = {1920, 1080};
  io.DeltaTime = 1.0f / 60;
  ImGui::NewFrame();
}

Host::~Host() {
  ImGui::EndFrame();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
  ImGui::DestroyContext();
}

panels::Look Host::look(const std::string& lang, const std::string& scheme, float unit_px) const {
  panels::Look out;
  out.colours = panels::colours(scheme);
  out.regular = regular_;
  out.medium = medium_;
  out.bold = bold_;
  out.icons = icons_;
  out.unit_px = unit_px;
  out.zone = config::Zone::wita;
  const auto words = config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", lang);
  if (!words) throw std::runtime_error("no words in " + lang);
  out.words = std::make_shared<config::Words>(*words);
  out.maps["contoh.toml"] = std::make_shared<const config::GeoMap>(test::squares(3, 2, 2));
  return out;
}

std::unique_ptr<panels::Panel> panel(const config::Catalogue& catalogue, const std::string& kind,
                                     const std::string& options, const std::string& title) {
  config::Complaints complaints;
  const auto node = config::parse_toml(options, "panel.toml", complaints);
  const panels::PanelKind* found = panels::find_panel_kind(kind);
  config::PanelConfig settings;
  settings.kind = kind;
  settings.title = {title};
  config::References references;
  references.catalogue = &catalogue;
  std::unique_ptr<panels::Panel> out;
  if (node && found) {
    settings.options.table = *node->table();
    out = found->make(settings.options, references, {catalogue, settings}, complaints);
  }
  if (out) return out;
  std::string what = found ? "" : "no kind " + kind;
  for (const config::Complaint& c : complaints) what += to_line(c, config::Words()) + "\n";
  throw std::runtime_error(what);
}

std::string tell(const panels::Panel& panel, const feeds::Snapshot& data, const panels::Look& look, Time at) {
  ImDrawList list(ImGui::GetDrawListSharedData());
  panels::Paint paint{list};
  const panels::Frame frame{data, {0, 0, 100, 100}, at, look, paint, {}, false, {}};
  panels::Telling out;
  out.heading(panel.title(look));
  panel.tell(frame, out);
  return out.plain();
}

}  // namespace stage
