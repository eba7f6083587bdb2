// The writing half of History: one transaction a commit.
#include <algorithm>

#include "feeds/history_impl.h"
#include "feeds/polygons.h"

namespace feeds {
namespace {

constexpr int most_refusals = 200;  // kept of a feed

std::int64_t hour_of(Time time) {
  return number(std::chrono::floor<std::chrono::hours>(time));
}

// Writes entries within the transaction that its maker holds.
class Writer {
 public:
  explicit Writer(History::Impl& file) : file_(file) {}

  void write(const Entry& entry) {
    write(entry.samples, entry);
    for (const Record& record : entry.records) write(record, entry);
    for (const auto& [table, key] : entry.ended) end(table, key, entry.received);
    for (const NamedTable& table : entry.tables) write(table);
    for (const Event& event : entry.events) write(event, entry);
    for (const Refusal& refusal : entry.refusals) write(refusal, entry.feed.name);
    if (!entry.refusals.empty()) bound_refusals(entry);
    write(entry.feed);
    for (const FeedTry& one : entry.tries) write(one, entry.feed.name);
    if (entry.feed.last_new == entry.received) count(own_new, entry, entry.feed.accepted);
    if (!entry.refusals.empty()) count(own_refused, entry, entry.feed.refused);
  }

  // What write() collected: the samples of all entries are a row of the log.
  void finish() {
    for (auto& [when, rows] : renewals_) write_renewals(when, rows);
    if (log_.count() == 0) return;
    const std::string data = log_.finish();
    Query insert(file_, "INSERT INTO log VALUES(?1, ?2)");
    insert->bind(1, ++file_.log_last);
    put_bytes(*insert, 2, data);
    insert->exec();
    ++file_.log_rows;
  }

 private:
  void write(const std::vector<Sample>& samples, const Entry& entry) {
    if (samples.empty()) return;
    LineIds& ids = file_.line_ids[entry.feed.name];
    for (const Sample& sample : samples)
      keep(sample.series, entry.feed.name, ids, {sample.at, entry.received, sample.value, sample.observed});
  }

  void keep(const std::string& series, const std::string& feed, LineIds& ids, Stored stored) {
    const auto known = ids.find(series);
    const std::int64_t line = known != ids.end() ? known->second : file_.make_line(series, feed, ids);
    stored.received = receipt(line, stored.at, stored.received);
    log_.add(line, stored);
    file_.log.add(line, stored);
  }

  void write(const NamedTable& table) {
    auto& name = file_.sql("INSERT INTO tables VALUES(?1, ?2) ON CONFLICT DO UPDATE SET received = ?2");
    name.bind(1, table.name);
    put_time(name, 2, table.received);
    name.exec();
    keep(std::string(own_table) + table.name, {}, file_.line_ids[{}], {table.received, table.received, 0, {}});
  }

  void write(const FeedTry& one, const std::string& feed) {
    const auto good = one.failures > 0 ? one.last_good : std::nullopt;
    keep(own_tries, feed, file_.line_ids[feed], {one.tried, one.received, static_cast<double>(one.failures), good});
    const std::string reason = encode(one.reason);
    Query last(file_, "SELECT pending, reason FROM feed_reasons WHERE feed = ?1 ORDER BY received DESC LIMIT 1");
    last->bind(1, feed);
    const bool told = last->executeStep();
    if (told ? one.pending == (last->getColumn(0).getInt() != 0) && reason == last->getColumn(1).getString()
             : !one.pending && reason.empty())
      return;
    auto& put = file_.sql("INSERT OR REPLACE INTO feed_reasons VALUES(?1, ?2, ?3, ?4)");
    put.bind(1, feed);
    put_time(put, 2, one.received);
    put.bind(3, one.pending ? 1 : 0);
    put.bind(4, reason);
    put.exec();
  }

  void count(const char* series, const Entry& entry, std::uint64_t so_far) {
    keep(series, entry.feed.name, file_.line_ids[entry.feed.name],
         {entry.received, entry.received, static_cast<double>(so_far), {}});
  }

  // A revision gets a later receipt than what it revises, though the clock was put back.
  Time receipt(std::int64_t line, Time at, Time received) {
    const auto index = static_cast<std::size_t>(line);
    if (index >= file_.newest_at.size()) file_.newest_at.resize(index + 1, Time::max());
    Time& newest = file_.newest_at[index];
    if (newest == Time::max()) {
      const auto found = file_.newest(line, Time::max(), Time::max());
      newest = found ? found->at : Time::min();
    }
    if (at > newest) {
      newest = at;
      return received;
    }
    const auto last = file_.value_at(line, at);
    return last ? std::max(received, last->received + Duration(1)) : received;
  }

  // The same fields at a later moment are the same row; other fields end it and begin the next.
  void write(const Record& record, const Entry& entry) {
    const std::string fields = encode(record.fields);
    auto& renew = file_.sql(
        "UPDATE records SET at = ?3, renewed = coalesce(renewed, ?6) WHERE name = ?1 AND key = ?2 AND ended IS NULL "
        "AND "
        "fields = ?4 AND feed = ?5 RETURNING id");
    renew.bind(1, record.table);
    renew.bind(2, record.key);
    put_time(renew, 3, record.at);
    renew.bind(4, fields);
    renew.bind(5, entry.feed.name);
    put_time(renew, 6, entry.received);
    if (renew.executeStep()) {
      const Time id = moment(renew.getColumn(0).getInt64());
      renewals_[{record.table, entry.received}].push_back({id, record.at, 0, {}});
      renew.executeStep();
      return;
    }
    end(record.table, record.key, entry.received);
    auto& insert = file_.sql(
        "INSERT INTO records(name, key, feed, at, first_at, received, fields) VALUES(?1, ?2, ?3, ?4, ?4, ?5, ?6)");
    insert.bind(1, record.table);
    insert.bind(2, record.key);
    insert.bind(3, entry.feed.name);
    put_time(insert, 4, record.at);
    put_time(insert, 5, entry.received);
    insert.bind(6, fields);
    insert.exec();
  }

  // As a block of points: the row's id for the moment, what it describes for the receipt.
  void write_renewals(const std::pair<std::string, Time>& when, Points& rows) {
    std::sort(rows.begin(), rows.end(), comes_before);
    const std::string data = read_or_throw(pack_block(rows));
    Query insert(file_, "INSERT INTO renewals(name, received, data) VALUES(?1, ?2, ?3)");
    insert->bind(1, when.first);
    put_time(*insert, 2, when.second);
    put_bytes(*insert, 3, data);
    insert->exec();
  }

  void end(const std::string& table, const std::string& key, Time received) {
    auto& end = file_.sql("UPDATE records SET ended = ?3 WHERE name = ?1 AND key = ?2 AND ended IS NULL");
    end.bind(1, table);
    end.bind(2, key);
    put_time(end, 3, received);
    end.exec();
  }

  void write(const Event& event, const Entry& entry) {
    // A revision gets a later receipt than what it revises.
    auto& insert = file_.sql(
        "INSERT INTO events VALUES(?1, max(?2, coalesce((SELECT max(received) + 1 FROM events WHERE id = ?1), ?2)), "
        "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    insert.bind(1, event.id);
    put_time(insert, 2, entry.received);
    insert.bind(3, entry.feed.name);
    put_time(insert, 4, event.at);
    put_time(insert, 5, event.until);
    insert.bind(6, static_cast<int>(event.severity));
    insert.bind(7, event.region);
    insert.bind(8, event.title);
    insert.bind(9, event.text);
    insert.bind(10, text_of(event.area));
    insert.bind(11, event.of);
    insert.exec();
  }

  void write(const Refusal& refusal, const std::string& feed) {
    auto& insert = file_.sql("INSERT INTO refusals(feed, received, series, value, reason) VALUES(?1, ?2, ?3, ?4, ?5)");
    insert.bind(1, feed);
    put_time(insert, 2, refusal.received);
    insert.bind(3, refusal.series);
    insert.bind(4, refusal.value);
    insert.bind(5, encode(refusal.reason));
    insert.exec();
  }

  void bound_refusals(const Entry& entry) {
    auto& bound = file_.sql(
        "DELETE FROM refusals WHERE feed = ?1 AND id <= "
        "(SELECT id FROM refusals WHERE feed = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)");
    bound.bind(1, entry.feed.name);
    bound.bind(2, most_refusals);
    bound.exec();
    auto& count =
        file_.sql("INSERT INTO refused_hours VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3");
    count.bind(1, entry.feed.name);
    count.bind(2, hour_of(entry.received));
    count.bind(3, static_cast<std::int64_t>(entry.refusals.size()));
    count.exec();
  }

  void write(const FeedRow& feed) {
    auto& put = file_.sql("INSERT OR REPLACE INTO feeds VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    put.bind(1, feed.name);
    put.bind(2, feed.cursor);
    put.bind(3, feed.pending ? 1 : 0);
    put_time(put, 4, feed.last_try);
    put_time(put, 5, feed.last_good);
    put_time(put, 6, feed.last_new);
    put.bind(7, feed.failures);
    put.bind(8, static_cast<std::int64_t>(feed.accepted));
    put.bind(9, static_cast<std::int64_t>(feed.refused));
    put.bind(10, encode(feed.reason));
    put.exec();
  }

  History::Impl& file_;
  LogWriter log_;
  std::map<std::pair<std::string, Time>, Points> renewals_;  // by table and receipt
};

std::string date_text(const std::optional<config::Date>& date) {
  return date ? config::to_string(*date) : "";
}

// One row of configuration as it is kept: what it says, in the columns' order.
using Row = std::vector<std::string>;

std::vector<Row> approval_rows(const config::Catalogue& catalogue) {
  std::vector<Row> out;
  const auto add = [&](const std::string& subject, const std::vector<config::Approval>& approvals) {
    for (const config::Approval& a : approvals)
      out.push_back({subject, a.letter, a.name, a.period, date_text(a.date), date_text(a.until)});
  };
  for (const config::Indicator& indicator : catalogue.indicators) add(indicator.name, indicator.approvals);
  for (const config::TableInfo& table : catalogue.tables) add(table.name, table.approvals);
  return out;
}

std::vector<Row> grant_rows(const config::Catalogue& catalogue) {
  std::vector<Row> out;
  for (const config::Grant& grant : catalogue.grants)
    out.push_back({std::string(config::name(grant.holder)), grant.scope, grant.basis.number, date_text(grant.until)});
  return out;
}

// Ends the rows that configuration no longer gives and adds those that are new.
void sync(SQLite::Database& database, const std::string& table, const std::string& columns, std::vector<Row> wanted,
          Time now) {
  SQLite::Statement all(database, "SELECT id, " + columns + " FROM " + table + " WHERE ended IS NULL");
  while (all.executeStep()) {
    Row row;
    for (int i = 1; i < all.getColumnCount(); ++i) row.push_back(all.getColumn(i).getString());
    if (const auto found = std::find(wanted.begin(), wanted.end(), row); found != wanted.end()) {
      wanted.erase(found);
      continue;
    }
    SQLite::Statement end(database, "UPDATE " + table + " SET ended = ?1 WHERE id = ?2");
    end.bind(1, number(now));
    end.bind(2, all.getColumn(0).getInt64());
    end.exec();
  }
  for (const Row& row : wanted) {
    std::string marks = "?1";
    for (std::size_t i = 0; i < row.size(); ++i) marks += ", ?" + std::to_string(i + 2);
    SQLite::Statement insert(database, "INSERT INTO " + table + "(received, " + columns + ") VALUES(" + marks + ")");
    insert.bind(1, number(now));
    for (std::size_t i = 0; i < row.size(); ++i) insert.bind(static_cast<int>(i) + 2, row[i]);
    insert.exec();
  }
}

}  // namespace

std::optional<std::int64_t> History::Impl::line_id(const LineName& name) {
  LineIds& ids = line_ids[name.feed];
  if (const auto known = ids.find(name.series); known != ids.end()) return known->second;
  Query find(*this, "SELECT id FROM lines WHERE series = ?1 AND feed = ?2");
  find->bind(1, name.series);
  find->bind(2, name.feed);
  if (!find->executeStep()) return {};
  return ids[name.series] = find->getColumn(0).getInt64();
}

std::int64_t History::Impl::make_line(const std::string& series, const std::string& feed, LineIds& ids) {
  if (const auto known = line_id({series, feed})) return *known;
  Query insert(*this, "INSERT INTO lines(series, feed) VALUES(?1, ?2)");
  insert->bind(1, series);
  insert->bind(2, feed);
  insert->exec();
  return ids[series] = database.getLastInsertRowid();
}

Result<void> History::commit(const std::vector<Entry>& entries) {
  auto kept = impl_->guarded([&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    impl_->refresh();
    Writer writer(*impl_);
    for (const Entry& entry : entries) writer.write(entry);
    writer.finish();
    transaction.commit();
  });
  if (!kept) impl_->forget();
  return kept;
}

Result<void> History::audit(const Command& command, const Outcome& outcome, Time received) {
  return impl_->guarded([&] {
    auto& insert = impl_->sql(
        "INSERT INTO audit(received, at, actor, audience, kind, target, reason, done, why) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    put_time(insert, 1, received);
    put_time(insert, 2, command.at);
    insert.bind(3, command.actor);
    insert.bind(4, std::string(config::name(command.audience)));
    insert.bind(5, command.kind);
    insert.bind(6, command.target);
    insert.bind(7, command.reason);
    insert.bind(8, outcome.done ? 1 : 0);
    insert.bind(9, encode(outcome.why));
    insert.exec();
  });
}

Result<void> History::keep_leave(const config::Catalogue& catalogue, Time now) {
  return impl_->guarded([&] {
    SQLite::Transaction transaction(impl_->database, SQLite::TransactionBehavior::IMMEDIATE);
    sync(impl_->database, "approvals", "subject, letter, name, period, since, until", approval_rows(catalogue), now);
    sync(impl_->database, "grants", "holder, scope, basis, until", grant_rows(catalogue), now);
    transaction.commit();
  });
}

}  // namespace feeds
