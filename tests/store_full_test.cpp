// A full disk under a store whose feeds go on: a banner, a backlog that is bounded, then feeds wait; once there is room
// again all that was taken is kept, and answered, once.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::json_feed;
using test::StoreRoom;

constexpr int most_waiting = 64;  // what a store takes and has not answered (feeds/store.cpp)
constexpr int all = 200;

// Every wait of these tests: true when it came to hold within 20 s.
template <class Holds>
bool comes_to_hold(Holds holds) {
  for (int tries = 0; tries < 2000; ++tries, usleep(10'000))
    if (holds()) return true;
  return false;
}

void limit_files(rlim_t size) {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
  setrlimit(RLIMIT_FSIZE, &limit);
}

// In a child, because the limit holds for a whole process. The exit code says which step failed.
void live_through_a_full_disk(const std::string& file, const std::shared_ptr<config::Center>& center,
                              test::MovedClock& clock) {
  signal(SIGXFSZ, SIG_IGN);
  auto opened = Store::open(center, {.file = file}, clock);
  if (!opened) _exit(2);
  Store& store = **opened;
  std::vector<std::future<Receipt>> answers(all);
  const Time begin = clock.now();
  std::atomic<int> taken = 0;
  const auto deliver = [&](int i) {
    Batch batch;
    for (int k = 0; k < 100; ++k) batch.samples.push_back({"antrean", begin - seconds(i * 100 + k), k * 1.5, {}});
    batch.cursor = std::to_string(i);
    auto answer = std::make_shared<std::promise<Receipt>>();
    answers[static_cast<std::size_t>(i)] = answer->get_future();
    if (store.deliver({"kesehatan", clock.now(), Status::good(), std::move(batch), std::move(answer)}, {})) ++taken;
  };
  deliver(0);
  answers[0].wait();
  limit_files(std::filesystem::file_size(file + "-wal") + 4096);
  std::jthread feeder([&] {
    for (int i = 1; i < all; ++i) deliver(i);
  });
  if (!comes_to_hold([&] { return !store.latest(Audience::everyone)->notices.empty(); })) _exit(3);
  if (!comes_to_hold([&] { return taken == 1 + most_waiting; })) _exit(4);
  usleep(300'000);
  if (taken != 1 + most_waiting) _exit(5);  // the feed waits
  for (int i = 1; i <= most_waiting; ++i)
    if (answers[static_cast<std::size_t>(i)].wait_for(seconds(0)) == std::future_status::ready) _exit(6);
  limit_files(RLIM_INFINITY);
  if (!comes_to_hold([&] {
        clock.advance(seconds(1));
        return taken == all;
      }))
    _exit(7);
  feeder.join();
  for (auto& answer : answers)
    if (answer.valid() && answer.wait_for(seconds(20)) != std::future_status::ready) _exit(8);
  if (!comes_to_hold([&] { return store.latest(Audience::everyone)->notices.empty(); })) _exit(9);
  opened->reset();
  _exit(0);
}

TEST(StoreFull, AFullDiskIsSaidTheBacklogIsBoundedAndFeedsWait) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.close();
  const pid_t child = fork();
  if (child == 0) live_through_a_full_disk(room.file, room.center, room.clock);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0);
  room.open();
  EXPECT_EQ(room.store().cursor("kesehatan"), std::to_string(all - 1));
  const auto rows =
      export_series(room.file, *room.center, "antrean", Time{}, Time::max(), Audience::everyone, room.clock.now());
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), static_cast<std::size_t>(all) * 100);
}

}  // namespace
