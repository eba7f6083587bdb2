// A feed of the kind mqtt in a test's hands, as the collector and the store would hold it.
#pragma once
#include <map>
#include "feeds/feed.h"

namespace tests {

class MqttFeed {
 public:
  MqttFeed(std::string options, std::string ca_file = "") : options_(std::move(options)) {
    catalogue_.code = "63.10";
    for (const char* name : {"suhu", "hujan"}) {
      catalogue_.indicators.emplace_back();
      catalogue_.indicators.back().name = name;
    }
    catalogue_.regions = {{"63.10.04", "6310030", "Satui", {}}};
    catalogue_.tables.emplace_back();
    catalogue_.tables.back().name = "alat";
    config_.name = "cuaca";
    config_.deadline = std::chrono::seconds(10);
    config_.most_bytes = 200'000;
    config_.ca_file = std::move(ca_file);
    start();
  }
  // As after a kill and a new start of the program: what was committed is known, and nothing else.
  void start() {
    feed_.reset();
    config::Complaints faults;
    const auto parsed = config::parse_toml(options_, "feed.toml", faults);
    if (!faults.empty()) throw std::runtime_error("options of the test");
    feed_ = feeds::find_feed_kind("mqtt")->make({*parsed->table(), {}}, {&catalogue_},
                                                feeds::FeedSetup{catalogue_, config_, "."}, faults);
    for (const auto& one : faults) complaints_of_options += config::fill(one.what.key, one.what.arguments) + "\n";
  }
  // The fault; empty where there is none.
  std::string poll() {
    now_ += std::chrono::seconds(10);
    feeds::Http http({std::chrono::seconds(20), 1'000'000, ""}, feeds::system_clock());
    batch = {};
    status = feed_->poll({now_, http, cursor, stop.get_token(), {}}, batch);
    return config::fill(status.reason.key, status.reason.arguments);
  }
  // The store keeps the batch; `tell`: and the feed hears of it.
  void commit(bool tell = true) {
    if (status.outcome != feeds::Status::Outcome::good) return;
    cursor = batch.cursor;
    for (const auto& sample : batch.samples) kept.push_back(sample);
    for (const auto& one : batch.complaints)
      complaints.push_back(one.value + ": " + config::fill(one.reason.key, one.reason.arguments));
    if (tell) feed_->committed({});
  }
  // As the collector does: again and again while more waits. How often it polled.
  int run() {
    int polls = 0;
    do {
      ++polls;
      fault = poll();
      commit();
    } while (status.more && polls < 1000);
    return polls;
  }
  std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (const auto& sample : kept) out.push_back(sample.series + "=" + std::to_string(static_cast<int>(sample.value)));
    return out;
  }

  std::string fault, cursor, complaints_of_options;
  std::vector<feeds::Sample> kept;
  std::vector<std::string> complaints;
  feeds::Batch batch;
  feeds::Status status;
  std::stop_source stop;

 private:
  std::string options_;
  config::Catalogue catalogue_;
  config::FeedConfig config_;
  std::unique_ptr<feeds::Feed> feed_;
  config::Time now_{std::chrono::hours(490'000)};
};

}  // namespace tests
