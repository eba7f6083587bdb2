// See map_mesh.h.
#include "viewer/map_mesh.h"
#include <epoxy/gl.h>
#include <algorithm>
#include <array>

namespace viewer {

using config::GeoPoint;
using config::MapLevel;

namespace {

constexpr std::uint32_t areas_a_chunk = 48;

struct Vertex {
  float x, y;
  std::uint32_t area;
};
using Ends = std::array<GeoPoint, 2>;

const void* offset(std::size_t bytes) {
  return reinterpret_cast<const void*>(bytes);
}

}  // namespace

MapMesh::MapMesh(std::shared_ptr<const config::GeoMap> map) : map_(std::move(map)), levels_(map_->levels.size()) {
  const auto count = static_cast<std::uint32_t>(map_->areas.size());
  for (std::uint32_t first = 0; first < count; first += areas_a_chunk) {
    Chunk chunk{map_->areas[first].least, map_->areas[first].most, first, std::min(areas_a_chunk, count - first)};
    for (std::uint32_t i = first; i < first + chunk.areas; ++i) {
      const config::MapArea& area = map_->areas[i];
      chunk.least = {std::min(chunk.least.x, area.least.x), std::min(chunk.least.y, area.least.y)};
      chunk.most = {std::max(chunk.most.x, area.most.x), std::max(chunk.most.y, area.most.y)};
    }
    chunks_.push_back(chunk);
  }
}

MapMesh::~MapMesh() {
  for (Buffers& b : levels_) {
    if (!b.made) continue;
    const std::array<GLuint, 3> names{b.points, b.indices, b.ends};
    glDeleteBuffers(static_cast<GLsizei>(names.size()), names.data());
    const std::array<GLuint, 2> arrays{b.areas, b.borders};
    glDeleteVertexArrays(static_cast<GLsizei>(arrays.size()), arrays.data());
  }
}

std::size_t MapMesh::level_for(float tolerance) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i < map_->levels.size(); ++i)
    if (map_->levels[i].tolerance <= tolerance) found = i;
  return found;
}

std::size_t MapMesh::level_within(const Window& window, std::size_t most) const {
  for (std::size_t i = 0; i + 1 < map_->levels.size(); ++i)
    if (triangles(window, i) <= most) return i;
  return map_->levels.size() - 1;
}

std::size_t MapMesh::triangles(const Window& window, std::size_t level) const {
  const MapLevel& l = map_->levels[level];
  std::size_t out = 0;
  each_run(window, [&](std::size_t from, std::size_t to) {
    const std::uint32_t first = chunks_[from].first_area, last = chunks_[to - 1].first_area + chunks_[to - 1].areas;
    out += (l.first_index[last] - l.first_index[first]) / 3;
  });
  return out;
}

std::size_t MapMesh::stretches(const Window& window, std::size_t level) {
  const Buffers& b = buffers(level);
  std::size_t out = 0;
  each_run(window, [&](std::size_t from, std::size_t to) { out += b.first_end[to] - b.first_end[from]; });
  return out;
}

// Runs of chunks, [from, to), that the window may show.
template <class Draw>
void MapMesh::each_run(const Window& w, Draw draw) const {
  std::size_t from = 0;
  for (std::size_t i = 0; i <= chunks_.size(); ++i) {
    const bool seen = i < chunks_.size() && chunks_[i].least.x <= w.most.x && chunks_[i].most.x >= w.least.x &&
                      chunks_[i].least.y <= w.most.y && chunks_[i].most.y >= w.least.y;
    if (seen) continue;
    if (from < i) draw(from, i);
    from = i + 1;
  }
}

MapMesh::Buffers& MapMesh::buffers(std::size_t level) {
  Buffers& b = levels_[level];
  if (b.made) return b;
  b.made = true;
  make_areas(b, map_->levels[level]);
  make_borders(b, map_->levels[level]);
  return b;
}

void MapMesh::make_areas(Buffers& b, const MapLevel& level) {
  std::vector<Vertex> vertices;
  vertices.reserve(level.vertices.size());
  for (std::uint32_t area = 0; area + 1 < level.first_vertex.size(); ++area)
    for (std::uint32_t i = level.first_vertex[area]; i < level.first_vertex[area + 1]; ++i)
      vertices.push_back({level.vertices[i].x, level.vertices[i].y, area});
  const std::size_t points = vertices.size() * sizeof(Vertex), indices = level.indices.size() * sizeof(std::uint32_t);
  bytes_ += points + indices;
  glGenVertexArrays(1, &b.areas);
  glBindVertexArray(b.areas);
  glGenBuffers(1, &b.points);
  glBindBuffer(GL_ARRAY_BUFFER, b.points);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(points), vertices.data(), GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(Vertex), offset(0));
  glEnableVertexAttribArray(1);
  glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, sizeof(Vertex), offset(offsetof(Vertex, area)));
  glGenBuffers(1, &b.indices);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, b.indices);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices), level.indices.data(), GL_STATIC_DRAW);
}

// An arc goes with the chunk of the later of its areas.
void MapMesh::make_borders(Buffers& b, const MapLevel& level) {
  std::vector<std::vector<Ends>> by_chunk(chunks_.size());
  for (const config::MapArc& arc : level.arcs) {
    auto& ends = by_chunk[static_cast<std::uint32_t>(std::max({arc.left, arc.right, 0})) / areas_a_chunk];
    for (std::uint32_t i = arc.first; i + 1 < arc.first + arc.count; ++i)
      ends.push_back({level.points[i], level.points[i + 1]});
  }
  std::vector<Ends> all;
  for (const auto& ends : by_chunk) {
    b.first_end.push_back(static_cast<std::uint32_t>(all.size()));
    all.insert(all.end(), ends.begin(), ends.end());
  }
  b.first_end.push_back(static_cast<std::uint32_t>(all.size()));
  bytes_ += all.size() * sizeof(Ends);
  glGenVertexArrays(1, &b.borders);
  glBindVertexArray(b.borders);
  glGenBuffers(1, &b.ends);
  glBindBuffer(GL_ARRAY_BUFFER, b.ends);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(all.size() * sizeof(Ends)), all.data(), GL_STATIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribDivisor(0, 1);
}

void MapMesh::draw_areas(const Window& window, std::size_t level) {
  Buffers& b = buffers(level);
  const MapLevel& l = map_->levels[level];
  glBindVertexArray(b.areas);
  each_run(window, [&](std::size_t from, std::size_t to) {
    const std::uint32_t first = l.first_index[chunks_[from].first_area],
                        last = l.first_index[chunks_[to - 1].first_area + chunks_[to - 1].areas];
    if (first < last)
      glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(last - first), GL_UNSIGNED_INT,
                     offset(first * sizeof(std::uint32_t)));
  });
}

void MapMesh::draw_borders(const Window& window, std::size_t level) {
  Buffers& b = buffers(level);
  glBindVertexArray(b.borders);
  glBindBuffer(GL_ARRAY_BUFFER, b.ends);
  each_run(window, [&](std::size_t from, std::size_t to) {
    const std::uint32_t first = b.first_end[from], last = b.first_end[to];
    if (first == last) return;
    glVertexAttribPointer(0, 4, GL_FLOAT, GL_FALSE, sizeof(Ends), offset(first * sizeof(Ends)));
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(last - first));
  });
}

}  // namespace viewer
