// A store in a folder of its own with a clock that the test moves, and what tests say to it.
#pragma once
#include <gtest/gtest.h>
#include "feeds/store.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "tests/support/small_center.h"

namespace test {

using feeds::Batch;
using feeds::Receipt;
using feeds::Snapshot;
using feeds::Status;

class StoreRoom {
 public:
  explicit StoreRoom(std::vector<config::FeedConfig> feeds, const char* now = "2026-11-21T12:00:00Z");

  feeds::Store& store() { return *store_; }
  void open(bool read_only = false);
  void close() { store_.reset(); }
  // Hands it over and waits for the answer; nothing when none came in 20 s or the store closed before.
  std::optional<Receipt> deliver(const std::string& feed, Batch, Status = Status::good());
  std::optional<Receipt> deliver(const std::string& feed, const std::string& series, config::Time at, double value);
  // For staff, who hold a grant of everything, once `enough` holds of it; the test fails where it never does.
  std::shared_ptr<const Snapshot> when(const std::function<bool(const Snapshot&)>& enough);
  std::shared_ptr<const Snapshot> now() { return store_->latest(config::Audience::staff); }
  void tick(config::Duration by = std::chrono::seconds(1));  // so much time passes, and the store has seen it

  support::Folder folder;
  std::string file = folder.file("store.db");
  std::shared_ptr<config::Center> center;
  MovedClock clock;

 private:
  std::unique_ptr<feeds::Store> store_;
};

// The current value; nothing where there is none.
std::optional<double> value_of(const Snapshot&, const std::string& series);

}  // namespace test
