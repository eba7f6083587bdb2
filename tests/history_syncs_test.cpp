// The counter of syncs: what a commit asks of the disk is counted, and only while it lives.
#include "feeds/history_syncs.h"

#include <gtest/gtest.h>

#include "feeds/history.h"
#include "tests/support/child.h"

namespace {

using namespace feeds;

void commit_some(History& history, int commits) {
  for (int i = 0; i < commits; ++i) {
    Entry entry;
    entry.feed.name = "uji";
    entry.received = Time(std::chrono::seconds(1'700'000'000 + i));
    entry.samples = {{"suhu", entry.received, 0.5 * i, {}}};
    ASSERT_TRUE(history.commit({entry}));
  }
}

TEST(SyncCounter, ACommitIsOneSyncOfTheLog) {
  const support::Folder folder;
  const SyncCounter counter;
  auto history = History::open(folder.file("store.db"), History::Mode::write);
  ASSERT_TRUE(history);
  commit_some(**history, 1);  // the log is new: its head is synced too
  const std::uint64_t before = counter.count();
  commit_some(**history, 20);
  EXPECT_EQ(counter.count(), before + 20);
}

TEST(SyncCounter, EndsWithItsLife) {
  const support::Folder folder;
  {
    const SyncCounter counter;
    auto history = History::open(folder.file("counted.db"), History::Mode::write);
    ASSERT_TRUE(history);
    commit_some(**history, 3);
    EXPECT_GE(counter.count(), 3u);
  }
  auto history = History::open(folder.file("store.db"), History::Mode::write);
  ASSERT_TRUE(history);
  const SyncCounter late;
  commit_some(**history, 3);
  EXPECT_EQ(late.count(), 0u) << "the file was open before";
}

}  // namespace
