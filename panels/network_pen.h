// Writes words into the picture of a network: where they may stand, and the line that leads to what they name. Main
// thread.
#pragma once
#include "panels/network_draw.h"

namespace panels {

// A line or two on one ground.
struct NetText {
  std::string first, second;
  Type type;
  ImU32 colour = 0, second_colour = 0;
  Shape shape = Shape::none;
  std::optional<ImVec2> arrow;  // a direction, drawn before the first line
  float lead() const { return shape == Shape::none && !arrow ? 0 : type.em * 0.95f; }
  float width() const {
    return std::max(lead() + text_width(type, first), second.empty() ? 0 : text_width(type, second));
  }
  float height() const { return type.cap() + (second.empty() ? 0 : type.line() * 0.95f); }
};

class NetPen {
 public:
  // `taken`: something stands there already.
  NetPen(const Frame&, const NetPicture&, Rect taken);

 protected:
  Rect around(ImVec2 left_top, const NetText& t) const;
  // Beside the node, away from the middle of the picture first.
  std::vector<Rect> beside(int i, const NetText& t) const;
  // On the link, nearest to its middle first; `off`: beside it too.
  std::vector<Rect> along(int i, const NetText& t, bool off) const;
  // Farther and farther away.
  std::vector<Rect> around_point(ImVec2 c, const NetText& t, float most_ems) const;
  float length(int i) const;
  void draw(const Rect& r, const NetText& t, std::optional<ImU32> plate = {});
  void draw_arrow(ImVec2 c, ImVec2 to, float size, ImU32 colour) const;
  NetText plain(std::string text, ImU32 colour, bool medium = false) const;
  // From the link to what is written away from it.
  void lead_to(int i, const Rect& r, Shape shape);
  // It begins `off` pixels from there.
  void lead(ImVec2 c, const Rect& r, ImU32 colour, float off = 0);
  // No word may stand over this line.
  void guard(ImVec2 from, ImVec2 to);
  ImVec2 middle(int i) const;
  static std::pair<ImVec2, ImVec2> lead_line(ImVec2 from, const Rect& r, float off);
  bool is_lead_free(ImVec2 c, const Rect& r, float off) const;

  const Frame& f_;
  const NetPicture& p_;
  Type small_;
  float pad_;  // of the ground around words
  NetLabels labels_;
};

}  // namespace panels
