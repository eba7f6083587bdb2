// The time and the date of the center's zone. Main thread.
#include <algorithm>

#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  bool seconds = true, date = true;

  void describe(auto& field) {
    field("seconds", seconds, "Show seconds");
    field("date", date, "Show the date in words");
  }
};

class Clock : public Panel {
 public:
  using Options = panels::Options;
  Clock(Options options, const PanelSetup& setup) : options_(options), title_(setup.config.title) {}

  std::vector<Want> wants() const override { return {}; }
  std::vector<std::string> sources() const override { return {}; }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {options_.date ? 12.5f : 8.5f, options_.date ? 5.6f : 3.8f}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    out.line(digits(f) + " " + std::string(config::name(f.look.zone)));
    if (options_.date) out.line(long_date(config::civil(f.now, f.look.zone).date, words(f)));
  }

  void draw(const Frame& f) override {
    const Duration step = options_.seconds ? Duration(std::chrono::seconds(1)) : Duration(std::chrono::minutes(1));
    wake(f, Time((f.now.time_since_epoch() / step + 1) * step));
    const Look& look = f.look;
    const Rect& a = f.area;
    ImDrawList& list = f.paint.list;
    const Type small = type(look, Size::text);
    const bool date = options_.date && a.height() >= look.unit_px * 3.2f;
    const float below = date ? small.cap() + look.unit_px * 0.7f : 0;

    Type large = type(look, Size::huge, Weight::medium);
    const std::string time = digits(f), zone(config::name(look.zone));
    large.em = std::min(large.em, (a.height() - below) / 0.76f);
    const auto whole = [&] {
      return tabular_width(large, time) + large.em * 0.22f + text_width(zone_type(f, large), zone);
    };
    while (large.em > floor_em(look) && whole() > a.width()) large.em = std::max(floor_em(look), large.em - 1);
    const float high = large.cap() + below;
    if (large.em < floor_em(look) || high > a.height() + 1 || tabular_width(large, time) > a.width())
      return draw_empty(f, a, words(f).word("too small to be drawn"));
    const float baseline = a.top + (a.height() - high) / 2 + large.cap();
    draw_tabular(list, large, {a.left, baseline}, look.colours.strong, time);
    if (whole() <= a.width())
      draw_text(list, zone_type(f, large), {a.left + tabular_width(large, time) + large.em * 0.22f, baseline},
                look.colours.quiet, zone);
    if (!date) return;
    const Fitted day = fit(day_text(f, small), small, floor_em(look), a.width());
    draw_text(list, day.type, {a.left, baseline + below}, look.colours.quiet, day.text);
  }

 private:
  std::string digits(const Frame& f) const {
    const config::Civil c = config::civil(f.now, f.look.zone);
    std::string out = hour(f.now, f.look.zone, words(f));
    if (!options_.seconds) return out;
    out += words(f).indonesian() ? '.' : ':';
    out += static_cast<char>('0' + c.second / 10);
    out += static_cast<char>('0' + c.second % 10);
    return out;
  }
  static Type zone_type(const Frame& f, Type large) {
    return {f.look.regular, std::max(floor_em(f.look), large.em * 0.4f)};
  }
  // The date in full, or as much of it as fits: the weekday goes first, then the month is shortened.
  static std::string day_text(const Frame& f, Type t) {
    const config::Date d = config::civil(f.now, f.look.zone).date;
    const Type least{t.font, floor_em(f.look)};
    if (std::string whole = long_date(d, words(f)); text_width(least, whole) <= f.area.width()) return whole;
    if (std::string plain = date(d, words(f)); text_width(least, plain) <= f.area.width()) return plain;
    return short_date(d, words(f));
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind clock_kind;
const PanelKind clock_kind = config::kind<Panel, Clock>("clock", "The time and the date of the center's zone");

}  // namespace panels
