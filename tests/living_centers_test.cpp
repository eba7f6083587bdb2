// Each center of a regency with its pretend agencies, at a fixed moment: every feed answers, and every page of every
// display says something in each of its panels.
#include <gmock/gmock.h>
#include "feeds/collector.h"
#include "feeds/copy_keeper.h"
#include "feeds/history.h"
#include "feeds/simulate/simulator.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "viewer/kind_checks.h"
#include "viewer/studio.h"

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr config::Date kToday{std::chrono::year(2026), std::chrono::November, std::chrono::day(20)};

// "oku-selatan" -> "OkuSelatan".
std::string test_name(const testing::TestParamInfo<const char*>& which) {
  std::string out;
  bool capital = true;
  for (const char* c = which.param; *c; ++c) {
    if (*c != '-') out += capital ? static_cast<char>(*c - 'a' + 'A') : *c;
    capital = *c == '-';
  }
  return out;
}

class LivingCenter : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const std::filesystem::path dir = std::filesystem::path(ANJUNGAN_SOURCE) / "config/centers" / GetParam();
    const config::Center first = config::load(dir, viewer::kind_checks(), kToday);
    simulator_ = std::make_unique<feeds::Simulator>(feeds::Simulator::Options{}, first.catalogue, clock_);
    const auto port = simulator_->listen(0);
    ASSERT_TRUE(port);
    auto center = std::make_shared<config::Center>(
        config::load(dir, viewer::kind_checks(), kToday, "http://127.0.0.1:" + std::to_string(*port)));
    ASSERT_TRUE(center->usable);
    center->copies.to = folder_.file("copies");
    center_ = center;
    ASSERT_TRUE(feeds::History::open(folder_.file("copied.db"), feeds::History::Mode::write));
    ASSERT_TRUE(feeds::make_copy(*feeds::job_for(*center_, folder_.file("copied.db")), clock_));
    ASSERT_TRUE(feeds::verify_copy(center_->copies.to, "", clock_));
    auto store = feeds::Store::open(center_, {.file = ":memory:"}, clock_);
    ASSERT_TRUE(store);
    store_ = std::move(*store);
  }

  // One poll of every feed, each into the store.
  void read_all() {
    for (const config::FeedConfig& config : center_->feeds) {
      config::Complaints complaints;
      auto made = feeds::make_feed(*center_, config, clock_, complaints);
      ASSERT_TRUE(made) << config.name;
      if (made->feed->pushed()) continue;
      feeds::Batch batch;
      const feeds::Status status = made->feed->poll({clock_.now(), *made->http, "", {}}, batch);
      EXPECT_EQ(status.outcome, feeds::Status::Outcome::good)
          << config.name << ": " << config::Words().say(status.reason);
      auto answer = std::make_shared<std::promise<feeds::Receipt>>();
      auto receipt = answer->get_future();
      ASSERT_TRUE(store_->deliver({config.name, clock_.now(), status, std::move(batch), std::move(answer)}, {}));
      ASSERT_EQ(receipt.wait_for(std::chrono::seconds(20)), std::future_status::ready) << config.name;
    }
  }

  std::string tell(const config::DisplayConfig& display, const std::string& page) {
    const viewer::Moment now{clock_.now(), clock_.steady()};
    auto studio = viewer::Studio::open(
        center_, {.display = display.name, .page = page, .size = {}, .lang = "en", .words_only = true}, now);
    EXPECT_TRUE(studio);
    if (!studio) return {};
    viewer::Scene& scene = (*studio)->scene();
    scene.set_snapshot(store_->view(display.audience, {}, wants(scene)).get());
    panels::Telling telling;
    EXPECT_TRUE(scene.tell(page, now.wall, telling)) << page;
    return telling.plain();
  }

  static std::vector<feeds::Want> wants(const viewer::Scene& scene) {
    std::vector<feeds::Want> out;
    for (const panels::Want& want : scene.wants())
      out.push_back({want.series, want.span, want.most_points, want.reduce});
    return out;
  }

  support::Folder folder_;
  test::MovedClock clock_{test::at("2026-11-20T03:05:00Z")};  // Friday; counters are open in every zone
  std::unique_ptr<feeds::Simulator> simulator_;
  std::shared_ptr<const config::Center> center_;
  std::unique_ptr<feeds::Store> store_;
};
INSTANTIATE_TEST_SUITE_P(All, LivingCenter,
                         testing::Values("tanah-bumbu", "blora", "purbalingga", "oku-selatan", "cianjur"), test_name);

TEST_P(LivingCenter, EveryPanelOfEveryPageSaysSomething) {
  read_all();
  for (const config::DisplayConfig& display : center_->displays)
    for (const std::string& page : display.pages) {
      const std::string said = tell(display, page);
      EXPECT_FALSE(said.empty()) << display.name << ' ' << page;
      for (const char* emptiness : {"no data yet", "no data since", "no data from", "not known in this center",
                                    "not open to this display", "no map named"})
        EXPECT_THAT(said, Not(HasSubstr(emptiness))) << display.name << ' ' << page;
    }
}

TEST_P(LivingCenter, PagesNameEveryDistrictOfTheirOwnRegency) {
  read_all();
  const std::string said = tell(center_->displays.front(), "wilayah");
  for (const config::Region& region : center_->catalogue->regions) EXPECT_THAT(said, HasSubstr(region.name));
  if (std::string_view(GetParam()) == "tanah-bumbu") return;
  for (const std::string& page : center_->displays.front().pages)
    for (const char* foreign : {"Batulicin", "Satui", "Kusan", "Simpang Empat", "KOTABARU", "TANAHBUMBU", "WITA"})
      EXPECT_THAT(tell(center_->displays.front(), page), Not(HasSubstr(foreign))) << page;
}

TEST_P(LivingCenter, APanelThatLostItsDataIsSeen) {
  read_all();
  clock_.advance(std::chrono::hours(26));
  const std::string said = tell(center_->displays.front(), "ringkasan");
  EXPECT_THAT(said, HasSubstr("no data since"));
}

}  // namespace
