// Files dropped into a folder: each is taken once, moved after it is kept, with a report; what is no use is refused.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "config/words.h"
#include "feeds/feed.h"
#include "tests/support/child.h"
#include "tests/support/manual_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
namespace fs = std::filesystem;
using Outcome = Status::Outcome;

class WatchFolderTest : public testing::Test {
 protected:
  WatchFolderTest() { fs::create_directory(drop_); }

  std::unique_ptr<Feed> make(const std::string& more = "", const config::Words* words = nullptr) {
    config::Complaints faults;
    const auto parsed =
        config::parse_toml("folder = \"kiriman\"\nformat = \"csv\"\n" + more +
                               "[[value]]\nindicator = \"antrean\"\ncolumn = \"Antre\"\nitem = \"Loket\"\n",
                           "feeds.toml", faults);
    EXPECT_TRUE(parsed);
    config::Rest rest;
    rest.table = *parsed->table();
    feed_.name = "kiriman";
    auto made =
        find_feed_kind("watch_folder")
            ->make(rest, {catalogue_.get()}, FeedSetup{*catalogue_, feed_, folder_.path(), {}, {}, words}, faults);
    for (const auto& fault : faults) ADD_FAILURE() << config::fill(fault.what.key, fault.what.arguments);
    return made;
  }

  fs::path drop(const std::string& name, const std::string& text, config::Duration age = minutes(5)) {
    const fs::path file = drop_ / name;
    std::ofstream(file, std::ios::binary) << text;
    fs::last_write_time(file, std::chrono::file_clock::from_sys(clock_.now() - age));
    return file;
  }

  // As the collector does it: the cursor and committed() follow what is kept.
  Status poll(Feed& feed, bool kept = true) {
    Http http({}, clock_);
    batch_ = {};
    const Status status = feed.poll({clock_.now(), http, cursor_, {}}, batch_);
    if (status.outcome == Outcome::failed || !kept) return status;
    cursor_ = batch_.cursor;
    Receipt receipt{batch_.samples.size(), batch_.complaints.size(), {}};
    for (const Complaint& one : batch_.complaints)
      receipt.refusals.push_back({clock_.now(), one.series, one.value, one.reason});
    feed.committed(receipt);
    return status;
  }

  std::vector<std::string> names(const std::string& where) const {
    std::vector<std::string> out;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(drop_ / where, ignored))
      if (entry.is_regular_file()) out.push_back(entry.path().filename().string());
    return out;
  }
  std::string text_of(const std::string& name) const {
    std::ifstream in(drop_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  support::Folder folder_;
  const fs::path drop_ = fs::path(folder_.path()) / "kiriman";
  std::shared_ptr<config::Catalogue> catalogue_ = test::small_catalogue();
  config::FeedConfig feed_;
  tests::ManualClock clock_{*config::parse_time("2026-11-21T01:00:00Z")};
  std::string cursor_;
  Batch batch_;
};

const char* const good = "Loket,Antre\nA,3\nB,4\n";

TEST_F(WatchFolderTest, AFileIsTakenOnceAndMovedWithAReport) {
  const auto feed = make();
  EXPECT_EQ(poll(*feed).outcome, Outcome::not_modified);
  drop("senin.csv", "Loket,Antre\nA,3\nB,empat\n");
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  EXPECT_THAT(batch_.samples, SizeIs(1));
  EXPECT_THAT(names(""), IsEmpty());
  EXPECT_THAT(names("done"), UnorderedElementsAre("senin.csv", "senin.csv.txt"));
  EXPECT_EQ(text_of("done/senin.csv.txt"),
            "taken: 1\nrefused: 1\nantrean#B \"empat\": \"empat\" is not a number in the notation plain\n");
  EXPECT_EQ(poll(*feed).outcome, Outcome::not_modified);
}

TEST_F(WatchFolderTest, NothingIsMovedBeforeItIsKept) {
  const auto feed = make();
  drop("senin.csv", good);
  poll(*feed, false);
  EXPECT_THAT(names(""), ElementsAre("senin.csv"));
  EXPECT_EQ(poll(*feed).outcome, Outcome::good) << "it is read again";
  EXPECT_THAT(batch_.samples, SizeIs(2));
}

TEST_F(WatchFolderTest, AFileThatWasKeptBeforeTheProgramEndedIsOnlyMoved) {
  drop("senin.csv", good);
  auto feed = make();
  poll(*feed, false);
  cursor_ = batch_.cursor;  // kept, and then the program was killed
  feed = make();
  EXPECT_EQ(poll(*feed).outcome, Outcome::not_modified);
  EXPECT_THAT(batch_.samples, IsEmpty());
  EXPECT_THAT(names("done"), UnorderedElementsAre("senin.csv", "senin.csv.txt"));
}

TEST_F(WatchFolderTest, AFileThatWasKeptIsNotTakenAgainWhenAnOlderOneHasComeMeanwhile) {
  drop("senin.csv", good);
  auto feed = make();
  poll(*feed, false);
  cursor_ = batch_.cursor;
  drop("lama.csv", "Loket,Antre\nA,9\n", minutes(60));
  feed = make();
  EXPECT_EQ(poll(*feed).outcome, Outcome::not_modified);
  EXPECT_THAT(names("done"), UnorderedElementsAre("senin.csv", "senin.csv.txt"));
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  ASSERT_THAT(batch_.samples, SizeIs(1));
  EXPECT_EQ(batch_.samples[0].value, 9);
}

TEST_F(WatchFolderTest, AReportThatWasWrittenBeforeTheProgramEndedStays) {
  drop("senin.csv", good);
  poll(*make(), false);
  cursor_ = batch_.cursor;
  fs::create_directory(drop_ / "done");
  std::ofstream(drop_ / "done/senin.csv.txt") << "taken: 2\nrefused: 0\n";
  poll(*make());
  EXPECT_THAT(names("done"), UnorderedElementsAre("senin.csv", "senin.csv.txt"));
  EXPECT_EQ(text_of("done/senin.csv.txt"), "taken: 2\nrefused: 0\n");
}

TEST_F(WatchFolderTest, AFileThatIsReplacedWhileItIsKeptIsReadAsWell) {
  const auto feed = make();
  drop("senin.csv", good);
  poll(*feed, false);
  cursor_ = batch_.cursor;
  drop("senin.csv", "Loket,Antre\nA,7\n", minutes(1));
  feed->committed({2, 0, {}});
  EXPECT_THAT(names(""), ElementsAre("senin.csv"));
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  ASSERT_THAT(batch_.samples, SizeIs(1));
  EXPECT_EQ(batch_.samples[0].value, 7);
  EXPECT_EQ(text_of("done/senin.csv"), "Loket,Antre\nA,7\n");
}

TEST_F(WatchFolderTest, AFileThatCannotBeMovedIsSaidAndNotTakenAgain) {
  const auto feed = make();
  std::ofstream(drop_ / "done") << "";  // where the folder should be; too new to be taken for a delivery
  drop("senin.csv", good);
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  const Status status = poll(*feed);
  EXPECT_EQ(status.outcome, Outcome::failed);
  EXPECT_EQ(status.reason.key, "{} cannot be moved to {}: {}");
  EXPECT_THAT(batch_.samples, IsEmpty());
  fs::remove(drop_ / "done");
  EXPECT_EQ(poll(*feed).outcome, Outcome::not_modified);
  EXPECT_THAT(names("done"), UnorderedElementsAre("senin.csv", "senin.csv.txt"));
}

TEST_F(WatchFolderTest, TheOldestComesFirst) {
  const auto feed = make();
  drop("a.csv", "Loket,Antre\nA,1\n", minutes(1));
  drop("b.csv", "Loket,Antre\nA,2\n", minutes(9));
  poll(*feed);
  EXPECT_EQ(batch_.samples.at(0).value, 2);
  poll(*feed);
  EXPECT_EQ(batch_.samples.at(0).value, 1);
}

TEST_F(WatchFolderTest, WhatIsNotYetWholeOrNotMeantIsLeft) {
  const auto feed = make("files = \"*.CSV\"\n");
  drop("baru.csv", good, seconds(3));
  drop("catatan.txt", good);
  drop(".tersembunyi.csv", good);
  drop("~$buka.csv", good);
  drop("unggah.csv.part", good);
  fs::create_directory(drop_ / "folder.csv");
  fs::create_symlink("catatan.txt", drop_ / "tautan.csv");
  EXPECT_EQ(poll(*feed).outcome, Outcome::not_modified);
  EXPECT_THAT(names("done"), IsEmpty());
  clock_.advance(seconds(10));
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  EXPECT_THAT(names("done"), UnorderedElementsAre("baru.csv", "baru.csv.txt"));
}

TEST_F(WatchFolderTest, AFileThatCannotBeReadIsRefusedWithTheReason) {
  const auto words = config::load_words(fs::path(ANJUNGAN_SOURCE) / "assets", "id");
  ASSERT_TRUE(words);
  const auto feed = make("", &*words);
  drop("lain.csv", "Nama;Jumlah\nA;3\n");
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  ASSERT_THAT(batch_.complaints, SizeIs(1));
  EXPECT_EQ(batch_.complaints[0].value, "lain.csv");
  EXPECT_THAT(names("refused"), UnorderedElementsAre("lain.csv", "lain.csv.txt"));
  EXPECT_THAT(text_of("refused/lain.csv.txt"), HasSubstr("tidak ada kolom \"Antre\" di antara: Nama;Jumlah"));
}

TEST_F(WatchFolderTest, AFileOfBadRowsAloneIsRefused) {
  const auto feed = make();
  drop("buruk.csv", "Loket,Antre\nA,x\nB,y\n");
  poll(*feed);
  EXPECT_THAT(names("refused"), UnorderedElementsAre("buruk.csv", "buruk.csv.txt"));
}

TEST_F(WatchFolderTest, AFileThatIsTooLargeIsRefusedUnread) {
  feed_.most_bytes = 100;
  const auto feed = make();
  drop("besar.csv", std::string(good) + std::string(200, '\n'));
  poll(*feed);
  EXPECT_THAT(text_of("refused/besar.csv.txt"), HasSubstr("larger than 100 bytes"));
}

TEST_F(WatchFolderTest, ANameThatCameBeforeGetsANumber) {
  const auto feed = make();
  drop("senin.csv", good);
  poll(*feed);
  drop("senin.csv", "Loket,Antre\nA,5\n");
  EXPECT_EQ(poll(*feed).outcome, Outcome::good);
  EXPECT_THAT(names("done"), UnorderedElementsAre("senin.csv", "senin.csv.txt", "senin (2).csv", "senin (2).csv.txt"));
}

TEST_F(WatchFolderTest, AFolderThatIsNotThereIsSaid) {
  const auto feed = make();
  fs::remove(drop_);
  const Status status = poll(*feed);
  EXPECT_EQ(status.outcome, Outcome::failed);
  EXPECT_EQ(status.reason.key, "the folder cannot be read: {}");
}

TEST_F(WatchFolderTest, JsonIsReadAsRows) {
  config::Complaints faults;
  const auto parsed = config::parse_toml(
      "folder = \"kiriman\"\nformat = \"json\"\n[[value]]\nindicator = \"antrean\"\ncolumn = \"antre\"\nitem = "
      "\"loket\"\n",
      "feeds.toml", faults);
  config::Rest rest;
  rest.table = *parsed->table();
  const auto json =
      find_feed_kind("watch_folder")
          ->make(rest, {catalogue_.get()}, FeedSetup{*catalogue_, feed_, folder_.path(), {}, {}, {}}, faults);
  ASSERT_TRUE(json);
  drop("a.json", R"({"tanggal":"x","data":[{"loket":"A","antre":3},{"antre":"4","loket":"B"},{"loket":"C"}]})");
  EXPECT_EQ(poll(*json).outcome, Outcome::good);
  EXPECT_THAT(batch_.samples, SizeIs(2));
  EXPECT_THAT(batch_.complaints, SizeIs(1));
}

}  // namespace
