// Reduction of a line to the least and the most of each step. Store thread, and history readers for their own lines.
#include "feeds/line.h"

#include <algorithm>

namespace feeds {
namespace {

constexpr int default_points = 1000;
constexpr Duration hour = std::chrono::hours(1);
constexpr Duration wide_step = 4 * hour;  // from there on history answers from hours and days

std::int64_t bucket(Time at, Duration step) {
  return at.time_since_epoch() / step;
}

Point point_of(const Stored& stored) {
  return {stored.at, stored.value, stored.received};
}

}  // namespace

void Line::set_detail(const Detail& detail) {
  detail_ = detail;
  // Two points a step; the steps at both ends are cut, and the last value comes on top.
  const int steps = std::max(1, ((detail.most_points > 0 ? detail.most_points : default_points) - 3) / 2);
  step_ = std::max(Duration(1), detail.span / steps);
  if (step_ >= wide_step) step_ = (step_ + hour - Duration(1)) / hour * hour;
  points_.clear();
  points_.shrink_to_fit();
  bucket_begin_ = 0;
  last_.reset();
  truncated_ = false;
}

Result<void> Line::load(History& history, const Detail& detail, const config::Freshness& freshness, Time now,
                        std::optional<Time> known_at) {
  set_detail(detail);
  // Of an earlier moment what lies ahead of it is of no interest, and there may be years of it.
  const auto newest = history.newest(name_, known_at ? latest_possible(freshness, now) : Time::max(), known_at);
  if (!newest) return tl::unexpected(newest.error());
  auto current = newest;
  truncated_ = *newest && is_ahead((*newest)->at, freshness, now);
  if (truncated_) current = history.newest(name_, latest_possible(freshness, now), known_at);
  if (!current) return tl::unexpected(current.error());
  if (*current) {
    const Time to = (*current)->at;
    if (detail.span > Duration(0))
      if (auto read = load_points(history, now - detail.span, to, known_at); !read) return read;
    const bool ends = freshness.period != config::Period::none;
    const Means::Source source{history, name_, known_at, ends};
    if (auto read = hours_.load(source, now - detail.hours, to, detail.hours); !read) return read;
    if (auto read = days_.load(source, now - detail.days, to, detail.days); !read) return read;
    if (auto read = runs_.load(source, now - detail.runs, to, detail.runs, stands_for(freshness)); !read) return read;
  }
  last_ = *current;
  return {};
}

// The points of whole steps that are wide come without their receipts, and some of them at the beginning of their hour
// or day; what is left is read point by point.
Result<void> Line::load_points(History& history, Time from, Time to, std::optional<Time> known_at) {
  const auto begin_of = [&](std::int64_t index) { return Time(index * step_); };
  const std::int64_t first = bucket(from, step_), last = bucket(to, step_);
  if (step_ >= wide_step && first < last) {
    const auto columns =
        history.reduce(name_, begin_of(first), begin_of(last), static_cast<int>(last - first), known_at);
    if (!columns) return tl::unexpected(columns.error());
    for (const Extremes& column : *columns) {
      if (column.empty()) continue;
      Point one{column.min_at, column.min, {}}, other{column.max_at, column.max, {}};
      if (other.at < one.at) std::swap(one, other);
      if (other.at == one.at) other.at += Duration(1);
      keep(one);
      if (other.value != one.value) keep(other);
    }
    from = begin_of(last);
  }
  return history.read(name_, from, to, known_at, [&](const Stored& stored) { keep(point_of(stored)); });
}

bool Line::append(const Stored& next) {
  if (truncated_ || (last_ && next.at < last_->at)) return false;
  if (last_ && next.at > last_->at) {
    if (detail_.span > Duration(0)) keep(point_of(*last_));
    hours_.add(last_->at, last_->value);
    days_.add(last_->at, last_->value);
    runs_.add(last_->at, last_->value);
  }
  last_ = next;
  return true;
}

// Of a step that holds more than two points, the least and the most stay.
void Line::keep(Point next) {
  if (points_.empty() || bucket(points_.back().at, step_) != bucket(next.at, step_)) {
    forget_old();
    bucket_begin_ = points_.size();
  }
  points_.push_back(next);
  if (points_.size() - bucket_begin_ <= 2) return;
  const auto begin = points_.begin() + static_cast<std::ptrdiff_t>(bucket_begin_);
  const auto by_value = [](const Point& a, const Point& b) { return a.value < b.value; };
  const auto [least, most] = std::minmax_element(begin, points_.end(), by_value);
  const Point first = std::min(least, most) == least ? *least : *most;
  const Point second = std::min(least, most) == least ? *most : *least;
  points_.resize(bucket_begin_);
  points_.push_back(first);
  points_.push_back(second);
}

void Line::forget_old() {
  if (points_.empty()) return;
  const Time oldest = points_.back().at - detail_.span - step_;
  const auto kept = std::find_if(points_.begin(), points_.end(), [&](const Point& p) { return p.at >= oldest; });
  if (kept - points_.begin() > static_cast<std::ptrdiff_t>(points_.size() / 4)) points_.erase(points_.begin(), kept);
}

std::vector<Point> Line::points(Time from) const {
  std::vector<Point> out;
  const auto first = std::find_if(points_.begin(), points_.end(), [&](const Point& p) { return p.at >= from; });
  out.reserve(static_cast<std::size_t>(points_.end() - first) + 1);
  out.assign(first, points_.end());
  if (last_) out.push_back(point_of(*last_));
  return out;
}

std::vector<Mean> Line::hours(Time from) const {
  return hours_.with(last_, from);
}

std::vector<Mean> Line::days(Time from) const {
  return days_.with(last_, from);
}

std::vector<Run> Line::runs(Time from) const {
  return runs_.with(last_, from);
}

}  // namespace feeds
