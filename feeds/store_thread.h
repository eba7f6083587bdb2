// The writer's thread: takes letters, checks, commits all waiting deliveries in one transaction, answers, publishes.
#pragma once
#include <atomic>
#include <thread>
#include <variant>
#include "feeds/latest.h"
#include "feeds/mailbox.h"
#include "feeds/picture.h"
#include "feeds/store.h"

namespace feeds {

struct AskedCommand {
  Command command;
  std::shared_ptr<std::promise<Outcome>> answer;
};
struct Tick {};  // a second has passed
using Letter =
    std::variant<Delivery, std::vector<Want>, std::shared_ptr<const Setting>, std::vector<Notice>, AskedCommand, Tick>;

// What other threads read of it.
struct Published {
  Latest<Snapshot> snapshot;
  Latest<std::map<std::string, std::string>> cursors;  // by kept_name()
};

class StoreThread {
 public:
  struct Anew {
    std::unique_ptr<History> history;
    Text said;  // what became of the damaged file
  };
  struct Outside {
    std::function<void()> published;  // after each new snapshot
    std::function<void()> answered;   // after each delivery that is done with
    // Sets the damaged file aside, slowly, after it had it closed; not set: it cannot be done.
    std::function<Result<Anew>(const std::function<void()>& close)> begin_anew;
  };
  StoreThread(std::unique_ptr<History>, bool read_only, Outside, Clock&, Published&);
  ~StoreThread();  // commits what was delivered
  // Before start(): loads the last known picture and publishes it.
  // `mended`: what became of a damaged file; said until the program ends.
  Result<void> load(std::shared_ptr<const Setting>, std::optional<Text> mended = {});
  void start();
  bool post(Letter letter, std::stop_token stop) { return mailbox_.put(std::move(letter), std::move(stop)); }
  Steady turned() const { return turned_.load(); }  // any thread

 private:
  // A delivery on its way to the disk.
  struct Waiting {
    Delivery delivery;
    Entry entry;
    std::vector<Refusal> refused;  // all of this poll; the entry holds those that are new
    bool batch = false;            // it brought one
    Receipt receipt;
  };

  void run(std::stop_token);
  void handle(Delivery& delivery) { later_.push_back(std::move(delivery)); }
  void handle(std::vector<Want>&);
  void handle(std::shared_ptr<const Setting>&);
  void handle(std::vector<Notice>&);
  void handle(AskedCommand&);
  void handle(Tick&);
  void work(bool last);
  void take(Delivery);
  Waiting check(const Delivery&, const config::FeedConfig&) const;
  bool commit();
  void finish(Waiting&);
  void answer_all();
  void pack();
  void flush_states();
  std::vector<Entry> unsaved() const;
  void keep_house(Time now);
  void fault(const config::Error&);
  void mend();
  // store_mend.cpp
  Result<void> load_picture();
  Result<void> set_damage_aside();
  Result<void> heal();
  void say(const DamagedPart&);
  void note(Severity, Text);
  void publish_cursors();
  void publish();

  std::unique_ptr<History> history_;
  const bool read_only_;
  const Outside outside_;
  Clock& clock_;
  Published& published_;
  Mailbox<Letter> mailbox_{256};
  Picture picture_;

  std::deque<Delivery> later_;            // not yet checked; the store's slots bound it
  std::vector<Waiting> group_;            // checked, to be committed together
  std::vector<Waiting> done_;             // kept, to be answered once it is published
  std::map<std::string, Entry> unsaved_;  // states alone, by feed: they go with the next commit, or after a minute
  std::optional<Steady> retry_at_;        // the file could not be written: not before then
  std::optional<Notice> fault_;
  std::vector<Notice> mended_;  // newest first
  bool damaged_ = false;        // to be mended at heal_at_
  Steady heal_at_{};
  int damaged_parts_ = 0, damaged_files_ = 0;  // set aside so far: of this file, and in this life
  bool stuck_ = false;                         // there is no file to write
  std::vector<Want> wants_;
  std::vector<Notice> notices_;
  std::uint64_t version_ = 0;
  bool changed_ = false, leave_kept_ = false, running_ = false, packing_ = false;
  std::optional<Time> changes_at_;  // by itself
  Time made_{}, ticked_{};
  Steady ticked_steady_{}, flush_at_{}, prune_at_{};
  std::atomic<Steady> turned_;

  std::jthread ticker_, thread_;
};

}  // namespace feeds
