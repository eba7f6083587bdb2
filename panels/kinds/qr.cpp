// An address that opens on a visitor's phone: as a QR code and in words. Main thread.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "panels/format.h"
#include "panels/parts.h"
#include "panels/qr.h"
#include "panels/typeset.h"

namespace panels {
namespace {

constexpr std::size_t kLongest = 200;  // bytes of an address: a code of 65 modules
constexpr int kLeastModule = 2;        // pixels; a camera cannot part smaller ones

struct Options {
  std::string address;
  config::Label label;

  void describe(auto& field) {
    field("address", address,
          "The address that a phone opens, beginning with https://; {page} stands for the page's name and {center} for "
          "the center's code",
          {.required = true, .example = "\"https://pusat.example.go.id/{page}\""});
    field("label", label, "What a visitor is asked to do; without it, to scan the code",
          {.example = "{ id = \"Buka di ponsel Anda\", en = \"Open on your phone\" }"});
  }
};

// The template with its names filled in; nothing when it has a name that is not known.
std::optional<std::string> filled(std::string_view text, std::string_view page, std::string_view center) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find_first_of("{}"), text.size());
    out += text.substr(0, open);
    text.remove_prefix(open);
    if (text.empty()) break;
    if (text.starts_with("{page}")) {
      out += page;
      text.remove_prefix(6);
    } else if (text.starts_with("{center}")) {
      out += center;
      text.remove_prefix(8);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

bool is_address(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme)) return false;
  const std::string_view host = text.substr(kScheme.size(), text.find_first_of("/?#", kScheme.size()) - kScheme.size());
  const auto plain = [](char c) { return c > ' ' && c < 127 && c != '"' && c != '<' && c != '>' && c != '\\'; };
  return !host.empty() && host.front() != '.' && host.find('@') == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), plain);
}

// Side in ems of the floor that a code needs for the farthest viewer: an em is there a capital height of 16' x 1.375
// (LOOK, "Numbers").
float side_in_ems() {
  const double em = std::tan(16.0 / 60 * std::numbers::pi / 180) * 1.375;
  return static_cast<float>(1 / (kReadingDistance * em));
}

class Qr : public Panel {
 public:
  using Options = panels::Options;
  Qr(Options options, const PanelSetup& setup)
      : label_(std::move(options.label)),
        title_(setup.config.title),
        address_(filled(options.address, setup.page, setup.catalogue.code).value_or("")),
        code_(qr_code(address_)) {}
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.address.empty()) return;
    const auto text = filled(o.address, "page", "63.10");
    if (!text)
      out.push_back({place,
                     {"the address \"{}\" has a name in braces that is not known", {o.address}},
                     "known are {page} and {center}"});
    else if (!is_address(*text))
      out.push_back({place,
                     {"\"{}\" is no address that a phone may open", {o.address}},
                     "write https:// and the name of the site, without blanks; other letters as %-signs"});
    else if (text->size() > kLongest)
      out.push_back(
          {place,
           {"the address has {} letters: its code would be too fine to be read", {std::to_string(text->size())}},
           {"give at most {}", {std::to_string(kLongest)}}});
  }

  std::vector<Want> wants() const override { return {}; }
  std::vector<std::string> sources() const override { return {}; }
  ImVec2 least_ems() const override {
    const float code =
        side_in_ems() * static_cast<float>(code_.side + 2 * kQuietZone) / static_cast<float>(std::max(1, code_.side));
    return {code + 1.4f, code + 1.4f + (title_.empty() ? 0 : 2) + 4.2f};
  }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override { out.line(call(f.look) + ": " + address_); }

  std::vector<Loss> losses(const Look& look, Rect room) const override {
    const Layout l = layout(look, room);
    const double wanted = side_in_ems() * look.unit_px, got = l.module * code_.side;
    if (got >= wanted - 0.5) return {};
    const auto metres = [&](double side) {
      return number(std::floor(kReadingDistance * side / look.px_per_mm / 100) / 10, 1, *look.words);
    };
    return {{{"on the display {} the code is read from {} m, not from {} m", {"", metres(got), metres(wanted)}},
             "give the panel more of the grid, or shorten the address"}};
  }

  void draw(const Frame& f) override {
    const Layout l = layout(f.look, f.area);
    if (code_.side == 0 || l.module < kLeastModule) return draw_words_alone(f);
    const Rect& a = f.area;
    const float left = std::round(a.left), top = std::round(a.top);
    const float side = static_cast<float>(l.module * (code_.side + 2 * kQuietZone));
    draw_code(f.paint.list, left, top, l.module);
    Rect words{left, top + side + f.look.gap(), a.right, a.bottom};
    if (l.beside) words = {left + side + f.look.unit_px, top, a.right, std::max(a.bottom, top + side)};
    draw_words(f, words, static_cast<float>(l.module * code_.side), l.beside ? side : 0);
  }

 private:
  // The words beside the code where it grows by that, else below it.
  struct Layout {
    bool beside = false;
    int module = 0;  // pixels
  };
  Layout layout(const Look& look, const Rect& a) const {
    const float side_words = std::max(look.unit_px * 9, a.width() * 0.34f);
    const float beside =
        words_height(look, side_words) > a.height() ? 0 : std::min(a.width() - side_words - look.unit_px, a.height());
    const float below = std::min(a.width(), a.height() - words_height(look, a.width()) - look.gap());
    const float side = std::max({beside, below, 0.0f});
    return {beside > below, static_cast<int>(side / static_cast<float>(code_.side + 2 * kQuietZone))};
  }
  std::string call(const Look& look) const {
    return label_.empty() ? std::string(look.words->word("Scan with a phone")) : look.words->pick(label_);
  }
  // As people say and type it.
  std::string in_words() const {
    std::string out = address_.substr(std::min<std::size_t>(8, address_.size()));
    while (!out.empty() && out.back() == '/') out.pop_back();
    return out;
  }
  // Broken after a slash or a dot where it can be.
  static std::vector<std::string> address_lines(const std::string& text, Type t, float width) {
    std::vector<std::string> out;
    std::string line;
    std::size_t from = 0;
    while (from < text.size()) {
      const std::size_t end = std::min(text.find_first_of("/.?&=-", from), text.size() - 1) + 1;
      const std::string piece = text.substr(from, end - from);
      if (!line.empty() && text_width(t, line + piece) > width) out.push_back(std::exchange(line, {}));
      line += piece;
      if (text_width(t, line) > width) {
        std::vector<std::string> broken = all_lines(line, t, width);
        line = broken.back();
        broken.pop_back();
        out.insert(out.end(), broken.begin(), broken.end());
      }
      from = end;
    }
    if (!line.empty()) out.push_back(line);
    return out;
  }

  struct Sayings {
    Type strong, quiet;
    std::vector<std::string> call, address;
    float height = 0;
  };
  Sayings sayings(const Look& look, float width, Size size) const {
    Sayings out{type(look, size, Weight::medium), type(look, size == Size::large ? Size::text : Size::small)};
    bool broken = false;
    out.call = all_lines(call(look), out.strong, width, &broken);
    out.address = address_lines(in_words(), out.quiet, width);
    // With room for how near one must be.
    out.height = out.strong.line() * static_cast<float>(out.call.size()) +
                 out.quiet.line() * static_cast<float>(out.address.size() + 1);
    if (broken && size != Size::small) out.height = 1e9f;
    return out;
  }
  // As large as fits.
  Sayings sayings(const Look& look, float width, float height) const {
    for (const Size size : {Size::large, Size::title, Size::text}) {
      Sayings out = sayings(look, width, size);
      if (out.height <= height && out.call.size() <= 3) return out;
    }
    return sayings(look, width, Size::small);
  }
  float words_height(const Look& look, float width) const { return sayings(look, width, Size::small).height; }

  void draw_code(ImDrawList& list, float left, float top, int module) const {
    constexpr ImU32 kLight = IM_COL32(255, 255, 255, 255), kDark = IM_COL32(0, 0, 0, 255);
    const auto m = static_cast<float>(module);
    const float side = m * static_cast<float>(code_.side + 2 * kQuietZone);
    list.AddRectFilled({left, top}, {left + side, top + side}, kLight);
    for (int row = 0; row < code_.side; ++row)
      for (int column = 0; column < code_.side; ++column) {
        int end = column;
        while (end < code_.side && code_.at(end, row)) ++end;
        if (end == column) continue;
        const float x = left + m * static_cast<float>(column + kQuietZone),
                    y = top + m * static_cast<float>(row + kQuietZone);
        list.AddRectFilled({x, y}, {x + m * static_cast<float>(end - column), y + m}, kDark);
        column = end;
      }
  }

  // `code`: its side in pixels: from farther than it reaches, one has to step nearer. `middle`: the words stand in the
  // middle of this height, else at the top.
  void draw_words(const Frame& f, Rect room, float code, float middle) const {
    Sayings s = sayings(f.look, room.width(), room.height());
    const double metres = kReadingDistance * static_cast<double>(code / f.look.px_per_mm) / 1000;
    std::vector<std::string> reach;
    const std::string far = number(std::floor(metres * 10) / 10, 1, words(f));
    if (code < side_in_ems() * f.look.unit_px - 0.5f)
      reach = {words(f).say({"from at most {} m away", {far}}), "≤ " + far + " m"};
    float y = room.top + std::max(0.0f, (middle - s.height) / 2);
    const auto line = [&](Type t, ImU32 colour, const std::string& text) {
      if (y + t.cap() + t.em * 0.24f > room.bottom) return;
      draw_text(f.paint.list, t, {room.left, y + t.cap()}, colour, text);
      y += t.line();
    };
    for (const std::string& text : s.call) line(s.strong, f.look.colours.strong, text);
    for (const std::string& text : s.address) line(s.quiet, f.look.colours.quiet, text);
    if (const std::string* text = first_that_fits(reach, s.quiet, room.width()))
      line(s.quiet, f.look.colours.quiet, *text);
  }

  void draw_words_alone(const Frame& f) const {
    const Type t = type(f.look, Size::small);
    const auto lines = address_lines(in_words(), t, f.area.width());
    if (t.line() * static_cast<float>(lines.size()) > f.area.height() + t.line() - t.em)
      return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    float y = f.area.top + t.cap();
    for (const std::string& line : lines) {
      draw_text(f.paint.list, t, {f.area.left, y}, f.look.colours.strong, line);
      y += t.line();
    }
  }

  config::Label label_, title_;
  std::string address_;
  QrCode code_;
};

}  // namespace

extern const PanelKind qr_kind;
const PanelKind qr_kind = config::kind<Panel, Qr>("qr", "An address as a code that a visitor's phone opens");

}  // namespace panels
