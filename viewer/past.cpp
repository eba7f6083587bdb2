// See past.h. Main thread.
#include "viewer/past.h"

namespace viewer {
namespace {

using std::chrono::hours;

// The last full hour, or midnight, of the zone before `now`.
config::Time begun(config::Time now, config::Zone zone, bool day) {
  const config::Civil civil = config::civil(now, zone);
  const config::Time midnight = config::midnight(civil.date, zone);
  return day ? midnight : midnight + hours(civil.hour);
}

}  // namespace

bool Past::handle(const InputEvent& event, Moment now, config::Zone zone) {
  using Kind = InputEvent::Kind;
  // The first step back goes to the beginning of this hour or day, the others by whole ones.
  const auto step = [&](config::Duration by, bool day) {
    const config::Time from = begun(now.wall, zone, day);
    if (at_) return go(*at_ + by, now);
    if (by < config::Duration{0}) go(from == now.wall ? from + by : from, now);
  };
  switch (event.kind) {
    case Kind::hour_back:
      step(-hours(1), false);
      return true;
    case Kind::hour_on:
      step(hours(1), false);
      return true;
    case Kind::day_back:
      step(-hours(24), true);
      return true;
    case Kind::day_on:
      step(hours(24), true);
      return true;
    case Kind::now:
      end();
      return true;
    default:
      if (until_ && event.kind != Kind::exposed && event.kind != Kind::resized) until_ = now.steady + left_alone;
      return false;
  }
}

void Past::go(config::Time to, Moment now) {
  if (to >= now.wall) return end();
  at_ = to;
  until_ = now.steady + left_alone;
}

void Past::set(config::Time at) {
  at_ = at;
  until_.reset();
}

void Past::end() {
  at_.reset();
  asked_.reset();
  shown_.reset();
  until_.reset();
}

SnapshotPtr Past::take(Source& source, config::Audience audience, const std::vector<panels::Want>& wants, Moment now) {
  if (until_ && now.steady >= *until_) end();
  if (!at_) return nullptr;
  SnapshotPtr out;
  if (answer_.valid() && answer_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    SnapshotPtr got = answer_.get();
    if (got && asked_ == at_) {  // else another moment was chosen meanwhile
      shown_ = at_;
      out = std::move(got);
    }
  }
  if (asked_ != at_ && !answer_.valid()) {
    asked_ = at_;
    answer_ = source.view(audience, at_, wants);
  }
  return out;
}

config::Duration Past::sleep(Moment now) const {
  if (answer_.valid() || (at_ && asked_ != at_)) return std::chrono::milliseconds(20);
  if (until_) return std::max(config::Duration{0}, std::chrono::ceil<config::Duration>(*until_ - now.steady));
  return std::chrono::minutes(10);
}

}  // namespace viewer
