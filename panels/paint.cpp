// Pictures into draw lists. Main thread.
#include "panels/paint.h"

namespace panels {

void Paint::image(ImageId id, Rect to, Rect from) {
  // The smallest level that is not stretched: no pixel of it is left out by the renderer's filter.
  const Image::Level* level = &id->levels.front();
  for (const Image::Level& next : id->levels)
    if (static_cast<float>(next.width) * from.width() >= to.width() - 0.5f &&
        static_cast<float>(next.height) * from.height() >= to.height() - 0.5f)
      level = &next;
  list.AddImage(level->texture, {to.left, to.top}, {to.right, to.bottom}, {from.left, from.top},
                {from.right, from.bottom});
}

}  // namespace panels
