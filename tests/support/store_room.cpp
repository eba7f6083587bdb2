// Opening, telling and watching a store.
#include "tests/support/store_room.h"
#include <thread>

namespace test {

using std::chrono::milliseconds;
using std::chrono::seconds;

StoreRoom::StoreRoom(std::vector<config::FeedConfig> feeds, const char* now)
    : center(small_center(std::move(feeds))), clock(at(now)) {
  auto catalogue = small_catalogue();
  catalogue->grants = {{.holder = config::Audience::staff, .scope = "*", .basis = {config::Basis::Kind::order}}};
  center->catalogue = catalogue;
  open();
}

void StoreRoom::open(bool read_only) {
  store_.reset();
  auto opened = feeds::Store::open(center, {.file = file, .read_only = read_only}, clock);
  if (opened) {
    store_ = std::move(*opened);
  } else {
    throw std::runtime_error(config::fill(opened.error().what.key, opened.error().what.arguments));
  }
}

std::optional<Receipt> StoreRoom::deliver(const std::string& feed, Batch batch, Status status) {
  auto answer = std::make_shared<std::promise<Receipt>>();
  auto receipt = answer->get_future();
  if (!store_->deliver({feed, clock.now(), std::move(status), std::move(batch), std::move(answer)}, {})) return {};
  if (receipt.wait_for(seconds(20)) != std::future_status::ready) return {};
  try {
    return receipt.get();
  } catch (const std::future_error&) {
    return {};
  }
}

std::optional<Receipt> StoreRoom::deliver(const std::string& feed, const std::string& series, config::Time when,
                                          double value) {
  Batch batch;
  batch.samples = {{series, when, value, {}}};
  return deliver(feed, std::move(batch));
}

std::shared_ptr<const Snapshot> StoreRoom::when(const std::function<bool(const Snapshot&)>& enough) {
  for (int tries = 0; tries < 2000; ++tries) {
    auto snapshot = now();
    if (enough(*snapshot)) return snapshot;
    std::this_thread::sleep_for(milliseconds(10));
  }
  ADD_FAILURE() << "the snapshot never came to hold what was waited for";
  return now();
}

void StoreRoom::tick(config::Duration by) {
  clock.next_wake(1);
  clock.advance(by);
  clock.next_wake(1);
}

std::optional<double> value_of(const Snapshot& snapshot, const std::string& series) {
  const feeds::Series* found = snapshot.find(series);
  if (!found || !found->current()) return {};
  return found->current()->value;
}

}  // namespace test
