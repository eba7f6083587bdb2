// The sentence that a panel is about, above its picture: on a plate when it is bad, with what explains it below. Main
// thread.
#pragma once
#include "panels/draw.h"
#include "panels/entries.h"

namespace panels {

struct Headline {
  std::vector<std::string> texts;  // the same said shorter and shorter
  State state = State::calm;
  Shape shape = Shape::none;
  bool late = false;
};
// `pieces`, in order of need, follow on as many lines as leave the picture `least` pixels. Returns where that begins.
float draw_headline(const Frame&, Rect, const Headline&, const std::vector<std::string>& pieces, float least);

}  // namespace panels
