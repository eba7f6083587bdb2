// Runs from the points of the history, kept up while values come in.
#include "feeds/runs.h"

#include <algorithm>
#include <cmath>

namespace feeds {
namespace {

// Into the run that the value goes on with, else into a new one.
void put(std::vector<Run>& runs, Time at, double value, Duration stands) {
  if (std::isnan(value)) return;
  if (!runs.empty() && runs.back().value == value && at - runs.back().last <= stands) {
    runs.back().last = at;
  } else {
    runs.push_back({at, at, value});
  }
}

}  // namespace

Result<void> Runs::load(const Means::Source& source, Time from, Time to, Duration span, Duration stands) {
  runs_.clear();
  span_ = span;
  stands_ = stands;
  if (span <= Duration(0)) return {};
  return source.history.read(source.line, from - std::min(stands, span), to, source.known_at,
                             [this](const Stored& stored) { add(stored.at, stored.value); });
}

void Runs::add(Time at, double value) {
  if (span_ <= Duration(0)) return;
  put(runs_, at, value, stands_);
  const std::size_t part = runs_.size() / 4;
  const bool old = part >= 16 && runs_[part].last < at - span_ - stands_;
  if (old || runs_.size() > most) runs_.erase(runs_.begin(), runs_.begin() + static_cast<std::ptrdiff_t>(part));
}

std::vector<Run> Runs::with(const std::optional<Stored>& last, Time from) const {
  std::vector<Run> out;
  if (span_ <= Duration(0)) return out;
  const auto first =
      std::find_if(runs_.begin(), runs_.end(), [&](const Run& run) { return run.last + stands_ > from; });
  out.assign(first, runs_.end());
  if (last) put(out, last->at, last->value, stands_);
  return out;
}

void insert_runs(std::vector<Run>& into, const std::vector<Run>& more, Duration stands) {
  if (into.empty()) {
    into = more;
    return;
  }
  std::vector<Run> free;
  const auto take = [&](const Run& run, Time from, Time to) {  // what of it lies in [from, to)
    const Time first = std::max(run.first, from), last = std::min(run.last, to - Duration(1));
    if (first <= last) free.push_back({first, last, run.value});
  };
  for (const Run& run : more) {
    Time from = run.first;
    for (const Run& better : into) {
      take(run, from, better.first);
      from = std::max(from, better.last + stands);
    }
    take(run, from, run.last + Duration(1));
  }
  into.insert(into.end(), free.begin(), free.end());
  std::sort(into.begin(), into.end(), [](const Run& a, const Run& b) { return a.first < b.first; });
}

}  // namespace feeds
