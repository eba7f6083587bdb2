// Paints areas and borders of maps for panels. The number of each pixel's area is kept: another colour needs no
// geometry, and while a map is panned only what comes into view is painted. Main thread, with the display's context
// current.
#pragma once
#include <map>
#include <memory>
#include <vector>
#include "panels/paint.h"
#include "viewer/display.h"
#include "viewer/map_mesh.h"

namespace viewer {

class MapPainter : public panels::AreaPainter {
 public:
  MapPainter();
  ~MapPainter() override;
  void paint(ImDrawList&, const panels::AreaPaint&) override;
  // At the end of a picture: what long was not asked for is given back.
  void sweep();

  struct Count {
    std::size_t triangles = 0;  // of the last painting that painted anything
    std::int64_t pixels = 0;    // painted since the start
    std::size_t bytes = 0;      // in the renderer's buffers and pictures
  };
  Count count() const;

 private:
  struct Raster;
  struct Shaders;
  static void replay(const ImDrawList*, const ImDrawCmd*);
  MapMesh& mesh_of(const std::shared_ptr<const config::GeoMap>&);
  Raster& raster_of(const panels::AreaPaint&, SizePx);
  void aim(Raster&, const panels::AreaPaint&);
  std::size_t level_of(const Raster&);
  void repaint(Raster&);
  void paint_part(Raster&, const RectPx& part, std::size_t level);
  void show(Raster&, const ImVec4& clip);

  std::unique_ptr<Shaders> shaders_;
  std::vector<std::unique_ptr<MapMesh>> meshes_;
  std::map<std::uint64_t, std::unique_ptr<Raster>> rasters_;
  std::uint64_t pictures_ = 0;
  Count count_;
};

}  // namespace viewer
