// A feed that is pushed to, without server and store: what it takes is kept as the store would keep it.
#pragma once
#include <gtest/gtest.h>
#include "feeds/feed.h"
#include "tests/support/small_center.h"

namespace test {

class PushedFeed {
 public:
  // `options`: TOML of the feed's section.
  PushedFeed(const std::string& kind, const std::string& options, std::filesystem::path dir = {}) {
    feed_config.name = "kirim";
    feed_config.agency = "dinkes";
    config::Complaints faults;
    const auto parsed = config::parse_toml(options, "feeds.toml", faults);
    EXPECT_TRUE(parsed) << options;
    config::Rest rest;
    if (parsed) rest.table = *parsed->table();
    feed =
        feeds::find_feed_kind(kind)->make(rest, {catalogue.get()}, {*catalogue, feed_config, std::move(dir)}, faults);
    for (const auto& fault : faults) complaints.push_back(config::fill(fault.what.key, fault.what.arguments));
  }

  feeds::Answer send(const feeds::Request& request) {
    EXPECT_TRUE(feed->answers(request)) << request.path;
    batch = {};
    taken = feed->take(request, cursor, batch);
    if (taken.what != feeds::Taken::What::delivery) return taken.answer;
    if (taken.status.outcome == feeds::Status::Outcome::failed) return taken.answer;
    cursor = batch.cursor;
    feeds::Receipt receipt{batch.samples.size() + batch.records.size(), batch.complaints.size(), {}};
    for (const auto& one : batch.complaints) receipt.refusals.push_back({{}, one.series, one.value, one.reason});
    feed->committed(receipt);
    return feed->answer(receipt);
  }
  double value(const std::string& series) const {
    for (auto it = batch.samples.rbegin(); it != batch.samples.rend(); ++it)
      if (it->series == series) return it->value;
    return -1;
  }
  std::string reason() const { return config::fill(taken.status.reason.key, taken.status.reason.arguments); }

  std::shared_ptr<config::Catalogue> catalogue = small_catalogue();
  config::FeedConfig feed_config;
  std::unique_ptr<feeds::Feed> feed;
  std::vector<std::string> complaints;
  std::string cursor;
  feeds::Batch batch;
  feeds::Taken taken;
};

}  // namespace test
