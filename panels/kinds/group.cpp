// Panels under one title: a grid of its own in one card, parted by thin lines. Main thread.
#include <algorithm>
#include <cmath>

#include "config/suggest.h"
#include "panels/draw.h"
#include "panels/panel.h"
#include "panels/typeset.h"

namespace panels {
namespace {

// One [[page.panel.panel]].
struct Inner {
  std::string kind;
  config::Label title;
  std::vector<int> at;
  config::Rest options;

  void describe(auto& field) {
    field("kind", kind, "Kind of the panel", {.required = true, .example = "\"number\""});
    field("title", title, "Title; where nothing is said the kind finds one");
    field("at", at, "Place on the group's grid: column, row, width, height; counted from 0",
          {.required = true, .least = 0, .example = "[0, 0, 1, 1]"});
    if constexpr (requires { options = field.rest(); }) options = field.rest();
  }
};

struct Options {
  int columns = 2, rows = 1;
  std::vector<Inner> panel;

  void describe(auto& field) {
    field("columns", columns, "Columns of the group's grid", {.least = 1, .most = 24});
    field("rows", rows, "Rows of the group's grid", {.least = 1, .most = 24});
    field("panel", panel, "The panels, each written as [[page.panel.panel]] with the keys of its kind",
          {.required = true, .example = "[{ kind = \"clock\", at = [0, 0, 1, 1] }]"});
  }
};

std::optional<config::Cell> cell_of(const Inner& inner, const Options& o) {
  if (inner.at.size() != 4 || inner.at[2] < 1 || inner.at[3] < 1) return std::nullopt;
  const config::Cell cell{inner.at[0], inner.at[1], inner.at[2], inner.at[3]};
  const bool inside = std::int64_t{cell.column} + cell.width <= o.columns &&
                      std::int64_t{cell.row} + cell.height <= o.rows && cell.column >= 0 && cell.row >= 0;
  return inside ? std::optional(cell) : std::nullopt;
}

bool overlap(const config::Cell& a, const config::Cell& b) {
  return a.column < b.column + b.width && b.column < a.column + a.width && a.row < b.row + b.height &&
         b.row < a.row + a.height;
}

std::vector<std::string> kinds_inside() {
  std::vector<std::string> out;
  for (const PanelKind* kind : panel_kinds())
    if (std::string_view(kind->name) != "group") out.emplace_back(kind->name);
  return out;
}

void check_inner(const Options& o, std::size_t index, const config::References& refs, config::Complaints& out) {
  const Inner& inner = o.panel[index];
  const config::Place& place = inner.options.place;
  const PanelKind* kind = find_panel_kind(inner.kind);
  if (inner.kind == "group") {
    out.push_back({place, {"a group cannot hold another group"}, "give the outer one a finer grid"});
  } else if (!kind && !inner.kind.empty()) {
    out.push_back(
        {place, {"there is no panel kind \"{}\"", {inner.kind}}, config::suggestion(inner.kind, kinds_inside())});
  } else if (kind) {
    kind->check(inner.options, refs, out);
  }
  if (inner.at.empty()) return;  // the reader has said so
  const auto cell = cell_of(inner, o);
  if (!cell)
    return out.push_back({place,
                          {"the panel leaves the group's grid of {} columns and {} rows",
                           {std::to_string(o.columns), std::to_string(o.rows)}},
                          "write at = [column, row, width, height] within it"});
  for (std::size_t i = 0; i < index; ++i)
    if (const auto other = cell_of(o.panel[i], o); other && overlap(*cell, *other))
      return out.push_back({place,
                            {"the panel overlaps the one of line {}", {std::to_string(o.panel[i].options.place.line)}},
                            "move one of them"});
}

class Group : public Panel {
 public:
  using Options = panels::Options;
  Group(Options options, const PanelSetup& setup)
      : columns_(options.columns), rows_(options.rows), title_(setup.config.title) {
    const config::References refs{&setup.catalogue};
    for (const Inner& inner : options.panel) {
      const PanelKind* kind = find_panel_kind(inner.kind);
      const auto cell = cell_of(inner, options);
      if (!kind || !cell) continue;
      config::PanelConfig config;
      config.kind = inner.kind;
      config.title = inner.title;
      config.cell = *cell;
      config.options = inner.options;
      config.place = inner.options.place;
      config::Complaints said;  // by check()
      if (auto panel = kind->make(inner.options, refs, {setup.catalogue, config, setup.page}, said))
        panels_.push_back({*cell, std::move(panel)});
    }
  }
  static void check(const Options& o, const config::Place&, const config::References& refs, config::Complaints& out) {
    for (std::size_t i = 0; i < o.panel.size(); ++i) check_inner(o, i, refs, out);
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const Part& part : panels_) {
      const std::vector<Want> some = part.panel->wants();
      out.insert(out.end(), some.begin(), some.end());
    }
    return out;
  }
  std::vector<std::string> sources() const override {
    return gathered([](const Panel& panel) { return panel.sources(); });
  }
  std::vector<std::string> images() const override {
    return gathered([](const Panel& panel) { return panel.images(); });
  }
  // The largest need of any panel, as if all cells were like its own.
  ImVec2 least_ems() const override {
    ImVec2 out{2, 2};
    for (const Part& part : panels_) {
      const ImVec2 least = part.panel->least_ems();
      out.x = std::max(out.x, least.x * static_cast<float>(columns_) / static_cast<float>(part.cell.width));
      out.y = std::max(out.y, least.y * static_cast<float>(rows_) / static_cast<float>(part.cell.height));
    }
    return {out.x, out.y + (title_.empty() ? 0 : 2)};
  }
  std::vector<Loss> losses(const Look& look, Rect room) const override {
    std::vector<Loss> out;
    for (const Part& part : panels_) {
      Rect inside = place(look, room, part.cell);
      const std::string title = part.panel->title(look);
      const Heading heading = heading_of(look, inside, title);
      if (!heading.whole)
        out.push_back(
            {{"on the display {} the title \"{}\" is cut", {"", title}}, "shorten it, or give the panel more columns"});
      inside.top = std::min(heading.bottom, inside.bottom);
      const std::vector<Loss> some = part.panel->losses(look, inside);
      out.insert(out.end(), some.begin(), some.end());
    }
    return out;
  }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    for (const Part& part : panels_) {
      if (std::string title = part.panel->title(f.look); !title.empty()) out.heading(std::move(title));
      part.panel->tell(f, out);
    }
  }

  void draw(const Frame& f) override {
    draw_separators(f);
    for (Part& part : panels_) draw_part(f, part);
  }

 private:
  struct Part {
    config::Cell cell;
    std::unique_ptr<Panel> panel;
  };

  template <class Names>
  std::vector<std::string> gathered(Names names) const {
    std::vector<std::string> out;
    for (const Part& part : panels_)
      for (std::string& name : names(*part.panel))
        if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
    return out;
  }

  static float gap(const Look& look) { return std::round(look.unit_px * 1.1f); }
  Rect place(const Look& look, const Rect& room, const config::Cell& cell) const {
    const float space = gap(look), wide = (room.width() + space) / static_cast<float>(columns_),
                high = (room.height() + space) / static_cast<float>(rows_);
    const auto at = [](float from, float step, int index) {
      return std::round(from + step * static_cast<float>(index));
    };
    return {at(room.left, wide, cell.column), at(room.top, high, cell.row),
            at(room.left, wide, cell.column + cell.width) - space, at(room.top, high, cell.row + cell.height) - space};
  }

  // The title of a panel inside: on two lines where there is height for it.
  struct Heading {
    std::vector<std::string> lines;
    float bottom = 0;
    bool whole = true;
  };
  static Heading heading_of(const Look& look, const Rect& room, const std::string& title) {
    const Type t = type(look, Size::small, Weight::medium);
    Heading out{{}, room.top, true};
    if (title.empty()) return out;
    const int most = room.height() > look.unit_px * 7 ? 2 : 1;
    out.lines = wrap(title, t, room.width(), most);
    bool broken = false;
    out.whole = all_lines(title, t, room.width(), &broken).size() <= static_cast<std::size_t>(most) && !broken;
    if (!out.lines.empty())
      out.bottom = room.top + t.cap() + t.line() * static_cast<float>(out.lines.size() - 1) + look.unit_px * 0.7f;
    return out;
  }

  // Left of and above each panel that does not stand at the edge, in the middle of the gap.
  void draw_separators(const Frame& f) const {
    const float thick = hairline(f.look), half = std::floor(gap(f.look) / 2);
    const auto rule = [&](float left, float top, float right, float bottom) {
      f.paint.list.AddRectFilled({left, top}, {right, bottom}, f.look.colours.line);
    };
    for (const Part& part : panels_) {
      const Rect r = place(f.look, f.area, part.cell);
      if (r.width() <= 0 || r.height() <= 0) continue;
      if (part.cell.column > 0) rule(r.left - half, r.top, r.left - half + thick, r.bottom);
      if (part.cell.row > 0) rule(r.left, r.top - half, r.right, r.top - half + thick);
    }
  }

  void draw_part(const Frame& f, Part& part) const {
    Frame inner = f;
    inner.area = place(f.look, f.area, part.cell);
    const Look& look = f.look;
    const Type t = type(look, Size::small, Weight::medium);
    if (inner.area.width() < look.unit_px || inner.area.height() < look.unit_px) return;
    if (f.input.tap && !inner.area.holds(f.input.tap->x, f.input.tap->y)) inner.input.tap.reset();
    const Heading heading = heading_of(look, inner.area, part.panel->title(look));
    float baseline = inner.area.top + t.cap();
    for (const std::string& line : heading.lines) {
      draw_text(f.paint.list, t, {inner.area.left, baseline}, look.colours.quiet, line);
      baseline += t.line();
    }
    inner.area.top = heading.bottom;
    inner.area.top = std::min(inner.area.top, inner.area.bottom);
    part.panel->draw(inner);
  }

  int columns_, rows_;
  config::Label title_;
  std::vector<Part> panels_;
};

}  // namespace

extern const PanelKind group_kind;
const PanelKind group_kind = config::kind<Panel, Group>("group", "Several panels under one title");

}  // namespace panels
