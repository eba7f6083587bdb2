// A running center under a service manager: it proves that its picture advances, falls silent when a part of it hangs,
// comes up with the last known picture, and `anjungan status` tells how it is.
#include <gmock/gmock.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "feeds/http.h"
#include "tests/support/notify_socket.h"
#include "tests/support/program.h"

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using support::Child;
using support::ChildResult;
using support::Program;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto patience = 3000ms;  // of the service manager; a beat comes every third of it

support::ChildOptions run_options(const Program& program, const support::NotifySocket& manager) {
  auto options = program.options({"run", "--center", program.dir(), "--headless", "--port", "0"});
  options.environment["NOTIFY_SOCKET"] = manager.path();
  options.environment["WATCHDOG_USEC"] = std::to_string(patience.count() * 1000);
  return options;
}

// The thread of that name, or none.
pid_t thread_of(pid_t process, const std::string& name) {
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
    std::string said;
    std::getline(std::ifstream(task.path() / "comm"), said);
    if (said == name) return std::stoi(task.path().filename().string());
  }
  return 0;
}

// One thread of another process stands still: as it would in a driver's call or on a disk that does not answer.
class Halted {
 public:
  explicit Halted(pid_t thread) : thread_(thread) {
    held_ = ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) == 0 &&
            ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) == 0 && waitpid(thread, nullptr, __WALL) == thread;
  }
  ~Halted() { release(); }
  Halted(const Halted&) = delete;
  Halted& operator=(const Halted&) = delete;
  bool held() const { return held_; }
  void release() {
    if (std::exchange(held_, false)) ptrace(PTRACE_DETACH, thread_, nullptr, nullptr);
  }

 private:
  pid_t thread_;
  bool held_ = false;
};

TEST(ProgramService, IsReadyWithItsPictureThenAliveThenStopping) {
  const Program program;
  support::NotifySocket manager;
  Child child(ANJUNGAN_PROGRAM, run_options(program, manager));
  EXPECT_EQ(manager.next(60s), "READY=1") << child.said();
  EXPECT_EQ(manager.next(5s), "WATCHDOG=1");
  EXPECT_THAT(manager.next(5s), AllOf(HasSubstr("STATUS=Kabupaten Contoh: "), HasSubstr("http://127.0.0.1:")));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(manager.comes("WATCHDOG=1", 30s));
  child.send(SIGTERM);
  EXPECT_TRUE(manager.comes("STOPPING=1", 60s));
  const ChildResult result = child.finish(60s);
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr("event=start version="), HasSubstr("event=stop up_s="),
                                Not(HasSubstr(support::planted_token))));
}

TEST(ProgramService, AStoppedProcessIsSilentAndComesBack) {
  const Program program;
  support::NotifySocket manager;
  Child child(ANJUNGAN_PROGRAM, run_options(program, manager));
  ASSERT_TRUE(manager.comes("WATCHDOG=1", 60s)) << child.said();
  child.send(SIGSTOP);
  manager.count("WATCHDOG=1", 200ms);  // one may be under way
  EXPECT_EQ(manager.count("WATCHDOG=1", 2 * patience), 0);
  child.send(SIGCONT);
  EXPECT_TRUE(manager.comes("WATCHDOG=1", 60s));
}

// A thread alone hangs while all others go on: the process lives, yet the manager hears nothing.
void expect_silence_while_halted(const std::string& thread_name) {
  const Program program;
  support::NotifySocket manager;
  Child child(ANJUNGAN_PROGRAM, run_options(program, manager));
  ASSERT_TRUE(manager.comes("WATCHDOG=1", 60s)) << child.said();
  const pid_t thread = thread_name.empty() ? child.pid() : thread_of(child.pid(), thread_name);
  ASSERT_NE(thread, 0) << thread_name;
  Halted halted(thread);
  if (!halted.held()) GTEST_SKIP() << "this machine does not allow ptrace";
  std::this_thread::sleep_for(patience / 2 + patience / 3 + 500ms);  // until the store's silence counts
  manager.count("WATCHDOG=1", 200ms);
  EXPECT_EQ(manager.count("WATCHDOG=1", 2 * patience), 0);
  const ChildResult status = program({"status", "--center", program.dir(), "--json"});
  EXPECT_TRUE(json::parse(status.out, nullptr, false).value("running", false)) << status.out << status.err;
  halted.release();
  EXPECT_TRUE(manager.comes("WATCHDOG=1", 60s));
}

TEST(ProgramService, AHangingMainLoopIsSilent) {
  expect_silence_while_halted("");
}

TEST(ProgramService, AStalledStoreIsSilent) {
  expect_silence_while_halted("store");
}

TEST(ProgramStatus, TellsARunningCenterAndOneThatDoesNotRun) {
  const Program program;
  const std::vector<std::string> ask{"status", "--center", program.dir(), "--json"};
  const ChildResult before = program(ask);
  EXPECT_EQ(before.code, 1);
  EXPECT_FALSE(json::parse(before.out)["running"].get<bool>());
  EXPECT_FALSE(std::filesystem::exists(program.folder().file("state"))) << "status only reads";

  support::NotifySocket manager;
  Child child(ANJUNGAN_PROGRAM, run_options(program, manager));
  ASSERT_TRUE(manager.comes("WATCHDOG=1", 60s)) << child.said();
  json now;
  ChildResult result;
  for (int i = 0; i < 100; ++i) {
    result = program(ask);
    now = json::parse(result.out);
    if (now["well"].get<bool>()) break;
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(result.code, 0) << now.dump(2);
  EXPECT_EQ(now["process"]["pid"], child.pid());
  EXPECT_LT(now["picture_age_s"].get<double>(), 60);
  EXPECT_EQ(now["feeds"][0]["name"], "loket");
  EXPECT_EQ(now["feeds"][0]["standing"], "on time");
  EXPECT_EQ(now["unseen"], json::array({"sistem"})) << "no grant to anyone covers what it brings";

  const ChildResult text = program({"status", "--center", program.dir(), "--lang", "id"});
  EXPECT_EQ(text.code, 0);
  EXPECT_THAT(text.out, AllOf(HasSubstr("berjalan, proses " + std::to_string(child.pid())), HasSubstr("tepat waktu"),
                              HasSubstr("Semuanya baik.")));
  child.send(SIGKILL);
  child.finish();
  const ChildResult after = program(ask);
  EXPECT_EQ(after.code, 1);
  EXPECT_EQ(json::parse(after.out)["process"], nullptr);
  EXPECT_EQ(json::parse(after.out)["feeds"][0]["name"], "loket") << "what is kept is told all the same";
}

// As a user who may not read what is kept: root plays nobody.
TEST(ProgramStatus, WhoMayNotReadTheStoreIsToldSo) {
  const Program program;
  namespace fs = std::filesystem;
  using fs::perms;
  const std::string state = program.folder().file("state");
  const std::string store = program.folder().write("state/store.db", "");
  for (const std::string& open : {program.folder().path(), program.dir()})
    fs::permissions(open, perms::owner_all | perms::others_read | perms::others_exec);
  const bool root = geteuid() == 0;
  fs::permissions(state, root ? perms::owner_all : perms::none);
  support::ChildOptions how = program.options({"status", "--center", program.dir(), "--json", "--lang", "en"});
  std::string run = ANJUNGAN_PROGRAM;
  if (root) {
    const std::vector<std::string> nobody{"--reuid=65534", "--regid=65534", "--clear-groups", run};
    how.arguments.insert(how.arguments.begin(), nobody.begin(), nobody.end());
    run = "/usr/bin/setpriv";
  }
  const ChildResult result = support::run_child(run, how);
  fs::permissions(state, perms::owner_all);
  if (result.code == 127) GTEST_SKIP() << "nobody may not run the program from here";
  const json status = json::parse(result.out, nullptr, false);
  ASSERT_TRUE(status.is_object()) << result.out << result.err;
  EXPECT_EQ(status["running"], nullptr);
  EXPECT_EQ(status["troubles"], json::array({"this user may not read " + store}));
}

TEST(ProgramStatus, WrongArgumentsAreCodeTwo) {
  const Program program;
  EXPECT_EQ(program({"status", "--center", program.folder().file("nothing")}).code, 2);
  EXPECT_EQ(program({"status", "--centre", "x"}).code, 2);
}

TEST(ProgramStart, TheLastKnownPictureComesWithoutAnyFeed) {
  Program program;
  support::NotifySocket manager;
  {
    Child child(ANJUNGAN_PROGRAM, run_options(program, manager));
    ASSERT_TRUE(manager.comes("WATCHDOG=1", 60s)) << child.said();
    for (int i = 0; i < 100; ++i) {
      if (program.on_center({"tell", "--page", "ringkasan"}).out.find("41") != std::string::npos) break;
      std::this_thread::sleep_for(100ms);
    }
    child.send(SIGKILL);  // the power goes
    child.finish();
  }
  program.center().remove("loket.jsonl");  // and no feed can be read any more
  const auto begun = std::chrono::steady_clock::now();
  Child child(ANJUNGAN_PROGRAM, run_options(program, manager));
  ASSERT_TRUE(manager.comes("READY=1", 60s)) << child.said();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  EXPECT_LT(took.count(), 20) << "a busy machine; bench start measures";
  RecordProperty("seconds_to_the_picture", std::to_string(took.count()));
  ASSERT_TRUE(child.wait_for("http://127.0.0.1:"));
  const std::string said = child.said();
  const std::size_t from = said.find("http://");
  feeds::Http http({}, feeds::system_clock());
  feeds::HttpRequest request;
  request.url = said.substr(from, said.find('\n', from) - from) + "page/ringkasan";
  const auto page = http.fetch(request, {});
  ASSERT_TRUE(page);
  EXPECT_THAT(page->body, HasSubstr("41"));
}

}  // namespace
