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

// What a kept picture shows, as bytes that can be compared.
struct Shown {
  const config::GeoMap* map = nullptr;
  float scale = 0, at_x = 0, at_y = 0, border_px = 0, stripe_px = 0, apart_px = 0;
  ImU32 border = 0;
  std::uint64_t colours = 0;
  bool operator==(const Shown&) const = default;
};

}  // namespace

struct MapPainter::Shaders {
  GLuint areas = program(glsl::area_vertices, glsl::area_pixels);
  GLuint borders = program(glsl::border_vertices, glsl::border_pixels);
  ~Shaders() {
    glDeleteProgram(areas);
    glDeleteProgram(borders);
  }
};

// A picture kept as a torus: moving it is another origin, and only the strips that come into view are painted.
struct MapPainter::Raster {
  SizePx size;
  GLuint texture = 0, framebuffer = 0, table = 0;
  std::uint64_t table_digest = 0;
  AreaPaint wanted;
  Shown shown;
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

  void fill_table(std::span<const panels::AreaColour> colours, std::uint64_t of) {
    if (of == table_digest) return;
    table_digest = of;
    const auto rows = static_cast<int>((colours.size() * 2 + table_width - 1) / table_width);
    std::vector<ImU32> texels(static_cast<std::size_t>(std::max(rows, 1)) * table_width);
    for (std::size_t i = 0; i < colours.size(); ++i) {
      texels[i * 2] = colours[i].fill;
      texels[i * 2 + 1] = colours[i].hatch;
    }
    glBindTexture(GL_TEXTURE_2D, table);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, table_width, std::max(rows, 1), 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 texels.data());
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
void MapPainter::aim(Raster& r, const AreaPaint& p, std::uint64_t colours) {
  const Shown want{p.map.get(),
                   p.view.scale,
                   p.view.at.x - p.clip.left,
                   p.view.at.y - p.clip.top,
                   p.border_px,
                   p.stripe_px,
                   p.apart_px,
                   p.border,
                   colours};
  r.wanted = p;
  const bool finer = !p.moving && !r.fine;
  Shown moved = r.shown;
  moved.at_x = want.at_x;
  moved.at_y = want.at_y;
  const float dx = want.at_x - r.shown.at_x, dy = want.at_y - r.shown.at_y;
  const bool whole_pixels = dx == std::round(dx) && dy == std::round(dy);
  const int x = static_cast<int>(dx), y = static_cast<int>(dy);
  if (!r.whole || finer || !(moved == want) || !whole_pixels || std::abs(x) >= r.size.width ||
      std::abs(y) >= r.size.height) {
    if (!(r.shown == want) || !r.whole || finer) r.all_stale();
  } else if (x != 0 || y != 0) {
    for (RectPx& part : r.stale) part = {part.left + x, part.top + y, part.right + x, part.bottom + y};
    r.left = wrapped(r.left - x, r.size.width);
    r.top = wrapped(r.top - y, r.size.height);
    if (x > 0) r.stale.push_back({0, 0, x, r.size.height});
    if (x < 0) r.stale.push_back({r.size.width + x, 0, r.size.width, r.size.height});
    if (y > 0) r.stale.push_back({0, 0, r.size.width, y});
    if (y < 0) r.stale.push_back({0, r.size.height + y, r.size.width, r.size.height});
  }
  r.shown = want;
  r.whole = true;
  if (!p.moving)
    r.fine = true;
  else if (!r.stale.empty())
    r.fine = false;
}

void MapPainter::paint(ImDrawList& list, const AreaPaint& p) {
  const SizePx size{static_cast<int>(p.clip.width()), static_cast<int>(p.clip.height())};
  if (!p.map || p.map->areas.empty() || size.width < 1 || size.height < 1) return;
  if (!p.colours.empty() && p.colours.size() != p.map->areas.size()) return;
  Raster& r = raster_of(p, size);
  aim(r, p, digest(p.colours.data(), p.colours.size_bytes()));
  struct Request {
    MapPainter* painter;
    Raster* raster;
    std::uint64_t what;
  };
  std::uint64_t what = digest(&r.shown.map, sizeof r.shown.map);
  for (const float f : {r.shown.scale, r.shown.at_x, r.shown.at_y, p.border_px, p.stripe_px, p.apart_px})
    what = digest(&f, sizeof f, what);
  what = digest(&p.border, sizeof p.border, digest(&r.shown.colours, sizeof r.shown.colours, what));
  what = digest(&p.moving, sizeof p.moving, what);
  Request request{this, &r, what};
  list.AddCallback(replay, &request, sizeof request);
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  const auto w = static_cast<float>(size.width), h = static_cast<float>(size.height);
  const ImVec2 from{static_cast<float>(r.left) / w, static_cast<float>(r.top) / h};
  list.AddImage(ImTextureRef(static_cast<ImTextureID>(r.texture)), {p.clip.left, p.clip.top},
                {p.clip.right, p.clip.bottom}, from, {from.x + 1, from.y + 1});
}

void MapPainter::replay(const ImDrawList*, const ImDrawCmd* command) {
  struct Request {
    MapPainter* painter;
    Raster* raster;
  } request{};
  std::copy_n(static_cast<const char*>(command->UserCallbackData), sizeof request, reinterpret_cast<char*>(&request));
  request.painter->repaint(*request.raster);
}

void MapPainter::repaint(Raster& r) {
  if (r.stale.empty()) return;
  GLint before = 0;
  glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before);
  glBindFramebuffer(GL_FRAMEBUFFER, r.framebuffer);
  glViewport(0, 0, r.size.width, r.size.height);
  glEnable(GL_SCISSOR_TEST);
  glDisable(GL_CULL_FACE);
  r.fill_table(r.wanted.colours, r.shown.colours);
  MapMesh& mesh = mesh_of(r.wanted.map);
  const float scale = r.shown.scale;
  const auto at = [&](int x, int y) {
    return config::GeoPoint{(static_cast<float>(x) - r.shown.at_x) / scale,
                            (static_cast<float>(y) - r.shown.at_y) / scale};
  };
  const MapMesh::Window all{at(0, 0), at(r.size.width, r.size.height)};
  const std::size_t level = r.wanted.moving
                                ? std::max(mesh.level_for(finest_px / scale), mesh.level_within(all, most_moving))
                                : mesh.level_for(finest_px / scale);
  count_.triangles = 0;
  // The picture is cut where the torus closes.
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
  glBindVertexArray(0);
}

void MapPainter::paint_part(Raster& r, const RectPx& part, std::size_t level) {
  if (!shaders_) shaders_ = std::make_unique<Shaders>();
  MapMesh& mesh = mesh_of(r.wanted.map);
  const float scale = r.shown.scale, margin = r.wanted.border_px + 1;
  const auto w = static_cast<float>(r.size.width), h = static_cast<float>(r.size.height);
  const int x = wrapped(part.left + r.left, r.size.width), y = wrapped(part.top + r.top, r.size.height);
  const auto shift_x = static_cast<float>(x - part.left), shift_y = static_cast<float>(y - part.top);
  const MapMesh::Window window{{(static_cast<float>(part.left) - margin - r.shown.at_x) / scale,
                                (static_cast<float>(part.top) - margin - r.shown.at_y) / scale},
                               {(static_cast<float>(part.right) + margin - r.shown.at_x) / scale,
                                (static_cast<float>(part.bottom) + margin - r.shown.at_y) / scale}};
  count_.triangles += mesh.triangles(window, level);
  count_.pixels += static_cast<std::int64_t>(part.width()) * part.height();
  glScissor(x, y, part.width(), part.height());
  const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(r.wanted.border);
  glClearColor(ground.x, ground.y, ground.z, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  const auto use = [&](GLuint program) {
    glUseProgram(program);
    glUniform2f(glGetUniformLocation(program, "at"), r.shown.at_x + shift_x, r.shown.at_y + shift_y);
    glUniform2f(glGetUniformLocation(program, "size"), w, h);
    glUniform1f(glGetUniformLocation(program, "scale"), scale);
  };
  if (!r.wanted.colours.empty()) {
    use(shaders_->areas);
    glUniform2f(glGetUniformLocation(shaders_->areas, "phase"), std::floor(r.shown.at_x + shift_x),
                std::floor(r.shown.at_y + shift_y));
    glUniform1f(glGetUniformLocation(shaders_->areas, "stripe_px"), r.wanted.stripe_px);
    glUniform1f(glGetUniformLocation(shaders_->areas, "apart_px"), std::max(r.wanted.apart_px, 1.0f));
    glUniform1i(glGetUniformLocation(shaders_->areas, "colours"), 0);
    glBindTexture(GL_TEXTURE_2D, r.table);
    glDisable(GL_BLEND);
    mesh.draw_areas(window, level);
  }
  if (r.wanted.border_px <= 0) return;
  use(shaders_->borders);
  glUniform1f(glGetUniformLocation(shaders_->borders, "half_px"), r.wanted.border_px / 2);
  const ImVec4 line = ImGui::ColorConvertU32ToFloat4(r.wanted.border);
  glUniform4f(glGetUniformLocation(shaders_->borders, "line"), line.x, line.y, line.z, line.w);
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  mesh.draw_borders(window, level);
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
