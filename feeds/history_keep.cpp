// Forgetting what is older than it is kept: whole blocks of points, whole weeks of roll-ups.
#include "feeds/history_impl.h"

namespace feeds {
namespace {

constexpr int lines_a_step = 32, blocks_a_line = 64;

// Within the transaction that its maker holds.
class Forgetting {
 public:
  Forgetting(History::Impl& file, std::int64_t line) : file_(file), line_(line) {}

  // A block stays as long as points of its span are not packed: one of them may be what a point in it has revised.
  void points(Time from) {
    std::optional<Time> last;
    for (const Block& block : blocks_before(from)) {
      if (!file_.recent(line_, block.first_at, after(block.last_at, 1), Time::max()).empty()) break;
      Query remove(file_, "DELETE FROM blocks WHERE id = ?1");
      remove->bind(1, block.id);
      remove->exec();
      last = std::max(last.value_or(block.last_at), block.last_at);
    }
    if (!last) return;
    // The hour that lost some of its points is not made anew from what is left of them.
    Query keep(file_, "UPDATE lines SET kept_from = max(coalesce(kept_from, ?2), ?2) WHERE id = ?1");
    keep->bind(1, line_);
    put_time(*keep, 2, after(rollup_begin(*last, RollupStep::hour, file_.zone), hour_length));
    keep->exec();
  }

  void hours(Time from) {
    Query forget(file_, "UPDATE rollups SET hours = NULL WHERE line = ?1 AND week < ?2 AND hours IS NOT NULL");
    weeks_before(*forget, from);
  }
  void days(Time from) {
    Query forget(file_, "DELETE FROM rollups WHERE line = ?1 AND week < ?2");
    weeks_before(*forget, from);
  }

 private:
  struct Block {
    std::int64_t id = 0;
    Time first_at, last_at;
  };
  std::vector<Block> blocks_before(Time from) {
    std::vector<Block> out;
    Query find(file_,
               "SELECT id, first_at, last_at FROM blocks WHERE line = ?1 AND first_at < ?2 AND last_at < ?2 "
               "ORDER BY first_at, first_received LIMIT ?3");
    find->bind(1, line_);
    put_time(*find, 2, from);
    find->bind(3, blocks_a_line);
    while (find->executeStep())
      out.push_back({find->getColumn(0).getInt64(), time_of(find->getColumn(1)), time_of(find->getColumn(2))});
    return out;
  }

  void weeks_before(SQLite::Statement& forget, Time from) {
    forget.bind(1, line_);
    put_time(forget, 2, week_of(from, file_.zone));
    forget.exec();
  }

  History::Impl& file_;
  const std::int64_t line_;
};

// What of them is still known stays, however old.
void forget_rows(History::Impl& file, Time from) {
  for (const char* text :
       {"DELETE FROM refused_hours WHERE hour < ?1", "DELETE FROM renewals WHERE received < ?1",
        "DELETE FROM records WHERE ended < ?1",
        "DELETE FROM events WHERE until < ?1 AND id NOT IN (SELECT id FROM events WHERE until >= ?1)",
        "DELETE FROM feed_reasons WHERE received < ?1 AND EXISTS(SELECT 1 FROM feed_reasons AS later "
        "WHERE later.feed = feed_reasons.feed AND later.received > feed_reasons.received)"}) {
    Query forget(file, text);
    put_time(*forget, 1, from);
    forget->exec();
  }
}

}  // namespace

Result<void> History::prune(const std::function<KeptFrom(const LineName&)>& kept_from, Time rows_from) {
  return impl_->guarded([&] {
    impl_->refresh();
    std::vector<std::pair<std::int64_t, LineName>> lines;
    {
      Query next(*impl_, "SELECT id, series, feed FROM lines WHERE id > ?1 ORDER BY id LIMIT ?2");
      next->bind(1, impl_->pruned_line);
      next->bind(2, lines_a_step);
      while (next->executeStep())
        lines.push_back(
            {next->getColumn(0).getInt64(), {next->getColumn(1).getString(), next->getColumn(2).getString()}});
    }
    impl_->pruned_line = lines.size() < lines_a_step ? 0 : lines.back().first;
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const auto& [line, name] : lines) {
      const KeptFrom from = kept_from(name);
      Forgetting forgetting(*impl_, line);
      forgetting.points(from.points);
      forgetting.hours(from.hours);
      forgetting.days(from.days);
    }
    if (impl_->pruned_line == 0) forget_rows(*impl_, rows_from);
    transaction.commit();
  });
}

}  // namespace feeds
