// Where the picture is seen: a GLFW window, or an EGL context without a surface. Main thread; wake() from any.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "config/result.h"
#include "config/time.h"
#include "panels/paint.h"

namespace viewer {

struct SizePx {
  int width = 0, height = 0;
  bool operator==(const SizePx&) const = default;
};
struct SizeMm {
  int width = 0, height = 0;
};
// Whole pixels from the top left corner; right and bottom are outside.
struct RectPx {
  int left = 0, top = 0, right = 0, bottom = 0;
  int width() const { return right - left; }
  int height() const { return bottom - top; }
  bool empty() const { return right <= left || bottom <= top; }
  bool operator==(const RectPx&) const = default;
};

// What a person did, as plain data. A finger arrives as a click: X makes the first touch the mouse.
struct InputEvent {
  enum class Kind {
    digit,
    left,
    right,
    space,
    escape,
    click,
    drag,
    wheel,
    pointer,
    resized,
    exposed,
    close,
    hour_back,
    hour_on,
    day_back,
    day_on,
    now
  };
  Kind kind = Kind::pointer;
  int digit = 0;         // 1-9
  float x = 0, y = 0;    // of a click, a drag's end or the wheel's pointer, in pixels of the picture
  float dx = 0, dy = 0;  // of a drag: pixels since the last; of the wheel: dy notches, away from the person
  bool operator==(const InputEvent&) const = default;
};

class Display {
 public:
  struct Options {
    bool offscreen = false;
    std::optional<SizePx> size;  // of the window or the picture; empty: the primary monitor whole (offscreen 1920x1080)
    std::string title = "Anjungan";
    bool debug = false;  // ask for a debug context and count its complaints
    // Called on any thread when the window system has gone: Xlib cannot go on, so it must not return.
    std::function<void()> lost = {};
  };
  static config::Result<std::unique_ptr<Display>> open(const Options&);
  virtual ~Display() = default;

  virtual SizePx size() const = 0;                    // at least 1x1; changes in wait() only
  virtual std::optional<SizeMm> size_mm() const = 0;  // as the window system claims; nothing for a window or offscreen
  // Sleeps until something happened, wake() was called or `most` has passed; then all that happened, oldest first.
  virtual std::vector<InputEvent> wait(config::Duration most) = 0;
  virtual void wake() = 0;  // any thread
  // True: framebuffer 0 keeps what was drawn into it, so that no copy of it is needed beside. Until the size changes.
  virtual bool keeps_picture() const { return false; }
  // Shows what changed of the picture kept in `framebuffer` (its size is size()); 0 where keeps_picture(). Nothing
  // where the window has another size by now: wait() tells of it, and then the whole is due.
  virtual void present(unsigned framebuffer, const std::vector<RectPx>& damage) = 0;
  // Waits until the renderer, and the window system where there is one, have done all that was asked.
  virtual void settle() = 0;
  virtual void set_title(const std::string&) = 0;
  virtual bool visible() const = 0;          // false offscreen: nobody looks unless a picture is asked for
  virtual std::string renderer() const = 0;  // what OpenGL says draws
  virtual int gl_complaints() const = 0;     // errors and undefined behaviour reported by a debug context
};

// Is there a window system to open a window on?
bool window_system();

}  // namespace viewer
