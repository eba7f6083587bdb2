// The store when the disk is full, and when it is killed: what it answered is kept.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/store_room.h"

namespace {

using namespace feeds;
using std::chrono::seconds;
using test::json_feed;
using test::StoreRoom;

// Runs in a child, because the limit holds for a whole process.
void fill_the_disk(const std::string& file, std::shared_ptr<config::Center> center, test::MovedClock& clock) {
  signal(SIGXFSZ, SIG_IGN);
  auto opened = Store::open(center, {.file = file}, clock);
  if (!opened) _exit(2);
  Store& store = **opened;
  const auto deliver = [&](int count, std::shared_ptr<std::promise<Receipt>> answer) {
    Batch batch;
    for (int i = 0; i < count; ++i) batch.samples.push_back({"antrean", clock.now() - seconds(i), i * 1.5, {}});
    store.deliver({"kesehatan", clock.now(), Status::good(), std::move(batch), std::move(answer)}, {});
  };
  auto first = std::make_shared<std::promise<Receipt>>();
  deliver(10, first);
  first->get_future().wait();
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = std::filesystem::file_size(file + "-wal") + 8192;
  setrlimit(RLIMIT_FSIZE, &limit);
  auto stuck = std::make_shared<std::promise<Receipt>>();
  auto answer = stuck->get_future();
  deliver(5000, stuck);
  const auto noticed = [&](bool wanted) {
    for (int tries = 0; tries < 2000; ++tries, usleep(10'000))
      if (store.latest(Audience::everyone)->notices.empty() != wanted) return true;
    return false;
  };
  if (!noticed(true)) _exit(3);
  if (answer.wait_for(seconds(0)) == std::future_status::ready) _exit(4);  // it must not say that it is kept
  limit.rlim_cur = before;
  setrlimit(RLIMIT_FSIZE, &limit);
  for (int tries = 0; tries < 100 && answer.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready;
       ++tries)
    clock.advance(seconds(1));
  if (answer.wait_for(seconds(0)) != std::future_status::ready) _exit(5);
  if (answer.get().accepted != 4990) _exit(6);
  if (!noticed(false)) _exit(7);
  opened->reset();
  _exit(0);
}

TEST(StoreFaults, AFullDiskIsSaidAndNothingAnsweredIsLost) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.close();
  const pid_t child = fork();
  if (child == 0) fill_the_disk(room.file, room.center, room.clock);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0);
  const auto rows =
      export_series(room.file, *room.center, "antrean", Time{}, Time::max(), Audience::everyone, room.clock.now());
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 5000U);
}

// Writes one number to the pipe for each answered delivery, until it is killed.
void deliver_until_killed(const std::string& file, std::shared_ptr<config::Center> center, test::MovedClock& clock,
                          int pipe) {
  auto opened = Store::open(center, {.file = file}, clock);
  if (!opened) _exit(2);
  for (int i = 0;; ++i) {
    Batch batch;
    batch.samples = {{"antrean", clock.now() - seconds(1'000'000 - i), static_cast<double>(i), {}}};
    batch.cursor = std::to_string(i);
    auto answer = std::make_shared<std::promise<Receipt>>();
    auto receipt = answer->get_future();
    (*opened)->deliver({"kesehatan", clock.now(), Status::good(), std::move(batch), std::move(answer)}, {});
    receipt.wait();
    if (write(pipe, &i, sizeof i) != sizeof i) _exit(3);
  }
}

TEST(StoreFaults, AKillLosesNothingThatWasAnswered) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "ThreadSanitizer cannot follow a fork";
#endif
  StoreRoom room({json_feed("kesehatan", {"antrean"})});
  room.close();
  std::size_t answered = 0;
  for (int round = 0; round < 3; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) deliver_until_killed(room.file, room.center, room.clock, pipe_ends[1]);
    close(pipe_ends[1]);
    int number = -1, last = -1;
    for (int i = 0; i < 20 + 17 * round && read(pipe_ends[0], &number, sizeof number) == sizeof number; ++i)
      last = number;
    kill(child, SIGKILL);
    while (read(pipe_ends[0], &number, sizeof number) == sizeof number) last = number;
    close(pipe_ends[0]);
    waitpid(child, nullptr, 0);
    ASSERT_GE(last, 10);
    answered = std::max(answered, static_cast<std::size_t>(last) + 1);
  }
  room.open();
  EXPECT_GE(std::stoull(room.store().cursor("kesehatan")) + 1, static_cast<std::size_t>(20));
  const auto rows =
      export_series(room.file, *room.center, "antrean", Time{}, Time::max(), Audience::everyone, room.clock.now());
  ASSERT_TRUE(rows);
  ASSERT_GE(rows->size(), answered);
  for (std::size_t i = 0; i < rows->size(); ++i) ASSERT_EQ((*rows)[i].value, static_cast<double>(i));
}

}  // namespace
