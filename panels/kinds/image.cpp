// A photograph or drawing from the center's folder, with its words. Main thread.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "panels/format.h"
#include "panels/parts.h"
#include "panels/typeset.h"

namespace panels {
namespace {

enum class Fit { contain, cover };

}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Fit> {
  static constexpr std::pair<const char*, panels::Fit> names[] = {{"contain", panels::Fit::contain},
                                                                  {"cover", panels::Fit::cover}};
};

namespace panels {
namespace {

struct Options {
  std::string file;
  Fit fit = Fit::contain;
  config::Label alt, caption;
  std::optional<config::Date> date;

  void describe(auto& field) {
    field("file", file, "A PNG or JPEG file beside the page's file, at most 20 MB and 40 million pixels",
          {.required = true, .example = "\"foto/kantor.jpg\""});
    field("fit", fit, "All of the picture with room beside it, or the room full and the picture's edges left out");
    field("alt", alt, "What the picture shows, for those who cannot see it",
          {.required = true, .example = "\"Halaman depan Mal Pelayanan Publik\""});
    field("caption", caption, "What is written below it", {.example = "\"Mal Pelayanan Publik\""});
    field("date", date, "When the picture was taken", {.example = "2026-10-12"});
  }
};

// The path in the center's folder; empty when it would leave it.
std::string path_beside(const std::string& page_file, const std::string& file) {
  const std::filesystem::path given(file);
  if (given.is_absolute()) return {};
  const auto path = (std::filesystem::path(page_file).parent_path() / given).lexically_normal();
  return path.begin() == path.end() || *path.begin() == ".." ? std::string() : path.generic_string();
}

class ImagePanel : public Panel {
 public:
  using Options = panels::Options;
  ImagePanel(Options options, const PanelSetup& setup)
      : options_(std::move(options)),
        title_(setup.config.title),
        path_(path_beside(setup.config.place.file, options_.file)) {}
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (!o.file.empty() && path_beside(place.file, o.file).empty())
      out.push_back(
          {place, {"the picture {} is outside of the center's folder", {o.file}}, "put it beside the page's file"});
  }

  std::vector<Want> wants() const override { return {}; }
  std::vector<std::string> sources() const override { return {}; }
  std::vector<std::string> images() const override { return {path_}; }
  ImVec2 least_ems() const override { return {6, 5}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Images::Found found = find(f);
    out.line(words(f).say({"picture: {}", {words(f).pick(options_.alt)}}));
    const std::string below = caption(f);
    if (!below.empty()) out.line(below);
    if (!found.fault.empty()) out.line(words(f).say(found.fault));
  }

  void draw(const Frame& f) override {
    const Images::Found found = find(f);
    if (!found.fault.empty()) return draw_fault(f, words(f).say(found.fault));
    if (!found.image) return draw_fault(f, words(f).word("the picture is being read"));
    const Type small = type(f.look, Size::small);
    Rect room = f.area;
    const std::vector<std::string> below = caption_lines(f, small, room);
    if (!below.empty()) room.bottom -= small.line() * static_cast<float>(below.size()) + f.look.gap() * 0.4f;
    if (room.width() < 4 || room.height() < 4) return draw_fault(f, words(f).word("too small to be drawn"));
    const Rect shown = draw_picture(f, found.image, room);
    float y = shown.bottom + f.look.gap() * 0.9f + small.cap();
    for (const std::string& line : below) {
      draw_text(f.paint.list, small, {f.area.left, y}, f.look.colours.quiet, line);
      y += small.line();
    }
  }

 private:
  Images::Found find(const Frame& f) const { return f.look.images ? f.look.images->find(path_) : Images::Found{}; }

  std::string caption(const Frame& f) const {
    const Words& w = words(f);
    std::string out = w.pick(options_.caption);
    if (options_.date) out += (out.empty() ? "" : ", ") + date(*options_.date, w);
    return out;
  }
  // Two lines at most where the picture keeps most of the room; the day alone where the words do not fit.
  std::vector<std::string> caption_lines(const Frame& f, Type t, const Rect& room) const {
    const auto most = static_cast<std::size_t>(room.height() > t.line() * 9 ? 2 : room.height() > t.line() * 3 ? 1 : 0);
    std::vector<std::string> lines = all_lines(caption(f), t, room.width());
    if (lines.size() <= most) return lines;
    if (most == 0) return {};
    const std::string day = options_.date ? date(*options_.date, words(f)) : std::string();
    const std::string brief = options_.date ? short_date(*options_.date, words(f)) : std::string();
    for (const std::string& text : {day, brief})
      if (!text.empty() && text_width(t, text) <= room.width()) return {text};
    if (options_.date) return {};
    return wrap(words(f).pick(options_.caption), t, room.width(), static_cast<int>(most));
  }

  Rect draw_picture(const Frame& f, ImageId image, Rect room) const {
    const float aspect = image->aspect(), wide = room.width() / room.height();
    if (options_.fit == Fit::cover) {
      Rect from{0, 0, 1, 1};
      const float part = aspect > wide ? wide / aspect : aspect / wide;
      (aspect > wide ? from.left : from.top) = (1 - part) / 2;
      (aspect > wide ? from.right : from.bottom) = (1 + part) / 2;
      f.paint.image(image, room, from);
      return room;
    }
    const float width = std::min(room.width(), room.height() * aspect), height = width / aspect;
    const float left = std::round(room.left), top = std::round(room.top);
    Rect to{left, top, std::min(room.right, left + std::round(width)), std::min(room.bottom, top + std::round(height))};
    f.paint.image(image, to);
    return to;
  }

  // What it would show is said too: the card is of use without the picture.
  void draw_fault(const Frame& f, std::string_view why) const {
    const Type t = type(f.look, Size::small);
    draw_empty(f, f.area, why);
    const auto lines = wrap(why, t, f.area.width() - t.em * 1.3f, 4);
    const Rect& below = f.area;
    float y = f.area.top + t.line() * (static_cast<float>(lines.size()) + 0.5f) + t.cap();
    for (const std::string& line : wrap(words(f).pick(options_.alt), t, below.width(), 3)) {
      if (y + t.em * 0.24f > f.area.bottom) return;
      draw_text(f.paint.list, t, {below.left, y}, f.look.colours.quiet, line);
      y += t.line();
    }
  }

  Options options_;
  config::Label title_;
  std::string path_;
};

}  // namespace

extern const PanelKind image_kind;
const PanelKind image_kind = config::kind<Panel, ImagePanel>("image", "A picture from the center's folder");

}  // namespace panels
