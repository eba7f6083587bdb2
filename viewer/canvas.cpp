// See canvas.h. Main thread.
#include "viewer/canvas.h"
#include <epoxy/gl.h>
#include <imgui_impl_opengl3.h>
#include <algorithm>
#include <cstring>
#include <optional>
#include "panels/draw.h"
#include "viewer/patches.h"

namespace viewer {
namespace {

// What stands, or is to stand, in one rectangle.
struct Patch {
  std::uint64_t id = 0;
  RectPx area;
  std::vector<std::uint8_t> bytes;  // of what was painted
  std::unique_ptr<ImDrawList> list;
  bool drawn = false;    // in this picture; else kept
  bool spoiled = false;  // something else was painted over a part of it
};

}  // namespace

struct Canvas::Impl {
  Impl(ImGuiHost& h, bool d) : host(h), direct(d) {}

  ImGuiHost& host;
  const bool direct;
  bool first = false;  // of the host's canvases: it owns the renderer
  SizePx size;
  unsigned framebuffer = 0, colour = 0;
  bool whole = true;    // nothing of the framebuffer can be kept
  bool leaves = false;  // in this picture: leave_others()
  unsigned timer = 0;   // a query; 0: not asked for
  double painting_ms = 0;
  bool paints = true;  // set_painting()
  ImU32 ground = 0;
  std::vector<Patch> shown, next;
  std::vector<std::unique_ptr<ImDrawList>> spare;
  std::vector<std::uint8_t> scratch;
  std::vector<RectPx> damage;
  ImDrawData data;
  PaintCount count;
  std::uint64_t version = 0;
  MapPainter areas;

  void make_framebuffer() {
    drop_framebuffer();
    if (direct) return;
    glGenRenderbuffers(1, &colour);
    glBindRenderbuffer(GL_RENDERBUFFER, colour);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, size.width, size.height);
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);
  }
  void drop_framebuffer() {
    if (framebuffer) glDeleteFramebuffers(1, &framebuffer);
    if (colour) glDeleteRenderbuffers(1, &colour);
    framebuffer = colour = 0;
  }

  void read_timer() {
    GLuint64 nanoseconds = 0;
    glEndQuery(GL_TIME_ELAPSED);
    glGetQueryObjectui64v(timer, GL_QUERY_RESULT, &nanoseconds);
    painting_ms = static_cast<double>(nanoseconds) / 1e6;
  }

  void recycle(Patch& patch) {
    if (patch.list) spare.push_back(std::move(patch.list));
  }

  void clear(const RectPx& area) { fill(area, ground); }
  void fill(const RectPx& area, ImU32 with) {
    if (!paints) return;
    glEnable(GL_SCISSOR_TEST);
    glScissor(area.left, size.height - area.bottom, area.width(), area.height());
    const ImVec4 colour4 = ImGui::ColorConvertU32ToFloat4(with);
    glClearColor(colour4.x, colour4.y, colour4.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
  }

  const Patch* standing(std::uint64_t id, const RectPx& area) const {
    for (const Patch& patch : shown)
      if (patch.id == id && patch.area == area && !patch.spoiled) return &patch;
    return nullptr;
  }
  bool wanted(const RectPx& area) const {
    return std::any_of(next.begin(), next.end(), [&](const Patch& p) { return p.area == area; });
  }

  // Fills `damage` and clears what is to be painted or was left.
  void clear_changed() {
    if (whole) {
      clear({0, 0, size.width, size.height});
      damage.push_back({0, 0, size.width, size.height});
    } else {
      clear_left();
    }
    for (Patch& patch : next) {
      if (!patch.drawn) continue;
      if (!whole) damage.push_back(patch.area);
      const auto opaque = opaque_ground(*patch.list, patch.area);
      if (opaque) skip_first_rectangle(*patch.list);
      if (opaque || !whole) fill(patch.area, opaque.value_or(ground));
    }
  }

  // What stood, and is no longer wanted, where nothing else stands now.
  void clear_left() {
    std::vector<RectPx> standing_now;
    for (const Patch& patch : next) standing_now.push_back(patch.area);
    for (const Patch& patch : shown) {
      if (wanted(patch.area)) continue;
      for (const RectPx& part : uncovered(patch.area, standing_now)) damage.push_back(part);
    }
    for (const RectPx& area : damage) clear(area);
  }

  // Those that stay below the new ones go on being known, so that they are cleared in their time.
  void carry_others() {
    const std::size_t now = next.size();
    for (Patch& patch : shown) {
      bool covered = false;
      for (std::size_t i = 0; i < now; ++i) {
        covered = covered || uncovered(patch.area, {next[i].area}).empty();
        patch.spoiled = patch.spoiled || overlap(patch.area, next[i].area);
      }
      if (!covered) next.push_back(std::move(patch));
    }
  }

  // New glyphs go to the texture even when no patch is painted: a texture may be replaced before its next use.
  void update_textures() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
      if (texture->Status != ImTextureStatus_OK) ImGui_ImplOpenGL3_UpdateTexture(texture);
  }

  void paint() {
    paint_lists(false);
    paint_lists(true);
  }

  // Lists that need no smooth sampling (panels::draws_whole_pixels) are painted with the nearest texel: half the cost
  // without a GPU.
  void paint_lists(bool nearest) {
    data.Clear();
    data.Valid = true;
    data.DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
    data.FramebufferScale = {1, 1};
    for (Patch& patch : next) {
      if (!patch.drawn || panels::draws_whole_pixels(*patch.list) != nearest) continue;
      data.AddDrawList(patch.list.get());
      ++count.patches;
    }
    if (data.CmdListsCount == 0) return;
    if (nearest) sample(GL_NEAREST);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
    if (nearest) sample(GL_LINEAR);
  }
  static void sample(GLint filter) {
    for (const ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
      if (texture->TexID == ImTextureID_Invalid) continue;
      glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture->TexID));
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
      glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    }
  }
};

Canvas::Canvas(ImGuiHost& host, SizePx size, bool direct) : impl_(std::make_unique<Impl>(host, direct)) {
  impl_->first = ImGui::GetIO().BackendRendererUserData == nullptr;
  if (impl_->first) {
    ImGui_ImplOpenGL3_Init("#version 330 core");
    ImGui_ImplOpenGL3_NewFrame();
  }
  resize(size);
}

Canvas::~Canvas() {
  if (impl_->timer) glDeleteQueries(1, &impl_->timer);
  impl_->drop_framebuffer();
  if (impl_->first) ImGui_ImplOpenGL3_Shutdown();
}

void Canvas::resize(SizePx size) {
  GLint most = 4096;
  glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &most);
  size = {std::clamp(size.width, 1, most), std::clamp(size.height, 1, most)};
  if (size == impl_->size) return forget();
  impl_->size = size;
  impl_->make_framebuffer();
  forget();
}

SizePx Canvas::size() const {
  return impl_->size;
}

void Canvas::forget() {
  for (Patch& patch : impl_->shown) impl_->recycle(patch);
  impl_->shown.clear();
  impl_->whole = true;
}

void Canvas::fill(RectPx area, ImU32 colour) {
  glBindFramebuffer(GL_FRAMEBUFFER, impl_->framebuffer);
  impl_->fill(area, colour);
}

void Canvas::time_painting() {
  if (!impl_->timer) glGenQueries(1, &impl_->timer);
}
double Canvas::painting_ms() const {
  return impl_->painting_ms;
}

void Canvas::set_painting(bool paints) {
  if (paints && !impl_->paints) forget();
  impl_->paints = paints;
}

int Canvas::textures() {
  int count = 0;
  for (GLuint name = 1; name <= 4096; ++name) count += glIsTexture(name) == GL_TRUE;
  return count;
}

bool Canvas::whole() const {
  return !impl_->whole;
}

void Canvas::begin(ImU32 ground) {
  if (ground != impl_->ground) forget();
  impl_->ground = ground;
  impl_->count = {};
  impl_->leaves = false;
  impl_->damage.clear();
  impl_->host.begin(static_cast<float>(impl_->size.width), static_cast<float>(impl_->size.height));
}

MapPainter& Canvas::areas() {
  return impl_->areas;
}

void Canvas::leave_others() {
  impl_->leaves = !impl_->whole;
}

bool Canvas::keep(std::uint64_t id, RectPx area) {
  if (!impl_->standing(id, area)) return false;
  Patch same;
  same.id = id;
  same.area = area;
  impl_->next.push_back(std::move(same));
  return true;
}

ImDrawList& Canvas::draw(std::uint64_t id, RectPx area) {
  Patch patch;
  patch.id = id;
  patch.area = area;
  patch.drawn = true;
  if (impl_->spare.empty()) {
    patch.list = impl_->host.new_list();
  } else {
    patch.list = std::move(impl_->spare.back());
    impl_->spare.pop_back();
  }
  ImDrawList& list = *patch.list;
  list._ResetForNewFrame();
  list.PushTexture(ImGui::GetIO().Fonts->TexRef);
  list.PushClipRect({static_cast<float>(area.left), static_cast<float>(area.top)},
                    {static_cast<float>(area.right), static_cast<float>(area.bottom)});
  impl_->next.push_back(std::move(patch));
  return list;
}

const std::vector<RectPx>& Canvas::finish() {
  Impl& my = *impl_;
  for (Patch& patch : my.next) {
    if (patch.drawn) {
      clip_to(*patch.list, patch.area);
      my.count.vertices += patch.list->VtxBuffer.Size;
      serialise(*patch.list, my.scratch);
    }
    for (Patch& before : my.shown) {
      if (before.area != patch.area || before.spoiled) continue;
      patch.bytes.swap(before.bytes);
      if (patch.drawn && patch.bytes == my.scratch) patch.drawn = false;
    }
    if (patch.drawn) patch.bytes.assign(my.scratch.begin(), my.scratch.end());
  }
  if (my.leaves) my.carry_others();
  my.host.end();  // from here the list of textures is whole
  glBindFramebuffer(GL_FRAMEBUFFER, my.framebuffer);
  if (my.timer) glBeginQuery(GL_TIME_ELAPSED, my.timer);
  my.clear_changed();
  my.update_textures();
  if (my.paints) my.paint();
  my.areas.sweep();
  if (my.timer) my.read_timer();
  for (const RectPx& area : my.damage) my.count.pixels += static_cast<std::int64_t>(area.width()) * area.height();
  if (!my.damage.empty()) ++my.version;
  for (Patch& patch : my.next) {
    my.recycle(patch);
    patch.drawn = false;
  }
  my.shown.swap(my.next);
  my.next.clear();
  my.whole = false;
  return my.damage;
}

const PaintCount& Canvas::last() const {
  return impl_->count;
}
const std::vector<RectPx>& Canvas::damage() const {
  return impl_->damage;
}
unsigned Canvas::framebuffer() const {
  return impl_->framebuffer;
}
std::uint64_t Canvas::version() const {
  return impl_->version;
}

Picture Canvas::read() const {
  const SizePx size = impl_->size;
  const std::size_t row = static_cast<std::size_t>(size.width) * 4;
  Picture picture{size, std::vector<std::uint8_t>(row * static_cast<std::size_t>(size.height))};
  glBindFramebuffer(GL_READ_FRAMEBUFFER, impl_->framebuffer);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, picture.rgba.data());
  std::vector<std::uint8_t> line(row);
  for (int top = 0, bottom = size.height - 1; top < bottom; ++top, --bottom) {
    std::uint8_t* a = picture.rgba.data() + row * static_cast<std::size_t>(top);
    std::uint8_t* b = picture.rgba.data() + row * static_cast<std::size_t>(bottom);
    std::memcpy(line.data(), a, row);
    std::memcpy(a, b, row);
    std::memcpy(b, line.data(), row);
  }
  return picture;
}

}  // namespace viewer
