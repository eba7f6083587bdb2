// The districts of the center by class on its map. Main thread.
#include <algorithm>
#include <cmath>
#include "panels/grid.h"
#include "panels/map_face.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options : ChoroplethOptions {
  bool labels = true, values = true;

  void describe(auto& field) {
    ChoroplethOptions::describe(field);
    field("labels", labels, "Write the districts' names where they fit");
    field("values", values, "Write the values below the names where they fit");
  }
};

class Map : public Panel {
 public:
  using Options = panels::Options;
  Map(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const Indicator* i = setup.catalogue.indicator(options_.indicator.name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) { o.check(place, out); }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : sources()) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override { return options_.sources(); }
  ImVec2 least_ems() const override { return {15, 13}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Choropleth c = choropleth(f, options_);
    const ChoroplethWords text{options_, c, words(f)};
    if (c.districts.empty() || !c.any()) return out.line(text.empty(f));
    tell_ranking(f, c, text, out);
  }

  void draw(const Frame& f) override {
    const Choropleth c = choropleth(f, options_);
    const ChoroplethWords text{options_, c, words(f)};
    for (const Entry& e : c.districts) wake(f, e);
    if (c.districts.empty() || !c.any()) return draw_empty(f, f.area, text.empty(f));
    const auto found = f.look.maps.find(f.data.catalogue->map);
    if (found == f.look.maps.end() || found->second->areas.empty())
      return draw_empty(f, f.area, words(f).say({"no map named {}", {f.data.catalogue->map}}));
    if (!areas_ || areas_->shared() != found->second) areas_.emplace(found->second);
    Rect left = f.area;
    if (f.full && f.area.width() > f.area.height() * 1.3f) {
      left.right = f.area.left + f.area.width() * 0.6f;
      draw_ranking(f, c, text, {left.right + f.look.unit_px * 1.5f, f.area.top, f.area.right, f.area.bottom});
    }
    const Rect room = draw_map_legend(f, left, c, text);
    if (room.width() < f.look.unit_px * 3 || room.height() < f.look.unit_px * 3) return;
    const config::GeoMap& map = areas_->map();
    draw_map_face(f,
                  {*areas_, c, text, fitted(map.least, map.most, room), whole_pixels(room),
                   reinterpret_cast<std::uintptr_t>(this), options_.labels, options_.values},
                  colours_);
  }

 private:
  static void draw_ranking(const Frame& f, const Choropleth& c, const ChoroplethWords& text, Rect area) {
    const Words& w = words(f);
    Grid grid{{std::string(w.word("district")), std::string(w.word("value"))}, {}, 0};
    for (const Entry& e : ranked(c)) {
      const State state = e.state == State::good ? State::calm : e.state;
      const std::string value = e.shown() ? text.value(e) : "–";
      grid.rows.push_back({{{e.label}, {value, true, e.age != Age::fresh, state}}, state, e.age});
    }
    draw_grid(f, area, grid);
  }

  Options options_;
  config::Label title_;
  std::optional<Areas> areas_;
  std::vector<AreaColour> colours_;  // of the frame being drawn
};

}  // namespace

extern const PanelKind map_kind;
const PanelKind map_kind = config::kind<Panel, Map>("map", "The districts by class on the center's map");

}  // namespace panels
