// `anjungan bench network`: 2,000 nodes and 4,000 links on the whole window: read, laid out, drawn and painted.
#include <cmath>
#include <thread>
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/studio.h"

namespace viewer::commands {
namespace {

using std::chrono::hours;

constexpr int towers = 100, offices = 1'899, links = 4'000;

std::shared_ptr<const config::Center> center_of(const char* layout) {
  auto out = std::make_shared<config::Center>();
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->center = config::Label("uji");
  catalogue->agencies = {{.id = "uji", .name = {"Uji"}}};
  for (const char* name : {"simpul", "sambungan"}) {
    config::TableInfo table;
    table.name = name;
    table.agency = "uji";
    table.stale_after = hours(1);
    catalogue->tables.push_back(table);
  }
  config::Indicator load;
  load.name = "beban";
  load.title = config::Label("Beban");
  load.agency = "uji";
  load.unit = "%";
  load.freshness = {hours(1), hours(2)};
  catalogue->indicators.push_back(load);
  catalogue->index();
  out->catalogue = catalogue;
  config::PageConfig page;
  page.name = "uji";
  config::PanelConfig panel;
  panel.kind = "network";
  panel.cell = {0, 0, 24, 12};
  config::Complaints complaints;
  const auto options = config::parse_toml("nodes = \"simpul\"\nlinks = \"sambungan\"\nlayout = \"" +
                                              std::string(layout) + "\"\n[link]\nload_series = \"beban\"\n",
                                          "uji.toml", complaints);
  if (options) panel.options.table = *options->table();
  page.panels.push_back(panel);
  out->pages.push_back(page);
  out->usable = true;
  return out;
}

// A ring of towers with chords, each office on two towers; every load is a series. One tower's links are dead.
class Maker {
 public:
  Maker(const config::Center& center, config::Time now) : now_(now) {
    data_->version = 1;
    data_->made = now;
    data_->catalogue = center.catalogue;
    nodes_->name = "simpul";
    links_->name = "sambungan";
    nodes_->received = links_->received = now;
  }

  std::shared_ptr<feeds::Snapshot> make() {
    add_node("pusat", "pusat data", 0, 0);
    for (int i = 0; i < towers; ++i) add_node("menara-" + std::to_string(i), "menara", i, 0.1 + 0.004 * i);
    for (int i = 0; i < offices; ++i) add_node("kantor-" + std::to_string(i), "kantor", i, 0.02 + 0.0003 * i);
    const auto tower = [](int i) { return "menara-" + std::to_string(i % towers); };
    for (int i = 0; i < towers; ++i) add_link(i % 10 == 0 ? "pusat" : tower(i + 13), tower(i), i == 7);
    for (int i = 0; i < offices; ++i) add_link(tower(i), "kantor-" + std::to_string(i), i % towers == 7);
    for (int i = 0; static_cast<int>(links_->rows.size()) < links; ++i)
      add_link(tower(i * 7 + 3), i < offices ? "kantor-" + std::to_string(i) : tower(i), i % 400 == 0);
    data_->tables["simpul"] = nodes_;
    data_->tables["sambungan"] = links_;
    return data_;
  }

 private:
  void add_node(const std::string& key, const std::string& role, int turn, double far) {
    nodes_->rows.push_back({"simpul",
                            key,
                            now_,
                            {{"nama", "Nama " + key},
                             {"peran", role},
                             {"lintang", -3.4 + far * std::sin(turn * 2.399963)},
                             {"bujur", 115.9 + far * std::cos(turn * 2.399963)}}});
  }
  void add_link(const std::string& from, const std::string& to, bool dead) {
    const std::string key = "L" + std::to_string(links_->rows.size());
    links_->rows.push_back({"sambungan",
                            key,
                            now_,
                            {{"label", "PD1-" + key + " / R-" + key},
                             {"dari", from},
                             {"ke", to},
                             {"status", std::string(dead ? "down" : "up")},
                             {"kapasitas", 1000.0}}});
    auto series = std::make_shared<feeds::Series>();
    series->parts = {"beban", "", key};
    series->name = series->parts.to_string();
    series->freshness = data_->catalogue->indicators.front().freshness;
    series->points.push_back({now_, static_cast<double>(links_->rows.size() % 97), now_});
    data_->series[series->name] = std::move(series);
  }

  config::Time now_;
  std::shared_ptr<feeds::Snapshot> data_ = std::make_shared<feeds::Snapshot>();
  std::shared_ptr<feeds::Table> nodes_ = std::make_shared<feeds::Table>(), links_ = std::make_shared<feeds::Table>();
};

config::Result<void> measure(Shell& shell, const BenchArguments& arguments, const std::string& layout,
                             std::vector<Figure>& out) {
  const auto center = center_of(layout.c_str());
  Studio::Options how;
  how.size = parse_size(arguments.size).value_or(SizePx{1920, 1080});
  auto opened = Studio::open(center, how, moment(shell.clock));
  if (!opened) return tl::unexpected(opened.error());
  Studio& studio = **opened;
  const Moment now = moment(shell.clock);
  auto data = Maker(*center, now.wall).make();
  studio.scene().set_snapshot(data);
  double first = 0, longest = 0;
  const auto frame = [&] { studio.scene().frame(studio.canvas(), {now.wall, shell.clock.steady()}); };
  const auto begun = shell.clock.steady();
  first = measured_ms(shell.clock, frame);
  while (!studio.scene().settled()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    studio.scene().redraw();
    longest = std::max(longest, measured_ms(shell.clock, frame));
  }
  const double laid_out = milliseconds(shell.clock.steady() - begun);
  std::vector<double> drawn, fresh, quiet;
  for (int i = 0; i < 60; ++i) {
    studio.scene().redraw();
    drawn.push_back(measured_ms(shell.clock, frame));
    quiet.push_back(measured_ms(shell.clock, frame));
  }
  for (int i = 0; i < 20; ++i) {
    auto next = std::make_shared<feeds::Snapshot>(*data);
    next->version = static_cast<std::uint64_t>(i) + 2;
    studio.scene().set_snapshot(std::move(next));
    fresh.push_back(measured_ms(shell.clock, frame));
  }
  const auto add = [&](const char* key, const char* name, double value) {
    out.push_back({layout + "_" + key, layout + ": " + std::string(shell.words.word(name)), value, "ms", 2});
  };
  add("first_ms", "first frame", first);
  add("longest_ms", "longest frame while it is laid out", longest);
  add("laid_out_ms", "until it stands", laid_out);
  add("drawn_ms", "drawn again, nothing changed (median)", median(drawn));
  add("fresh_ms", "with new data (median)", median(fresh));
  add("quiet_ms", "frame with nothing due (median)", median(quiet));
  return {};
}

}  // namespace

int bench_network(Shell& shell, const BenchArguments& arguments) {
  std::vector<Figure> figures;
  for (const char* layout : {"map", "tree"})
    if (const auto done = measure(shell, arguments, layout, figures); !done)
      return complain(shell.words, done.error(), failed);
  print_figures(shell.words, figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
