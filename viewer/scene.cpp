// Pages, turns, input and the frame of a scene; see scene.h. Main thread.
#include <algorithm>
#include <cmath>
#include "panels/format.h"
#include "viewer/scene_impl.h"

namespace viewer {
namespace {

constexpr std::chrono::seconds opened_for{60};
constexpr config::Duration page_change = std::chrono::milliseconds(400);  // LOOK 9

std::vector<Page> make_pages(const config::Center& center, const config::DisplayConfig& display) {
  std::vector<Page> pages;
  const config::References refs{center.catalogue.get()};
  const auto add = [&](const config::PageConfig& config) {
    Page page;
    page.config = &config;
    for (const config::PanelConfig& panel : config.panels) {
      const panels::PanelKind* kind = panels::find_panel_kind(panel.kind);
      config::Complaints ignored;  // `load` has said them
      page.panels.push_back(kind ? kind->make(panel.options, refs, {*center.catalogue, panel, config.name}, ignored)
                                 : nullptr);
    }
    pages.push_back(std::move(page));
  };
  if (display.pages.empty())
    for (const auto& config : center.pages) add(config);
  for (const std::string& name : display.pages)
    for (const auto& config : center.pages)
      if (config.name == name) add(config);
  return pages;
}

}  // namespace

Moment moment(const feeds::Clock& clock) {
  return {clock.now(), clock.steady()};
}

// Turns -------------------------------------------------------------------------------------------------------------
void Scene::Impl::start_turn(Moment now) {
  const Page* p = current();
  const bool alone = pages.size() < 2 && (!p || p->sheets.size() < 2);
  turns.start(now.steady, p && !alone ? p->config->rotation : config::Duration{0});
  arranged = false;
}
void Scene::Impl::go(std::size_t to, std::size_t to_sheet, Moment now) {
  forward = to > page || (to == page && to_sheet >= sheet);
  if (turns_pages && !look->reduced_motion) turning = now.steady;
  page = to;
  sheet = to_sheet;
  open = nothing;
  start_turn(now);
}
void Scene::Impl::step(bool on, Moment now) {
  const Page* p = current();
  if (!p) return;
  if (on && sheet + 1 < p->sheets.size()) return go(page, sheet + 1, now);
  if (!on && sheet > 0) return go(page, sheet - 1, now);
  const std::size_t next = (page + (on ? 1 : pages.size() - 1)) % pages.size();
  go(next, on ? 0 : pages[next].sheets.size() - 1, now);
  forward = on;  // over the ends too
}
void Scene::Impl::close_panel() {
  open = nothing;
  arranged = false;
}
void Scene::Impl::by_itself(Moment now) {
  if (open != nothing && now.steady >= opened_until) {
    close_panel();
    start_turn(now);  // a whole one, for who looks at the page again
  }
  if (const auto ends = turns.ends(); open == nothing && ends && now.steady >= *ends) step(true, now);
}

// Input -------------------------------------------------------------------------------------------------------------
void Scene::Impl::key_page(int digit, Moment now) {
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (pages[i].config->key == digit) return go(i, 0, now);
  const auto index = static_cast<std::size_t>(digit - 1);
  if (index < pages.size() && pages[index].config->key == 0) go(index, 0, now);
}
void Scene::Impl::click(float x, float y, Moment now) {
  const bool on_header = to_rect(header_area(size, look->unit_px)).holds(x, y);
  if (open != nothing) {
    if (on_header) return close_panel();
    return inside_open({InputEvent::Kind::click, 0, x, y});
  }
  if (on_header) return step(true, now);
  const Page* p = current();
  if (!p) return;
  for (const Placed& placed : p->sheets[sheet]) {
    if (!to_rect(placed.area).holds(x, y) || !p->panels[placed.panel]) continue;
    open = placed.panel;
    arranged = false;
  }
}

// To the panel that is open, at its next frame.
void Scene::Impl::inside_open(const InputEvent& event) {
  const ImVec2 place{event.x, event.y};
  if (open == nothing) return;
  if (event.kind == InputEvent::Kind::click) input.tap = place;
  if (event.kind == InputEvent::Kind::drag) {
    input.drag = {input.drag.x + event.dx, input.drag.y + event.dy};
    input.dragged_to = place;
  }
  if (event.kind == InputEvent::Kind::wheel) {
    input.zoom *= std::pow(1.25f, event.dy);
    input.zoomed_at = place;
  }
  for (Spot& spot : spots)
    if (to_rect(spot.area).holds(event.x, event.y)) spot.due = Time::min();
}

// The header at once, panels in the direction of reading, each a whole picture; the rest of the time is for what is
// cleared.
config::Duration Scene::Impl::appears(const Spot& spot) const {
  const float from = forward ? static_cast<float>(spot.area.left) : static_cast<float>(size.width - spot.area.right);
  const bool header = spot.area.width() > size.width * 9 / 10 && spot.area.top == 0;
  const float share = std::clamp(from / static_cast<float>(std::max(1, size.width)), 0.0f, 1.0f);
  return header ? config::Duration{0} : std::chrono::duration_cast<config::Duration>(page_change * share);
}

void Scene::Impl::all_due() {
  for (Spot& spot : spots) spot.due = Time::min();
}
void Scene::Impl::watch_clock(Moment now) {
  const auto ahead = std::chrono::duration_cast<config::Duration>(now.wall.time_since_epoch()) -
                     std::chrono::duration_cast<config::Duration>(now.steady.time_since_epoch());
  if (wall_ahead && std::chrono::abs(ahead - *wall_ahead) > std::chrono::milliseconds(500)) all_due();
  wall_ahead = ahead;
}
bool Scene::Impl::anything_due(Moment now) const {
  return std::any_of(spots.begin(), spots.end(), [&](const Spot& s) { return s.due <= now.wall; });
}
config::Duration Scene::Impl::sleep(Moment now) const {
  config::Duration most = std::chrono::minutes(1);  // a wall clock that was set is noticed within it
  const auto until = [&](feeds::Steady when) {
    most = std::min(most, std::chrono::ceil<config::Duration>(when - now.steady));
  };
  for (const Spot& spot : spots)
    if (spot.due != Time::max()) most = std::min(most, std::chrono::ceil<config::Duration>(spot.due - now.wall));
  if (open != nothing) until(opened_until);
  if (const auto ends = turns.ends(); ends && open == nothing) until(*ends);
  return std::max(most, config::Duration{0});
}

Scene::Scene(std::shared_ptr<const config::Center> center, config::DisplayConfig display,
             std::shared_ptr<const panels::Look> look, SizePx size, Moment now)
    : impl_(std::make_unique<Impl>()) {
  impl_->at = now;
  impl_->pages = make_pages(*center, display);
  auto empty = std::make_shared<feeds::Snapshot>();
  empty->catalogue = center->catalogue;
  impl_->data = std::move(empty);
  impl_->center = std::move(center);
  impl_->display = std::move(display);
  set_look(std::move(look), size, now);
  impl_->start_turn(now);
}

Scene::~Scene() = default;

void Scene::set_look(std::shared_ptr<const panels::Look> look, SizePx size, Moment) {
  impl_->look = std::move(look);
  impl_->size = size;
  impl_->make_still();
  impl_->lay_out_all();
}

void Scene::set_snapshot(SnapshotPtr data) {
  if (!data || data == impl_->data) return;
  impl_->data = std::move(data);
  impl_->gather_notices();
  impl_->all_due();
}

void Scene::set_notices(std::vector<feeds::Notice> notices) {
  impl_->own_notices = std::move(notices);
  impl_->gather_notices();
  impl_->all_due();
}

void Scene::set_past(std::optional<Time> at) {
  if (at == impl_->past) return;
  const bool appears = at.has_value() != impl_->past.has_value();
  impl_->past = at;
  impl_->make_still();
  if (appears) impl_->lay_out_all();
  impl_->all_due();
}

void Scene::handle(const InputEvent& event, Moment now) {
  using Kind = InputEvent::Kind;
  Impl& my = *impl_;
  my.by_itself(now);
  switch (event.kind) {
    case Kind::digit:
      my.key_page(event.digit, now);
      break;
    case Kind::left:
      my.step(false, now);
      break;
    case Kind::right:
      my.step(true, now);
      break;
    case Kind::space:
      my.paused = !my.paused;
      my.turns.hold(my.paused, now.steady);
      my.all_due();
      break;
    case Kind::escape:
      my.close_panel();
      break;
    case Kind::click:
      my.click(event.x, event.y, now);
      break;
    case Kind::drag:
    case Kind::wheel:
      my.inside_open(event);
      break;
    default:
      return;
  }
  my.turns.touched(now.steady);
  my.opened_until = now.steady + opened_for;
}

std::vector<std::string> Scene::pages() const {
  std::vector<std::string> names;
  for (const Page& page : impl_->pages) names.push_back(page.config->name);
  return names;
}
std::string Scene::center() const {
  return impl_->label(impl_->center->catalogue->center);
}
std::string Scene::heading(const std::string& name) const {
  for (const Page& page : impl_->pages)
    if (page.config->name == name) return impl_->heading(page);
  return {};
}
const std::string& Scene::page() const {
  return impl_->current() ? impl_->current()->config->name : impl_->no_page;
}
bool Scene::show(const std::string& page, Moment now) {
  for (std::size_t i = 0; i < impl_->pages.size(); ++i) {
    if (impl_->pages[i].config->name != page) continue;
    impl_->go(i, 0, now);
    return true;
  }
  return false;
}
void Scene::set_turning(bool turns) {
  impl_->turns_pages = turns;
}
void Scene::hold(bool held) {
  impl_->turns.hold(held, impl_->at.steady);
}
std::size_t Scene::sheet() const {
  return impl_->sheet;
}
std::size_t Scene::sheets() const {
  return impl_->current() ? impl_->current()->sheets.size() : 1;
}
void Scene::show_sheet(std::size_t sheet, Moment now) {
  if (sheet < sheets()) impl_->go(impl_->page, sheet, now);
}
bool Scene::opened() const {
  return impl_->open != nothing;
}

std::string Scene::title() const {
  const Header h = impl_->header();
  std::string out = h.center + " · " + h.page;
  if (h.sheets > 1) out += " " + std::to_string(h.sheet + 1) + "/" + std::to_string(h.sheets);
  if (h.open) out += " · " + (h.opened.empty() ? std::string(impl_->look->words->word("opened")) : h.opened);
  if (impl_->past) {
    const config::Words& words = *impl_->look->words;
    const std::string when = panels::short_date(config::civil(*impl_->past, impl_->look->zone).date, words) + ", " +
                             panels::clock_time(*impl_->past, impl_->look->zone, words);
    out += " · " + words.say({"Not now: {}", {when}});
  }
  if (h.paused) out += " · " + std::string(impl_->look->words->word("paused"));
  return out;
}

std::vector<panels::Want> Scene::wants() const {
  std::vector<panels::Want> all;
  for (const Page& page : impl_->pages)
    for (const auto& panel : page.panels) {
      if (!panel) continue;
      const std::vector<panels::Want> some = panel->wants();
      all.insert(all.end(), some.begin(), some.end());
    }
  return all;
}

std::vector<std::string> Scene::images() const {
  std::vector<std::string> all;
  for (const Page& page : impl_->pages)
    for (const auto& panel : page.panels) {
      if (!panel) continue;
      const std::vector<std::string> some = panel->images();
      all.insert(all.end(), some.begin(), some.end());
    }
  return all;
}

bool Scene::settled() const {
  const Page* p = impl_->current();
  if (!p) return true;
  const auto done = [p](std::size_t panel) { return !p->panels[panel] || p->panels[panel]->settled(); };
  if (impl_->open != nothing) return done(impl_->open);
  const Sheet& shown = p->sheets[impl_->sheet];
  return std::all_of(shown.begin(), shown.end(), [&](const Placed& placed) { return done(placed.panel); });
}

void Scene::redraw() {
  impl_->all_due();
}

config::Duration Scene::frame(Canvas& canvas, Moment now) {
  Impl& my = *impl_;
  my.at = now;
  my.by_itself(now);
  my.watch_clock(now);
  const bool fresh = !my.arranged;
  if (fresh) my.arrange();
  if (!fresh && !my.turning && !my.anything_due(now) && canvas.whole()) return my.sleep(now);
  const config::Duration turned =
      my.turning ? std::chrono::floor<config::Duration>(now.steady - *my.turning) : page_change;
  if (turned >= page_change || !canvas.whole()) my.turning.reset();
  my.areas = &canvas.areas();
  canvas.begin(my.look->colours.field);
  if (my.turning) canvas.leave_others();
  for (Spot& spot : my.spots) {
    if (my.turning && my.appears(spot) > turned) {
      spot.due = now.wall + (my.appears(spot) - turned);
      continue;
    }
    if (spot.due > now.wall && canvas.keep(spot.id, spot.area)) continue;
    spot.due = Time::max();
    spot.draw(canvas.draw(spot.id, spot.area), spot);
  }
  canvas.finish();
  return my.turning ? std::min(page_change - turned, my.sleep(now)) : my.sleep(now);
}

bool Scene::tell(const std::string& name, Time now, panels::Telling& out) const {
  const Impl& my = *impl_;
  for (const Page& page : my.pages) {
    if (page.config->name != name) continue;
    out.heading(my.heading(page));
    if (my.data->simulated) out.line(std::string(my.look->words->word("SIMULATED DATA")));
    if (my.past) out.line(past_words(*my.past, *my.look));
    for (const std::vector<feeds::Notice>* notices : {&my.data->notices, &my.notices})
      for (const feeds::Notice& notice : *notices) out.line(my.look->words->say(notice.text));
    ImDrawList list(ImGui::GetDrawListSharedData());
    panels::Paint paint{list, nullptr};
    for (const Sheet& sheet : page.sheets)
      for (const Placed& placed : sheet) {
        if (!page.panels[placed.panel]) continue;
        const panels::Frame frame{*my.data, to_rect(placed.area), now, *my.look, paint, {}, false, [](Time) {}};
        const panels::Panel& panel = *page.panels[placed.panel];
        if (std::string title = panel.title(*my.look); !title.empty()) out.heading(std::move(title));
        panel.tell(frame, out);
      }
    return true;
  }
  return false;
}

}  // namespace viewer
