// What systems send by themselves: see feed_thread.h. Server threads; the feed's own thread only misses it.
#include "feeds/facts.h"
#include "feeds/feed_thread.h"

namespace feeds {
namespace {

// On the machine's own clock: a sender waits so long for the store, and so does the one behind it.
constexpr std::chrono::milliseconds longest_wait(10'000), step(50);

Answer plain(int status, const char* text) {
  return {status, "text/plain; charset=utf-8", text};
}

}  // namespace

Taken FeedThread::read(const Request& request, Batch& out) {
  if (has_ended(config_.basis, config::civil(clock_.now(), center_->catalogue->zone).date))
    return {Taken::What::answer, {}, plain(403, "the basis of this flow of data has ended\n")};
  try {
    return made_.feed->take(request, store_.cursor(config_.name), out);
  } catch (const std::exception& e) {  // a fault of the kind: this feed fails, the others go on
    out = {};
    return {Taken::What::delivery, Status::failed({"the reader of this feed failed: {}", {e.what()}}),
            plain(500, "the reader of this feed failed\n")};
  }
}

// False: the store could not keep it yet.
bool FeedThread::settled(std::chrono::milliseconds within) {
  const std::stop_token stop = thread_.get_stop_token();
  for (auto waited = within.zero(); unkept_.wait_for(step) != std::future_status::ready; waited += step)
    if (stop.stop_requested() || waited >= within) return false;
  return true;
}

std::optional<Receipt> FeedThread::keep(Status status, Batch batch) {
  Delivery delivery{config_.name, clock_.now(), std::move(status), std::move(batch),
                    std::make_shared<std::promise<Receipt>>()};
  unkept_ = delivery.answer->get_future();
  if (!store_.deliver(std::move(delivery), thread_.get_stop_token()) || !settled(longest_wait)) return {};
  return receipt_of(unkept_);
}

Answer FeedThread::take(const Request& request) {
  const Answer later = plain(503, "not stored yet: send it again\n");
  const std::unique_lock lock(taking_, longest_wait);
  if (!lock || thread_.get_stop_token().stop_requested()) return later;
  if (unkept_.valid()) {
    if (!settled(longest_wait)) return later;
    if (const auto receipt = receipt_of(unkept_)) made_.feed->committed(*receipt);
  }
  Batch batch;
  Taken taken = read(request, batch);
  if (taken.what == Taken::What::stranger) ++strangers_;
  if (taken.what != Taken::What::delivery) return taken.answer;
  const bool failed = taken.status.outcome == Status::Outcome::failed;
  const auto receipt = keep(std::move(taken.status), std::move(batch));
  if (!receipt) return later;
  heard_ = clock_.steady();
  strangers_ = 0;
  if (failed) return taken.answer;
  made_.feed->committed(*receipt);
  return made_.feed->answer(*receipt);
}

Status FeedThread::silence() {
  const std::string minutes = std::to_string(std::chrono::ceil<std::chrono::minutes>(config_.interval).count());
  const int strangers = strangers_.exchange(0);
  if (strangers == 0) return Status::failed({"nothing was sent for {} minutes", {minutes}});
  return Status::failed(
      {"nothing was sent for {} minutes; {} requests were turned away: their signature, token or device is not the one "
       "agreed",
       {minutes, std::to_string(strangers)}});
}

void FeedThread::miss_what_is_sent(std::stop_token stop) {
  const auto interval = std::max<Steady::duration>(config_.interval, std::chrono::seconds(1));
  Steady from = heard_;
  while (clock_.sleep_until(from + interval, stop)) {
    const Steady heard = heard_;
    if (heard <= from) {
      if (!store_.deliver({config_.name, clock_.now(), silence(), {}, nullptr}, stop)) return;
      from = clock_.steady();
    } else {
      from = heard;
    }
  }
}

}  // namespace feeds
