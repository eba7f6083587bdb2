// See bench_past.h.
#include "viewer/commands/bench_past.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "feeds/collector.h"
#include "feeds/facts.h"
#include "viewer/backing.h"
#include "viewer/commands/bench.h"

namespace viewer::commands {
namespace {

using config::Time;
using feeds::Sample;
using std::chrono::hours;
using std::chrono::minutes;
using Random = std::mt19937_64;

double between(Random& random, double least, double most) {
  return std::uniform_real_distribution<double>(least, most)(random);
}
config::Duration time_between(Random& random, config::Duration least, config::Duration most) {
  return config::Duration(std::uniform_int_distribution<std::int64_t>(least.count(), most.count())(random));
}

// One series as the simulated center has it now; its values wander about that level.
class Level {
 public:
  Level(const feeds::Series& series, const config::Indicator& indicator)
      : name_(series.name), indicator_(&indicator), base_(series.current()->value) {
    rounds_ = rounded(base_, indicator) == base_;
    two_states_ = indicator.least == 0.0 && indicator.most == 1.0;
    if (base_ == 0 && !two_states_) base_ = 1;
  }

  const std::string& name() const { return name_; }
  const config::Freshness& freshness() const { return indicator_->freshness; }
  double next(double shape, Random& random) {
    if (two_states_) return between(random, 0, 2000) < 1 ? 1 - base_ : base_;
    wander_ = 0.95 * wander_ + normal_(random);
    const double value = base_ * (shape + wander_);
    if (rounds_) return rounded(value, *indicator_);
    return std::clamp(value, indicator_->least.value_or(value), indicator_->most.value_or(value));
  }

 private:
  std::string name_;
  const config::Indicator* indicator_;
  double base_ = 0, wander_ = 0;
  bool rounds_ = false;      // to the indicator's decimals, as the system behind it does
  bool two_states_ = false;  // up and down
  std::normal_distribution<double> normal_{0, 0.01};
};

feeds::Entry entry_of(const std::string& feed, Time received) {
  feeds::Entry out;
  out.feed.name = feed;
  out.received = received;
  return out;
}

// The live series of one feed: a reply each step, but for hours in which it fails about once a month. Half of the
// systems give the missing values afterwards.
class LiveFeed {
 public:
  LiveFeed(std::string kept, config::Duration offset, Time begin, std::uint64_t seed)
      : kept_(std::move(kept)), offset_(offset), random_(seed) {
    plan_failure(begin);
  }
  void add(Level level) { levels_.push_back(std::move(level)); }
  const Odd& odd() const { return odd_; }

  void reply(Time slot, double shape, std::vector<feeds::Entry>& out) {
    std::vector<Sample> samples;
    for (Level& level : levels_) samples.push_back({level.name(), slot + offset_, level.next(shape, random_), {}});
    if (slot >= fails_at_ && slot < works_at_) {
      if (gives_later_) held_.insert(held_.end(), samples.begin(), samples.end());
      return;
    }
    samples.insert(samples.begin(), held_.begin(), held_.end());
    odd_.late += held_.size();
    held_.clear();
    if (slot >= works_at_) plan_failure(slot);
    revise(samples);
    out.push_back(entry_of(kept_, slot + offset_ + answers_in()));
    out.back().samples = std::move(samples);
  }

 private:
  void plan_failure(Time after) {
    fails_at_ = after + time_between(random_, hours(0), hours(24 * 60));
    works_at_ = fails_at_ + time_between(random_, hours(1), hours(12));
    gives_later_ = random_() % 2 == 0;
  }
  config::Duration answers_in() {
    const double ms = 40 + std::exponential_distribution<double>(1.0 / 60)(random_);
    return config::Duration(static_cast<std::int64_t>(ms));
  }
  // Now and then a value of the reply before is corrected.
  void revise(std::vector<Sample>& samples) {
    const Sample first = samples.front();
    if (before_ && before_->at < first.at && random_() % 500 == 0) {
      before_->value = first.value;
      samples.push_back(*before_);
      ++odd_.revised;
    }
    before_ = first;
  }

  std::string kept_;
  config::Duration offset_;
  std::vector<Level> levels_;
  Random random_;
  Time fails_at_, works_at_;
  bool gives_later_ = false;
  std::vector<Sample> held_;
  std::optional<Sample> before_;
  Odd odd_;
};

// By day and week about 1, and a little more each year.
double shape_of(Time at, Time begin, config::Zone zone) {
  const auto day = std::chrono::floor<std::chrono::days>(at + config::offset(zone));
  const std::chrono::weekday weekday{day};
  const double hour = std::chrono::duration<double, std::ratio<3600>>(at + config::offset(zone) - day).count();
  const double year = std::chrono::duration<double, std::ratio<31'536'000>>(at - begin).count();
  const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
  return 0.9 - 0.15 * std::cos((hour - 2) * 3.14159265 / 12) - (weekend ? 0.1 : 0.0) + 0.02 * year;
}

// The periodic series of one feed: what it brings, by receipt. One period in eight comes after it was due, and of ten
// values one is revised within six weeks.
class PeriodicFeed {
 public:
  PeriodicFeed(std::string kept, std::uint64_t seed) : kept_(std::move(kept)), random_(seed) {}
  void add(Level level) { levels_.push_back(std::move(level)); }

  const Odd& odd() const { return odd_; }
  void plan(Time begin, Time end) {
    std::map<Time, Time> received;  // by the period's end
    for (Level& level : levels_) {
      const config::Freshness& by = level.freshness();
      for (Time at = config::period_end(begin, by.period, by.zone); at < end;
           at = config::next_period_end(at, by.period, by.zone)) {
        const auto [when, is_new] = received.try_emplace(at);
        if (is_new) when->second = at + delay(by.due);
        if (when->second >= end) break;
        const double shape = shape_of(at - hours(12), begin, by.zone);  // of its last noon
        plan_[when->second].push_back({level.name(), at, level.next(shape, random_), when->second - hours(1)});
        odd_.late += when->second > at + by.due;
        const Time again = when->second + time_between(random_, hours(24), hours(24 * 42));
        if (again >= end || random_() % 10 != 0) continue;
        plan_[again].push_back({level.name(), at, level.next(shape, random_), {}});
        ++odd_.revised;
      }
    }
  }
  void replies(Time before, std::vector<feeds::Entry>& out) {
    for (; !plan_.empty() && plan_.begin()->first < before; plan_.erase(plan_.begin())) {
      out.push_back(entry_of(kept_, plan_.begin()->first));
      out.back().samples = std::move(plan_.begin()->second);
    }
  }

 private:
  config::Duration delay(config::Duration due) {
    const double share = random_() % 8 == 0 ? between(random_, 1, 2) : between(random_, 0.1, 0.9);
    return std::chrono::duration_cast<config::Duration>(due * share);
  }

  std::string kept_;
  std::vector<Level> levels_;
  Random random_;
  std::map<Time, std::vector<Sample>> plan_;  // by receipt
  Odd odd_;
};

struct Feeds {
  std::shared_ptr<const config::Center> center;  // whose indicators the levels name
  std::map<std::string, LiveFeed> live;          // by the name under which they are kept
  std::map<std::string, PeriodicFeed> periodic;
};

Feeds feeds_of(const feeds::Store& store, std::shared_ptr<const config::Center> of, Past& past) {
  Feeds out{std::move(of), {}, {}};
  const config::Center& center = *out.center;
  std::set<std::string> seen;
  std::uint64_t seed = 0;
  for (const auto audience : {config::Audience::staff, config::Audience::leadership}) {
    const auto snapshot = store.latest(audience);
    for (const auto& [name, series] : snapshot->series) {
      const config::Indicator* indicator = center.catalogue->indicator(series->parts.indicator);
      const auto feed = std::find_if(center.feeds.begin(), center.feeds.end(),
                                     [&](const config::FeedConfig& one) { return one.name == series->feed; });
      if (!indicator || feed == center.feeds.end() || !series->current() || !seen.insert(name).second) continue;
      const std::string kept = feeds::kept_name(*feed);
      if (series->freshness.period == config::Period::none) {
        const auto offset = feeds::start_offset(feed->name, std::min<config::Duration>(feed->interval, minutes(1)));
        out.live.try_emplace(kept, kept, offset, past.begin, ++seed).first->second.add({*series, *indicator});
        past.live.push_back({name, kept});
      } else {
        out.periodic.try_emplace(kept, kept, ++seed).first->second.add({*series, *indicator});
      }
    }
  }
  past.series = seen.size();
  return out;
}

void add(Odd& to, const Odd& more) {
  to.late += more.late;
  to.revised += more.revised;
}

// A commit for each day, packed as the store does it.
config::Result<void> write(feeds::History& history, Feeds& feeds, config::Zone zone, const PastOptions& options,
                           Past& past) {
  for (Time day = past.begin; day < past.end; day += hours(24)) {
    const Time night = std::min<Time>(day + hours(24), past.end);
    const bool minutely = night > past.end - hours(24 * 7) * options.minute_weeks;
    std::vector<feeds::Entry> entries;
    for (Time slot = day; slot < night; slot += minutely ? minutes(1) : options.step)
      for (auto& [kept, feed] : feeds.live) feed.reply(slot, shape_of(slot, past.begin, zone), entries);
    for (auto& [kept, feed] : feeds.periodic) feed.replies(night, entries);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const feeds::Entry& a, const feeds::Entry& b) { return a.received < b.received; });
    for (const feeds::Entry& entry : entries) past.samples += entry.samples.size();
    if (auto kept = history.commit(entries); !kept) return kept;
    for (auto more = history.pack(); !more || *more; more = history.pack())
      if (!more) return tl::unexpected(more.error());
  }
  return {};
}

}  // namespace

config::Result<Past> write_past(Shell& shell, const std::string& center, const std::filesystem::path& state,
                                const PastOptions& options) {
  Past past;
  past.end = std::chrono::floor<minutes>(shell.clock.now());
  past.begin = past.end - Past::length;
  Feeds feeds;
  {
    auto backing = polled_once(shell, center, {});
    if (!backing) return tl::unexpected(backing.error());
    feeds = feeds_of((*backing)->store(), (*backing)->center(), past);
  }
  const config::Zone zone = feeds.center->catalogue->zone;
  const auto file = store_file(*feeds.center, state.string());
  if (!file) return tl::unexpected(file.error());
  const auto begun = shell.clock.steady();
  for (auto& [kept, feed] : feeds.periodic) feed.plan(past.begin, past.end);
  {
    auto history = feeds::History::open(file->string(), feeds::History::Mode::write, zone);
    if (!history) return tl::unexpected(history.error());
    if (auto done = write(**history, feeds, zone, options, past); !done) return tl::unexpected(done.error());
  }
  for (const auto& [kept, feed] : feeds.live) add(past.odd, feed.odd());
  for (const auto& [kept, feed] : feeds.periodic) add(past.odd, feed.odd());
  past.seconds = milliseconds(shell.clock.steady() - begun) / 1e3;
  if (auto backing = polled_once(shell, center, state); !backing) return tl::unexpected(backing.error());
  return past;
}

}  // namespace viewer::commands
