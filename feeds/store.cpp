// The store in this process: letters to its thread, snapshots from it, cut for each audience once a version.
#include "feeds/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "feeds/audience.h"
#include "feeds/copy_keeper.h"
#include "feeds/history_mend.h"
#include "feeds/store_thread.h"
#include "feeds/views.h"

namespace feeds {
namespace {

// Deliveries that were taken and not yet answered: at most so many, then senders wait.
class Slots {
 public:
  bool take(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return free_ > 0; })) return false;
    --free_;
    return true;
  }
  void give() {
    const std::lock_guard lock(mutex_);
    ++free_;
    changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int free_ = 64;
};

// One audience's copy of the newest snapshot, made when it is first asked for.
class Copy {
 public:
  std::shared_ptr<const Snapshot> of(std::shared_ptr<const Snapshot> whole, Audience audience, const Clock& clock) {
    const std::lock_guard lock(mutex_);
    if (whole != whole_) {
      cut_ = only_for(audience, *whole, clock.now());
      whole_ = std::move(whole);
    }
    return cut_;
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<const Snapshot> whole_, cut_;
};

Text said_of(const Mended& mended) {
  if (mended.copy.empty()) return {"the store was damaged: it is kept as {}, and a new one was begun", {mended.aside}};
  return {"the store was damaged: it is kept as {}, and the copy {} took its place", {mended.aside, mended.copy}};
}

class LocalStore final : public Store {
 public:
  LocalStore(bool read_only, Clock& clock) : read_only_(read_only), clock_(clock) {}

  config::Result<void> open(std::shared_ptr<const config::Center> center, const Options& options) {
    // A name in memory that both connections share and no other store has.
    const std::string file = options.file == ":memory:"
                                 ? fmt::format("file:/anjungan-{}?vfs=memdb", static_cast<const void*>(this))
                                 : options.file.string();
    if (options.file != ":memory:") file_ = options.file;
    auto setting = make_setting(std::move(center));
    setting_.put(setting);
    auto history = open_history(file);
    std::optional<Text> mended;
    if (!history && may_mend() && says_damage(history.error())) {
      auto anew = begin_anew(file, [] {});
      if (!anew) return tl::unexpected(anew.error());
      history = std::move(anew->history);
      mended = std::move(anew->said);
    }
    if (!history) return tl::unexpected(history.error());
    StoreThread::Outside outside{options.published, [this] { slots_.give(); }, {}};
    if (may_mend()) outside.begin_anew = [this, file](const auto& close) { return begin_anew(file, close); };
    thread_ = std::make_unique<StoreThread>(std::move(*history), read_only_, std::move(outside), clock_, published_);
    if (auto loaded = thread_->load(std::move(setting), std::move(mended)); !loaded) return loaded;
    thread_->start();
    views_ = std::make_unique<Views>(file, setting_, published_.snapshot, clock_);
    return {};
  }

  std::shared_ptr<const Snapshot> latest(Audience audience) const override {
    return copies_[static_cast<std::size_t>(audience)].of(published_.snapshot.get(), audience, clock_);
  }

  Steady turned() const override { return thread_->turned(); }

  void set_wants(std::vector<Want> wants) override {
    std::sort(wants.begin(), wants.end());
    wants.erase(std::unique(wants.begin(), wants.end()), wants.end());
    {
      const std::lock_guard lock(wants_mutex_);
      if (wants == wants_) return;
      wants_ = wants;
    }
    thread_->post(std::move(wants), {});
  }

  bool deliver(Delivery delivery, std::stop_token stop) override {
    if (read_only_ || !slots_.take(stop)) return false;
    if (thread_->post(std::move(delivery), stop)) return true;
    slots_.give();
    return false;
  }

  std::filesystem::path file() const override { return file_; }

  std::string cursor(const std::string& feed) const override {
    const auto setting = setting_.get();
    const auto cursors = published_.cursors.get();
    const config::FeedConfig* config = setting->feed(feed);
    const auto found = cursors->find(config ? kept_name(*config) : feed);
    return found == cursors->end() ? std::string() : found->second;
  }

  void adopt(std::shared_ptr<const config::Center> center) override {
    auto setting = make_setting(std::move(center));
    setting_.put(setting);
    thread_->post(std::move(setting), {});
  }

  void set_notices(std::vector<Notice> notices) override { thread_->post(std::move(notices), {}); }

  std::future<std::shared_ptr<const Snapshot>> view(Audience audience, std::optional<Time> as_known_at,
                                                    std::vector<Want> wants) override {
    return views_->ask(audience, as_known_at, std::move(wants));
  }

  std::future<Outcome> submit(Command command) override {
    auto answer = std::make_shared<std::promise<Outcome>>();
    auto out = answer->get_future();
    if (read_only_) {
      answer->set_value({false, "nothing can be done here: this program only reads the store"});
    } else {
      thread_->post(AskedCommand{std::move(command), std::move(answer)}, {});
    }
    return out;
  }

 private:
  bool may_mend() const { return !read_only_ && !file_.empty(); }

  Result<std::unique_ptr<History>> open_history(const std::string& file) const {
    return History::open(file, read_only_ ? History::Mode::read : History::Mode::write,
                         setting_.get()->center->catalogue->zone);
  }

  Result<StoreThread::Anew> begin_anew(const std::string& file, const std::function<void()>& close) const {
    const config::Center& center = *setting_.get()->center;
    const auto mended = set_aside(file, copies_place(center, file), copy_owner(center), clock_.now(), close);
    if (!mended) return tl::unexpected(mended.error());
    auto history = open_history(file);
    if (!history) return tl::unexpected(history.error());
    return StoreThread::Anew{std::move(*history), said_of(*mended)};
  }

  const bool read_only_;
  Clock& clock_;
  std::filesystem::path file_;
  Latest<Setting> setting_;
  Published published_;
  Slots slots_;
  mutable std::array<Copy, 3> copies_;
  std::mutex wants_mutex_;
  std::vector<Want> wants_;
  std::unique_ptr<StoreThread> thread_;
  std::unique_ptr<Views> views_;
};

}  // namespace

config::Result<std::unique_ptr<Store>> Store::open(std::shared_ptr<const config::Center> center, Options options,
                                                   Clock& clock) {
  auto store = std::make_unique<LocalStore>(options.read_only, clock);
  if (auto opened = store->open(std::move(center), options); !opened) return tl::unexpected(opened.error());
  return store;
}

}  // namespace feeds
