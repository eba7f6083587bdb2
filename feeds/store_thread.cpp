// The writer: what is answered is on the disk; what is published is kept. On its own thread.
#include "feeds/store_thread.h"

#include <pthread.h>

#include <algorithm>
#include <set>

#include "feeds/history_mend.h"

namespace feeds {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto retry_after = seconds(5);
constexpr std::size_t most_told = 200;  // refusals in a receipt
constexpr auto states_kept_after = minutes(1);
constexpr auto rows_kept_for = std::chrono::hours(24 * 366 * 5);

// A state alone may wait: it says nothing that the next poll would not say again.
bool state_alone(const Entry& entry, const std::string& cursor_before) {
  return entry.samples.empty() && entry.records.empty() && entry.events.empty() && entry.ended.empty() &&
         entry.refusals.empty() && entry.feed.cursor == cursor_before;
}

std::vector<NamedTable> tables_of(const Batch& batch, Time received) {
  std::set<std::string> names;
  for (const Record& record : batch.records) names.insert(record.table);
  for (const Scope& scope : batch.complete) names.insert(scope.table);
  std::vector<NamedTable> out;
  for (const std::string& name : names) out.push_back({name, received});
  return out;
}

// What was not kept yet of the polls before.
template <class T>
void put_before(std::vector<T> before, std::vector<T>& these) {
  before.insert(before.end(), these.begin(), these.end());
  these = std::move(before);
}

}  // namespace

StoreThread::StoreThread(std::unique_ptr<History> history, bool read_only, Outside outside, Clock& clock,
                         Published& published)
    : history_(std::move(history)),
      read_only_(read_only),
      outside_(std::move(outside)),
      clock_(clock),
      published_(published),
      turned_(clock.steady()) {}

StoreThread::~StoreThread() {
  for (std::jthread* thread : {&ticker_, &thread_}) {
    thread->request_stop();
    if (thread->joinable()) thread->join();
  }
}

Result<void> StoreThread::load(std::shared_ptr<const Setting> setting, std::optional<Text> mended) {
  if (mended) note(Severity::danger, std::move(*mended));
  picture_.adopt(std::move(setting));
  if (auto loaded = load_picture(); !loaded) return loaded;
  publish_cursors();
  publish();
  return {};
}

void StoreThread::start() {
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
  ticker_ = std::jthread([this](std::stop_token stop) {
    while (clock_.sleep_until(clock_.steady() + seconds(1), stop)) post(Tick{}, stop);
  });
}

void StoreThread::run(std::stop_token stop) {
  pthread_setname_np(pthread_self(), "store");
  running_ = true;
  ticked_ = clock_.now();
  ticked_steady_ = prune_at_ = clock_.steady();
  flush_at_ = ticked_steady_ + states_kept_after;
  while (!stop.stop_requested()) {
    for (Letter& letter : mailbox_.take(64, packing_ ? Steady{} : Steady::max(), stop))
      std::visit([this](auto& content) { handle(content); }, letter);
    work(false);
    mend();
    if (changed_) publish();
    answer_all();
    pack();
    turned_ = clock_.steady();
  }
  for (auto letters = mailbox_.take(64, Steady::max(), stop); !letters.empty();
       letters = mailbox_.take(64, Steady::max(), stop))
    for (Letter& letter : letters) std::visit([this](auto& content) { handle(content); }, letter);
  work(true);
  flush_states();
  answer_all();
}

void StoreThread::handle(std::vector<Want>& wants) {
  wants_ = std::move(wants);
  if (auto done = picture_.set_wants(wants_, *history_, clock_.now()); !done) fault(done.error());
  changed_ = true;
}

void StoreThread::handle(std::shared_ptr<const Setting>& setting) {
  picture_.adopt(std::move(setting));
  leave_kept_ = false;
  changed_ = true;
}

void StoreThread::handle(std::vector<Notice>& notices) {
  notices_ = std::move(notices);
  changed_ = true;
}

// No command has a meaning yet; who asked for what is kept all the same.
void StoreThread::handle(AskedCommand& asked) {
  const Outcome outcome{false, {"this center does not know the command {}", {asked.command.kind}}};
  if (auto kept = history_->audit(asked.command, outcome, clock_.now()); !kept) fault(kept.error());
  asked.answer->set_value(outcome);
}

void StoreThread::handle(Tick&) {
  const Time now = clock_.now();
  const Steady steady = clock_.steady();
  const auto jump = (now - ticked_) - std::chrono::duration_cast<Duration>(steady - ticked_steady_);
  ticked_ = now;
  ticked_steady_ = steady;
  const config::Zone zone = picture_.setting().center->catalogue->zone;
  const bool another_day = config::civil(now, zone).date != config::civil(made_, zone).date;
  if (std::chrono::abs(jump) > seconds(2) || another_day || (changes_at_ && *changes_at_ <= now)) changed_ = true;
  if (!read_only_) keep_house(now);
}

void StoreThread::keep_house(Time now) {
  if (ticked_steady_ >= flush_at_) flush_states();
  if (!leave_kept_ && !retry_at_)
    leave_kept_ = history_->keep_leave(*picture_.setting().center->catalogue, now).has_value();
  if (ticked_steady_ < prune_at_ || retry_at_) return;
  prune_at_ = ticked_steady_ + minutes(1);
  const config::Catalogue& catalogue = *picture_.setting().center->catalogue;
  const auto kept_from = [&](const LineName& line) {
    const config::Indicator* indicator = catalogue.indicator(parse_series(line.series).indicator);
    static const config::Indicator of_old;  // that no configuration names any more
    const config::Indicator& known = indicator ? *indicator : of_old;
    return KeptFrom{now - known.keep, now - known.keep_rollups, now - known.keep_rollups};
  };
  if (auto done = history_->prune(kept_from, now - rows_kept_for); !done) fault(done.error());
}

// Checks and commits what waits. A feed's second delivery waits for its first: it is checked against it.
void StoreThread::work(bool last) {
  while (!stuck_ && (!later_.empty() || !group_.empty())) {
    if (!last && retry_at_ && clock_.steady() < *retry_at_) return;
    while (!later_.empty() && (!retry_at_ || group_.empty())) {
      const config::FeedConfig* feed = picture_.setting().feed(later_.front().feed);
      const auto same = [&](const Waiting& waiting) { return feed && waiting.entry.feed.name == kept_name(*feed); };
      if (std::any_of(group_.begin(), group_.end(), same)) break;
      take(std::move(later_.front()));
      later_.pop_front();
    }
    if (!group_.empty() && !commit() && last) return;  // their promises are broken: nobody was told they are kept
  }
}

void StoreThread::take(Delivery delivery) {
  const config::FeedConfig* feed = picture_.setting().feed(delivery.feed);
  const config::Date today = config::civil(clock_.now(), picture_.setting().center->catalogue->zone).date;
  const bool may = feed && picture_.setting().facts_for(feed->name).refused.empty() && !has_ended(feed->basis, today);
  if (!may) {  // no longer configured, or refused: it has no basis to be kept
    done_.emplace_back().delivery = std::move(delivery);
    return;
  }
  Waiting waiting = check(delivery, *feed);
  waiting.delivery = std::move(delivery);
  if (!state_alone(waiting.entry, picture_.feeds().row(kept_name(*feed)).cursor)) {
    group_.push_back(std::move(waiting));
    return;
  }
  Entry& unsaved = unsaved_[waiting.entry.feed.name];
  Entry next = waiting.entry;
  put_before(std::move(unsaved.tables), next.tables);
  put_before(std::move(unsaved.tries), next.tries);
  unsaved = std::move(next);
  finish(waiting);
}

std::vector<Entry> StoreThread::unsaved() const {
  std::vector<Entry> out;
  for (const auto& [feed, entry] : unsaved_) out.push_back(entry);
  return out;
}

StoreThread::Waiting StoreThread::check(const Delivery& delivery, const config::FeedConfig& feed) const {
  const Time now = clock_.now();
  const std::string kept = kept_name(feed);
  Waiting out;
  out.entry.received = now;
  out.batch = delivery.status.outcome == Status::Outcome::good;
  const FeedBook& book = picture_.feeds();
  if (out.batch) {
    const Setting& setting = picture_.setting();
    Checked checked = check_batch(delivery.batch, feed, setting.facts_for(feed.name).brings, *setting.center->catalogue,
                                  picture_.known(kept, *history_), now);
    out.refused = std::move(checked.refused);
    out.receipt.refused = checked.more_refused;
    out.entry.refusals = book.fresh_refusals(kept, out.refused);
    out.entry.records = picture_.changed(checked.records);
    out.entry.ended = picture_.gone(checked.complete, delivery.batch.records, kept);
    out.entry.events = picture_.changed(checked.events);
    out.entry.tables = tables_of(delivery.batch, now);
    out.entry.samples = std::move(checked.samples);
  }
  out.receipt.accepted = out.entry.samples.size() + out.entry.records.size() + out.entry.events.size();
  out.receipt.refused += out.refused.size();
  out.receipt.refusals.assign(
      out.refused.begin(), out.refused.begin() + static_cast<std::ptrdiff_t>(std::min(out.refused.size(), most_told)));
  out.entry.feed = book.after(feed, delivery.status, delivery.tried, now, delivery.batch.cursor, out.receipt.accepted,
                              out.entry.refusals.size());
  const FeedRow& row = out.entry.feed;
  out.entry.tries = {{delivery.tried, now, row.failures, row.last_good, row.pending, row.reason}};
  return out;
}

bool StoreThread::commit() {
  std::vector<Entry> entries = unsaved();
  for (const Waiting& waiting : group_) entries.push_back(waiting.entry);
  if (auto kept = history_->commit(entries); !kept) {
    fault(kept.error());
    return false;
  }
  if (fault_) changed_ = true;
  fault_.reset();
  retry_at_.reset();
  unsaved_.clear();
  bool cursors = false;
  for (Waiting& waiting : group_) {
    cursors = cursors || waiting.entry.feed.cursor != picture_.feeds().row(waiting.entry.feed.name).cursor;
    finish(waiting);
  }
  group_.clear();
  if (cursors) publish_cursors();
  return true;
}

// It is kept (or need not be): now it is known.
void StoreThread::finish(Waiting& waiting) {
  picture_.feeds().put(waiting.entry.feed, waiting.entry.refusals, waiting.batch ? &waiting.refused : nullptr,
                       waiting.entry.received);
  if (auto done = picture_.apply(waiting.entry, *history_, waiting.entry.received); !done) fault(done.error());
  changed_ = true;
  done_.push_back(std::move(waiting));
}

// Whoever is answered finds what it brought in the snapshot.
void StoreThread::answer_all() {
  for (Waiting& waiting : done_) {
    if (waiting.delivery.answer) waiting.delivery.answer->set_value(waiting.receipt);
    outside_.answered();
  }
  done_.clear();
}

// A step between two commits; more follow as long as there is something to do.
void StoreThread::pack() {
  packing_ = false;
  if (read_only_ || retry_at_) return;
  const auto more = history_->pack();
  if (!more) return fault(more.error());
  packing_ = *more;
}

void StoreThread::flush_states() {
  flush_at_ = clock_.steady() + states_kept_after;
  if (unsaved_.empty() || retry_at_) return;
  if (auto kept = history_->commit(unsaved()); !kept) return fault(kept.error());
  unsaved_.clear();
}

void StoreThread::fault(const config::Error& error) {
  // The wall is not told where the file lies.
  const Text text =
      error.what.arguments.empty() ? error.what : Text("nothing new can be kept: {}", {error.what.arguments.back()});
  fault_ = Notice{Severity::danger, text, fault_ ? fault_->since : clock_.now()};
  retry_at_ = clock_.steady() + retry_after;
  if (says_damage(error)) damaged_ = true;
  changed_ = true;
}

void StoreThread::mend() {
  damaged_ = damaged_ || history_->found_damage();
  if (!damaged_ || !outside_.begin_anew || clock_.steady() < heal_at_) return;
  if (auto healed = heal(); !healed) {
    fault(healed.error());
    heal_at_ = *retry_at_;
  }
}

void StoreThread::publish_cursors() {
  auto out = std::make_shared<std::map<std::string, std::string>>();
  for (const config::FeedConfig& feed : picture_.setting().center->feeds)
    (*out)[kept_name(feed)] = picture_.feeds().row(kept_name(feed)).cursor;
  published_.cursors.put(std::move(out));
}

void StoreThread::publish() {
  changed_ = false;
  made_ = clock_.now();
  std::vector<Notice> notices = notices_;
  notices.insert(notices.begin(), mended_.begin(), mended_.end());
  if (fault_) notices.insert(notices.begin(), *fault_);
  auto made = picture_.make(*history_, made_, std::move(notices));
  made->version = ++version_;
  published_.snapshot.put(std::move(made));
  changes_at_ = picture_.changes_at(made_);
  if (running_ && outside_.published) outside_.published();
}

}  // namespace feeds
