// See copy_keeper.h.
#include "feeds/copy_keeper.h"

namespace feeds {
namespace {

using std::chrono::minutes;

constexpr auto looks_every = minutes(1);
constexpr auto again_after = minutes(15);  // a failure

}  // namespace

std::string copy_owner(const config::Center& center) {
  std::error_code ignored;
  std::filesystem::path whole = std::filesystem::weakly_canonical(center.dir, ignored);
  if (whole.filename().empty()) whole = whole.parent_path();
  return whole.filename().string();
}

std::filesystem::path copies_place(const config::Center& center, const std::filesystem::path& store) {
  constexpr std::string_view beside = "{state}/";
  const std::string to = center.copies.to.string();
  if (!to.starts_with(beside)) return center.copies.to;
  return store.empty() ? std::filesystem::path() : store.parent_path() / to.substr(beside.size());
}

std::optional<CopyJob> job_for(const config::Center& center, const std::filesystem::path& store) {
  const std::filesystem::path place = copies_place(center, store);
  if (place.empty()) return {};
  return CopyJob{store, place, copy_owner(center), center.copies.rule, center.catalogue->zone, false};
}

CopyKeeper::CopyKeeper(std::shared_ptr<const config::Center> center, std::filesystem::path store, Clock& clock,
                       Listener listener)
    : store_(std::move(store)), clock_(clock), listener_(std::move(listener)), center_(std::move(center)) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

CopyKeeper::~CopyKeeper() = default;

void CopyKeeper::adopt(std::shared_ptr<const config::Center> center) {
  const std::lock_guard lock(mutex_);
  center_ = std::move(center);
}

void CopyKeeper::run(const std::stop_token& stop) {
  auto wait = looks_every;
  while (clock_.sleep_until(clock_.steady() + wait, stop)) {
    wait = looks_every;
    std::shared_ptr<const config::Center> center;
    {
      const std::lock_guard lock(mutex_);
      center = center_;
    }
    const auto job = job_for(*center, store_);
    if (!job) continue;
    std::optional<Time> newest;
    if (const auto copies = copies_in(job->place); copies && !copies->empty()) newest = copies->back().taken;
    const Time now = clock_.now();
    if (!failing_since_ && next_copy(job->keep, newest, job->zone, now) > now) continue;
    if (!make(*job, stop) && !stop.stop_requested()) wait = again_after;
  }
}

// The wall is told that copies fail, not where they lie: the log says the rest.
bool CopyKeeper::make(const CopyJob& job, const std::stop_token& stop) {
  const auto made = make_copy(job, clock_, stop);
  const auto verified =
      made ? verify_copy(job.place, made->copy.name, clock_, stop) : made.map([](auto& m) { return m.copy; });
  if (stop.stop_requested()) return false;
  CopyTry tried;
  if (made) tried.made = *made;
  if (!verified) tried.fault = verified.error();
  listener_.tried(std::move(tried));
  if (verified) {
    if (failing_since_) listener_.said({});
    failing_since_.reset();
    return true;
  }
  if (!failing_since_) failing_since_ = clock_.now();
  const Text what = made ? "the newest copy of the store is damaged" : "the store could not be copied";
  listener_.said({Notice{Severity::watch, what, *failing_since_}});
  return false;
}

}  // namespace feeds
