// Keeps the last picture in a framebuffer. Each patch is drawn into a list of its own and compared, byte for byte, with
// what was painted there: only patches that changed are painted. Main thread, with the display's context current.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>
#include "viewer/display.h"
#include "viewer/imgui_host.h"
#include "viewer/map_painter.h"

namespace viewer {

// RGBA, 8 bits each, rows from the top.
struct Picture {
  SizePx size;
  std::vector<std::uint8_t> rgba;
};

struct PaintCount {
  std::int64_t pixels = 0;  // inside the patches that were painted or cleared
  int patches = 0;          // painted
  int vertices = 0;         // of all patches that were drawn anew, painted or not
};

// Several may share a host; the one made first is destroyed last.
class Canvas {
 public:
  // `direct`: the picture is kept by framebuffer 0 itself (Display::keeps_picture()).
  Canvas(ImGuiHost& host, SizePx size, bool direct = false);
  ~Canvas();
  void resize(SizePx);  // at least 1x1; forgets the picture
  SizePx size() const;

  // One picture: begin, then keep() or draw() for every patch on it, then finish(). Patches of one picture do not
  // overlap.
  void begin(ImU32 ground);
  // True when the patch `id` still stands at `area` as it was painted: nothing to do.
  bool keep(std::uint64_t id, RectPx area);
  // An empty list, clipped to `area`; valid until finish().
  ImDrawList& draw(std::uint64_t id, RectPx area);
  // For the maps of panels that draw() lists.
  MapPainter& areas();
  // Patches that are neither kept nor drawn in this picture stay as they are, below those that are: while one page
  // takes the place of another.
  void leave_others();
  // Paints what changed; patches that were neither kept nor drawn are cleared to the ground. Returns what changed.
  const std::vector<RectPx>& finish();
  // Beside any picture, to be compared with: one colour in one part. forget() comes after it.
  void fill(RectPx, ImU32);
  // From now on each picture's painting is timed by the renderer itself (GL_TIME_ELAPSED); it costs a wait.
  void time_painting();
  double painting_ms() const;  // of the last finish()
  // The next picture is painted whole.
  void forget();
  // False: pictures are built and compared and not painted. The first one after that is painted whole.
  void set_painting(bool);
  static int textures();  // how many OpenGL has, of the first 4,096 names
  bool whole() const;     // a picture stands

  const PaintCount& last() const;             // of the last finish()
  const std::vector<RectPx>& damage() const;  // of the last finish()
  unsigned framebuffer() const;
  Picture read() const;           // waits for the renderer
  std::uint64_t version() const;  // counts pictures that differ

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer
