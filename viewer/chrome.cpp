// See chrome.h. Main thread.
#include "viewer/chrome.h"
#include <algorithm>
#include <cfloat>
#include <cmath>
#include <optional>
#include "panels/draw.h"
#include "panels/format.h"

namespace viewer {
namespace {

using panels::Look;
using panels::Shape;
using panels::Size;
using panels::Type;
using panels::Weight;

// Text whose capitals are centred on `middle`, or which stands on the same line as text of type `main` that is; returns
// where it ends.
float put(ImDrawList& list, Type type, float left, float middle, ImU32 colour, std::string_view text,
          std::optional<Type> main = {}) {
  const float baseline = std::round(middle + main.value_or(type).cap() / 2);
  panels::draw_text(list, type, {std::round(left), baseline}, colour, text);
  return std::round(left) + panels::text_width(type, text);
}
void put_icon(ImDrawList& list, const Look& look, float size, float left, float middle, ImU32 colour,
              const char* icon) {
  list.AddText(look.icons, std::round(size), {std::round(left), std::round(middle - size / 2)}, colour, icon);
}

ImU32 with_alpha(ImU32 colour, float alpha) {
  return (colour & ~IM_COL32_A_MASK) | (static_cast<ImU32>(alpha * 255) << IM_COL32_A_SHIFT);
}

// Words on an outlined plate whose left end is hatched: a state that is not an alarm.
float plate_width(const Look& look, const std::string& text) {
  return panels::text_width(panels::type(look, Size::small, Weight::bold), text) + look.em(Size::small) * 2.1f;
}
void draw_plate(ImDrawList& list, const Look& look, float left, float middle, const std::string& text) {
  const float em = look.em(Size::small), high = std::round(em * 1.7f);
  const ImVec2 least{std::round(left), std::round(middle - high / 2)};
  const ImVec2 most{std::round(left + plate_width(look, text)), least.y + high};
  const float line = std::max(1.0f, std::round(em * 0.07f)), hatch = std::round(em * 0.9f);
  panels::draw_hatch(list, {least.x, least.y, least.x + hatch, most.y}, em * 0.32f, line * 1.5f, look.colours.strong);
  const float in = line / 2 - 0.5f;  // ImGui draws half a pixel inside what it is told
  list.AddRect({least.x + in, least.y + in}, {most.x - in, most.y - in}, look.colours.strong, 0, 0, line);
  put(list, panels::type(look, Size::small, Weight::bold), least.x + hatch + em * 0.6f, middle, look.colours.strong,
      text);
}

float dots_width(const Look& look, const Header& header) {
  const float em = look.em(Size::small);
  return header.pages < 2 && header.sheets < 2 ? 0 : static_cast<float>(header.pages) * em * 0.8f + em * 0.9f;
}
// A dot a page; the one shown is a bar, divided where the page has several sheets.
void draw_dots(ImDrawList& list, const Look& look, const Header& header, float left, float middle) {
  const float em = look.em(Size::small), radius = std::max(1.5f, em * 0.16f);
  float x = left;
  for (std::size_t i = 0; i < header.pages; ++i) {
    if (i != header.current) {
      list.AddCircleFilled({x + radius, middle}, radius, with_alpha(look.colours.quiet, 0.7f));
      x += em * 0.8f;
      continue;
    }
    const float bar = em * 1.3f, parts = static_cast<float>(std::max<std::size_t>(1, header.sheets));
    const float space = parts > 1 ? std::max(1.0f, em * 0.1f) : 0, part = (bar - space * (parts - 1)) / parts;
    for (std::size_t s = 0; s < header.sheets; ++s) {
      const float from = x + static_cast<float>(s) * (part + space);
      list.AddRectFilled({from, middle - radius}, {from + part, middle + radius},
                         s == header.sheet ? look.colours.strong : with_alpha(look.colours.quiet, 0.5f),
                         parts > 1 ? 0 : radius);
    }
    x += em * 1.7f;
  }
}

std::string when_of(config::Time at, const Look& look) {
  return panels::long_date(config::civil(at, look.zone).date, *look.words) + ", " +
         panels::clock_time(at, look.zone, *look.words);
}

}  // namespace

void draw_header(ImDrawList& list, RectPx area, const Look& look, const Header& header, config::Time now) {
  const float em = look.em(Size::small);
  const Type big = panels::type(look, Size::title, Weight::bold),
             clock = panels::type(look, Size::title, Weight::medium);
  const Type text = panels::type(look, Size::text);
  const float middle = std::round(static_cast<float>(area.top + area.bottom) / 2 + em * 0.08f);
  float right = static_cast<float>(area.right) - em * 0.75f, left = static_cast<float>(area.left) + em * 0.75f;

  const std::string_view zone = config::name(look.zone);
  const std::string time = panels::hour(now, look.zone, *look.words);
  right -= panels::text_width(text, zone);
  put(list, text, right, middle, look.colours.quiet, zone, clock);
  right -= panels::tabular_width(clock, time) + em * 0.4f;
  panels::draw_tabular(list, clock, {std::round(right), std::round(middle + clock.cap() / 2)}, look.colours.strong,
                       time);
  right -= em * 1.2f;

  if (header.open) {
    put_icon(list, look, big.em * 1.2f, left, middle, look.colours.strong, "\xEE\x97\x84");  // arrow_back
    left = put(list, text, left + big.em * 1.5f, middle, look.colours.quiet, look.words->word("Back"), big) + em * 1.3f;
  }
  const std::string mark(look.words->word("SIMULATED DATA"));
  const float plate = header.simulated ? plate_width(look, mark) + em * 1.4f : 0;
  const float dots = header.open ? 0 : dots_width(look, header) + (header.paused ? em * 1.8f : 0);
  const panels::Fitted title = panels::fit(header.open && !header.opened.empty() ? header.opened : header.page, big, em,
                                           right - left - plate - dots);
  left = put(list, title.type, left, middle, look.colours.strong, title.text, big);
  float room = right - left - plate - dots - em * 2.4f;

  const std::string date = panels::long_date(config::civil(now, look.zone).date, *look.words);
  const float center_wide = panels::text_width(text, header.center), date_wide = panels::text_width(text, date);
  if (center_wide <= room && header.center != title.text) {
    const float bar = std::round(left + em * 1.1f), high = big.cap() * 0.8f;
    list.AddRectFilled({bar, std::round(middle - high)}, {bar + panels::hairline(look), std::round(middle + high)},
                       look.colours.line);
    put(list, text, left + em * 2.2f, middle, look.colours.quiet, header.center, big);
    room -= center_wide + em * 1.5f;
  }
  if (date_wide <= room) {
    put(list, text, right - date_wide, middle, look.colours.quiet, date, big);
    right -= date_wide + em * 1.4f;
  }
  if (header.simulated) draw_plate(list, look, right - plate + em * 1.4f, middle, mark);
  right -= plate;
  if (dots <= 0) return;
  draw_dots(list, look, header, right - dots_width(look, header), middle);
  if (header.paused)
    put_icon(list, look, text.em * 1.2f, right - dots, middle, look.colours.quiet, "\xEE\x80\xB4");  // pause
}

config::Time header_changes_at(config::Time now) {
  using std::chrono::minutes;
  return std::chrono::floor<minutes>(now) + minutes(1);
}

int banner_height(const Look& look) {
  return static_cast<int>(std::lround(look.em(Size::text) * 1.9f));
}

void draw_banner(ImDrawList& list, RectPx area, const Look& look, const std::vector<feeds::Notice>& notices) {
  if (notices.empty()) return;
  const feeds::Notice& worst =
      *std::max_element(notices.begin(), notices.end(),
                        [](const feeds::Notice& a, const feeds::Notice& b) { return a.severity < b.severity; });
  const Type type = panels::type(look, Size::text, Weight::medium), more_type = panels::type(look, Size::text);
  const float em = type.em, middle = std::round(static_cast<float>(area.top + area.bottom) / 2);
  const bool bad = worst.severity == feeds::Severity::danger, watch = worst.severity == feeds::Severity::watch;
  const ImU32 ink = bad ? look.colours.bad_text : look.colours.strong;
  const ImVec2 least{static_cast<float>(area.left), static_cast<float>(area.top)};
  const ImVec2 most{static_cast<float>(area.right), static_cast<float>(area.bottom)};
  list.AddRectFilled(least, most, bad ? look.colours.bad : look.colours.panel);
  float left = least.x + em * 0.7f, right = most.x - em * 0.7f;
  panels::draw_shape(list,
                     bad     ? Shape::diamond
                     : watch ? Shape::triangle
                             : Shape::circle,
                     {left + em * 0.45f, middle}, watch || bad ? em * 0.9f : em * 0.5f,
                     bad     ? ink
                     : watch ? look.colours.watch
                             : look.colours.quiet);
  left += em * 1.5f;
  if (notices.size() > 1) {
    const std::string more = look.words->say({"{} more", {std::to_string(notices.size() - 1)}});
    right -= panels::text_width(more_type, more);
    put(list, more_type, right, middle, bad ? ink : look.colours.quiet, more);
    right -= em;
  }
  const panels::Fitted said = panels::fit(look.words->say(worst.text), type, look.em(Size::small), right - left);
  put(list, said.type, left, middle, ink, said.text, type);
}

std::string past_words(config::Time at, const Look& look) {
  return look.words->say({"Not now: {}, as it was known then", {when_of(at, look)}});
}

void draw_past(ImDrawList& list, RectPx area, const Look& look, config::Time at) {
  const Type type = panels::type(look, Size::text, Weight::bold), hint = panels::type(look, Size::text);
  const float em = type.em, middle = std::round(static_cast<float>(area.top + area.bottom) / 2);
  const auto left = static_cast<float>(area.left), right = static_cast<float>(area.right);
  list.AddRectFilled({left, static_cast<float>(area.top)}, {right, static_cast<float>(area.bottom)},
                     look.colours.strong);
  put_icon(list, look, em * 1.25f, left + em * 0.6f, middle, look.colours.field, "\xEE\xA2\x89");  // history
  const float from = left + em * 2.4f;
  const std::string back(look.words->word("End: back to now"));
  const float back_wide = panels::text_width(hint, back) + em * 2;
  const std::vector<std::string> said = {past_words(at, look), look.words->say({"Not now: {}", {when_of(at, look)}})};
  const std::string* whole = panels::first_that_fits(said, type, right - em - from);
  const panels::Fitted words = panels::fit(whole ? *whole : said.back(), type, look.em(Size::small), right - em - from);
  const float end = put(list, words.type, from, middle, look.colours.field, words.text, type);
  if (end + back_wide < right) put(list, hint, right - back_wide + em, middle, look.colours.field, back, type);
}

void draw_mark(ImDrawList& list, RectPx area, SizePx surface, const Look& look) {
  const std::string text(look.words->word("SIMULATED DATA"));
  const Type type = panels::type(look, Size::large, Weight::bold);
  const float size = type.em, wide = panels::text_width(type, text);
  const float cos = std::cos(0.42f), sin = -std::sin(0.42f);  // rising to the right
  const float step_x = wide * cos + size * 3, step_y = size * 4.2f, reach = wide / 2 + size;
  const ImU32 colour = with_alpha(look.colours.strong, 0.065f);
  list.PushClipRect({-FLT_MAX, -FLT_MAX}, {FLT_MAX, FLT_MAX}, false);
  const int rows = static_cast<int>(static_cast<float>(surface.height) / step_y) + 2;
  const int columns = static_cast<int>(static_cast<float>(surface.width) / step_x) + 2;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const float x = (static_cast<float>(column) + (row % 2 ? 0.0f : 0.5f)) * step_x,
                  y = static_cast<float>(row) * step_y;
      if (x + reach < static_cast<float>(area.left) || x - reach > static_cast<float>(area.right) ||
          y + reach < static_cast<float>(area.top) || y - reach > static_cast<float>(area.bottom))
        continue;
      const int begin = list.VtxBuffer.Size;
      panels::draw_text(list, type, {x - wide / 2, y + type.cap() / 2}, colour, text);
      for (int i = begin; i < list.VtxBuffer.Size; ++i) {
        ImVec2& p = list.VtxBuffer[i].pos;
        const float dx = p.x - x, dy = p.y - y;
        p = {x + dx * cos - dy * sin, y + dx * sin + dy * cos};
      }
    }
  }
  list.PopClipRect();
}

}  // namespace viewer
