// A store that turns out to be damaged while it is used: what can be is set aside, and the rest goes on.
#include "feeds/history_mend.h"
#include "feeds/store_thread.h"

namespace feeds {
namespace {

constexpr int most_parts = 64;  // more of them: the file is no good
constexpr int most_files = 3;   // in one life of the program
constexpr std::size_t most_said = 5;

std::string day_of(Time time, config::Zone zone) {
  return config::to_string(config::civil(time, zone).date);
}

}  // namespace

void StoreThread::note(Severity severity, Text text) {
  const auto same = [&](const Notice& notice) { return notice.text == text; };
  std::erase_if(mended_, same);
  mended_.insert(mended_.begin(), Notice{severity, std::move(text), clock_.now()});
  if (mended_.size() > most_said) mended_.resize(most_said);
  changed_ = true;
}

// Walls are told when, not of what: not all of them may see that.
void StoreThread::say(const DamagedPart& part) {
  const config::Zone zone = picture_.setting().center->catalogue->zone;
  switch (part.kind) {
    case DamagedPart::Kind::points:
      return note(Severity::danger, {"a damaged part of the store was set aside: values from {} to {} are missing",
                                     {day_of(part.from, zone), day_of(part.to, zone)}});
    case DamagedPart::Kind::commit:
      return note(Severity::danger, "a damaged part of the store was set aside: some of the newest values are missing");
    case DamagedPart::Kind::rollups:
      return note(Severity::watch, "a damaged part of the store was made anew: nothing is missing");
  }
}

// Damage that is found on the way is set aside too.
Result<void> StoreThread::load_picture() {
  while (true) {
    auto loaded = picture_.load(*history_, clock_.now());
    if (loaded || !outside_.begin_anew || !says_damage(loaded.error())) return loaded;
    if (auto done = set_damage_aside(); !done) return done;
  }
}

Result<void> StoreThread::set_damage_aside() {
  if (damaged_parts_ < most_parts && !stuck_) {
    const auto part = history_->set_damage_aside(clock_.now());
    if (part && *part) {
      ++damaged_parts_;
      say(**part);
      return {};
    }
  }
  if (++damaged_files_ > most_files) return config::fail("a block of the store is damaged");
  auto anew = outside_.begin_anew([this] { history_.reset(); });
  stuck_ = !anew && !history_;
  if (stuck_) {  // what is known is shown; nothing is taken until the next try
    auto nothing = History::open("file:/anjungan-nothing?vfs=memdb", History::Mode::write);
    if (nothing) history_ = std::move(*nothing);
  }
  if (!anew) return tl::unexpected(anew.error());
  history_ = std::move(anew->history);
  note(Severity::danger, std::move(anew->said));
  damaged_parts_ = 0;
  Picture fresh;
  fresh.adopt(picture_.shared_setting());
  picture_ = std::move(fresh);
  // Checked against what is there no more: they are checked again.
  for (auto waiting = group_.rbegin(); waiting != group_.rend(); ++waiting)
    later_.push_front(std::move(waiting->delivery));
  group_.clear();
  unsaved_.clear();
  leave_kept_ = false;
  return {};
}

// Copying a large file back takes a while: the thread is well all the same.
Result<void> StoreThread::heal() {
  const std::jthread alive([this](std::stop_token stop) {
    while (clock_.sleep_until(clock_.steady() + std::chrono::seconds(1), stop)) turned_ = clock_.steady();
  });
  if (auto done = set_damage_aside(); !done) return done;
  if (auto loaded = load_picture(); !loaded) return loaded;
  if (auto wanted = picture_.set_wants(wants_, *history_, clock_.now()); !wanted) return wanted;
  fault_.reset();
  retry_at_.reset();
  damaged_ = false;
  publish_cursors();
  return {};
}

}  // namespace feeds
