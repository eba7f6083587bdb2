// See layout.h. Pure.
#include "viewer/layout.h"
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace viewer {
namespace {

int round_px(double v) {
  return static_cast<int>(std::lround(v));
}

// Where the tracks of a grid begin and end: `count` tracks with gaps between them over a length.
struct Tracks {
  double from, step, gap;
  Tracks(int begin, int end, int count, int gap_px) : from(begin), gap(gap_px) {
    step = (end - begin + gap_px) / static_cast<double>(std::max(1, count));
  }
  int begin(int track) const { return round_px(from + track * step); }
  int end(int track) const { return round_px(from + (track + 1) * step - gap); }
};

bool fits(const RectPx& area, const ImVec2& least) {
  return static_cast<float>(area.width()) >= std::floor(least.x) &&
         static_cast<float>(area.height()) >= std::floor(least.y);
}

class Arranger {
 public:
  Arranger(const config::PageConfig& page, const std::vector<ImVec2>& least, RectPx area, int gap)
      : page_(page), least_(least), area_(area), gap_(gap) {}

  // All of `panels` (in reading order) at their own cells; then with the rows and columns that none of them uses taken
  // out; then in shelves. Nothing when they do not fit. A page made for a surface of quite another shape is flowed.
  std::optional<Sheet> arrange(const std::vector<std::size_t>& panels) const {
    if (awry()) {
      if (auto sheet = on_shelves(flowed(panels))) return sheet;
    } else {
      if (auto sheet = on_grid(panels, false)) return sheet;
      if (auto sheet = on_grid(panels, true)) return sheet;
    }
    return on_shelves(shelves(panels));
  }
  Sheet alone(std::size_t panel) const { return {{panel, area_}}; }

 private:
  using Map = std::vector<int>;  // old track -> new one

  const config::Cell& cell(std::size_t panel) const { return page_.panels[panel].cell; }

  // Renumbers the tracks so that unused ones vanish; returns how many are left.
  static int squeeze(Map& map, const std::vector<bool>& used) {
    int next = 0;
    for (std::size_t i = 0; i < used.size(); ++i) {
      map[i] = next;
      if (used[i]) ++next;
    }
    map[used.size()] = next;
    return std::max(1, next);
  }

  std::optional<Sheet> on_grid(const std::vector<std::size_t>& panels, bool squeezed) const {
    int columns = std::max(1, page_.columns), rows = std::max(1, page_.rows);
    Map x(static_cast<std::size_t>(columns) + 1), y(static_cast<std::size_t>(rows) + 1);
    std::iota(x.begin(), x.end(), 0);
    std::iota(y.begin(), y.end(), 0);
    if (squeezed) {
      std::vector<bool> used_x(x.size() - 1), used_y(y.size() - 1);
      for (const std::size_t p : panels) {
        for (int i = 0; i < cell(p).width; ++i) used_x[clamp(cell(p).column + i, columns - 1)] = true;
        for (int i = 0; i < cell(p).height; ++i) used_y[clamp(cell(p).row + i, rows - 1)] = true;
      }
      const int new_columns = squeeze(x, used_x), new_rows = squeeze(y, used_y);
      if (new_columns == columns && new_rows == rows) return {};
      columns = new_columns;
      rows = new_rows;
    }
    const Tracks across(area_.left, area_.right, columns, gap_), down(area_.top, area_.bottom, rows, gap_);
    Sheet sheet;
    for (const std::size_t p : panels) {
      const int left = x[clamp(cell(p).column, page_.columns)], top = y[clamp(cell(p).row, page_.rows)];
      const int right = x[clamp(cell(p).column + cell(p).width, page_.columns)];
      const int bottom = y[clamp(cell(p).row + cell(p).height, page_.rows)];
      const RectPx area{across.begin(left), down.begin(top), across.end(right - 1), down.end(bottom - 1)};
      if (!fits(area, least_[p])) return {};
      sheet.push_back({p, area});
    }
    return sheet;
  }
  static std::size_t clamp(int track, int most) { return static_cast<std::size_t>(std::clamp(track, 0, most)); }

  struct Shelf {
    std::vector<std::size_t> panels;
    double least_width = 0, least_height = 0, weight = 0;
  };

  // Pages are composed for 16:9, upright where they have more rows than columns. Is this surface of quite another
  // shape?
  bool awry() const {
    const double composed = page_.rows > page_.columns ? 9.0 / 16 : 16.0 / 9;
    const double shape = static_cast<double>(area_.width()) / area_.height() / composed;
    return shape < 0.5 || shape > 2.25;
  }

  // Panels of one height together, as many on a shelf as keep nearly their size, shelves of a group evenly filled.
  std::vector<Shelf> flowed(std::vector<std::size_t> panels) const {
    const double step = std::sqrt(static_cast<double>(area_.width()) * area_.height() / (page_.columns * page_.rows));
    std::vector<Shelf> all;
    while (!panels.empty()) {
      const int height = cell(panels.front()).height;
      const auto rest =
          std::stable_partition(panels.begin(), panels.end(), [&](std::size_t p) { return cell(p).height == height; });
      const std::vector<std::size_t> group(panels.begin(), rest);
      panels.erase(panels.begin(), rest);
      double wide = 1;
      for (const std::size_t p : group)
        wide = std::max({wide, static_cast<double>(least_[p].x), cell(p).width * step * 0.75});
      const auto most = static_cast<std::size_t>(std::max(1.0, (area_.width() + gap_) / (wide + gap_)));
      const std::size_t rows = (group.size() + most - 1) / most, each = (group.size() + rows - 1) / rows;
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (i % each == 0) all.emplace_back();
        add(all.back(), group[i]);
      }
    }
    return all;
  }

  void add(Shelf& shelf, std::size_t panel) const {
    shelf.least_width += least_[panel].x + static_cast<float>(shelf.panels.empty() ? 0 : gap_);
    shelf.least_height = std::max(shelf.least_height, static_cast<double>(least_[panel].y));
    shelf.weight = std::max(shelf.weight, static_cast<double>(cell(panel).height));
    shelf.panels.push_back(panel);
  }

  std::vector<Shelf> shelves(const std::vector<std::size_t>& panels) const {
    std::vector<Shelf> all;
    for (const std::size_t p : panels) {
      const double with_gap = least_[p].x + (all.empty() || all.back().panels.empty() ? 0 : gap_);
      const bool breaks = all.empty() || all.back().least_width + with_gap > area_.width() || below(all.back(), p);
      if (breaks) all.emplace_back();
      add(all.back(), p);
    }
    return all;
  }
  // Does the page itself put `panel` under everything on the shelf?
  bool below(const Shelf& shelf, std::size_t panel) const {
    return std::all_of(shelf.panels.begin(), shelf.panels.end(),
                       [&](std::size_t p) { return cell(panel).row >= cell(p).row + cell(p).height; });
  }

  // Shares `length` (gaps taken off) by weight, nobody under its least.
  static std::vector<double> share(double length, const std::vector<double>& least, const std::vector<double>& weight) {
    std::vector<double> out(least.size(), -1);
    for (std::size_t rounds = 0; rounds <= least.size(); ++rounds) {
      double rest = length, weights = 0;
      for (std::size_t i = 0; i < least.size(); ++i) (out[i] >= 0 ? rest -= out[i] : weights += weight[i]);
      bool pinned = false;
      for (std::size_t i = 0; i < least.size(); ++i)
        if (out[i] < 0 && rest * weight[i] / weights < least[i]) {
          out[i] = least[i];
          pinned = true;
        }
      if (pinned) continue;
      for (std::size_t i = 0; i < least.size(); ++i)
        if (out[i] < 0) out[i] = rest * weight[i] / weights;
      break;
    }
    return out;
  }

  std::optional<Sheet> on_shelves(const std::vector<Shelf>& all) const {
    std::vector<double> least, weight;
    double needed = gap_ * (static_cast<double>(all.size()) - 1);
    for (const Shelf& shelf : all) {
      needed += std::floor(shelf.least_height);
      least.push_back(std::floor(shelf.least_height));
      weight.push_back(std::max(1.0, shelf.weight));
      if (std::floor(shelf.least_width) > area_.width()) return {};
    }
    if (needed > area_.height()) return {};
    const auto heights = share(area_.height() - gap_ * (static_cast<double>(all.size()) - 1), least, weight);
    Sheet sheet;
    double top = area_.top;
    for (std::size_t s = 0; s < all.size(); ++s) {
      place_shelf(all[s], top, top + heights[s], sheet);
      top += heights[s] + gap_;
    }
    return sheet;
  }
  void place_shelf(const Shelf& shelf, double top, double bottom, Sheet& sheet) const {
    std::vector<double> least, weight;
    for (const std::size_t p : shelf.panels) {
      least.push_back(std::floor(least_[p].x));
      weight.push_back(std::max(1, cell(p).width));
    }
    const double gaps = gap_ * (static_cast<double>(shelf.panels.size()) - 1);
    const auto widths = share(area_.width() - gaps, least, weight);
    double left = area_.left;
    for (std::size_t i = 0; i < shelf.panels.size(); ++i) {
      sheet.push_back({shelf.panels[i], {round_px(left), round_px(top), round_px(left + widths[i]), round_px(bottom)}});
      left += widths[i] + gap_;
    }
  }

  const config::PageConfig& page_;
  const std::vector<ImVec2>& least_;
  RectPx area_;
  int gap_;
};

}  // namespace

RectPx header_area(SizePx size, float unit) {
  return {0, 0, size.width, std::min(size.height, round_px(unit * 2.75f))};
}

RectPx grid_area(SizePx size, float unit) {
  const int margin = round_px(unit * 0.75f), top = header_area(size, unit).bottom;
  RectPx area{margin, top, size.width - margin, size.height - margin};
  area.right = std::max(area.right, area.left + 1);
  area.bottom = std::max(area.bottom, area.top + 1);
  return area;
}

std::vector<Sheet> lay_out(const config::PageConfig& page, const std::vector<ImVec2>& least_px, RectPx area,
                           int gap_px) {
  const Arranger arranger(page, least_px, area, gap_px);
  const auto before = [&](std::size_t a, std::size_t b) {
    const config::Cell &ca = page.panels[a].cell, &cb = page.panels[b].cell;
    return std::pair(ca.row, ca.column) < std::pair(cb.row, cb.column);
  };
  std::vector<std::size_t> waiting(page.panels.size());
  std::iota(waiting.begin(), waiting.end(), std::size_t{0});
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](std::size_t a, std::size_t b) { return page.panels[a].priority < page.panels[b].priority; });
  std::vector<Sheet> sheets;
  while (!waiting.empty()) {
    std::vector<std::size_t> taken, left;
    Sheet best;
    for (const std::size_t p : waiting) {
      std::vector<std::size_t> tried = taken;
      tried.insert(std::upper_bound(tried.begin(), tried.end(), p, before), p);
      auto sheet = arranger.arrange(tried);
      if (!sheet && taken.empty()) sheet = arranger.alone(p);
      if (sheet) {
        best = std::move(*sheet);
        taken = std::move(tried);
      } else {
        left.push_back(p);
      }
    }
    sheets.push_back(std::move(best));
    waiting = std::move(left);
  }
  if (sheets.empty()) sheets.emplace_back();
  return sheets;
}

}  // namespace viewer
