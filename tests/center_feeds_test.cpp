// Every feed of the main center, polled once against the simulator over real HTTP at a fixed moment: good values come,
// and exactly what is planned is refused.
#include <gmock/gmock.h>
#include "feeds/checks.h"
#include "feeds/collector.h"
#include "feeds/copy_keeper.h"
#include "feeds/history.h"
#include "feeds/simulate/simulator.h"
#include "tests/support/child.h"
#include "viewer/kind_checks.h"

namespace {

class FixedClock final : public feeds::Clock {
 public:
  config::Time now() const override { return *config::parse_time("2026-11-20T11:30:00+08:00"); }
  feeds::Steady steady() const override { return std::chrono::steady_clock::now(); }
  bool sleep_until(feeds::Steady, std::stop_token) override { return true; }
};

class CenterFeeds : public testing::Test {
 protected:
  static constexpr config::Date kToday{std::chrono::year(2026), std::chrono::November, std::chrono::day(20)};

  void SetUp() override {
    const std::filesystem::path dir = std::filesystem::path(ANJUNGAN_SOURCE) / "config/centers/tanah-bumbu";
    const config::Center first = config::load(dir, viewer::kind_checks(), kToday);
    simulator_ = std::make_unique<feeds::Simulator>(feeds::Simulator::Options{}, first.catalogue, clock_);
    const auto port = simulator_->listen(0);
    ASSERT_TRUE(port);
    center_ = config::load(dir, viewer::kind_checks(), kToday, "http://127.0.0.1:" + std::to_string(*port));
    ASSERT_TRUE(center_.usable);
    ASSERT_FALSE(center_.feeds.empty());
    keep_a_copy();
  }

  // The one feed that is not pretended tells of copies: so there is one.
  void keep_a_copy() {
    center_.copies.to = folder_.file("copies");
    ASSERT_TRUE(feeds::History::open(folder_.file("store.db"), feeds::History::Mode::write));
    ASSERT_TRUE(feeds::make_copy(*feeds::job_for(center_, folder_.file("store.db")), clock_));
    ASSERT_TRUE(feeds::verify_copy(center_.copies.to, "", clock_));
  }

  // As the store would check it, knowing nothing before.
  feeds::Checked poll(const config::FeedConfig& config) {
    config::Complaints complaints;
    auto made = feeds::make_feed(center_, config, clock_, complaints);
    if (!made || made->feed->pushed()) return {};
    feeds::Batch batch;
    const feeds::Status status = made->feed->poll({clock_.now(), *made->http, "", {}}, batch);
    EXPECT_EQ(status.outcome, feeds::Status::Outcome::good)
        << config.name << ": " << config::Words().say(status.reason);
    const feeds::Known nothing{[](const std::string&) { return std::nullopt; },
                               [](const std::string&, feeds::Time) { return std::nullopt; }};
    return feeds::check_batch(batch, config, made->feed->brings(), *center_.catalogue, nothing, clock_.now());
  }

  // What a feed brings to which systems send by themselves; nothing for one that is polled.
  std::vector<std::string> sent_to(const config::FeedConfig& config) {
    config::Complaints complaints;
    auto made = feeds::make_feed(center_, config, clock_, complaints);
    return made && made->feed->pushed() ? made->feed->brings() : std::vector<std::string>();
  }

  support::Folder folder_;
  FixedClock clock_;
  std::unique_ptr<feeds::Simulator> simulator_;
  config::Center center_;
};

TEST_F(CenterFeeds, BringGoodValuesAndTheRefusalsPlanned) {
  std::map<std::string, std::size_t> refused;
  std::set<std::string> indicators;
  for (const config::FeedConfig& config : center_.feeds) {
    if (const auto sent = sent_to(config); !sent.empty()) {  // see PushSimulator
      indicators.insert(sent.begin(), sent.end());
      continue;
    }
    const feeds::Checked checked = poll(config);
    EXPECT_GT(checked.samples.size() + checked.records.size(), 0) << config.name;
    for (const feeds::Sample& sample : checked.samples) indicators.insert(feeds::parse_series(sample.series).indicator);
    if (!checked.refused.empty()) refused[config.name] = checked.refused.size();
    for (const feeds::Refusal& r : checked.refused)
      SCOPED_TRACE(config.name + ' ' + r.series + ' ' + r.value + ' ' + config::Words().say(r.reason));
  }
  EXPECT_THAT(refused, testing::ElementsAre(testing::Pair("dinkes.stunting", 1),  // a district that does not exist
                                            testing::Pair("disdukcapil.siak_agregat", 1)));  // 104 percent
  for (const config::Indicator& indicator : center_.catalogue->indicators)
    EXPECT_TRUE(indicators.contains(indicator.name)) << indicator.name;
}

TEST_F(CenterFeeds, ChartsAreFullAfterTheFirstPoll) {
  std::map<std::string, std::size_t> points;
  for (const config::FeedConfig& config : center_.feeds)
    for (const feeds::Sample& sample : poll(config).samples) ++points[sample.series];
  EXPECT_EQ(points["jaringan.internet"], 289);
  EXPECT_EQ(points["sungai.tinggi_muka_air#Pos Kusan Hulu"], 145);
  EXPECT_EQ(points["pengaduan.masuk@63.10.06"], 31);
  EXPECT_EQ(points["apbd.serapan"], 323);  // days of the year until yesterday
  EXPECT_EQ(points["apbd.belanja_bulan"], 24);
  EXPECT_EQ(points["progres.fisik@63.10.12"], 10);
}

}  // namespace
