// A feed of the kind snmp in a test's hands: its options, its polls on a clock of the test, and what they said.
#pragma once
#include <map>
#include "feeds/feed.h"

namespace tests {

inline std::string said(const config::Text& text) {
  return config::fill(text.key, text.arguments);
}

class SnmpFeed {
 public:
  explicit SnmpFeed(const std::string& options) {
    for (const char* name : {"masuk", "keluar", "beban", "hidup", "a", "b"}) {
      catalogue_.indicators.emplace_back();
      catalogue_.indicators.back().name = name;
    }
    catalogue_.tables.emplace_back();
    catalogue_.tables.back().name = "antarmuka";
    make(options);
  }
  void make(const std::string& options) {
    config::Complaints faults;
    const auto parsed = config::parse_toml(options, "feed.toml", faults);
    feed_ = feeds::find_feed_kind("snmp")->make({*parsed->table(), {}}, {&catalogue_},
                                                feeds::FeedSetup{catalogue_, config_, "."}, faults);
    for (const auto& one : faults) complaints_of_options += said(one.what) + "\n";
  }
  // `after` the poll before, on both clocks.
  std::map<std::string, double> poll(config::Duration after = std::chrono::seconds(60)) {
    now_ += after;
    steady_ += after;
    feeds::Http http({std::chrono::seconds(20), 1'000'000, ""}, feeds::system_clock());
    batch = {};
    const auto status = feed_->poll({now_, http, cursor, stop.get_token(), steady_}, batch);
    fault = said(status.reason);
    if (status.outcome == feeds::Status::Outcome::good) cursor = batch.cursor;
    std::map<std::string, double> out;
    for (const auto& sample : batch.samples) out[sample.series] = sample.value;
    return out;
  }
  std::vector<std::string> complaints() const {
    std::vector<std::string> out;
    for (const auto& one : batch.complaints) out.push_back(one.series + ": " + said(one.reason));
    return out;
  }

  std::string fault, cursor, complaints_of_options;
  feeds::Batch batch;
  std::stop_source stop;

 private:
  config::Catalogue catalogue_;
  config::FeedConfig config_;
  std::unique_ptr<feeds::Feed> feed_;
  config::Time now_{std::chrono::hours(490'000)};
  feeds::Steady steady_{std::chrono::hours(5)};
};

inline std::string device(int port, const std::string& more = "") {
  return "devices = [{ item = \"r1\", host = \"127.0.0.1\", port = " + std::to_string(port) +
         " }]\ntimeout = \"300ms\"\n" + more;
}

}  // namespace tests
