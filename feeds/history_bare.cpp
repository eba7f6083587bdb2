// See history_bare.h: the table of the store's first version, and nothing around it.
#include "feeds/history_bare.h"

#include "feeds/history_impl.h"

namespace feeds {

struct BareFile::Impl {
  explicit Impl(const std::string& path)
      : file(path), database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX) {
    database.exec("PRAGMA synchronous = FULL");
    SQLite::Statement(database, "PRAGMA journal_mode = WAL").executeStep();
    database.exec(
        "CREATE TABLE samples(line INTEGER NOT NULL, at INTEGER NOT NULL, received INTEGER NOT NULL, value REAL NOT "
        "NULL, PRIMARY KEY(line, at, received)) WITHOUT ROWID");
    insert.emplace(database, "INSERT INTO samples VALUES(?1, ?2, ?3, ?4)");
  }
  std::string file;
  SQLite::Database database;
  std::optional<SQLite::Statement> insert;
};

BareFile::BareFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BareFile::~BareFile() = default;

Result<std::unique_ptr<BareFile>> BareFile::open(const std::string& file) {
  try {
    return std::unique_ptr<BareFile>(new BareFile(std::make_unique<Impl>(file)));
  } catch (const SQLite::Exception& e) {
    return tl::unexpected<config::Error>(store_error(e, file));
  }
}

Result<void> BareFile::commit(const std::vector<Sample>& samples, std::size_t lines, Time received) {
  return guarded_work(impl_->file, [&] {
    SQLite::Transaction transaction(impl_->database);
    SQLite::Statement& insert = *impl_->insert;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      insert.reset();
      insert.bind(1, static_cast<std::int64_t>(i % lines));
      put_time(insert, 2, samples[i].at);
      put_time(insert, 3, received);
      insert.bind(4, samples[i].value);
      insert.exec();
    }
    transaction.commit();
  });
}

Result<int> BareFile::reduce(std::int64_t line, Time from, Time to, int columns) {
  return guarded_work(impl_->file, [&] {
    SQLite::Statement rows(
        impl_->database,
        "SELECT (at - ?2) * ?4 / (?3 - ?2) AS part, min(value), max(value) FROM samples WHERE line = "
        "?1 AND at >= ?2 AND at < ?3 GROUP BY part");
    rows.bind(1, line);
    put_time(rows, 2, from);
    put_time(rows, 3, to);
    rows.bind(4, columns);
    int count = 0;
    while (rows.executeStep()) ++count;
    return count;
  });
}

Result<std::uint64_t> BareFile::bytes() {
  return guarded_work(impl_->file, [&] {
    return static_cast<std::uint64_t>(impl_->database.execAndGet("PRAGMA page_count").getInt64()) *
           static_cast<std::uint64_t>(impl_->database.execAndGet("PRAGMA page_size").getInt64());
  });
}

}  // namespace feeds
