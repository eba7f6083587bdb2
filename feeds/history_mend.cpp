// See history_mend.h, and History::set_damage_aside.
#include "feeds/history_mend.h"

#include <algorithm>

#include "feeds/copies.h"
#include "feeds/copy_files.h"
#include "feeds/history_impl.h"

namespace feeds {
namespace {

namespace fs = std::filesystem;

// The name is free: a second of damage never hides an earlier one.
fs::path free_name(const fs::path& file, Time now) {
  std::string stem = file.string() + ".damaged-" + config::to_rfc3339(std::chrono::floor<std::chrono::seconds>(now));
  std::erase(stem, ':');
  fs::path name = stem;
  std::error_code ignored;
  for (int i = 2; fs::exists(name, ignored); ++i) name = stem + "-" + std::to_string(i);
  return name;
}

// The newest good copy in a folder of its own; no name: there is none.
Result<std::string> restore_newest(const fs::path& copies, const std::string& center, const fs::path& into) {
  std::error_code ignored;
  const auto all = copies_in(copies);
  if (!all) return std::string();
  for (auto copy = all->rbegin(); copy != all->rend(); ++copy) {
    if (copy->center != center) continue;
    fs::remove_all(into, ignored);
    const auto restored = restore_copy(copies, copy->name, into);
    if (restored) return copy->name;
    if (says_copies_busy(restored.error())) return tl::unexpected(restored.error());
  }
  fs::remove_all(into, ignored);
  return std::string();
}

Result<void> move_away(const fs::path& file, const fs::path& aside) {
  std::error_code error;
  fs::rename(file, aside, error);
  if (error)
    return config::fail({"{} is damaged and cannot be moved away: {}", {file.string(), error.message()}},
                        "check the folder's owner and rights, or give another with --state");
  for (const char* part : {"-wal", "-shm"})
    if (std::error_code ignored; fs::exists(file.string() + part, ignored))
      fs::rename(file.string() + part, aside.string() + part, ignored);
  return {};
}

struct PartQueries {
  const char *copy, *remove;
};

PartQueries queries_of(Part::Place place) {
  switch (place) {
    case Part::Place::block:
      return {"INSERT INTO damaged SELECT NULL, ?3, 'block', line, first_at, last_at, data FROM blocks WHERE id = ?1",
              "DELETE FROM blocks WHERE id = ?1"};
    case Part::Place::run:
      return {
          "INSERT INTO damaged SELECT NULL, ?3, 'run', l.line, r.first_at, r.last_at, l.data FROM run_lines AS l, "
          "runs AS r WHERE l.run = ?1 AND l.line = ?2 AND r.id = l.run",
          "DELETE FROM run_lines WHERE run = ?1 AND line = ?2"};
    case Part::Place::log:
      return {"INSERT INTO damaged SELECT NULL, ?3, 'log', 0, 0, 0, data FROM log WHERE id = ?1",
              "DELETE FROM log WHERE id = ?1"};
    case Part::Place::rollup:
      return {
          "INSERT INTO damaged SELECT NULL, ?3, 'rollup', line, week, latest, coalesce(hours, days) FROM rollups "
          "WHERE line = ?1 AND week = ?2",
          "DELETE FROM rollups WHERE line = ?1 AND week = ?2"};
  }
  return {};
}

}  // namespace

Result<Mended> set_aside(const fs::path& file, const fs::path& copies, const std::string& center, Time now,
                         const std::function<void()>& close) {
  const fs::path half = file.string() + ".restored";
  Result<std::string> copy = copies.empty() ? std::string() : restore_newest(copies, center, half);
  if (!copy) return tl::unexpected(copy.error());
  close();
  const fs::path aside = free_name(file, now);
  if (auto moved = move_away(file, aside); !moved) return tl::unexpected(moved.error());
  std::error_code error;
  if (!copy->empty()) {
    for (const auto& entry : fs::directory_iterator(half, error)) fs::rename(entry.path(), file, error);
    if (error) copy->clear();
  }
  fs::remove_all(half, error);
  if (auto synced = sync_folder(file.parent_path()); !synced) return tl::unexpected(synced.error());
  return Mended{aside.filename().string(), *copy};
}

std::optional<DamagedPart> History::Impl::set_part_aside(const Part& part, Time now) {
  const PartQueries queries = queries_of(part.place);
  for (const char* text : {queries.copy, queries.remove}) {
    Query query(*this, text);
    query->bind(1, part.id);
    if (query->getBindParameterCount() > 1) query->bind(2, part.within);
    if (query->getBindParameterCount() > 2) put_time(*query, 3, now);
    if (query->exec() == 0) return {};
  }
  Query kept(*this,
             "SELECT d.first, d.last, l.series, l.feed, l.id FROM damaged AS d LEFT JOIN lines AS l ON l.id = d.line "
             "ORDER BY d.id DESC LIMIT 1");
  if (!kept->executeStep()) return {};
  DamagedPart out;
  out.from = time_of(kept->getColumn(0));
  out.to = time_of(kept->getColumn(1));
  if (part.place == Part::Place::log) out.kind = DamagedPart::Kind::commit;
  if (kept->getColumn(4).isNull()) return out;
  out.line = {kept->getColumn(2).getString(), kept->getColumn(3).getString()};
  if (part.place != Part::Place::rollup) return out;
  out.kind = DamagedPart::Kind::rollups;
  const Time latest = std::exchange(out.to, after(out.from, week_length));
  roll_up_week(kept->getColumn(4).getInt64(), out.from, latest);
  return out;
}

bool History::found_damage() const {
  return impl_->damaged.has_value();
}

Result<std::optional<DamagedPart>> History::set_damage_aside(Time now) {
  const auto part = std::exchange(impl_->damaged, {});
  if (!part || !impl_->writes) return std::optional<DamagedPart>();
  auto done = impl_->guarded([&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    auto out = impl_->set_part_aside(*part, now);
    transaction.commit();
    return out;
  });
  impl_->forget();
  return done;
}

}  // namespace feeds
