// Services, sites or links in the official month: time up by day, the target and what is left of it, outages with their
// length and the mean time to repair. Main thread.
#include <algorithm>

#include "panels/format.h"
#include "panels/grid.h"
#include "panels/headline.h"
#include "panels/outage_rows.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  config::RegionCode region;
  std::vector<std::string> items;
  std::map<std::string, config::Label> names;
  std::optional<double> target;
  config::TableName sla, planned;
  std::string sla_item = "key", sla_target = "sla", planned_item = "layanan", planned_begin = "mulai",
              planned_end = "selesai";

  void describe(auto& field) {
    field("indicator", indicator, "The indicator that says whether something is up: 1 or 0, or percent",
          {.required = true, .example = "\"situs.aktif\""});
    field("region", region, "Only of this district", {.example = "\"63.10.04\""});
    field("items", items, "Only these items, also when nothing is known of them; without it, all",
          {.example = "[\"PPID\", \"JDIH\"]"});
    field("names", names, "What is written in place of an item", {.example = "{ lpse = \"Pengadaan (LPSE)\" }"});
    field("target", target, "The share of a month that it is to be up, in percent",
          {.least = 0, .most = 100, .example = "99.5"});
    field("sla", sla, "Table with a target for each item; items that are not in it have `target`",
          {.example = "\"layanan.sla\""});
    field("sla_item", sla_item, "The field of `sla` with the item; \"key\" is the row's key");
    field("sla_target", sla_target, "The field of `sla` with the target in percent");
    field("planned", planned, "Table of planned work, a row each: that time is left out of the month",
          {.example = "\"layanan.pemeliharaan\""});
    field("planned_item", planned_item, "The field of `planned` with the item; a row without one is for all");
    field("planned_begin", planned_begin, "The field of `planned` with the time at which the work begins");
    field("planned_end", planned_end, "The field of `planned` with the time at which it ends");
  }
};

class OutagesPanel : public Panel {
 public:
  using Options = panels::Options;
  OutagesPanel(Options o, const PanelSetup& setup) : title_(setup.config.title) {
    const Indicator* indicator = setup.catalogue.indicator(o.indicator.name);
    if (title_.empty() && indicator) title_ = indicator->title;
    choice_ = {o.indicator.name, o.region.code, o.items,        o.names,        o.target,        o.sla.name,
               o.sla_item,       o.sla_target,  o.planned.name, o.planned_item, o.planned_begin, o.planned_end};
  }
  static void check(const Options& o, const config::Place& place, const config::References& refs,
                    config::Complaints& out) {
    const Indicator* indicator = refs.catalogue ? refs.catalogue->indicator(o.indicator.name) : nullptr;
    if (indicator && indicator->freshness.period != config::Period::none)
      out.push_back({place,
                     {"{} comes by period: it does not say when something went down", {o.indicator.name}},
                     {"name a live indicator"}});
    for (const auto& [item, name] : o.names)
      if (!o.items.empty() && std::find(o.items.begin(), o.items.end(), item) == o.items.end())
        out.push_back({place, {"{} has a name, but is none of items", {item}}, {"add it to items"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : series()) out.push_back({name, outage_span, 0, feeds::Reduce::runs});
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out = series();
    for (const std::string& table : {choice_.sla, choice_.planned})
      if (!table.empty()) out.push_back(table);
    return out;
  }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {13, 7}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Outages all = outages_of(f, choice_);
    const Words& w = words(f);
    if (!all.why.empty()) return out.line(all.why);
    out.line(headlines(all, f).front());
    for (const std::string& line : details(all, f)) out.line(line);
    std::vector<std::string> head;
    for (const char* key : {"service", "state", "time up", "target", "allowance", "outages", "longest",
                            "mean time to repair", "without data", "planned work", "month before"})
      head.emplace_back(w.word(key));
    std::vector<std::vector<std::string>> rows;
    for (const OutageRow& r : all.rows) rows.push_back(told(r, f));
    out.table(std::move(head), std::move(rows));
    const Grid list = list_of(f, all);
    if (list.rows.empty()) return;
    std::vector<std::vector<std::string>> lines;
    for (const GridRow& r : list.rows) {
      std::vector<std::string> line;
      for (const GridCell& c : r.cells) line.push_back(c.text);
      lines.push_back(std::move(line));
    }
    out.table(list.head, std::move(lines));
  }

  void draw(const Frame& f) override {
    const Outages all = outages_of(f, choice_);
    wake_up(f, all);
    if (!all.why.empty()) return draw_empty(f, f.area, all.why);
    const float unit = f.look.unit_px, row = unit * 1.5f;
    const OutageRow& first = all.rows.front();
    Headline headline{headlines(all, f), state_of(first), shape_of(first), false};
    Rect area = f.area;
    if (area.height() < row * 6 || area.width() < row * 14) {
      auto pieces = worst_texts(all, f);
      for (std::string& more : details(all, f)) pieces.push_back(std::move(more));
      draw_headline(f, area, headline, pieces, 0);
      return;
    }
    const auto rows = static_cast<float>(all.rows.size());
    // One line of what is not counted stays, whatever it costs.
    const float least = std::min(row * std::clamp(rows + 2, 4.0f, 10.0f), area.height() - unit * 3.6f);
    area.top = draw_headline(f, area, headline, details(all, f), least);
    const Grid list = list_of(f, all);
    // The list of outages has what the rows leave; with more room both get it.
    const float head = unit * 1.7f, lines = rows + static_cast<float>(list.rows.size());
    const float pitch = std::clamp((area.height() - head * 2 - unit) / lines, unit * 2.1f, unit * 3);
    const float wanted = head + pitch * rows, over = area.height() - wanted - unit;
    if (over < row * 3.5f || list.rows.empty()) return draw_grid(f, area, grid_of(f, all));
    draw_grid(f, {area.left, area.top, area.right, area.top + wanted}, grid_of(f, all));
    draw_grid_blocks(f, {area.left, area.bottom - over, area.right, area.bottom}, list, 34);
  }

 private:
  std::vector<std::string> series() const {
    if (choice_.items.empty()) return {choice_.indicator};
    std::vector<std::string> out;
    for (const std::string& item : choice_.items) out.push_back(series_name(choice_.indicator, choice_.region, item));
    return out;
  }

  static void wake_up(const Frame& f, const Outages& all) {
    constexpr Duration minute = std::chrono::minutes(1);
    bool running = false;
    for (const OutageRow& r : all.rows) {
      wake(f, r.up);
      running = running || r.running;
    }
    if (running) wake(f, Time((f.now.time_since_epoch() / minute + 1) * minute));
    const config::Date today = config::civil(f.now, f.look.zone).date;
    wake(f, config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
  }

  static Shape shape_of(const OutageRow& r) {
    if (r.need == OutageNeed::down) return Shape::diamond;
    if (r.need == OutageNeed::missed) return Shape::triangle;
    return r.need == OutageNeed::unknown || r.need == OutageNeed::late ? Shape::hatch : Shape::none;
  }

  static std::string length_or_dash(std::optional<Duration> d, const Words& w, bool brief = false) {
    return d && *d > Duration{} ? exact_length(*d, w, brief) : "–";
  }

  static std::vector<std::string> told(const OutageRow& r, const Frame& f) {
    const Words& w = words(f);
    const std::string budget = budget_text(r, w);
    return {r.name,
            state_texts(r, f).front(),
            percent_text(r.month, w),
            r.target ? bound(*r.target, "%", 2, w) : "–",
            budget.empty() ? "–" : budget,
            std::to_string(r.month.outages),
            length_or_dash(r.month.longest, w),
            length_or_dash(r.month.repair, w),
            length_or_dash(r.month.no_data, w),
            length_or_dash(r.month.planned, w),
            percent_text(r.last, w)};
  }

  // Columns in order of need: the last are left out first.
  static Grid grid_of(const Frame& f, const Outages& all) {
    const Words& w = words(f);
    Grid out;
    const bool targets = std::any_of(all.rows.begin(), all.rows.end(), [](const OutageRow& r) { return r.target; });
    const bool gaps =
        std::any_of(all.rows.begin(), all.rows.end(), [](const OutageRow& r) { return r.month.no_data > Duration{}; });
    const bool work =
        std::any_of(all.rows.begin(), all.rows.end(), [](const OutageRow& r) { return r.month.planned > Duration{}; });
    const auto head = [&](const char* key) { out.head.emplace_back(w.word(key)); };
    head("service");
    head("state");
    head("time up");
    if (targets) head("allowance left");
    out.head.push_back(month_name(all.month, f.look.zone, w));
    head("outages");
    head("longest");
    head("mean time to repair");
    if (targets) head("target");
    head("month before");
    if (gaps) head("without data");
    if (work) head("planned time");
    for (const OutageRow& r : all.rows) {
      GridRow row;
      row.state = state_of(r);
      row.age = r.need == OutageNeed::unknown ? Age::missing : r.need == OutageNeed::late ? Age::late : Age::fresh;
      const auto number_cell = [&](std::string text) {
        const bool none = text == "–";
        row.cells.push_back({std::move(text), true, none});
      };
      row.cells.push_back({r.name, false, !r.up.shown()});
      row.cells.push_back(
          {state_texts(r, f).back(), false, row.age != Age::fresh, row.state == State::bad ? State::bad : State::calm});
      row.cells.back().least_ems = 9;
      number_cell(percent_text(r.month, w));
      if (targets) number_cell(brief_budget(r, w));
      row.cells.push_back(days_cell(r, all.month));
      number_cell(std::to_string(r.month.outages));
      number_cell(length_or_dash(r.month.longest, w, true));
      number_cell(length_or_dash(r.month.repair, w, true));
      if (targets) number_cell(r.target ? bound(*r.target, "%", 2, w) : "–");
      number_cell(percent_text(r.last, w));
      if (gaps) number_cell(length_or_dash(r.month.no_data, w, true));
      if (work) number_cell(length_or_dash(r.month.planned, w, true));
      out.rows.push_back(std::move(row));
    }
    return out;
  }

  // The days of the month as bars, those to come as a thin line.
  static GridCell days_cell(const OutageRow& r, Span month) {
    GridCell out;
    out.least_ems = 9;
    const auto all = static_cast<float>((month.end - month.begin) / std::chrono::hours(24));
    out.picture = [days = r.days, all, target = r.target](const Frame& f, Rect a) {
      const auto count = static_cast<float>(days.days.size());
      const float to = a.left + a.width() * count / all;
      draw_uptime(f, {a.left, a.top, to, a.bottom}, days, static_cast<int>(count), target ? 1 - *target / 100 : 0);
      const float thin = hairline(f.look);
      if (a.right - to > thin)
        f.paint.list.AddRectFilled({to, a.bottom - thin}, {a.right, a.bottom}, f.look.colours.line);
    };
    return out;
  }

  // The outages of the month, those that go on first, then the newest.
  static Grid list_of(const Frame& f, const Outages& all) {
    struct Line {
      const OutageRow* row;
      const Outage* outage;
    };
    std::vector<Line> lines;
    for (const OutageRow& r : all.rows)
      for (const Outage& o : r.outages) lines.push_back({&r, &o});
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      if (a.outage->end.has_value() != b.outage->end.has_value()) return !a.outage->end;
      return a.outage->begin > b.outage->begin;
    });
    const Words& w = words(f);
    Grid out;
    for (const char* key : {"outage", "since", "until", "length"}) out.head.emplace_back(w.word(key));
    for (const Line& l : lines) {
      GridRow row;
      const bool running = l.row->running && !l.outage->end;
      row.state = running && !l.row->planned_until ? State::bad : State::calm;
      row.age = !l.outage->end && !running ? Age::missing : Age::fresh;
      std::string until = l.outage->end ? moment(*l.outage->end, f.now, f.look.zone, w)
                                        : std::string(w.word(running ? "goes on" : "not known"));
      if (l.outage->gap > Duration{}) until += ", " + w.say({"{} without data", {exact_length(l.outage->gap, w)}});
      row.cells = {{l.row->name}, {outage_begin(*l.outage, f)}, {until}, {outage_length(*l.outage, w), true}};
      out.rows.push_back(std::move(row));
    }
    return out;
  }

  OutageChoice choice_;
  config::Label title_;
};

}  // namespace

extern const PanelKind outages_kind;
const PanelKind outages_kind = config::kind<Panel, OutagesPanel>(
    "outages", "The official month of services, sites or links: time up against the target, outages, time to repair");

}  // namespace panels
