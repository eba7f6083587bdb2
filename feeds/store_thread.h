// The writer's thread: takes letters, checks, commits all waiting deliveries in one transaction, answers, publishes.
#pragma once
#include "feeds/latest.h"
#include "feeds/mailbox.h"
#include "feeds/picture.h"
#include "feeds/store.h"
#include <thread>
#include <variant>

namespace feeds {

struct AskedCommand {
  Command command;
  std::shared_ptr<std::promise<Outcome>> answer;
};
struct Tick {};  // a second has passed
using Letter = std::variant<Delivery, std::vector<Want>, std::shared_ptr<const config::Center>, std::vector<Notice>,
                            AskedCommand, Tick>;

// What other threads read of it.
struct Published {
  Latest<Snapshot> snapshot;
  Latest<Setting> setting;
  Latest<std::map<std::string, std::string>> cursors;  // by kept_name()
};

class StoreThread {
 public:
  StoreThread(std::unique_ptr<History>, bool read_only, std::function<void()> published, Clock&, Published&);
  ~StoreThread();  // commits what was delivered
  // Before start(): loads the last known picture and publishes it.
  Result<void> load(std::shared_ptr<const config::Center>);
  void start();
  // Waits while the mailbox is full; false when stop was asked.
  bool post(Letter letter, std::stop_token stop) { return mailbox_.put(std::move(letter), std::move(stop)); }

 private:
  // A delivery on its way to the disk.
  struct Waiting {
    Delivery delivery;
    Entry entry;
    std::vector<Refusal> refused;  // all of this poll
    std::uint64_t accepted = 0;
    bool good = false;
  };

  void run(std::stop_token);
  void handle(Letter&);
  void handle(Delivery&);
  void handle(AskedCommand&);
  void handle_tick();
  void adopt(std::shared_ptr<const config::Center>);
  Waiting check(Delivery);
  void commit();
  void answer(Waiting&, bool kept);
  void flush_states();
  void keep_leave();
  void publish_cursors();
  void publish();
  void fault(const config::Error&);
  bool full() const { return !retry_at_ ? false : true; }

  std::unique_ptr<History> history_;
  const bool read_only_;
  std::function<void()> wake_;
  Clock& clock_;
  Published& published_;
  Mailbox<Letter> mailbox_;
  Picture picture_;

  std::vector<Waiting> group_;             // to be committed together
  std::map<std::string, Entry> unsaved_;   // states alone: kept with the next commit, or after a minute
  std::optional<Steady> retry_at_;         // the file could not be written; nothing more is taken until then
  std::optional<Notice> fault_;
  std::vector<Notice> notices_;
  bool leave_unsaved_ = false, changed_ = false;
  std::uint64_t version_ = 0;
  std::optional<Time> changes_at_;
  Time last_made_{};
  std::optional<Steady> flush_at_, prune_at_;

  std::jthread ticker_, thread_;
};

}  // namespace feeds
