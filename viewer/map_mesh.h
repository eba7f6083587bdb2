// A map's triangles and borders in the renderer's buffers, each level when it is first needed. Main thread, with the
// display's context current.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>
#include "config/geo_map.h"

namespace viewer {

class MapMesh {
 public:
  explicit MapMesh(std::shared_ptr<const config::GeoMap>);
  ~MapMesh();
  MapMesh(const MapMesh&) = delete;
  MapMesh& operator=(const MapMesh&) = delete;

  const config::GeoMap* map() const { return map_.get(); }
  bool used() const { return map_.use_count() > 1; }  // by others than this

  // Map units.
  struct Window {
    config::GeoPoint least, most;
  };
  // The coarsest level that shows no border farther off than this.
  std::size_t level_for(float tolerance) const;
  // The finest level with no more triangles in the window; else the coarsest.
  std::size_t level_within(const Window&, std::size_t triangles) const;
  std::size_t triangles(const Window&, std::size_t level) const;
  std::size_t stretches(const Window&, std::size_t level);  // of border

  // Draws what the window may show, with attributes 0 point and 1 number of the area.
  void draw_areas(const Window&, std::size_t level);
  // Four vertices of a strip for each stretch of border, with attribute 0 its two ends.
  void draw_borders(const Window&, std::size_t level);
  std::size_t bytes() const { return bytes_; }  // in the renderer's buffers

 private:
  // A run of areas that lie near each other.
  struct Chunk {
    config::GeoPoint least, most;
    std::uint32_t first_area = 0, areas = 0;
  };
  struct Buffers {
    unsigned areas = 0, points = 0, indices = 0, borders = 0, ends = 0;  // two vertex arrays and their buffers
    std::vector<std::uint32_t> first_end;                                // by chunk, and the whole number at the end
    bool made = false;
  };
  template <class Draw>
  void each_run(const Window&, Draw) const;
  Buffers& buffers(std::size_t level);
  void make_areas(Buffers&, const config::MapLevel&);
  void make_borders(Buffers&, const config::MapLevel&);

  std::shared_ptr<const config::GeoMap> map_;
  std::vector<Chunk> chunks_;
  std::vector<Buffers> levels_;
  std::size_t bytes_ = 0;
};

}  // namespace viewer
