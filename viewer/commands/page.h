// One page of a center for one audience, ready to be drawn or told: what `shot` and `tell` share. Main thread.
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include "viewer/backing.h"
#include "viewer/commands/command.h"
#include "viewer/local_source.h"
#include "viewer/studio.h"

namespace viewer::commands {

struct PageArguments {
  std::string center, state, display, page, size, audience = "public", at, wait;
  bool simulate = false;
};
void add_page_options(Command, Shell&, PageArguments&);

// Lets a thread sleep until the store published or a moment came.
struct Doorbell {
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t rings = 0;

  void ring() {
    const std::lock_guard lock(mutex);
    ++rings;
    changed.notify_all();
  }
  void wait(std::uint64_t heard, feeds::Steady until) {
    std::unique_lock lock(mutex);
    changed.wait_until(lock, until, [&] { return rings != heard; });
  }
  std::uint64_t heard() {
    const std::lock_guard lock(mutex);
    return rings;
  }
};
// Until every feed has been tried once or so many seconds have passed.
void wait_for_feeds(const feeds::Store&, Doorbell&, double seconds, const feeds::Clock&);

struct ReadyPage {
  std::unique_ptr<Backing> backing;
  std::unique_ptr<Studio> studio;
  SnapshotPtr snapshot;
  Moment now;
  config::Words words;
  std::optional<config::Time> at;  // a past moment that is shown
};
// Nothing when it cannot be: what is wrong has been said and `code` is the exit code.
std::optional<ReadyPage> make_ready(Shell&, const PageArguments&, bool words_only, int& code);
// Another page in place of the one that is ready, from the same store. Errors: no display shows it, no OpenGL.
config::Result<void> turn_to(Shell&, const PageArguments&, const std::string& page, ReadyPage&);
// The pages that `shot --all` draws: of the display asked for, else of all, each once; where a size is asked for, those
// of displays that are as upright or as wide.
std::vector<std::string> pages_of(const config::Center&, const PageArguments&);

}  // namespace viewer::commands
