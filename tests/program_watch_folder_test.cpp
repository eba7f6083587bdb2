// The whole program with a folder into which files are dropped: each is moved with a report and its values are there
// once, also when the program is killed while it handles one.
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/program.h"

namespace {

using namespace std::chrono_literals;
using support::Child;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;
namespace fs = std::filesystem;

// Whether another process has done something with a file of a folder, since it was made.
class FolderEvents {
 public:
  FolderEvents(const fs::path& folder, std::uint32_t events) { inotify_add_watch(watch_, folder.c_str(), events); }
  ~FolderEvents() { close(watch_); }
  FolderEvents(const FolderEvents&) = delete;
  FolderEvents& operator=(const FolderEvents&) = delete;

  bool wait(std::chrono::milliseconds most) const {
    const auto until = std::chrono::steady_clock::now() + most;
    while (!came()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
      pollfd polled{watch_, POLLIN, 0};
      if (left <= 0 || poll(&polled, 1, static_cast<int>(left)) != 1) return false;
    }
    return true;
  }

 private:
  bool came() const {  // listing the folder is nothing that happens to a file
    alignas(inotify_event) std::array<char, 4096> buffer;
    bool file = false;
    for (ssize_t got = read(watch_, buffer.data(), buffer.size()), at = 0; at < got;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(buffer.data() + at);
      file = file || !(event.mask & IN_ISDIR);
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
    return file;
  }

  const int watch_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
};

class ProgramWatchFolder : public testing::Test {
 protected:
  static constexpr int counters = 400;

  ProgramWatchFolder() {
    fs::create_directories(drop_ / "done");
    program_.center().replace("agencies/setda/agency.toml",
                              "kind = \"replay\"\nfile = \"loket.jsonl\"\nspeed = 0\ninterval = \"1h\"",
                              "kind = \"watch_folder\"\nfolder = \"kiriman\"\nformat = \"csv\"\nsettled = \"0s\"\n"
                              "interval = \"1s\"\n"
                              "value = [{ indicator = \"layanan.antrean\", column = \"antre\", item = \"loket\" }]");
  }

  std::unique_ptr<Child> start() const {
    return std::make_unique<Child>(ANJUNGAN_PROGRAM,
                                   program_.options({"run", "--center", program_.dir(), "--headless", "--port", "-1"}));
  }

  static std::string name_of(int number) { return "kiriman" + std::to_string(number) + ".csv"; }

  // Every counter says the file's number. Without a column of time: taken twice, each value would be there twice.
  void drop(int number, std::chrono::minutes age = 1min) const {
    const fs::path part = drop_ / (name_of(number) + ".part");
    std::ofstream out(part);
    out << "loket,antre\n";
    for (int i = 0; i < counters; ++i) out << 'l' << i << ',' << number << '\n';
    out.close();
    fs::last_write_time(part, fs::file_time_type::clock::now() - age);
    fs::rename(part, drop_ / name_of(number));
  }

  std::vector<std::string> files(const fs::path& folder) const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.is_regular_file()) out.push_back(entry.path().filename().string());
    return out;
  }

  bool all_moved() const {
    for (int i = 0; i < 300 && !files(drop_).empty(); ++i) std::this_thread::sleep_for(100ms);
    return files(drop_).empty();
  }

  std::vector<int> exported(int counter) const {
    std::vector<int> values;
    std::istringstream csv(program_
                               .on_center({"export", "layanan.antrean#l" + std::to_string(counter), "--from",
                                           "2020-01-01", "--to", "2099-01-01"})
                               .out);
    for (std::string line; std::getline(csv, line);)
      if (line.starts_with("20")) values.push_back(std::stoi(line.substr(line.rfind(',') + 1)));
    return values;
  }

  // Each file once, with a report.
  static std::vector<std::string> done_with(int last) {
    std::vector<std::string> names;
    for (int i = 1; i <= last; ++i) {
      names.push_back(name_of(i));
      names.push_back(name_of(i) + ".txt");
    }
    return names;
  }

  support::Program program_;
  const fs::path drop_ = fs::path(program_.dir()) / "kiriman";
};

TEST_F(ProgramWatchFolder, AFileIsTakenMovedAndItsValuesAreThereOnce) {
  const auto running = start();
  drop(1);
  ASSERT_TRUE(all_moved()) << running->said();
  running->send(SIGTERM);
  const auto end = running->finish();
  EXPECT_EQ(end.code, 0) << end.err;
  EXPECT_THAT(files(drop_ / "done"), UnorderedElementsAreArray(done_with(1)));
  EXPECT_THAT(support::read_text(drop_ / "done/kiriman1.csv.txt"), HasSubstr("400"));
  for (const int counter : {0, 199, counters - 1}) EXPECT_THAT(exported(counter), ElementsAreArray({1})) << counter;
}

// Where in the handling of a file the program is killed: after an event in a folder and a while.
struct Moment {
  const char* folder;
  std::uint32_t event;
  std::chrono::microseconds after;
};

TEST_F(ProgramWatchFolder, KilledAtAnyMomentItLosesAndDoublesNothing) {
  const std::vector<Moment> moments{
      {"", IN_OPEN, 0us},              // before it is read
      {"", IN_CLOSE_NOWRITE, 0us},     // it is read
      {"", IN_CLOSE_NOWRITE, 1000us},  // its rows are read, and kept
      {"", IN_CLOSE_NOWRITE, 3000us},
      {"", IN_CLOSE_NOWRITE, 6000us},
      {"", IN_CLOSE_NOWRITE, 12'000us},
      {"", IN_CLOSE_NOWRITE, 25'000us},
      {"", IN_CLOSE_NOWRITE, 50'000us},
      {"done", IN_CREATE, 0us},    // it is kept; its report is begun
      {"done", IN_MOVED_TO, 0us},  // the report or the file is in its place
      {"done", IN_MOVED_TO, 1000us},
  };
  int dropped = 0;
  for (std::size_t round = 0; round < 3 * moments.size(); ++round) {
    const Moment& moment = moments[round % moments.size()];
    if (files(drop_).empty()) drop(++dropped);
    {
      const FolderEvents events(drop_ / moment.folder, moment.event);
      const auto running = start();
      ASSERT_TRUE(events.wait(20s)) << running->said();
      std::this_thread::sleep_for(moment.after);
      running->send(SIGKILL);
      EXPECT_EQ(running->finish().signal, SIGKILL);
    }
    // Older: it would come before the one that was begun.
    if (files(drop_).size() < 2) drop(++dropped, 60min);
  }
  const auto running = start();
  ASSERT_TRUE(all_moved()) << running->said();
  running->send(SIGTERM);
  EXPECT_EQ(running->finish().code, 0);
  EXPECT_THAT(files(drop_ / "done"), UnorderedElementsAreArray(done_with(dropped)));
  std::vector<int> numbers;
  for (int i = 1; i <= dropped; ++i) numbers.push_back(i);
  for (const int counter : {0, 199, counters - 1})
    EXPECT_THAT(exported(counter), UnorderedElementsAreArray(numbers)) << counter;
}

}  // namespace
