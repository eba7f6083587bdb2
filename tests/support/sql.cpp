// See sql.h.
#include "tests/support/sql.h"

#include <sqlite3.h>

#include <stdexcept>

namespace support {
namespace {

void need(bool good, sqlite3* database, const std::string& what) {
  if (!good) throw std::runtime_error(what + ": " + sqlite3_errmsg(database));
}

}  // namespace

Sql::Sql(const std::string& file) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
  const int code = sqlite3_open_v2(file.c_str(), &database_, flags, nullptr);
  need(code == SQLITE_OK, database_, file);
}

Sql::~Sql() {
  sqlite3_close(database_);
}

void Sql::run(const std::string& statements) {
  need(sqlite3_exec(database_, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, database_, statements);
}

std::int64_t Sql::number(const std::string& query) {
  Statement statement(*this, query);
  return statement.step() ? statement.integer(0) : 0;
}

bool Sql::has_table(const std::string& name) {
  return number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + name + "'") > 0;
}

void Sql::leave_log() {
  sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Sql::Statement::Statement(Sql& sql, const std::string& text) {
  need(sqlite3_prepare_v2(sql.database_, text.c_str(), -1, &statement_, nullptr) == SQLITE_OK, sql.database_, text);
}

Sql::Statement::~Statement() {
  sqlite3_finalize(statement_);
}

bool Sql::Statement::step() {
  const int code = sqlite3_step(statement_);
  need(code == SQLITE_ROW || code == SQLITE_DONE, sqlite3_db_handle(statement_), sqlite3_sql(statement_));
  return code == SQLITE_ROW;
}

int Sql::Statement::columns() const {
  return sqlite3_column_count(statement_);
}
std::int64_t Sql::Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Sql::Statement::real(int column) const {
  return sqlite3_column_double(statement_, column);
}
std::string Sql::Statement::text(int column) const {
  return std::string(blob(column));
}
std::string_view Sql::Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
bool Sql::Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

void Sql::Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}
void Sql::Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
}
void Sql::Statement::bind(int index, double value) {
  sqlite3_bind_double(statement_, index, value);
}
void Sql::Statement::bind(int index, const std::string& value) {
  sqlite3_bind_text(statement_, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
}
void Sql::Statement::bind(int index, Blob value) {
  sqlite3_bind_blob(statement_, index, value.bytes.data(), static_cast<int>(value.bytes.size()), SQLITE_STATIC);
}
void Sql::Statement::bind(int index, const std::optional<std::int64_t>& value) {
  if (value) bind(index, *value);
}

}  // namespace support
