// See odbc.h. unixODBC's wide calls, which know no locale; its characters are UTF-16.
#include "feeds/odbc.h"

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include "feeds/utf8.h"

namespace feeds {
namespace {

using Wide = std::vector<SQLWCHAR>;

Wide to_wide(const std::string& text) {
  Wide out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    i += length;
    if (c >= 0x10000) {
      out.push_back(static_cast<SQLWCHAR>(0xD800 + ((c - 0x10000) >> 10)));
      c = 0xDC00 + ((c - 0x10000) & 0x3FF);
    }
    out.push_back(static_cast<SQLWCHAR>(c));
  }
  out.push_back(0);
  return out;
}

std::string to_utf8(std::span<const SQLWCHAR> text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t c = text[i];
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.size())
      c = 0x10000 + ((c - 0xD800) << 10) + (static_cast<char32_t>(text[++i]) - 0xDC00);
    append_utf8(out, c);
  }
  return out;
}

// Handles of ODBC: freed in the order in which they hang together.
class Handle {
 public:
  Handle(SQLSMALLINT type, SQLHANDLE parent) : type_(type) {
    if (!SQL_SUCCEEDED(SQLAllocHandle(type, parent, &handle_))) handle_ = nullptr;
  }
  ~Handle() {
    if (handle_) SQLFreeHandle(type_, handle_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  SQLHANDLE get() const { return handle_; }

  OdbcFault fault() const {
    OdbcFault out;
    for (SQLSMALLINT i = 1; i < 10; ++i) {
      SQLWCHAR state[6] = {}, text[1024] = {};
      SQLINTEGER code = 0;
      SQLSMALLINT length = 0;
      if (!SQL_SUCCEEDED(SQLGetDiagRecW(type_, handle_, i, state, &code, text, std::size(text), &length))) break;
      const auto size = static_cast<std::size_t>(std::clamp<int>(length, 0, std::size(text) - 1));
      const OdbcFault one{to_utf8({state, 5}), code, to_utf8({text, size})};
      if (out.state.empty() || out.state == "01000") out = one;
    }
    return out;
  }

 private:
  const SQLSMALLINT type_;
  SQLHANDLE handle_ = nullptr;
};

SQLPOINTER number_attribute(SQLULEN value) {
  return reinterpret_cast<SQLPOINTER>(value);  // as ODBC takes numbers
}

SQLHANDLE version3(SQLHANDLE environment) {
  if (environment) SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, number_attribute(SQL_OV_ODBC3), 0);
  return environment;
}

OdbcColumn::Kind kind_of(SQLSMALLINT type) {
  switch (type) {
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
    case SQL_NUMERIC:
    case SQL_DECIMAL:
      return OdbcColumn::Kind::exact;
    case SQL_REAL:
    case SQL_FLOAT:
    case SQL_DOUBLE:
      return OdbcColumn::Kind::real;
    case SQL_BIT:
      return OdbcColumn::Kind::truth;
    case SQL_TYPE_DATE:
    case SQL_DATE:
      return OdbcColumn::Kind::date;
    case SQL_TYPE_TIMESTAMP:
    case SQL_TIMESTAMP:
      return OdbcColumn::Kind::moment;
    default:
      return OdbcColumn::Kind::text;
  }
}

// One driver calls a bit "bit" and writes it as a byte: it is asked for as a bit.
using Cell = std::optional<std::string>;

OdbcResult<Cell> read_truth(const Handle& statement, SQLUSMALLINT column) {
  unsigned char value = 0;
  SQLLEN length = 0;
  if (!SQL_SUCCEEDED(SQLGetData(statement.get(), column, SQL_C_BIT, &value, sizeof value, &length)))
    return tl::unexpected(statement.fault());
  return length == SQL_NULL_DATA ? Cell() : Cell(value ? "1" : "0");
}

OdbcResult<Cell> read_text(const Handle& statement, SQLUSMALLINT column, std::size_t most_bytes) {
  Wide whole;
  while (true) {
    SQLWCHAR part[2048];
    SQLLEN length = 0;
    const SQLRETURN result = SQLGetData(statement.get(), column, SQL_C_WCHAR, part, sizeof part, &length);
    if (result == SQL_NO_DATA) break;
    if (!SQL_SUCCEEDED(result)) return tl::unexpected(statement.fault());
    if (length == SQL_NULL_DATA) return Cell();
    const auto said = static_cast<std::size_t>(length) / sizeof(SQLWCHAR);
    const bool cut = length == SQL_NO_TOTAL || said >= std::size(part);
    whole.insert(whole.end(), part, part + (cut ? std::size(part) - 1 : said));
    if (whole.size() > most_bytes) return tl::unexpected(OdbcFault{OdbcConnection::too_large, 0, ""});
    if (!cut) break;
  }
  return Cell(to_utf8(whole));
}

}  // namespace

struct OdbcConnection::Impl {
  Handle environment{SQL_HANDLE_ENV, SQL_NULL_HANDLE};
  Handle connection{SQL_HANDLE_DBC, version3(environment.get())};
  bool connected = false;
  std::mutex mutex;  // of `statement`: not to be freed while it is cancelled
  std::unique_ptr<Handle> statement;
  std::vector<OdbcColumn> columns;
  std::vector<Wide> values;
  std::vector<SQLLEN> lengths;

  void set_statement(std::unique_ptr<Handle> next) {
    const std::lock_guard lock(mutex);
    statement = std::move(next);
  }
  OdbcResult<void> execute(const std::string& text) {
    Wide wide = to_wide(text);
    const SQLRETURN result = SQLExecDirectW(statement->get(), wide.data(), SQL_NTS);
    if (SQL_SUCCEEDED(result) || result == SQL_NO_DATA) return {};
    return tl::unexpected(statement->fault());
  }
};

OdbcConnection::OdbcConnection() : impl_(std::make_unique<Impl>()) {}

OdbcConnection::~OdbcConnection() {
  close();
}

void OdbcConnection::close() {
  impl_->set_statement(nullptr);
  if (!std::exchange(impl_->connected, false)) return;
  SQLEndTran(SQL_HANDLE_DBC, impl_->connection.get(), SQL_ROLLBACK);
  SQLDisconnect(impl_->connection.get());
}

OdbcResult<void> OdbcConnection::connect(const std::string& text, std::chrono::seconds wait) {
  SQLHANDLE handle = impl_->connection.get();
  if (!handle) return tl::unexpected(OdbcFault{"HY001", 0, ""});
  SQLSetConnectAttr(handle, SQL_ATTR_LOGIN_TIMEOUT, number_attribute(static_cast<SQLULEN>(wait.count())), 0);
  Wide wide = to_wide(text);
  const SQLRETURN result =
      SQLDriverConnectW(handle, nullptr, wide.data(), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
  if (!SQL_SUCCEEDED(result)) return tl::unexpected(impl_->connection.fault());
  impl_->connected = true;
  return {};
}

OdbcResult<void> OdbcConnection::run(const std::string& statement) {
  impl_->set_statement(std::make_unique<Handle>(SQL_HANDLE_STMT, impl_->connection.get()));
  auto done = impl_->execute(statement);
  impl_->set_statement(nullptr);
  return done;
}

OdbcResult<std::vector<OdbcColumn>> OdbcConnection::ask(const std::string& query,
                                                        const std::vector<std::string>& values,
                                                        std::chrono::seconds most) {
  SQLHANDLE connection = impl_->connection.get();
  SQLSetConnectAttr(connection, SQL_ATTR_ACCESS_MODE, number_attribute(SQL_MODE_READ_ONLY), 0);
  if (!SQL_SUCCEEDED(SQLSetConnectAttr(connection, SQL_ATTR_AUTOCOMMIT, number_attribute(SQL_AUTOCOMMIT_OFF), 0)))
    return tl::unexpected(impl_->connection.fault());
  impl_->set_statement(std::make_unique<Handle>(SQL_HANDLE_STMT, connection));
  SQLHANDLE statement = impl_->statement->get();
  if (most.count() > 0)
    SQLSetStmtAttr(statement, SQL_ATTR_QUERY_TIMEOUT, number_attribute(static_cast<SQLULEN>(most.count())), 0);
  impl_->values.clear();
  impl_->lengths.assign(values.size(), SQL_NTS);
  for (const std::string& value : values) impl_->values.push_back(to_wide(value));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto size = static_cast<SQLLEN>(impl_->values[i].size() * sizeof(SQLWCHAR));
    if (!SQL_SUCCEEDED(SQLBindParameter(statement, static_cast<SQLUSMALLINT>(i + 1), SQL_PARAM_INPUT, SQL_C_WCHAR,
                                        SQL_VARCHAR, impl_->values[i].size(), 0, impl_->values[i].data(), size,
                                        &impl_->lengths[i])))
      return tl::unexpected(impl_->statement->fault());
  }
  if (auto done = impl_->execute(query); !done) return tl::unexpected(done.error());
  SQLSMALLINT count = 0;
  SQLNumResultCols(statement, &count);
  impl_->columns.clear();
  for (SQLUSMALLINT i = 1; i <= static_cast<SQLUSMALLINT>(count); ++i) {
    SQLWCHAR name[256] = {}, type_name[256] = {};
    SQLSMALLINT length = 0, type = 0, digits = 0, nullable = 0;
    SQLULEN size = 0;
    if (!SQL_SUCCEEDED(SQLDescribeColW(statement, i, name, std::size(name), &length, &type, &size, &digits, &nullable)))
      return tl::unexpected(impl_->statement->fault());
    const auto letters = static_cast<std::size_t>(std::clamp<int>(length, 0, std::size(name) - 1));
    SQLColAttributeW(statement, i, SQL_DESC_TYPE_NAME, type_name, sizeof type_name - sizeof(SQLWCHAR), nullptr,
                     nullptr);
    const auto type_end = std::find(std::begin(type_name), std::end(type_name), 0);
    impl_->columns.push_back({to_utf8({name, letters}), to_utf8({std::begin(type_name), type_end}), kind_of(type)});
  }
  return impl_->columns;
}

OdbcResult<bool> OdbcConnection::next(std::vector<std::optional<std::string>>& row, std::size_t most_bytes) {
  const SQLRETURN result = SQLFetch(impl_->statement->get());
  if (result == SQL_NO_DATA) return false;
  if (!SQL_SUCCEEDED(result)) return tl::unexpected(impl_->statement->fault());
  row.resize(impl_->columns.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto column = static_cast<SQLUSMALLINT>(i + 1);
    auto cell = impl_->columns[i].kind == OdbcColumn::Kind::truth ? read_truth(*impl_->statement, column)
                                                                  : read_text(*impl_->statement, column, most_bytes);
    if (!cell) return tl::unexpected(cell.error());
    row[i] = std::move(*cell);
  }
  return true;
}

void OdbcConnection::cancel() {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->statement) SQLCancel(impl_->statement->get());
}

std::vector<std::string> odbc_drivers() {
  std::vector<std::string> out;
  const Handle environment(SQL_HANDLE_ENV, SQL_NULL_HANDLE);
  if (!version3(environment.get())) return out;
  SQLCHAR name[256], about[256];
  SQLSMALLINT name_length = 0, about_length = 0;
  SQLUSMALLINT which = SQL_FETCH_FIRST;
  while (SQL_SUCCEEDED(
      SQLDrivers(environment.get(), which, name, sizeof name, &name_length, about, sizeof about, &about_length))) {
    out.emplace_back(reinterpret_cast<const char*>(name));
    which = SQL_FETCH_NEXT;
  }
  return out;
}

}  // namespace feeds
