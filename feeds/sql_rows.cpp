// See sql_rows.h. The session is owned by its thread and by the asker together, so that either may end first.
#include "feeds/sql_rows.h"

#include <atomic>
#include <charconv>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "feeds/http_guard.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;
using config::Text;

constexpr std::size_t rows_of_block = 256, bytes_of_block = 256 * 1024, most_blocks = 4;

// Whether a decimal number survives as a double: 15 digits always do, integers below 2^53.
bool is_faithful(const std::string& text, double number) {
  constexpr double first_doubtful = 9007199254740992;
  if (text.find_first_of(".eE") == std::string::npos) return std::abs(number) < first_doubtful;
  std::string digits;
  for (const char c : text.substr(0, text.find_first_of("eE")))
    if (c >= '0' && c <= '9') digits += c;
  const auto first = digits.find_first_not_of('0'), last = digits.find_last_not_of('0');
  return first == std::string::npos || last - first < 15;
}

bool has_zone(const std::string& type, SqlSystem system) {
  const std::string name = lower_case(type);
  return system == SqlSystem::mariadb ? name == "timestamp"
                                      : name == "timestamptz" || name == "timestamp with time zone";
}

}  // namespace

SqlCell sql_cell(const OdbcColumn& column, std::optional<std::string> text, SqlSystem system, config::Zone zone) {
  using Kind = OdbcColumn::Kind;
  SqlCell out;
  if (!text) return out;
  out.text = std::move(*text);
  if (column.kind == Kind::exact || column.kind == Kind::real) {
    if (const auto at = out.text.starts_with('-') ? 1u : 0u; out.text.size() > at && out.text[at] == '.')
      out.text.insert(at, 1, '0');
    const char* end = out.text.data() + out.text.size();
    const auto read = std::from_chars(out.text.data(), end, out.number);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(out.number)) return out;
    out.kind = Cell::Kind::number;
    out.exact = column.kind == Kind::real || is_faithful(out.text, out.number);
  } else if (column.kind == Kind::truth) {
    out.kind = Cell::Kind::truth;
    out.number = out.text == "1" ? 1 : 0;
    out.text = out.number != 0 ? "true" : "false";
  } else if (column.kind == Kind::date) {
    out.kind = Cell::Kind::date;
  } else if (column.kind == Kind::moment) {
    out.kind = Cell::Kind::moment;
    const auto hours = config::offset(zone).count();
    if (has_zone(column.type, system)) out.text += (hours < 10 ? "+0" : "+") + std::to_string(hours) + ":00";
  }
  return out;
}

struct SqlRows::Block {
  std::vector<std::vector<SqlCell>> rows;
};

struct SqlRows::Session {
  explicit Session(SqlQuestion asked) : question(std::move(asked)) {}

  const SqlQuestion question;
  OdbcConnection connection;
  std::atomic<bool> quit = false, connected = false;
  std::thread reader, canceller;
  std::mutex mutex;
  std::condition_variable_any changed;
  std::deque<std::shared_ptr<const Block>> ready;
  Text fault;
  bool read = false, cancelled = false;  // the threads are through

  // The reader's thread.
  void run() {
    const NoPipeSignal quiet;
    Text said = ask();
    connection.close();
    const std::lock_guard lock(mutex);
    fault = std::move(said);
    read = true;
    changed.notify_all();
  }

  void cancel() {
    const NoPipeSignal quiet;
    connection.cancel();
    const std::lock_guard lock(mutex);
    cancelled = true;
    changed.notify_all();
  }

 private:
  Text ask() {
    const SqlPlace& place = question.place;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(question.connect_timeout);
    if (const auto done = connection.connect(question.connection, wait); !done)
      return connect_fault(done.error(), place);
    connected = true;
    for (const SqlSetting& setting : question.settings) {
      if (quit) return {};
      if (const auto done = connection.run(setting.statement); !done && !setting.optional)
        return query_fault(done.error(), place);
    }
    if (quit) return {};
    const auto most = place.system == SqlSystem::sqlserver ? std::chrono::ceil<std::chrono::seconds>(place.most)
                                                           : std::chrono::seconds(0);
    const auto columns = connection.ask(question.query, question.values, most);
    if (!columns) return query_fault(columns.error(), place);
    auto names = std::make_shared<Block>();
    names->rows.emplace_back();
    for (const OdbcColumn& column : *columns) names->rows[0].push_back({Cell::Kind::text, column.name, 0, true});
    return hand_over(std::move(names)) ? read_all(*columns) : Text();
  }

  Text read_all(const std::vector<OdbcColumn>& columns) {
    std::vector<std::optional<std::string>> row;
    const auto most = static_cast<std::size_t>(question.most_bytes);
    std::size_t all = 0, bytes = 0;
    auto block = std::make_shared<Block>();
    while (!quit) {
      const auto more = connection.next(row, most);
      if (!more && more.error().state != OdbcConnection::too_large) return query_fault(more.error(), question.place);
      if (more && !*more) break;
      std::vector<SqlCell> cells;
      for (std::size_t i = 0; more && i < row.size(); ++i) {
        cells.push_back(sql_cell(columns[i], std::move(row[i]), question.place.system, question.zone));
        bytes += cells.back().text.size();
      }
      if (!more || all + bytes > most)
        return {"the rows are together larger than {} bytes", {std::to_string(question.most_bytes)}};
      block->rows.push_back(std::move(cells));
      if (block->rows.size() < rows_of_block && bytes < bytes_of_block) continue;
      all += std::exchange(bytes, 0);
      if (!hand_over(std::exchange(block, std::make_shared<Block>()))) return {};
    }
    hand_over(std::move(block));
    return {};
  }

  bool hand_over(std::shared_ptr<const Block> block) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return quit || ready.size() < most_blocks; });
    if (quit) return false;
    ready.push_back(std::move(block));
    changed.notify_all();
    return true;
  }
};

SqlRows::SqlRows(SqlQuestion question, const Clock& clock, Steady until, std::stop_token stop)
    : session_(std::make_shared<Session>(std::move(question))), clock_(clock), until_(until), stop_(std::move(stop)) {
  session_->reader = std::thread([session = session_] { session->run(); });
}

// What is read ahead is dropped; what runs is ended; what does not end is left to itself.
SqlRows::~SqlRows() {
  constexpr std::chrono::seconds patience(1);
  std::unique_lock lock(session_->mutex);
  session_->quit = true;
  session_->changed.notify_all();
  const auto read = [this] { return session_->read; };
  // A thread that only hands rows over sees this at once.
  if (!session_->changed.wait_for(lock, std::chrono::milliseconds(100), read)) {
    if (session_->connected) session_->canceller = std::thread([session = session_] { session->cancel(); });
    session_->changed.wait_for(lock, patience, read);
    if (session_->canceller.joinable()) {
      session_->changed.wait_for(lock, patience, [this] { return session_->cancelled; });
      if (!session_->cancelled) session_->canceller.detach();
    }
  }
  std::thread reader = std::move(session_->reader), canceller = std::move(session_->canceller);
  const bool ended = session_->read;
  lock.unlock();
  if (canceller.joinable()) canceller.join();
  if (ended) {
    reader.join();
  } else {
    reader.detach();
  }
}

config::Result<bool> SqlRows::wait() {
  Session& session = *session_;
  std::unique_lock lock(session.mutex);
  const auto there = [&] { return !session.ready.empty() || session.read; };
  // In steps, for the clock may be one that a test moves.
  while (!there() && !stop_.stop_requested() && clock_.steady() < until_) {
    const auto step = std::min<std::chrono::nanoseconds>(until_ - clock_.steady(), std::chrono::milliseconds(50));
    session.changed.wait_for(lock, stop_, step, there);
  }
  if (stop_.stop_requested()) return fail("stopped");
  if (!there() || clock_.steady() >= until_) {
    const SqlPlace& place = session.question.place;
    if (!session.connected) return fail({"the database server {} does not answer", {place.server}});
    return fail({"the query took longer than {} and was ended", {config::to_string(place.most)}});
  }
  if (session.ready.empty()) {
    if (!session.fault.empty()) return fail(session.fault);
    return false;
  }
  block_ = std::move(session.ready.front());
  session.ready.pop_front();
  at_ = 0;
  session.changed.notify_all();
  return true;
}

config::Result<bool> SqlRows::next(Row& row) {
  while (!block_ || at_ == block_->rows.size()) {
    const auto more = wait();
    if (!more || !*more) return more;
  }
  row.clear();
  for (const SqlCell& cell : block_->rows[at_]) row.push_back({cell.text, cell.kind, cell.number, cell.exact});
  ++at_;
  ++line_;
  return true;
}

}  // namespace feeds
