// See chrome.h. Main thread.
#include "viewer/chrome.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui_internal.h>

namespace viewer {
namespace {

using panels::Look;
using panels::Size;

constexpr float capital = 0.727f;  // Inter's capital height, in ems

float width(ImFont* font, float size, const std::string& text) {
  return font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

// Text whose capitals are centred on `middle`; returns where it ends.
float centred(ImDrawList& list, ImFont* font, float size, float left, float middle, ImU32 colour,
              const std::string& text) {
  const float top = std::round(middle - size / 2);
  list.AddText(font, size, {std::round(left), top}, colour, text.data(), text.data() + text.size());
  return std::round(left) + width(font, size, text);
}

// On the line of text of size `main` centred on `middle`: smaller text on the same baseline.
float beside(ImDrawList& list, ImFont* font, float size, float main, float left, float middle, ImU32 colour,
             const std::string& text) {
  return centred(list, font, size, left, std::round(middle + capital * (main - size) / 2), colour, text);
}

// The text, or as much of it as fits with an ellipsis.
std::string shortened(ImFont* font, float size, std::string text, float most) {
  if (width(font, size, text) <= most) return text;
  while (!text.empty() && width(font, size, text + "…") > most) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
    if (!text.empty()) text.pop_back();
    while (!text.empty() && text.back() == ' ') text.pop_back();
  }
  return text.empty() ? text : text + "…";
}

ImU32 with_alpha(ImU32 colour, float alpha) {
  return (colour & ~IM_COL32_A_MASK) | (static_cast<ImU32>(alpha * 255) << IM_COL32_A_SHIFT);
}

std::string clock_text(config::Time now, const Look& look) {
  const config::Civil civil = config::civil(now, look.zone);
  return fmt::format("{:02}{}{:02}", civil.hour, look.words->indonesian() ? '.' : ':', civil.minute);
}

std::string date_text(config::Time now, const Look& look) {
  static constexpr const char* days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  static constexpr const char* months[] = {"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
  const config::Civil civil = config::civil(now, look.zone);
  return fmt::format("{}, {} {} {}", look.words->word(days[civil.weekday.c_encoding()]),
                     static_cast<unsigned>(civil.date.day()),
                     look.words->word(months[static_cast<unsigned>(civil.date.month()) - 1]),
                     static_cast<int>(civil.date.year()));
}

// Words on an outlined plate whose left end is hatched: a state that is not an alarm.
float plate_width(const Look& look, const std::string& text) {
  return width(look.bold, look.em(Size::small), text) + look.em(Size::small) * 2.1f;
}
void draw_plate(ImDrawList& list, const Look& look, float left, float middle, const std::string& text) {
  const float em = look.em(Size::small), high = std::round(em * 1.7f);
  const ImVec2 least{std::round(left), std::round(middle - high / 2)};
  const ImVec2 most{std::round(left + plate_width(look, text)), least.y + high};
  const float line = std::max(1.0f, std::round(em * 0.07f)), hatch = std::round(em * 0.9f);
  list.PushClipRect(least, {least.x + hatch, most.y}, true);
  for (float x = least.x - high; x < least.x + hatch; x += em * 0.42f)
    list.AddLine({x, most.y}, {x + high, least.y}, look.colours.strong, line * 1.5f);
  list.PopClipRect();
  list.AddRect({least.x + line / 2, least.y + line / 2}, {most.x - line / 2, most.y - line / 2}, look.colours.strong, 0,
               0, line);
  centred(list, look.bold, em, least.x + hatch + em * 0.6f, middle, look.colours.strong, text);
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

}  // namespace

void draw_header(ImDrawList& list, RectPx area, const Look& look, const Header& header, config::Time now) {
  const float em = look.em(Size::small), big = look.em(Size::title), text = look.em(Size::text);
  const float middle = std::round(static_cast<float>(area.top + area.bottom) / 2 + em * 0.06f);
  float right = static_cast<float>(area.right) - em * 0.95f, left = static_cast<float>(area.left) + em * 0.95f;

  const std::string zone(config::name(look.zone)), time = clock_text(now, look);
  right -= width(look.regular, text, zone);
  beside(list, look.regular, text, big, right, middle, look.colours.quiet, zone);
  right -= width(look.medium, big, time) + em * 0.4f;
  centred(list, look.medium, big, right, middle, look.colours.strong, time);
  right -= em * 1.2f;

  if (header.open) {
    const std::string icon = "\xEE\x97\x84";  // arrow_back
    list.AddText(look.icons, big, {left, std::round(middle - big / 2)}, look.colours.strong, icon.c_str());
    left += big + em * 0.3f;
    left = beside(list, look.regular, text, big, left, middle, look.colours.quiet, std::string(look.words->word("Back")));
    left += em * 1.2f;
  }
  const std::string heading = header.open && !header.opened.empty() ? header.opened : header.page;
  const std::string mark(look.words->word("SIMULATED DATA"));
  const float plate = header.simulated ? plate_width(look, mark) + em * 1.2f : 0;
  const float dots = header.open ? 0 : dots_width(look, header) + (header.paused ? em * 1.5f : 0);
  left = centred(list, look.bold, big, left, middle, look.colours.strong,
                 shortened(look.bold, big, heading, right - left - plate - dots));
  float room = right - left - plate - dots - em * 2.4f;

  const std::string date = date_text(now, look);
  const float center_wide = width(look.regular, text, header.center), date_wide = width(look.regular, text, date);
  if (center_wide <= room) {
    const float bar = std::round(left + em * 1.1f);
    list.AddRectFilled({bar, std::round(middle - big * 0.45f)}, {bar + std::max(1.0f, std::round(em * 0.06f)), std::round(middle + big * 0.45f)},
                       look.colours.line);
    beside(list, look.regular, text, big, left + em * 2.2f, middle, look.colours.quiet, header.center);
    room -= center_wide + em * 1.5f;
  }
  if (date_wide <= room) {
    beside(list, look.regular, text, big, right - date_wide, middle, look.colours.quiet, date);
    right -= date_wide + em * 1.4f;
  }
  if (header.simulated) draw_plate(list, look, right - plate + em * 1.2f, middle, mark);
  right -= plate;
  if (dots <= 0) return;
  draw_dots(list, look, header, right - dots_width(look, header), middle);
  if (header.paused) {
    const std::string icon = "\xEE\x80\xB4";  // pause
    list.AddText(look.icons, text, {std::round(right - dots), std::round(middle - text / 2)}, look.colours.quiet,
                 icon.c_str());
  }
}

config::Time header_changes_at(config::Time now) {
  using std::chrono::minutes;
  return std::chrono::floor<minutes>(now) + minutes(1);
}

int banner_height(const Look& look) { return static_cast<int>(std::lround(look.em(Size::text) * 1.9f)); }

void draw_banner(ImDrawList& list, RectPx area, const Look& look, const std::vector<feeds::Notice>& notices) {
  if (notices.empty()) return;
  const feeds::Notice& worst =
      *std::max_element(notices.begin(), notices.end(), [](const feeds::Notice& a, const feeds::Notice& b) {
        return a.severity < b.severity;
      });
  const float em = look.em(Size::text), middle = std::round(static_cast<float>(area.top + area.bottom) / 2);
  const bool bad = worst.severity == feeds::Severity::danger, watch = worst.severity == feeds::Severity::watch;
  const ImU32 ink = bad ? look.colours.bad_text : look.colours.strong;
  const ImVec2 least{static_cast<float>(area.left), static_cast<float>(area.top)};
  const ImVec2 most{static_cast<float>(area.right), static_cast<float>(area.bottom)};
  list.AddRectFilled(least, most, bad ? look.colours.bad : look.colours.panel);
  if (watch) list.AddRectFilled(least, {least.x + std::round(em * 0.25f), most.y}, look.colours.watch);
  float left = least.x + em * 0.8f;
  const float r = em * 0.42f;
  if (bad) {
    list.AddQuadFilled({left, middle}, {left + r, middle - r}, {left + 2 * r, middle}, {left + r, middle + r}, ink);
  } else if (watch) {
    list.AddTriangleFilled({left, middle + r * 0.8f}, {left + r, middle - r}, {left + 2 * r, middle + r * 0.8f},
                           look.colours.watch);
  } else {
    list.AddCircleFilled({left + r, middle}, r * 0.6f, look.colours.quiet);
  }
  left += 2 * r + em * 0.5f;
  float right = most.x - em * 0.8f;
  if (notices.size() > 1) {
    const std::string more = look.words->say({"{} more", {std::to_string(notices.size() - 1)}});
    right -= width(look.regular, em, more);
    centred(list, look.regular, em, right, middle, bad ? ink : look.colours.quiet, more);
    right -= em;
  }
  centred(list, look.medium, em, left, middle, ink,
          shortened(look.medium, em, look.words->say(worst.text), right - left));
}

void draw_mark(ImDrawList& list, RectPx area, SizePx surface, const Look& look) {
  const std::string text(look.words->word("SIMULATED DATA"));
  const float size = look.em(Size::large), wide = width(look.bold, size, text);
  const float cos = std::cos(0.42f), sin = -std::sin(0.42f);  // rising to the right
  const float step_x = wide * cos + size * 3, step_y = size * 4.2f, reach = wide / 2 + size;
  const ImU32 colour = with_alpha(look.colours.strong, 0.055f);
  list.PushClipRect({-FLT_MAX, -FLT_MAX}, {FLT_MAX, FLT_MAX}, false);
  const int rows = static_cast<int>(static_cast<float>(surface.height) / step_y) + 2;
  const int columns = static_cast<int>(static_cast<float>(surface.width) / step_x) + 2;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const float x = (static_cast<float>(column) + (row % 2 ? 0.0f : 0.5f)) * step_x, y = static_cast<float>(row) * step_y;
      if (x + reach < static_cast<float>(area.left) || x - reach > static_cast<float>(area.right) ||
          y + reach < static_cast<float>(area.top) || y - reach > static_cast<float>(area.bottom))
        continue;
      const int begin = list.VtxBuffer.Size;
      list.AddText(look.bold, size, {x - wide / 2, y - size / 2}, colour, text.data(), text.data() + text.size());
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
