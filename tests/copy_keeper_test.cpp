// Copies on a schedule, what the walls are told when they fail, and their age as a feed brings it.
#include "feeds/copy_keeper.h"

#include <gmock/gmock.h>

#include <fstream>

#include "feeds/collector.h"
#include "feeds/history.h"
#include "tests/support/child.h"
#include "tests/support/moved_clock.h"
#include "tests/support/small_center.h"
#include "tests/support/temp_center.h"

namespace {

using namespace feeds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

class Keeper : public testing::Test {
 protected:
  Keeper() {
    center_->dir = folder_.file("pusat");
    center_->copies.to = folder_.file("copies");
    center_->copies.rule.every = hours(6);
    EXPECT_TRUE(History::open(store_, History::Mode::write));
  }
  std::unique_ptr<CopyKeeper> keep() {
    CopyKeeper::Listener listener;
    listener.said = [this](std::vector<Notice> notices) {
      const std::lock_guard lock(mutex_);
      said_ = std::move(notices);
    };
    listener.tried = [this](CopyTry tried) {
      const std::lock_guard lock(mutex_);
      tries_.push_back(std::move(tried));
    };
    return std::make_unique<CopyKeeper>(center_, store_, clock_, std::move(listener));
  }
  // So much time passes, minute by minute, with the keeper done with each.
  void pass(minutes time) {
    for (minutes m{0}; m < time; ++m) {
      ASSERT_TRUE(clock_.next_wake(1));
      clock_.advance(minutes(1));
    }
    ASSERT_TRUE(clock_.next_wake(1));
  }
  std::vector<CopyInfo> copies() const { return copies_in(center_->copies.to).value_or(std::vector<CopyInfo>()); }
  std::vector<Notice> said() {
    const std::lock_guard lock(mutex_);
    return said_;
  }
  std::vector<CopyTry> tries() {
    const std::lock_guard lock(mutex_);
    return tries_;
  }

  support::Folder folder_;
  test::MovedClock clock_{test::at("2026-11-21T12:00:00Z")};
  std::shared_ptr<config::Center> center_ = test::small_center({});
  std::string store_ = folder_.file("store.db");
  std::mutex mutex_;
  std::vector<Notice> said_;
  std::vector<CopyTry> tries_;
};

TEST_F(Keeper, MakesAndVerifiesCopiesOnItsSchedule) {
  const auto keeper = keep();
  pass(minutes(2));
  ASSERT_THAT(copies(), SizeIs(1)) << "there was none: at once";
  EXPECT_TRUE(copies()[0].verified);
  pass(minutes(5 * 60));
  EXPECT_THAT(copies(), SizeIs(1));
  pass(minutes(70));
  EXPECT_THAT(copies(), SizeIs(2));
  EXPECT_THAT(said(), IsEmpty());
  ASSERT_THAT(tries(), SizeIs(2));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(tries()[i].made.value().copy.name, copies()[i].name);
    EXPECT_FALSE(tries()[i].fault);
  }
}

TEST_F(Keeper, AFailureIsSaidWithoutItsPlaceAndTriedAgain) {
  folder_.write("copies", "a file where the folder should be");
  const auto keeper = keep();
  pass(minutes(2));
  ASSERT_THAT(said(), SizeIs(1));
  EXPECT_EQ(said()[0].text, config::Text("the store could not be copied"));
  ASSERT_THAT(tries(), SizeIs(1));
  EXPECT_FALSE(tries()[0].made);
  EXPECT_THAT(tries()[0].fault.value().what.arguments, Contains(HasSubstr(folder_.file("copies"))))
      << "the log says where";
  fs::remove(folder_.file("copies"));
  pass(minutes(20));
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_THAT(copies(), SizeIs(1));
  ASSERT_THAT(tries(), SizeIs(2));
  EXPECT_FALSE(tries()[1].fault);
}

TEST_F(Keeper, ACopyThatReadsBackWrongIsSaid) {
  const auto keeper = keep();
  pass(minutes(2));
  ASSERT_THAT(copies(), SizeIs(1));
  // The next copy builds upon this one's data.
  std::fstream data(center_->copies.to / (copies()[0].name + ".data"), std::ios::in | std::ios::out | std::ios::binary);
  data.seekp(5000).put('?');
  data.close();
  pass(minutes(6 * 60 + 1));
  ASSERT_THAT(said(), SizeIs(1));
  EXPECT_EQ(said()[0].text, config::Text("the newest copy of the store is damaged"));
  ASSERT_THAT(tries(), SizeIs(2));
  EXPECT_EQ(tries()[1].made.value().copy.name, copies()[1].name);
  EXPECT_TRUE(tries()[1].fault);
}

TEST_F(Keeper, WhereNothingIsConfiguredNothingIsCopied) {
  auto without = test::small_center({});
  center_->copies.to.clear();
  const auto keeper = keep();
  pass(minutes(3));
  EXPECT_FALSE(fs::exists(folder_.file("copies")));
}

// own_state

class OwnState : public Keeper {
 protected:
  OwnState() {
    config::Complaints complaints;
    const auto node = config::parse_toml(
        "copy_age = \"antrean\"\nstore_size = \"suhu\"\ncopies_free = \"cakupan\"\ncopies = \"layanan\"\n", "a.toml",
        complaints);
    feed_.name = "sendiri";
    feed_.kind = "own_state";
    feed_.agency = "dinkes";
    feed_.basis.kind = config::Basis::Kind::own_system;
    feed_.options = {*node->table(), {"a.toml", 1, 1}};
  }
  Batch poll(Status::Outcome expected = Status::Outcome::good) {
    config::Complaints complaints;
    auto made = make_feed(*center_, feed_, clock_, complaints, store_);
    EXPECT_THAT(complaints, IsEmpty());
    EXPECT_THAT(made->feed->brings(), ElementsAre("antrean", "suhu", "cakupan", "layanan"));
    Batch batch;
    EXPECT_EQ(made->feed->poll({clock_.now(), *made->http, "", {}}, batch).outcome, expected);
    return batch;
  }
  static std::optional<double> value(const Batch& batch, const std::string& series) {
    for (const Sample& sample : batch.samples)
      if (sample.series == series) return sample.value;
    return {};
  }
  config::FeedConfig feed_;
};

TEST_F(OwnState, TellsTheAgeAndPlaceOfTheLastVerifiedCopy) {
  ASSERT_TRUE(make_copy(*job_for(*center_, store_), clock_));
  EXPECT_FALSE(value(poll(), "antrean")) << "a copy that was not read back has no age to show";
  EXPECT_EQ(poll().complaints.at(0).reason, config::Text("no copy has been verified yet"));
  ASSERT_TRUE(verify_copy(center_->copies.to, "", clock_));
  clock_.advance(hours(3));
  ASSERT_TRUE(make_copy(*job_for(*center_, store_), clock_));
  const Batch batch = poll();
  EXPECT_EQ(value(batch, "antrean"), 3.0) << "the newer one is not verified";
  EXPECT_GT(value(batch, "suhu").value_or(0), 0.01);
  EXPECT_GT(value(batch, "cakupan").value_or(0), 1);
  ASSERT_THAT(batch.records, SizeIs(2));
  EXPECT_EQ(std::get<std::string>(*batch.records[0].find("tempat")), center_->copies.to.string());
  EXPECT_EQ(std::get<std::string>(*batch.records[1].find("diperiksa")), "-");
  ASSERT_THAT(batch.complete, SizeIs(1));
}

TEST_F(OwnState, SaysWhatIsMissing) {
  EXPECT_THAT(poll().complaints, SizeIs(1)) << "no folder yet";
  center_->copies.to.clear();
  EXPECT_EQ(poll().complaints.at(0).reason, config::Text("the center has no [copies]"));
}

// [copies]

TEST(ConfigCopies, AreReadAndTheirFaultsAreSaid) {
  test::TempCenter folder;
  write_good_center(folder);
  folder.add("center.toml", "\n[copies]\nto = \"/srv/salinan\"\nat = \"02:30\"\nkeep_days = 7\n");
  EXPECT_THAT(folder.complaints(), IsEmpty());
  const config::Center center = folder.load();
  EXPECT_EQ(center.copies.to, "/srv/salinan");
  EXPECT_EQ(center.copies.rule.at, minutes(150));
  EXPECT_EQ(center.copies.rule.days, 7);
  EXPECT_EQ(center.copies.rule.months, 12);
  folder.replace("center.toml", "/srv/salinan", "salinan").replace("center.toml", "02:30", "2.30");
  EXPECT_THAT(folder.complaints(), testing::UnorderedElementsAre(HasSubstr("\"salinan\" is not a whole path"),
                                                                 HasSubstr("\"2.30\" is not a time of day")));
}

TEST(ConfigCopies, AFolderBesideTheStoreIsNamedByItsMark) {
  test::TempCenter folder;
  write_good_center(folder);
  folder.add("center.toml", "\n[copies]\nto = \"{state}/salinan\"\n");
  EXPECT_THAT(folder.complaints(), IsEmpty());
  const config::Center center = folder.load();
  EXPECT_EQ(copies_place(center, "/var/lib/anjungan/pusat/store.db"), "/var/lib/anjungan/pusat/salinan");
  EXPECT_EQ(job_for(center, "/var/lib/anjungan/pusat/store.db")->place, "/var/lib/anjungan/pusat/salinan");
  EXPECT_FALSE(job_for(center, {})) << "in memory";
}

}  // namespace
