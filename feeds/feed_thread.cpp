// The life of one feed. On its own thread, with the usual stack: only the pages that it touches cost memory, and TLS
// and name look-ups need more than a small one.
#include "feeds/feed_thread.h"

#include <algorithm>
#include <cmath>
#include <exception>

#include "feeds/facts.h"

namespace feeds {
namespace {

constexpr Duration longest_backoff = std::chrono::minutes(15);
constexpr int longest_in_intervals = 12;
constexpr Duration longest_asked_for = std::chrono::hours(24);

// FNV-1a: the same on every machine and at every start.
std::uint64_t hash(std::string_view text) {
  std::uint64_t out = 14695981039346656037U;
  for (const char c : text) out = (out ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return out;
}

// The receipt; nothing when it was not kept or stop was asked.
std::optional<Receipt> await(std::future<Receipt> answer, const std::stop_token& stop) {
  while (answer.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready)
    if (stop.stop_requested()) return {};
  return receipt_of(answer);
}

}  // namespace

std::optional<Receipt> receipt_of(std::future<Receipt>& answer) {
  try {
    return answer.get();
  } catch (const std::future_error&) {  // the store closed before it could keep it
    return {};
  }
}

Duration start_offset(const std::string& feed, Duration interval) {
  return interval.count() > 0 ? Duration(hash(feed) % static_cast<std::uint64_t>(interval.count())) : Duration(0);
}

Duration backoff(Duration interval, int failures, double jitter_0_to_1, std::optional<Duration> retry_after) {
  const double doubled = static_cast<double>(interval.count()) * std::exp2(std::clamp(failures, 0, 30));
  // A feed that is read every few seconds is not to be missed for minutes after its system has come back.
  const double longest = static_cast<double>(std::min(longest_backoff, interval * longest_in_intervals).count());
  const double jitter = 0.5 + 0.5 * std::clamp(jitter_0_to_1, 0.0, 1.0);
  const Duration own(static_cast<std::int64_t>(std::min(doubled, longest) * jitter));
  return retry_after ? std::clamp(*retry_after, own, std::max(own, longest_asked_for)) : own;
}

FeedThread::FeedThread(std::shared_ptr<const config::Center> center, const config::FeedConfig& config, MadeFeed made,
                       Store& store, Clock& clock, std::shared_ptr<FeedThread> before)
    : center_(std::move(center)),
      config_(config),
      made_(std::move(made)),
      store_(store),
      clock_(clock),
      before_(std::move(before)),
      random_(static_cast<std::minstd_rand::result_type>(hash(config.name))),
      heard_(clock.steady()) {
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

FeedThread::~FeedThread() = default;

void FeedThread::run(std::stop_token stop) {
  if (before_) before_->request_stop();
  before_.reset();
  if (made_.feed->pushed())
    miss_what_is_sent(stop);
  else
    poll_in_turn(stop);
}

void FeedThread::poll_in_turn(std::stop_token stop) {
  slots_from_ = clock_.steady() + start_offset(config_.name, config_.interval);
  for (bool first = true; !stop.stop_requested(); first = false) {
    const config::Date today = config::civil(clock_.now(), center_->catalogue->zone).date;
    Status status;
    if (!has_ended(config_.basis, today)) {
      const auto done = round(stop);
      if (!done) return;
      status = *done;
    }
    if (!clock_.sleep_until(next(status, first), stop)) return;
  }
}

std::optional<Status> FeedThread::round(std::stop_token stop) {
  Delivery delivery;
  delivery.feed = config_.name;
  delivery.tried = clock_.now();
  delivery.status = poll(stop, delivery.batch);
  if (stop.stop_requested()) return {};
  const Batch& batch = delivery.batch;
  // A poll that brought nothing waits for its slot, whatever it says: there is no busy loop.
  delivery.status.more = delivery.status.more && !(batch.samples.empty() && batch.records.empty() &&
                                                   batch.events.empty() && batch.complaints.empty());
  const Status status = delivery.status;
  failures_ = status.outcome == Status::Outcome::failed ? failures_ + 1 : 0;
  delivery.answer = std::make_shared<std::promise<Receipt>>();
  auto answer = delivery.answer->get_future();
  if (!store_.deliver(std::move(delivery), stop)) return {};
  const auto receipt = await(std::move(answer), stop);
  if (!receipt) return {};
  if (status.outcome == Status::Outcome::failed) return status;
  made_.http->keep_validators();
  made_.feed->committed(*receipt);
  return status;
}

Status FeedThread::poll(std::stop_token stop, Batch& batch) {
  try {
    return made_.feed->poll({clock_.now(), *made_.http, store_.cursor(config_.name), stop, clock_.steady()}, batch);
  } catch (const std::exception& e) {  // a fault of the kind: this feed fails, the others go on
    batch = {};
    return Status::failed({"the reader of this feed failed: {}", {e.what()}});
  }
}

// Good polls keep to the feed's own slots, unless more may wait; the second one is not closer to the first than half an
// interval.
Steady FeedThread::next(const Status& status, bool first) {
  const Steady now = clock_.steady();
  if (status.outcome == Status::Outcome::failed) {
    const double jitter = std::uniform_real_distribution<>(0, 1)(random_);
    return now + backoff(config_.interval, failures_, jitter, status.retry_after);
  }
  if (status.more) return now;
  const auto interval = std::max<Steady::duration>(config_.interval, std::chrono::milliseconds(1));
  const Steady earliest = first ? now + interval / 2 : now;
  if (slots_from_ > earliest) return slots_from_;
  return slots_from_ + ((earliest - slots_from_) / interval + 1) * interval;
}

}  // namespace feeds
