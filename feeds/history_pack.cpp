// Packing: from the log to runs, from runs to longer runs and at last to blocks. A step is a transaction.
#include <algorithm>

#include "feeds/history_impl.h"

namespace feeds {
namespace {

constexpr std::int64_t last_level = 2;  // runs of it are merged to blocks alone

void put_in_order(Points& points) {
  if (std::is_sorted(points.begin(), points.end(), comes_before)) return;
  std::sort(points.begin(), points.end(), comes_before);
}

// Writes within the transaction that its maker holds.
class Packer {
 public:
  Packer(History::Impl& file, const History::Packing& how) : file_(file), how_(how) {}

  std::int64_t new_run(const RunInfo& run) {
    Query insert(file_, "INSERT INTO runs(level, first_at, last_at, count) VALUES(?1, ?2, ?3, ?4)");
    insert->bind(1, run.level);
    put_time(*insert, 2, run.first_at);
    put_time(*insert, 3, run.last_at);
    insert->bind(4, run.count);
    insert->exec();
    return file_.database.getLastInsertRowid();
  }

  void put(std::int64_t run, std::int64_t line, std::span<const Stored> points) {
    const std::string data = read_or_throw(pack_block(points));
    Query insert(file_, "INSERT INTO run_lines VALUES(?1, ?2, ?3)");
    insert->bind(1, run);
    insert->bind(2, line);
    put_bytes(*insert, 3, data);
    insert->exec();
  }

  // All of the log.
  void pack_log() {
    std::vector<std::int64_t> lines = file_.log.lines();
    std::sort(lines.begin(), lines.end());
    std::optional<std::int64_t> run;
    for (const std::int64_t line : lines) {
      const auto points = file_.log.of(line);
      if (how_.all || points.size() >= 4 * how_.points) {
        file_.put_in_blocks(line, points);
        continue;
      }
      if (!run) run = new_run(of_log());
      put(*run, line, points);
    }
    Query remove(file_, "DELETE FROM log WHERE id <= ?1");
    remove->bind(1, file_.log_last);
    remove->exec();
    Query keep(file_, "UPDATE settings SET value = ?1 WHERE name = 'packed'");
    keep->bind(1, file_.log_last);
    keep->exec();
  }

  // Some lines of a merge; true when it is done.
  bool merge(Merge& merge) {
    const std::int64_t upto = merge.line + merge.step;
    std::map<std::int64_t, Points> lines;
    for (const std::int64_t run : merge.inputs) take(run, merge.line, upto, lines);
    for (auto& [line, points] : lines) {
      put_in_order(points);
      if (merge.to_blocks || points.size() >= how_.points) {
        file_.put_in_blocks(line, points);
      } else {
        put(merge.output, line, points);
      }
    }
    merge.line = upto;
    if (upto < merge.last_line) return false;
    for (const std::int64_t run : merge.inputs) remove_run(run);
    if (!merge.to_blocks && is_empty(merge.output)) remove_run(merge.output);
    return true;
  }

 private:
  bool is_empty(std::int64_t run) {
    Query find(file_, "SELECT 1 FROM run_lines WHERE run = ?1 LIMIT 1");
    find->bind(1, run);
    return !find->executeStep();
  }

  void remove_run(std::int64_t run) {
    Query remove(file_, "DELETE FROM runs WHERE id = ?1");
    remove->bind(1, run);
    remove->exec();
  }

  RunInfo of_log() const {
    RunInfo out{0, 0, static_cast<std::int64_t>(file_.log.count()), Time::max(), Time::min()};
    for (const std::int64_t line : file_.log.lines()) {
      const auto points = file_.log.of(line);
      out.first_at = std::min(out.first_at, points.front().at);
      out.last_at = std::max(out.last_at, points.back().at);
    }
    return out;
  }

  void take(std::int64_t run, std::int64_t after, std::int64_t upto, std::map<std::int64_t, Points>& lines) {
    Query read(file_, "SELECT line, data FROM run_lines WHERE run = ?1 AND line > ?2 AND line <= ?3");
    read->bind(1, run);
    read->bind(2, after);
    read->bind(3, upto);
    while (read->executeStep()) {
      const std::int64_t line = read->getColumn(0).getInt64();
      file_.read_part({Part::Place::run, run, line}, unpack_block(bytes_of(read->getColumn(1)), lines[line]));
    }
    read->reset();
    Query remove(file_, "DELETE FROM run_lines WHERE run = ?1 AND line > ?2 AND line <= ?3");
    remove->bind(1, run);
    remove->bind(2, after);
    remove->bind(3, upto);
    remove->exec();
  }

  History::Impl& file_;
  const History::Packing& how_;
};

}  // namespace

// Each step is a transaction that leaves a file as good as before: a program that is ended here goes on from there.
void History::Impl::move_old_samples() {
  constexpr int most = 65'536;
  while (database.tableExists("samples")) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    std::map<std::int64_t, Points> lines;
    {
      SQLite::Statement read(
          database, "SELECT line, at, received, value, observed FROM samples ORDER BY line, at, received LIMIT ?1");
      read.bind(1, most);
      while (read.executeStep())
        lines[read.getColumn(0).getInt64()].push_back({time_of(read.getColumn(1)), time_of(read.getColumn(2)),
                                                       read.getColumn(3).getDouble(), time_if(read.getColumn(4))});
    }
    for (const auto& [line, points] : lines) {
      put_in_blocks(line, points);
      SQLite::Statement remove(database, "DELETE FROM samples WHERE line = ?1 AND (at, received) <= (?2, ?3)");
      remove.bind(1, line);
      put_time(remove, 2, points.back().at);
      put_time(remove, 3, points.back().received);
      remove.exec();
    }
    if (lines.empty()) database.exec("DROP TABLE samples");
    transaction.commit();
  }
}

namespace {

std::int64_t last_line(History::Impl& file) {
  Query find(file, "SELECT max(id) FROM lines");
  return find->executeStep() ? find->getColumn(0).getInt64() : 0;
}

// Runs of one level that are due; empty where none are.
std::vector<RunInfo> due_runs(const std::vector<RunInfo>& runs, const History::Packing& how) {
  if (how.all) return runs;
  for (std::int64_t level = 0; level <= last_level; ++level) {
    std::vector<RunInfo> out;
    for (const RunInfo& run : runs)
      if (run.level == level) out.push_back(run);
    if (out.size() >= how.runs) return out;
  }
  return {};
}

Merge begin_merge(Packer& packer, History::Impl& file, const std::vector<RunInfo>& runs, const History::Packing& how) {
  Merge out;
  RunInfo output = runs.front();
  output.count = 0;
  for (const RunInfo& run : runs) {
    out.inputs.push_back(run.id);
    output.first_at = std::min(output.first_at, run.first_at);
    output.last_at = std::max(output.last_at, run.last_at);
    output.level = std::max(output.level, run.level);
    output.count += run.count;
  }
  std::sort(out.inputs.begin(), out.inputs.end());
  out.last_line = last_line(file);
  const auto step =
      static_cast<std::int64_t>(how.step_samples) * out.last_line / std::max<std::int64_t>(1, output.count);
  out.step = std::clamp<std::int64_t>(step, 1, 4096);
  out.to_blocks = how.all || output.level >= last_level;
  ++output.level;
  if (!out.to_blocks) out.output = packer.new_run(output);
  return out;
}

}  // namespace

bool History::Impl::pack_log_if_due(const Packing& how) {
  const bool due = how.all ? log.count() > 0 : log.count() >= how.log_samples || log_rows >= how.log_rows;
  if (!due) return false;
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  Packer(*this, how).pack_log();
  transaction.commit();
  packed = log_last;
  log.clear();
  log_rows = 0;
  return true;
}

bool History::Impl::merge_if_due(const Packing& how) {
  const auto due = merge ? std::vector<RunInfo>() : due_runs(runs, how);
  if (!merge && due.empty()) return false;
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  Packer packer(*this, how);
  if (!merge) merge = begin_merge(packer, *this, due, how);
  const bool done = packer.merge(*merge);
  transaction.commit();
  if (done) merge.reset();
  return true;
}

Result<bool> History::pack(const Packing& how) {
  auto more = impl_->guarded([&] {
    impl_->refresh();
    const bool packed = impl_->pack_log_if_due(how) || impl_->merge_if_due(how);
    if (packed) impl_->load_runs();
    return packed;
  });
  if (!more) impl_->forget();
  return more;
}

}  // namespace feeds
