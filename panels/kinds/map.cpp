// The districts of the center by class on its map, now, then and between. Main thread.
#include <algorithm>
#include <cmath>
#include <functional>
#include "panels/format.h"
#include "panels/map_controls.h"
#include "panels/map_drill.h"
#include "panels/map_insets.h"
#include "panels/map_scale.h"
#include "panels/map_symbols.h"
#include "panels/map_ways.h"
#include "panels/parts.h"

namespace panels {
namespace {

constexpr Duration play_step = std::chrono::milliseconds(1500), play_rest = std::chrono::seconds(4);
constexpr std::size_t most_sights = 5;  // the map and its insets

struct Options : ChoroplethOptions {
  bool labels = true, values = true, scale = false, north = false;
  WayOptions ways;
  SymbolOptions symbols;

  void describe(auto& field) {
    ChoroplethOptions::describe(field);
    field("labels", labels, "Write the districts' names where they fit");
    field("values", values, "Write the values below the names where they fit");
    field("scale", scale, "Draw below a map of places how long so many kilometres are, where it has room");
    field("north", north, "Draw below a map of places where north is, where it has room: always up");
    ways.describe(field);
    symbols.describe(field);
  }
};

class Map : public Panel {
 public:
  using Options = panels::Options;
  Map(Options options, const PanelSetup& setup)
      : options_(std::move(options)),
        title_(setup.config.title),
        wants_(way_wants(options_, options_.ways, setup.catalogue)) {
    const Indicator* i = setup.catalogue.indicator(options_.indicator.name);
    if (i && title_.empty()) title_ = i->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) { o.check(place, out); }

  std::vector<Want> wants() const override { return wants_; }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out = options_.sources();
    for (std::string& name : options_.symbols.sources()) out.push_back(std::move(name));
    return out;
  }
  ImVec2 least_ems() const override { return {15, 13}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    for (const MomentView& view : moment_views(f, options_, options_.ways, options_.ways.view)) {
      const ChoroplethWords text{options_, view.of, words(f)};
      if (view.of.districts.empty() || !view.of.any()) {
        out.line(text.empty(f));
        continue;
      }
      if (options_.ways.view != Way::now) out.line(view.caption);
      tell_ranking(f, view.of, text, out);
    }
    const config::GeoMap* map = map_of(f).get();
    tell_symbols(f, map_symbols(f, options_.symbols, map), map && map->schematic, out);
  }

  void draw(const Frame& f) override {
    if (!f.full) forget();
    const std::vector<MomentView> views = step_ ? std::vector<MomentView>{{choropleth_of(f, options_, *step_), {}}}
                                                : moment_views(f, options_, options_.ways, way());
    const std::size_t at = playing(f) ? step_of(f, views.size()) : views.size() - 1;
    const Choropleth& shown = views[at].of;
    const ChoroplethWords text{options_, shown, words(f)};
    for (const Entry& e : views.back().of.districts) wake(f, e);
    if (shown.districts.empty() || (!step_ && !views.back().of.any())) return draw_empty(f, f.area, text.empty(f));
    const auto map = step_ ? step_->map : map_of(f);
    if (!map || map->areas.empty())
      return draw_empty(f, f.area, words(f).say({"no map named {}", {f.data.catalogue->map}}));
    if (!areas_ || areas_->shared() != map) areas_.emplace(map);
    colours_.assign(views.size() * most_sights, {});
    Rect room = f.area;
    if (f.full) room = draw_around(f, shown, text);
    room = draw_map_legend(f, room, shown, text);
    if (room.width() < f.look.unit_px * 3 || room.height() < f.look.unit_px * 3) return;
    extent_ = shown_extent(*areas_, shown);
    const Rect foot = take_foot(f, room);
    if (f.full && way() != Way::swipe) lens_.take(f, extent_, room, f.input);
    draw_views(f, views, room, at);
    draw_foot(f, foot);
  }

 private:
  static std::shared_ptr<const config::GeoMap> map_of(const Frame& f) {
    const auto found = f.look.maps.find(f.data.catalogue->map);
    return found == f.look.maps.end() ? nullptr : found->second;
  }
  Way way() const { return step_ ? Way::now : chosen_way_.value_or(options_.ways.view); }
  // What a visitor did goes when the panel is closed.
  void forget() {
    chosen_way_.reset();
    go({});
    edge_ = 0.5f;
    playing_since_.reset();
  }

  // Buttons below, ranking beside or below; returns what is left for the map.
  Rect draw_around(const Frame& f, const Choropleth& of, const ChoroplethWords& text) {
    Rect left = f.area;
    const float gap = f.look.unit_px;
    const float high = ButtonRow::height(f.look);
    draw_buttons(f, {left.left, left.bottom - high, left.right, left.bottom}, of);
    left.bottom -= high + gap;
    const bool beside = left.width() > left.height() * 1.2f;
    Rect ranking = left;
    if (beside) {
      left.right = left.left + left.width() * 0.64f;
      ranking.left = left.right + gap * 1.5f;
    } else {
      left.bottom = left.top + left.height() * 0.62f;
      ranking.top = left.bottom + gap;
    }
    if (const Entry* e = of.find(chosen_)) ranking.top += draw_district(f, ranking, *e, text) + gap * 0.5f;
    if (const auto row = draw_ranking(f, ranking, of, text, chosen_)) choose(f, *row);
    return left;
  }

  // What can be reached from here first: inside the district that was touched, around the center, and back.
  void draw_buttons(const Frame& f, Rect row, const Choropleth& of) {
    const Words& w = words(f);
    std::vector<ButtonRow::Button> buttons;
    std::vector<std::function<void()>> actions;
    const auto add = [&](std::string text, bool on, std::function<void()> action) {
      buttons.push_back({std::move(text), on});
      actions.push_back(std::move(action));
    };
    if (step_) add("‹ " + std::string(w.word("Back to the center")), false, [this] { go({}); });
    const Entry* e = of.find(chosen_);
    if (const auto inside = step_inside(f.look.maps, chosen_); e && inside)
      add(w.say({"Inside {}", {e->label}}), false, [this, inside] { go(inside); });
    if (const auto around = step_around(f.look.maps, f.data.catalogue->code); !step_ && around)
      add(std::string(w.word("Around the center")), false, [this, around] { go(around); });
    if (!step_)
      for (const Way one : all_ways)
        add(way_word(one, w), one == way(), [this, one] {
          chosen_way_ = one;
          playing_since_.reset();
        });
    add("+", false, [this, &f] { lens_.zoom(f, 1.6f); });
    add("−", false, [this, &f] { lens_.zoom(f, 1 / 1.6f); });
    const auto tapped = ButtonRow::draw(f, row, buttons);
    if (!tapped) return;
    actions[*tapped]();
    f.again_at(f.now);
  }
  // To other areas, seen whole; none: the center's districts.
  void go(std::optional<MapStep> to) {
    step_ = std::move(to);
    chosen_.clear();
    lens_.reset();
  }
  void choose(const Frame& f, const std::string& code) {
    chosen_ = code == chosen_ ? std::string() : code;
    f.again_at(f.now);
  }

  void draw_views(const Frame& f, const std::vector<MomentView>& views, Rect room, std::size_t at) {
    if (playing(f)) return draw_playing(f, views, room, at);
    switch (way()) {
      case Way::now:
        return draw_now(f, views[at], room, at);
      case Way::change:
        draw_face(f, views[at], room, at, views[at].caption);
        return;
      case Way::two:
      case Way::multiples:
      case Way::play:
        return draw_beside(f, views, room);
      case Way::swipe:
        return draw_swipe(f, views, room);
    }
  }

  // With what else there is now: warnings, quakes and places.
  void draw_now(const Frame& f, const MomentView& view, Rect room, std::size_t slot) {
    const config::GeoMap& map = areas_->map();
    const MapSymbols symbols = map_symbols(f, options_.symbols, &map);
    const float high = symbol_notes_height(f, symbols, room);
    const Rect notes{room.left, room.bottom - high, room.right, room.bottom};
    room.bottom -= high;
    if (room.height() < f.look.unit_px * 3) return;
    const Drawn drawn = draw_face(f, view, room, slot, {});
    for (const MapSight& sight : drawn.sights) draw_warnings(f, symbols, *areas_, sight, drawn.letters);
    draw_symbol_notes(f, notes, symbols, map.schematic, draw_symbols(f, symbols, drawn.sights, drawn.letters));
  }

  // Returns what is left below a caption.
  static Rect draw_caption(const Frame& f, Rect room, const std::string& caption) {
    if (caption.empty()) return room;
    const Type t = type(f.look, Size::text, Weight::medium);
    const Fitted fitted = fit(caption, t, floor_em(f.look), room.width());
    draw_text(f.paint.list, fitted.type, {room.left, room.top + t.cap()}, f.look.colours.strong, fitted.text);
    return {room.left, room.top + t.line() * 1.1f, room.right, room.bottom};
  }

  // Where scale and north go, if they were asked for and the map has any.
  Rect take_foot(const Frame& f, Rect& room) const {
    const float high = type(f.look, Size::small).line() * 1.3f;
    const bool any = (options_.scale || options_.north) && !areas_->map().schematic && room.height() > high * 12;
    const Rect out{room.left, room.bottom - (any ? high : 0), room.right, room.bottom};
    room.bottom = out.top;
    return out;
  }
  void draw_foot(const Frame& f, Rect foot) const {
    if (foot.height() <= 0 || !sight_) return;
    const MapView& view = sight_->view;
    const double middle = (sight_->clip.top + sight_->clip.bottom) / 2;
    const double y = areas_->map().origin_y + (middle - view.at.y) / view.scale;
    if (options_.scale)
      foot.left =
          draw_scale(f, foot, px_per_km(y, view.scale), f.look.unit_px * 2, foot.width() * 0.7f).right + f.look.unit_px;
    if (options_.north) draw_north(f, foot);
  }

  struct Drawn {
    std::vector<MapSight> sights;  // insets last
    std::vector<Rect> letters;
  };
  Drawn draw_face(const Frame& f, const MomentView& view, Rect room, std::size_t slot, const std::string& caption,
                  std::optional<Rect> part = {}) {
    room = draw_caption(f, room, caption);
    Drawn out;
    const float words_px = type(f.look, Size::small).line();
    const MapParts* parts =
        lens_.whole() && !part && shows_all() ? &parts_.of(areas_->shared(), slot, room, words_px) : nullptr;
    out.sights.push_back({parts ? parts->view : lens_.view(extent_, room), whole_pixels(part.value_or(room))});
    sight_ = out.sights.front();
    if (parts)
      for (const MapInset& inset : parts->insets) out.sights.push_back({inset.view, inset.clip});
    if (f.full && f.input.tap && way() != Way::swipe) tap(f, view.of, out.sights, *f.input.tap);
    for (std::size_t i = 0; i < out.sights.size(); ++i) {
      if (i > 0) draw_frame(f, parts->insets[i - 1]);
      draw_sight(f, view, out.sights[i], slot * most_sights + i, out.letters);
    }
    return out;
  }

  bool shows_all() const { return extent_.least == areas_->map().least && extent_.most == areas_->map().most; }

  void tap(const Frame& f, const Choropleth& of, const std::vector<MapSight>& sights, ImVec2 at) {
    for (auto sight = sights.rbegin(); sight != sights.rend(); ++sight) {
      if (!sight->clip.holds(at.x, at.y)) continue;
      const auto area = areas_->at(sight->view.point(at));
      if (area && of.find(areas_->map().areas[*area].code)) choose(f, areas_->map().areas[*area].code);
      return;
    }
  }

  void draw_sight(const Frame& f, const MomentView& view, const MapSight& sight, std::size_t slot,
                  std::vector<Rect>& letters) {
    const ChoroplethWords text{options_, view.of, words(f)};
    const std::vector<Rect> more =
        draw_map_face(f,
                      {*areas_, view.of, text, sight.view, sight.clip, reinterpret_cast<std::uintptr_t>(this) + slot,
                       options_.labels && way() != Way::multiples, options_.values, lens_.moving(f), chosen_},
                      colours_[slot]);
    letters.insert(letters.end(), more.begin(), more.end());
  }

  // Its ground and edge, and how much larger it is than the rest of the map.
  void draw_frame(const Frame& f, const MapInset& inset) const {
    const Type t = type(f.look, Size::small);
    const Rect& r = inset.frame;
    const config::MapArea& area = areas_->map().areas[inset.first];
    const std::string times = "×" + number(inset.times, inset.times < 1 ? 2 : inset.times == 1.5f ? 1 : 0, words(f));
    f.paint.list.AddRectFilled({r.left, r.top}, {r.right, r.bottom}, f.look.colours.panel);
    f.paint.list.AddRect({r.left, r.top}, {r.right, r.bottom}, f.look.colours.line, 0, 0, hairline(f.look));
    std::vector<std::string> said{times};
    if (inset.areas == 1) said.insert(said.begin(), region_name(*f.data.catalogue, area.code) + " " + times);
    if (const std::string* fits = first_that_fits(said, t, r.width() - t.em * 0.4f))
      draw_text_centred(f.paint.list, t, {(r.left + r.right) / 2, r.bottom - t.em * 0.3f}, f.look.colours.quiet, *fits);
  }

  // In as many columns as make the maps largest.
  void draw_beside(const Frame& f, const std::vector<MomentView>& views, Rect room) {
    const float gap = f.look.unit_px, head = type(f.look, Size::text).line() * 1.1f;
    const std::size_t count = views.size();
    std::size_t best = 1;
    float largest = 0;
    const auto cell = [&](std::size_t columns) {
      const auto across = static_cast<float>(columns), down = static_cast<float>((count + columns - 1) / columns);
      return ImVec2{(room.width() - gap * (across - 1)) / across, (room.height() - gap * (down - 1)) / down};
    };
    for (std::size_t columns = 1; columns <= count; ++columns) {
      const ImVec2 size = cell(columns);
      const float scale = fitted(extent_.least, extent_.most, {0, 0, size.x, size.y - head}).scale;
      if (scale > largest) best = columns;
      largest = std::max(largest, scale);
    }
    const ImVec2 size = cell(best);
    for (std::size_t i = 0; i < count; ++i) {
      const ImVec2 at{room.left + static_cast<float>(i % best) * (size.x + gap),
                      room.top + static_cast<float>(i / best) * (size.y + gap)};
      draw_face(f, views[i], {at.x, at.y, at.x + size.x, at.y + size.y}, i, views[i].caption);
    }
  }

  // Then on the left of the edge, now on its right.
  void draw_swipe(const Frame& f, const std::vector<MomentView>& views, Rect room) {
    if (views.size() < 2) {
      draw_face(f, views.back(), room, views.size() - 1, views.back().caption);
      return;
    }
    const auto take = [&](float x) { edge_ = std::clamp((x - room.left) / room.width(), 0.0f, 1.0f); };
    if (f.full && f.input.tap && room.holds(f.input.tap->x, f.input.tap->y)) take(f.input.tap->x);
    if (f.full && f.input.drag.x != 0 && room.holds(f.input.dragged_to.x, f.input.dragged_to.y))
      take(f.input.dragged_to.x);
    const Type t = type(f.look, Size::text, Weight::medium);
    draw_text(f.paint.list, t, {room.left, room.top + t.cap()}, f.look.colours.strong, views[0].caption);
    draw_text_right(f.paint.list, t, {room.right, room.top + t.cap()}, f.look.colours.strong, views[1].caption);
    room.top += t.line() * 1.1f;
    const float x = std::round(room.left + edge_ * room.width());
    if (x > room.left + 1) draw_face(f, views[0], room, 0, {}, Rect{room.left, room.top, x, room.bottom});
    if (x < room.right - 1) draw_face(f, views[1], room, 1, {}, Rect{x, room.top, room.right, room.bottom});
    const float wide = std::max(2.0f, f.look.unit_px * 0.16f);
    f.paint.list.AddRectFilled({x - wide / 2, room.top}, {x + wide / 2, room.bottom}, f.look.colours.strong);
    f.paint.list.AddCircleFilled({x, (room.top + room.bottom) / 2}, f.look.unit_px * 0.7f, f.look.colours.strong);
  }

  // With reduced motion all moments stand side by side.
  bool playing(const Frame& f) const { return way() == Way::play && !f.look.reduced_motion; }
  // From the first moment to the last, which stays longer.
  std::size_t step_of(const Frame& f, std::size_t count) {
    if (!playing_since_ || *playing_since_ > f.now) playing_since_ = f.now;
    const Duration all = play_step * static_cast<int>(count - 1) + play_rest;
    const Duration in = (f.now - *playing_since_) % all;
    const std::size_t at = std::min(count - 1, static_cast<std::size_t>(in / play_step));
    if (count > 1) f.again_at(f.now - in + (at + 1 < count ? play_step * static_cast<int>(at + 1) : all));
    return at;
  }
  void draw_playing(const Frame& f, const std::vector<MomentView>& views, Rect room, std::size_t at) {
    const float bar = f.look.unit_px * 0.3f, step = room.width() / static_cast<float>(views.size());
    for (std::size_t i = 0; i < views.size(); ++i) {
      const float left = room.left + step * static_cast<float>(i);
      f.paint.list.AddRectFilled({left, room.bottom - bar}, {left + step - bar, room.bottom},
                                 i <= at ? f.look.colours.strong : f.look.colours.line);
    }
    room.bottom -= bar + f.look.unit_px * 0.6f;
    draw_face(f, views[at], room, at, views[at].caption);
  }

  Options options_;
  config::Label title_;
  std::vector<Want> wants_;
  std::optional<Areas> areas_;
  PartsKept parts_;
  std::vector<std::vector<AreaColour>> colours_;  // of the frame being drawn, by view and sight
  std::optional<Way> chosen_way_;
  std::string chosen_;
  std::optional<MapStep> step_;
  MapExtent extent_;
  MapLens lens_;
  std::optional<MapSight> sight_;  // the map drawn last, without its insets
  float edge_ = 0.5f;              // of the width
  std::optional<Time> playing_since_;
};

}  // namespace

extern const PanelKind map_kind;
const PanelKind map_kind = config::kind<Panel, Map>("map", "The districts by class on the center's map");

}  // namespace panels
