// A store that looks as after a day's work, for the benchmarks.
#include <algorithm>
#include <cmath>
#include <set>

#include "viewer/commands/bench.h"
#include "viewer/commands/page.h"

namespace viewer::commands {
namespace {

using feeds::Audience;

// The end of the period before the one that ends at `end`.
config::Time end_before(config::Time end, config::Period period, config::Zone zone) {
  for (int day = 1; day <= 366; ++day) {
    const config::Time found = config::period_end(end - std::chrono::hours(24 * day), period, zone);
    if (found < end) return found;
  }
  return end;
}

}  // namespace

double rounded(double value, const config::Indicator& indicator) {
  const double scale = std::pow(10.0, indicator.decimals);
  value = std::round(value * scale) / scale;
  return std::clamp(value, indicator.least.value_or(value), indicator.most.value_or(value));
}

namespace {

void add_past(const feeds::Series& series, const config::Indicator& indicator, feeds::Batch& batch) {
  const feeds::Point* current = series.current();
  if (!current) return;
  const config::Period period = series.freshness.period;
  const bool live = period == config::Period::none;
  config::Time at = current->at;
  for (int i = 1; i <= (live ? 288 : 24); ++i) {
    at = live ? current->at - std::chrono::minutes(5 * i) : end_before(at, period, series.freshness.zone);
    batch.samples.push_back(
        {series.name, at, rounded(current->value * (1 + 0.02 * std::sin(0.2 * i)), indicator), std::nullopt});
  }
}

}  // namespace

config::Result<std::unique_ptr<Backing>> polled_once(Shell& shell, const std::string& center,
                                                     const std::filesystem::path& state) {
  const auto bell = std::make_shared<Doorbell>();
  Backing::Options options;
  options.center = center;
  options.state = state;
  options.memory = state.empty();
  options.simulate = true;
  options.published = [bell] { bell->ring(); };
  config::Complaints complaints;
  auto backing = Backing::open(options, shell.clock, complaints);
  if (backing) wait_for_feeds((*backing)->store(), *bell, 30, shell.clock);
  return backing;
}

config::Result<std::uint64_t> fill_store(Shell& shell, const std::string& center, const std::filesystem::path& state) {
  if (state.empty()) return config::fail("no temporary folder can be made", "see that TMPDIR or /tmp can be written");
  auto backing = polled_once(shell, center, state);
  if (!backing) return tl::unexpected(backing.error());
  feeds::Store& store = (*backing)->store();

  std::map<std::string, feeds::Batch> past;
  std::set<std::string> seen;
  std::uint64_t kept = 0;
  for (const Audience audience : {Audience::everyone, Audience::staff, Audience::leadership}) {
    const auto snapshot = store.latest(audience);
    for (const feeds::FeedState& feed : snapshot->feeds)
      if (seen.insert("feed " + feed.name).second) kept += feed.accepted;
    for (const auto& [name, series] : snapshot->series) {
      const config::Indicator* indicator = snapshot->catalogue->indicator(series->parts.indicator);
      if (indicator && seen.insert(name).second) add_past(*series, *indicator, past[series->feed]);
    }
  }
  for (auto& [feed, batch] : past) {
    batch.cursor = store.cursor(feed);
    const auto answer = std::make_shared<std::promise<feeds::Receipt>>();
    auto receipt = answer->get_future();
    if (!store.deliver({feed, shell.clock.now(), feeds::Status::good(), std::move(batch), answer}, {})) continue;
    kept += receipt.get().accepted;
  }
  return kept;
}

}  // namespace viewer::commands
