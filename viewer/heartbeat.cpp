// See heartbeat.h.
#include "viewer/heartbeat.h"
#include <algorithm>
#include <array>

namespace viewer {
namespace {

using config::Duration;
using feeds::Standing;
using std::chrono::seconds;

constexpr Duration usual = seconds(10);
constexpr Duration store_may_be_silent = seconds(30);  // where no service manager says how long

Duration length(feeds::Steady::duration time) {
  return std::chrono::duration_cast<Duration>(time);
}
std::string in_seconds(Duration time) {
  return std::to_string(std::chrono::duration_cast<seconds>(time).count());
}

}  // namespace

std::vector<feeds::FeedState> known_feeds(const feeds::Store& store) {
  std::vector<feeds::FeedState> out = store.latest(feeds::Audience::staff)->feeds;
  for (const feeds::FeedState& feed : store.latest(feeds::Audience::leadership)->feeds)
    if (std::none_of(out.begin(), out.end(), [&](const auto& known) { return known.name == feed.name; }))
      out.push_back(feed);
  return out;
}

Heartbeat::Heartbeat(Backing& backing, Journal& journal, const feeds::Clock& clock)
    : backing_(backing),
      journal_(journal),
      clock_(clock),
      every_(std::min(usual, service_.patience().value_or(usual * 3) / 3)),
      begun_(clock.steady()),
      next_(begun_) {
  if (!backing.file().empty())
    pulse_ = std::make_unique<PulseServer>(backing.file(), clock, [&backing] { return backing.store().turned(); });
}

Heartbeat::~Heartbeat() {
  service_.stopping();
  if (ready_) journal_.say(Priority::info, "stop", {{"up_s", in_seconds(length(clock_.steady() - begun_))}});
}

void Heartbeat::begin(const std::string& page, bool shows, const config::Words& words) {
  page_ = page;
  shows_ = shows;
  words_ = words;
  if (pulse_) pulse_->set_page(page, shows);
  const config::Center& center = *backing_.center();
  journal_.say(Priority::info, "start",
               {{"version", ANJUNGAN_VERSION},
                {"center", center.dir.filename().string()},
                {"feeds", std::to_string(center.feeds.size())},
                {"picture", shows ? "yes" : "no"},
                {"page", page}});
}

bool Heartbeat::due() const {
  return clock_.steady() >= next_;
}

Duration Heartbeat::wait(Duration most) const {
  const Duration left = length(next_ - clock_.steady()) + std::chrono::milliseconds(1);
  return std::clamp(left, Duration(0), most);
}

void Heartbeat::beat(bool picture) {
  const feeds::Steady now = clock_.steady();
  next_ = now + every_;
  const feeds::Store& store = backing_.store();
  const Duration silent = length(now - store.turned());
  const bool stalled = silent > (service_.patience() ? *service_.patience() / 2 : store_may_be_silent);
  if (stalled && !stalled_) journal_.say(Priority::error, "store.stalled", {{"silent_s", in_seconds(silent)}});
  stalled_ = stalled;
  if (picture && pulse_) pulse_->beat(now);
  if (shows_ && !picture) return;  // nothing is proven
  if (!ready_) service_.ready();
  if (!stalled) service_.alive();
  ready_ = true;
  const std::vector<feeds::FeedState> known = known_feeds(store);
  journal_.follow(known, store.latest(feeds::Audience::staff)->notices);
  journal_.tell_copies(backing_.take_copy_tries());
  tell_status(known);
}

void Heartbeat::tell_status(const std::vector<feeds::FeedState>& known) {
  if (!service_.heard()) return;
  std::array<int, 5> count{};
  for (const feeds::FeedState& feed : known) ++count[static_cast<std::size_t>(feed.standing)];
  const auto of = [&](Standing standing) { return std::to_string(count[static_cast<std::size_t>(standing)]); };
  std::string line =
      words_.say({"{}: feeds on time {}, late {}, missing {}, refused {}, waiting {}",
                  {words_.pick(backing_.center()->catalogue->center), of(Standing::on_time), of(Standing::late),
                   of(Standing::missing), of(Standing::refused), of(Standing::waiting)}});
  if (!page_.empty()) line += "; " + page_;
  if (line != status_) service_.status(line);
  status_ = std::move(line);
}

}  // namespace viewer
