// See map_insets.h.
#include "panels/map_insets.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace panels {
namespace {

using config::GeoPoint;

constexpr float apart = 0.04f;       // of the extent: areas nearer than that belong together
constexpr float worth = 0.6f;        // insets are made where the whole map would be smaller than this share
constexpr float most_frame = 0.26f;  // of the room's sides
constexpr std::size_t most_insets = 4;
constexpr std::array scales{20.0f, 15.0f, 10.0f, 8.0f, 6.0f, 5.0f, 4.0f,  3.0f,  2.0f, 1.5f,
                            1.0f,  0.75f, 0.5f,  0.3f, 0.2f, 0.1f, 0.05f, 0.02f, 0.01f};

struct Cluster {
  GeoPoint least, most;
  std::size_t areas = 0, first = 0;
};

Cluster joined(const Cluster& a, const Cluster& b) {
  return {{std::min(a.least.x, b.least.x), std::min(a.least.y, b.least.y)},
          {std::max(a.most.x, b.most.x), std::max(a.most.y, b.most.y)},
          a.areas + b.areas,
          a.first};
}
float distance(const Cluster& a, const Cluster& b) {
  const float x = std::max({0.0f, a.least.x - b.most.x, b.least.x - a.most.x});
  const float y = std::max({0.0f, a.least.y - b.most.y, b.least.y - a.most.y});
  return std::max(x, y);
}

// Until no two boxes are nearer than `gap`.
std::vector<Cluster> clusters(const config::GeoMap& map, float gap) {
  std::vector<Cluster> out;
  for (std::size_t which = 0; which < map.areas.size(); ++which) {
    Cluster one{map.areas[which].least, map.areas[which].most, 1, which};
    for (bool again = true; again;) {
      again = false;
      for (std::size_t i = 0; i < out.size(); ++i)
        if (distance(out[i], one) < gap) {
          one = joined(one, out[i]);
          out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
          again = true;
          break;
        }
    }
    out.push_back(one);
  }
  return out;
}

bool overlap(const Rect& a, const Rect& b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
Rect pixels(const MapView& view, GeoPoint least, GeoPoint most) {
  const ImVec2 a = view.pixel(least), b = view.pixel(most);
  return {a.x, a.y, b.x, b.y};
}
Rect whole(Rect r) {
  return {std::floor(r.left), std::floor(r.top), std::ceil(r.right), std::ceil(r.bottom)};
}

class Layout {
 public:
  Layout(const config::GeoMap& map, Rect room, float words_px) : map_(map), room_(room), words_(words_px) {
    const float extent = std::max(map.most.x - map.least.x, map.most.y - map.least.y);
    gap_ = extent * apart;
    all_ = fitted(map.least, map.most, room);
  }

  MapParts parts() {
    const MapParts whole_map{all_, {}};
    std::vector<Cluster> rest = clusters(map_, gap_);
    const auto main = std::max_element(rest.begin(), rest.end(),
                                       [](const Cluster& a, const Cluster& b) { return a.areas < b.areas; });
    if (main == rest.end() || rest.size() < 2) return whole_map;
    main_ = *main;
    rest.erase(main);
    std::sort(rest.begin(), rest.end(),
              [&](const Cluster& a, const Cluster& b) { return distance(a, main_) < distance(b, main_); });
    if (all_.scale > scale_of(main_) * worth) return whole_map;
    const float alone = scale_of(main_);
    while (!rest.empty() && scale_of(joined(main_, rest.front())) > alone * 0.8f) take(rest, 0);
    while (!rest.empty() && rest.size() <= most_insets) {
      if (auto out = beside(rest)) return *out;
      take(rest, 0);
    }
    return whole_map;
  }

 private:
  float scale_of(const Cluster& c) const { return fitted(c.least, c.most, room_).scale; }
  void take(std::vector<Cluster>& rest, std::size_t which) {
    main_ = joined(main_, rest[which]);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(which));
  }

  // In free corners; else in a column or a row that the main map leaves to them.
  std::optional<MapParts> beside(const std::vector<Cluster>& rest) const {
    const float column = room_.width() * most_frame, row = room_.height() * most_frame;
    for (const Rect main : {room_, Rect{room_.left, room_.top, room_.right - column, room_.bottom},
                            Rect{room_.left, room_.top, room_.right, room_.bottom - row}}) {
      MapParts out{fitted(main_.least, main_.most, main), {}};
      if (all_.scale > out.view.scale * worth) continue;
      if (!shows_alone(out.view, rest)) continue;
      if (place(rest, out)) return out;
    }
    return {};
  }

  bool shows_alone(const MapView& view, const std::vector<Cluster>& rest) const {
    return std::none_of(rest.begin(), rest.end(),
                        [&](const Cluster& c) { return overlap(whole(pixels(view, c.least, c.most)), room_); });
  }

  bool place(const std::vector<Cluster>& rest, MapParts& out) const {
    std::vector<Rect> taken;
    for (const config::MapArea& area : map_.areas) taken.push_back(whole(pixels(out.view, area.least, area.most)));
    for (const Cluster& c : rest) {
      const auto inset = framed(c, out.view.scale, taken);
      if (!inset) return false;
      taken.push_back(inset->frame);
      out.insets.push_back(*inset);
    }
    return true;
  }

  // At the largest plain scale at which there is a free place along the room's edges, corners first.
  std::optional<MapInset> framed(const Cluster& c, float main_scale, const std::vector<Rect>& taken) const {
    for (const float times : scales) {
      const float scale = main_scale * times, pad = std::floor(std::min(6.0f, gap_ * scale * 0.45f));
      const float w = std::ceil((c.most.x - c.least.x) * scale + pad * 2 + 2),
                  h = std::ceil((c.most.y - c.least.y) * scale + pad * 2 + 2);
      if (pad < 1 || w < words_ * 2.5f) return {};  // no room for its words
      if (w > room_.width() * most_frame || h + words_ > room_.height() * most_frame) continue;
      for (const ImVec2 at : places(w, h + words_)) {
        const Rect frame{at.x, at.y, at.x + w, at.y + h + words_};
        if (std::any_of(taken.begin(), taken.end(), [&](const Rect& t) { return overlap(t, frame); })) continue;
        const Rect clip{frame.left, frame.top, frame.right, frame.bottom - words_};
        return MapInset{frame, clip,
                        MapView{{std::round(clip.left + pad + 1 - c.least.x * scale),
                                 std::round(clip.top + pad + 1 - c.least.y * scale)},
                                scale},
                        times};
      }
    }
    return {};
  }

  std::vector<ImVec2> places(float w, float h) const {
    const float left = std::ceil(room_.left), top = std::ceil(room_.top), right = std::floor(room_.right) - w,
                bottom = std::floor(room_.bottom) - h;
    std::vector<ImVec2> out{{right, bottom}, {left, bottom}, {right, top}, {left, top}};
    constexpr int steps = 12;
    for (int i = 1; i < steps; ++i) {
      const float x = std::round(left + (right - left) * static_cast<float>(i) / steps),
                  y = std::round(top + (bottom - top) * static_cast<float>(i) / steps);
      out.insert(out.end(), {{right, y}, {x, bottom}, {left, y}, {x, top}});
    }
    return out;
  }

  const config::GeoMap& map_;
  Rect room_;
  float words_, gap_ = 0;
  MapView all_;
  Cluster main_;
};

}  // namespace

MapParts map_parts(const config::GeoMap& map, Rect room, float words_px) {
  return Layout(map, room, std::ceil(words_px)).parts();
}

const MapParts& PartsKept::of(const std::shared_ptr<const config::GeoMap>& map, std::size_t slot, Rect room,
                              float words_px) {
  if (kept_.size() <= slot) kept_.resize(slot + 1);
  Kept& kept = kept_[slot];
  if (kept.map != map || !(kept.room == room) || kept.words_px != words_px)
    kept = {map, room, words_px, map_parts(*map, room, words_px)};
  return kept.parts;
}

}  // namespace panels
