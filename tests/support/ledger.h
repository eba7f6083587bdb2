// What a store acknowledged, written down independently of it, and the comparison with what it holds.
#pragma once
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "feeds/history.h"

namespace support {

class Ledger {
 public:
  void acknowledge(const std::vector<feeds::Entry>&);
  // Everything before may have been forgotten by the store's housekeeping.
  void may_forget(feeds::Time older_than) { forgotten_before_ = std::max(forgotten_before_, older_than); }
  // What differs; empty: the store holds what was acknowledged, once, and nothing else. `in_flight`: asked for and not
  // answered: there whole, or not at all; where it is there it counts as acknowledged from now on.
  std::string compare(feeds::History&, const std::vector<feeds::Entry>& in_flight = {});
  // All receipts of all moments, in order of both.
  std::map<feeds::LineName, std::vector<feeds::Stored>> points() const;
  feeds::Time forgotten_before() const { return forgotten_before_; }

 private:
  struct Value {
    double value = 0;
    feeds::Time received;
    std::optional<feeds::Time> observed;
    bool operator==(const Value&) const = default;
  };
  using Line = std::map<feeds::Time, std::vector<Value>>;  // by moment; of a moment the newest last
  struct Book {
    std::map<feeds::LineName, Line> lines;
    std::map<std::pair<std::string, std::string>, std::string> records;
    std::map<std::string, std::pair<feeds::Time, std::string>> events;  // until when, and what
    std::map<std::string, std::vector<std::string>> refusals;
    std::map<std::string, std::string> cursors;
    std::map<std::pair<std::string, feeds::Time>, std::uint64_t> refused;  // in an hour
  };
  static void add(Book&, const std::vector<feeds::Entry>&);
  std::string difference(const Book& wanted, const Book& found) const;
  std::string line_difference(const feeds::LineName&, const Line& wanted, const Line& found) const;
  static Book read(feeds::History&, std::string& fault);

  Book book_;
  feeds::Time forgotten_before_{};
};

// Batches as feeds bring them, from a seed: samples, revisions of some, records that change and end, events, refusals,
// and the cursor that goes with each.
class Workload {
 public:
  // A batch comes after some 45 of `unit`, with samples up to 5000 of it old.
  explicit Workload(std::uint64_t seed, feeds::Duration unit = std::chrono::seconds(1)) : random_(seed), unit_(unit) {}
  std::vector<feeds::Entry> next();
  feeds::Time now() const { return now_; }
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }

 private:
  feeds::Entry entry(const std::string& feed);
  std::mt19937_64 random_;
  feeds::Duration unit_;
  feeds::Time now_ = feeds::Time(std::chrono::hours(24 * 20'000));
  int count_ = 0;
  std::set<std::string> open_records_;
};

}  // namespace support
