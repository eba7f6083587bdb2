// See map_painter.h.
#include "viewer/map_painter.h"
#include <epoxy/gl.h>
#include <algorithm>
#include <array>
#include <cmath>
#include "viewer/map_shaders.h"

namespace viewer {

using panels::AreaPaint;

namespace {

constexpr int table_width = 512;              // of the texture of colours, as in map_shaders.h
constexpr std::size_t most_moving = 15000;    // triangles while a map moves
constexpr float finest_px = 0.4f;             // a border at rest is no farther off
constexpr std::uint64_t kept_pictures = 600;  // that a raster is kept unasked for

std::uint64_t digest(const void* data, std::size_t size, std::uint64_t from = 1469598103934665603U) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < size; ++i) from = (from ^ bytes[i]) * 1099511628211U;  // FNV-1a
  return from;
}

GLuint shader(GLenum kind, const char* text) {
  const GLuint name = glCreateShader(kind);
  const std::array<const char*, 2> parts{"#version 330 core\n", text};
  glShaderSource(name, 2, parts.data(), nullptr);
  glCompileShader(name);
  return name;
}

GLuint program(const char* vertices, const char* pixels) {
  const GLuint name = glCreateProgram(), v = shader(GL_VERTEX_SHADER, vertices), p = shader(GL_FRAGMENT_SHADER, pixels);
  glAttachShader(name, v);
  glAttachShader(name, p);
  glLinkProgram(name);
  glDeleteShader(v);
  glDeleteShader(p);
  return name;
}

int wrapped(int value, int size) {
  return ((value % size) + size) % size;
}

// What is kept: places, and no colours.
struct Kept {
  const config::GeoMap* map = nullptr;
  float scale = 0, at_x = 0, at_y = 0, border_px = 0;
  bool operator==(const Kept&) const = default;
};

}  // namespace

struct MapPainter::Shaders {
  GLuint areas = program(glsl::area_vertices, glsl::area_pixels);
  GLuint borders = program(glsl::border_vertices, glsl::border_pixels);
  GLuint shown = program(glsl::shown_vertices, glsl::shown_pixels);
  GLuint nothing = 0;  // a vertex array without attributes
  Shaders() { glGenVertexArrays(1, &nothing); }
  Shaders(const Shaders&) = delete;
  Shaders& operator=(const Shaders&) = delete;
  ~Shaders() {
    for (const GLuint p : {areas, borders, shown}) glDeleteProgram(p);
    glDeleteVertexArrays(1, &nothing);
  }
};

// A picture kept as a torus: moving it is another origin, and only the strips that come into view are painted.
struct MapPainter::Raster {
  SizePx size;
  GLuint texture = 0, framebuffer = 0, table = 0;
  std::uint64_t table_digest = 0;
  AreaPaint wanted;
  Kept kept;
  std::uint64_t colours = 0;         // of `wanted`
  bool whole = false, fine = false;  // painted at all; with full detail
  int left = 0, top = 0;             // the texel of the upper left pixel
  std::vector<RectPx> stale;         // pixels of the picture, not yet painted
  std::uint64_t asked = 0;           // the picture in which it was last wanted

  explicit Raster(SizePx of) : size(of) {
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    for (const GLenum way : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
      glTexParameteri(GL_TEXTURE_2D, way, GL_NEAREST);
    for (const GLenum way : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) glTexParameteri(GL_TEXTURE_2D, way, GL_REPEAT);
    glGenFramebuffers(1, &framebuffer);
    GLint before = 0;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
    glGenTextures(1, &table);
  }
  Raster(const Raster&) = delete;
  Raster& operator=(const Raster&) = delete;
  ~Raster() {
    glDeleteFramebuffers(1, &framebuffer);
    const std::array<GLuint, 2> names{texture, table};
    glDeleteTextures(2, names.data());
  }
  std::size_t bytes() const { return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 4; }

  void all_stale() {
    stale.assign(1, {0, 0, size.width, size.height});
    left = top = 0;
  }

  // What the map moves by: what comes into view is stale.
  void shift(int x, int y) {
    if (x == 0 && y == 0) return;
    for (RectPx& part : stale) part = {part.left + x, part.top + y, part.right + x, part.bottom + y};
    left = wrapped(left - x, size.width);
    top = wrapped(top - y, size.height);
    if (x > 0) stale.push_back({0, 0, x, size.height});
    if (x < 0) stale.push_back({size.width + x, 0, size.width, size.height});
    if (y > 0) stale.push_back({0, 0, size.width, y});
    if (y < 0) stale.push_back({0, size.height + y, size.width, size.height});
  }

  // What of the map those pixels may show.
  MapMesh::Window window(const RectPx& part) const {
    const float margin = kept.border_px + 1;
    const auto place = [&](int pixel, float by, float origin) {
      return (static_cast<float>(pixel) + by - origin) / kept.scale;
    };
    return {{place(part.left, -margin, kept.at_x), place(part.top, -margin, kept.at_y)},
            {place(part.right, margin, kept.at_x), place(part.bottom, margin, kept.at_y)}};
  }

  // Binds the texture of colours, made anew where they are others.
  void fill_table() {
    glBindTexture(GL_TEXTURE_2D, table);
    if (table_digest == colours && table_digest != 0) return;
    table_digest = colours;
    const std::size_t areas = wanted.map->areas.size();
    const auto rows = static_cast<int>((areas * 2 + table_width - 1) / table_width);
    std::vector<ImU32> texels(static_cast<std::size_t>(rows) * table_width);
    for (std::size_t i = 0; i < wanted.colours.size(); ++i) {
      texels[i * 2] = wanted.colours[i].fill;
      texels[i * 2 + 1] = wanted.colours[i].hatch;
    }
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, table_width, rows, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels.data());
    for (const GLenum way : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
      glTexParameteri(GL_TEXTURE_2D, way, GL_NEAREST);
  }
};

MapPainter::MapPainter() = default;
MapPainter::~MapPainter() = default;

MapMesh& MapPainter::mesh_of(const std::shared_ptr<const config::GeoMap>& map) {
  for (const auto& mesh : meshes_)
    if (mesh->map() == map.get()) return *mesh;
  return *meshes_.emplace_back(std::make_unique<MapMesh>(map));
}

MapPainter::Raster& MapPainter::raster_of(const AreaPaint& p, SizePx size) {
  std::unique_ptr<Raster>& raster = rasters_[p.slot];
  if (!raster || raster->size != size) raster = std::make_unique<Raster>(size);
  raster->asked = pictures_;
  return *raster;
}

// What is kept becomes what is wanted, but for the stale parts.
void MapPainter::aim(Raster& r, const AreaPaint& p) {
  const Kept want{p.map.get(), p.view.scale, p.view.at.x - p.clip.left, p.view.at.y - p.clip.top, p.border_px};
  r.wanted = p;
  const bool finer = !p.moving && !r.fine;
  Kept moved = r.kept;
  moved.at_x = want.at_x;
  moved.at_y = want.at_y;
  const float dx = want.at_x - r.kept.at_x, dy = want.at_y - r.kept.at_y;
  const bool whole_pixels = dx == std::round(dx) && dy == std::round(dy);
  const bool near =
      std::fabs(dx) < static_cast<float>(r.size.width) && std::fabs(dy) < static_cast<float>(r.size.height);
  if (!r.whole || finer || !(moved == want) || !whole_pixels || !near)
    r.all_stale();
  else
    r.shift(static_cast<int>(dx), static_cast<int>(dy));
  r.kept = want;
  r.whole = true;
  if (!p.moving)
    r.fine = true;
  else if (!r.stale.empty())
    r.fine = false;
}

namespace {
struct Request {
  MapPainter* painter;
  void* raster;
  std::uint64_t what;  // two that are equal show the same
};
}  // namespace

void MapPainter::paint(ImDrawList& list, const AreaPaint& p) {
  const SizePx size{static_cast<int>(p.clip.width()), static_cast<int>(p.clip.height())};
  if (!p.map || p.map->areas.empty() || size.width < 1 || size.height < 1) return;
  if (!p.colours.empty() && p.colours.size() != p.map->areas.size()) return;
  Raster& r = raster_of(p, size);
  aim(r, p);
  r.colours = digest(p.colours.data(), p.colours.size_bytes());
  std::uint64_t what = digest(&r.kept.map, sizeof r.kept.map, r.colours);
  for (const float f : {r.kept.scale, p.view.at.x, p.view.at.y, p.border_px, p.stripe_px, p.apart_px, p.clip.left,
                        p.clip.top, p.moving ? 1.0f : 0.0f})
    what = digest(&f, sizeof f, what);
  Request request{this, &r, digest(&p.border, sizeof p.border, what)};
  list.AddCallback(replay, &request, sizeof request);
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void MapPainter::replay(const ImDrawList*, const ImDrawCmd* command) {
  Request request{};
  std::copy_n(static_cast<const char*>(command->UserCallbackData), sizeof request, reinterpret_cast<char*>(&request));
  MapPainter& my = *request.painter;
  Raster& raster = *static_cast<Raster*>(request.raster);
  if (!my.shaders_) my.shaders_ = std::make_unique<Shaders>();
  my.repaint(raster);
  my.show(raster, command->ClipRect);
}

// The stale parts, cut where the torus closes.
void MapPainter::repaint(Raster& r) {
  if (r.stale.empty()) return;
  GLint before = 0;
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  glBindFramebuffer(GL_FRAMEBUFFER, r.framebuffer);
  glViewport(0, 0, r.size.width, r.size.height);
  glEnable(GL_SCISSOR_TEST);
  glDisable(GL_CULL_FACE);
  const std::size_t level = level_of(r);
  count_.triangles = 0;
  for (const RectPx& part : r.stale)
    for (const int x : {0, r.size.width})
      for (const int y : {0, r.size.height}) {
        const RectPx piece{std::max({part.left, x - r.left, 0}), std::max({part.top, y - r.top, 0}),
                           std::min({part.right, x - r.left + r.size.width, r.size.width}),
                           std::min({part.bottom, y - r.top + r.size.height, r.size.height})};
        if (!piece.empty()) paint_part(r, piece, level);
      }
  r.stale.clear();
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
  glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
}

std::size_t MapPainter::level_of(const Raster& r) {
  MapMesh& mesh = mesh_of(r.wanted.map);
  const std::size_t fine = mesh.level_for(finest_px / r.kept.scale);
  if (!r.wanted.moving) return fine;
  return std::max(fine, mesh.level_within(r.window({0, 0, r.size.width, r.size.height}), most_moving));
}

void MapPainter::paint_part(Raster& r, const RectPx& part, std::size_t level) {
  MapMesh& mesh = mesh_of(r.wanted.map);
  const int x = wrapped(part.left + r.left, r.size.width), y = wrapped(part.top + r.top, r.size.height);
  const MapMesh::Window window = r.window(part);
  count_.triangles += mesh.triangles(window, level);
  count_.pixels += static_cast<std::int64_t>(part.width()) * part.height();
  glScissor(x, y, part.width(), part.height());
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  const auto use = [&](GLuint program) {
    glUseProgram(program);
    glUniform2f(glGetUniformLocation(program, "at"), r.kept.at_x + static_cast<float>(x - part.left),
                r.kept.at_y + static_cast<float>(y - part.top));
    glUniform2f(glGetUniformLocation(program, "size"), static_cast<float>(r.size.width),
                static_cast<float>(r.size.height));
    glUniform1f(glGetUniformLocation(program, "scale"), r.kept.scale);
  };
  use(shaders_->areas);
  glDisable(GL_BLEND);
  mesh.draw_areas(window, level);
  if (r.kept.border_px <= 0 || (r.wanted.moving && mesh.stretches(window, level) > most_moving)) return;
  use(shaders_->borders);
  glUniform1f(glGetUniformLocation(shaders_->borders, "half_px"), r.kept.border_px / 2);
  glEnable(GL_BLEND);
  glBlendEquation(GL_MAX);
  glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
  mesh.draw_borders(window, level);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glBlendEquation(GL_FUNC_ADD);
}

// Places become colours. `clip`: of the draw list, pixels of the surface.
void MapPainter::show(Raster& r, const ImVec4& clip) {
  const AreaPaint& p = r.wanted;
  std::array<GLint, 4> surface{};
  glGetIntegerv(GL_VIEWPORT, surface.data());
  const float left = std::max(clip.x, p.clip.left), top = std::max(clip.y, p.clip.top),
              right = std::min(clip.z, p.clip.right), bottom = std::min(clip.w, p.clip.bottom);
  if (left >= right || top >= bottom) return;
  glEnable(GL_SCISSOR_TEST);
  glScissor(static_cast<int>(left), surface[3] - static_cast<int>(bottom), static_cast<int>(right - left),
            static_cast<int>(bottom - top));
  const GLuint program = shaders_->shown;
  const auto at = [&](const char* name) { return glGetUniformLocation(program, name); };
  glUseProgram(program);
  glUniform4f(at("box"), p.clip.left, p.clip.top, p.clip.width(), p.clip.height());
  glUniform2f(at("surface"), static_cast<float>(surface[2]), static_cast<float>(surface[3]));
  glUniform2f(at("first"), static_cast<float>(r.left) / p.clip.width(), static_cast<float>(r.top) / p.clip.height());
  glUniform2f(at("phase"), std::floor(r.kept.at_x), std::floor(r.kept.at_y));
  glUniform1f(at("stripe_px"), p.stripe_px);
  glUniform1f(at("apart_px"), std::max(p.apart_px, 1.0f));
  const ImVec4 line = ImGui::ColorConvertU32ToFloat4(p.border);
  glUniform4f(at("line"), line.x, line.y, line.z, line.w);
  glUniform1i(at("kept"), 0);
  glUniform1i(at("colours"), 1);
  glActiveTexture(GL_TEXTURE1);
  r.fill_table();
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, r.texture);
  glBindSampler(0, 0);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glBindVertexArray(shaders_->nothing);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void MapPainter::sweep() {
  ++pictures_;
  std::erase_if(rasters_, [&](const auto& r) { return pictures_ - r.second->asked > kept_pictures; });
  std::erase_if(meshes_, [](const auto& mesh) { return !mesh->used(); });
}

MapPainter::Count MapPainter::count() const {
  Count out = count_;
  for (const auto& mesh : meshes_) out.bytes += mesh->bytes();
  for (const auto& [slot, raster] : rasters_) out.bytes += raster->bytes();
  return out;
}

}  // namespace viewer
