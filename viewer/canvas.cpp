// See canvas.h. Main thread.
#include "viewer/canvas.h"
#include <epoxy/gl.h>
#include <imgui_impl_opengl3.h>
#include <algorithm>
#include <cstring>

namespace viewer {
namespace {

// A draw list as bytes: vertices, indices, and of each command what decides the picture. A texture is known by its own
// number and not by its address: an atlas that was packed anew is another texture, and within one no spot is used
// twice.
void serialise(const ImDrawList& list, std::vector<std::uint8_t>& out) {
  const auto add = [&out](const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    out.insert(out.end(), bytes, bytes + size);
  };
  out.clear();
  const int counts[] = {list.VtxBuffer.Size, list.IdxBuffer.Size, list.CmdBuffer.Size};
  add(counts, sizeof counts);
  if (list.VtxBuffer.Size) add(list.VtxBuffer.Data, list.VtxBuffer.size_in_bytes());
  if (list.IdxBuffer.Size) add(list.IdxBuffer.Data, list.IdxBuffer.size_in_bytes());
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const std::int64_t fields[] = {command.TexRef._TexData ? -1 - command.TexRef._TexData->UniqueID
                                                           : static_cast<std::int64_t>(command.TexRef._TexID),
                                   command.VtxOffset, command.IdxOffset, command.ElemCount};
    add(&command.ClipRect, sizeof command.ClipRect);
    add(fields, sizeof fields);
  }
}

// What stands, or is to stand, in one rectangle.
struct Patch {
  std::uint64_t id = 0;
  RectPx area;
  std::vector<std::uint8_t> bytes;  // of what was painted
  std::unique_ptr<ImDrawList> list;
  bool drawn = false;  // in this picture; else kept
};

void clip_to(ImDrawList& list, const RectPx& area) {
  for (ImDrawCmd& command : list.CmdBuffer) {
    command.ClipRect.x = std::max(command.ClipRect.x, static_cast<float>(area.left));
    command.ClipRect.y = std::max(command.ClipRect.y, static_cast<float>(area.top));
    command.ClipRect.z = std::min(command.ClipRect.z, static_cast<float>(area.right));
    command.ClipRect.w = std::min(command.ClipRect.w, static_cast<float>(area.bottom));
  }
}

}  // namespace

struct Canvas::Impl {
  explicit Impl(ImGuiHost& h) : host(h) {}

  ImGuiHost& host;
  bool first = false;  // of the host's canvases: it owns the renderer
  SizePx size;
  unsigned framebuffer = 0, colour = 0;
  bool whole = true;  // nothing of the framebuffer can be kept
  ImU32 ground = 0;
  std::vector<Patch> shown, next;
  std::vector<std::unique_ptr<ImDrawList>> spare;
  std::vector<std::uint8_t> scratch;
  std::vector<RectPx> damage;
  ImDrawData data;
  PaintCount count;
  std::uint64_t version = 0;

  void make_framebuffer() {
    drop_framebuffer();
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

  void recycle(Patch& patch) {
    if (patch.list) spare.push_back(std::move(patch.list));
  }

  void clear(const RectPx& area) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(area.left, size.height - area.bottom, area.width(), area.height());
    const ImVec4 colour4 = ImGui::ColorConvertU32ToFloat4(ground);
    glClearColor(colour4.x, colour4.y, colour4.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
  }

  const Patch* standing(const RectPx& area) const {
    for (const Patch& patch : shown)
      if (patch.area == area) return &patch;
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
      return;
    }
    for (const Patch& patch : shown)
      if (!wanted(patch.area)) damage.push_back(patch.area);
    for (const Patch& patch : next)
      if (patch.drawn) damage.push_back(patch.area);
    for (const RectPx& area : damage) clear(area);
  }

  // New glyphs go to the texture even when no patch is painted: a texture may be replaced before its next use.
  void update_textures() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
      if (texture->Status != ImTextureStatus_OK) ImGui_ImplOpenGL3_UpdateTexture(texture);
  }

  void paint() {
    data.Clear();
    data.Valid = true;
    data.DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
    data.FramebufferScale = {1, 1};
    for (Patch& patch : next) {
      if (!patch.drawn) continue;
      data.AddDrawList(patch.list.get());
      ++count.patches;
    }
    if (data.CmdListsCount) ImGui_ImplOpenGL3_RenderDrawData(&data);
  }
};

Canvas::Canvas(ImGuiHost& host, SizePx size) : impl_(std::make_unique<Impl>(host)) {
  impl_->first = ImGui::GetIO().BackendRendererUserData == nullptr;
  if (impl_->first) {
    ImGui_ImplOpenGL3_Init("#version 330 core");
    ImGui_ImplOpenGL3_NewFrame();
  }
  resize(size);
}

Canvas::~Canvas() {
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

bool Canvas::whole() const {
  return !impl_->whole;
}

void Canvas::begin(ImU32 ground) {
  if (ground != impl_->ground) forget();
  impl_->ground = ground;
  impl_->count = {};
  impl_->damage.clear();
  impl_->host.begin(static_cast<float>(impl_->size.width), static_cast<float>(impl_->size.height));
}

bool Canvas::keep(std::uint64_t id, RectPx area) {
  const Patch* patch = impl_->standing(area);
  if (!patch || patch->id != id) return false;
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
      if (before.area != patch.area) continue;
      patch.bytes.swap(before.bytes);
      if (patch.drawn && patch.bytes == my.scratch) patch.drawn = false;
    }
    if (patch.drawn) patch.bytes.assign(my.scratch.begin(), my.scratch.end());
  }
  my.host.end();  // from here the list of textures is whole
  glBindFramebuffer(GL_FRAMEBUFFER, my.framebuffer);
  my.clear_changed();
  my.update_textures();
  my.paint();
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
