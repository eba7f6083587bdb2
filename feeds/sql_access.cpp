// See sql_access.h.
#include "feeds/sql_access.h"

#include <fmt/format.h>

#include <algorithm>

#include "feeds/reading.h"

namespace feeds {
namespace {

namespace fs = std::filesystem;
using config::fail;
using config::Result;

struct System {
  int port;
  const char *driver, *library, *package;
};
const System& system_of(SqlSystem system) {
  static constexpr System postgresql{5432, "PostgreSQL Unicode", "psqlodbcw.so", "odbc-postgresql"};
  static constexpr System mariadb{3306, "MariaDB Unicode", "libmaodbc.so", "odbc-mariadb"};
  static constexpr System sqlserver{1433, "FreeTDS", "libtdsodbc.so", "tdsodbc"};
  switch (system) {
    case SqlSystem::postgresql:
      return postgresql;
    case SqlSystem::mariadb:
      return mariadb;
    case SqlSystem::sqlserver:
      return sqlserver;
  }
  return postgresql;
}

// Debian's folders of drivers, where the list of drivers lacks the one wanted.
std::string library_path(const std::string& library) {
  std::error_code fault;
  for (fs::directory_iterator it("/usr/lib", fault), end; !fault && it != end; it.increment(fault)) {
    std::error_code ignored;
    const fs::path file = it->path() / "odbc" / library;
    if (fs::is_regular_file(file, ignored)) return file.string();
  }
  return {};
}

bool same_name(const std::string& a, const std::string& b) {
  return lower_case(a) == lower_case(b);
}

Result<std::string> find_driver(const SqlAccess& access) {
  const System& system = system_of(access.system);
  std::error_code ignored;
  if (access.driver.starts_with('/')) {
    if (fs::is_regular_file(access.driver, ignored)) return access.driver;
    return fail({"there is no ODBC driver {}", {access.driver}});
  }
  const std::string wanted = access.driver.empty() ? system.driver : access.driver;
  const auto known = odbc_drivers();
  if (std::any_of(known.begin(), known.end(), [&](const std::string& one) { return same_name(one, wanted); }))
    return '{' + wanted + '}';
  if (!same_name(wanted, system.driver)) return fail({"there is no ODBC driver {}", {wanted}});
  if (auto path = library_path(system.library); !path.empty()) return path;
  return fail({"the ODBC driver {} is not installed: it is in the package {}", {wanted, system.package}});
}

constexpr const char* reserved_marks = ";{}";

// In braces only where it must be: not every driver reads them everywhere.
std::string quoted(const std::string& value) {
  if (value.find_first_of(";{}=[]()*,!@? ") == std::string::npos) return value;
  std::string out = "{";
  for (const char c : value) out += c == '}' ? std::string("}}") : std::string(1, c);
  return out + '}';
}

bool is_ours(const std::string& attribute) {
  static constexpr const char* ours[] = {"driver",
                                         "dsn",
                                         "filedsn",
                                         "savefile",
                                         "server",
                                         "servername",
                                         "port",
                                         "database",
                                         "uid",
                                         "user",
                                         "username",
                                         "pwd",
                                         "password",
                                         "readonly",
                                         "connsettings",
                                         "initstmt",
                                         "option",
                                         "options",
                                         "charset",
                                         "socket",
                                         "boolsaschar",
                                         "fetch",
                                         "usedeclarefetch",
                                         "useserversideprepare",
                                         "applicationintent",
                                         "clientcharset"};
  const std::string name = lower_case(attribute);
  return std::any_of(std::begin(ours), std::end(ours), [&](const char* one) { return name == one; });
}

std::string seconds(config::Duration time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count());
}

// What the system's own driver needs to say where the server is and how rows are to come.
std::string of_system(const SqlAccess& access, const std::string& driver, const std::string& ca_file,
                      config::Duration most) {
  const int port = access.port > 0 ? access.port : system_of(access.system).port;
  const bool own =
      lower_case(driver).find("freetds") != std::string::npos || driver.find("tdsodbc") != std::string::npos;
  switch (access.system) {
    case SqlSystem::postgresql: {
      std::string out = fmt::format(
          "SERVER={};PORT={};BoolsAsChar=0;UseServerSidePrepare=1;UseDeclareFetch=1;Fetch=500;MaxVarcharSize=4000",
          access.server, port);
      // A server that went away without a word is noticed.
      out += ";pqopt={keepalives_idle=10 keepalives_interval=5 keepalives_count=3";
      if (!ca_file.empty()) return out + " sslrootcert='" + ca_file + "'};SSLmode=verify-full";
      return out + (access.attributes.contains("sslmode") ? "}" : "};SSLmode=prefer");
    }
    case SqlSystem::mariadb: {
      const bool socket = access.server.starts_with('/');
      std::string out =
          socket ? "SERVER=localhost;SOCKET=" + access.server : fmt::format("SERVER={};PORT={}", access.server, port);
      out += fmt::format(";CHARSET=utf8mb4;CONN_TIMEOUT={};READ_TIMEOUT={}", seconds(access.connect_timeout),
                         seconds(most));
      if (!ca_file.empty()) out += ";FORCETLS=1;SSLVERIFY=1;SSLCA=" + ca_file;
      return out;
    }
    case SqlSystem::sqlserver:
      if (own)
        return fmt::format("SERVER={};PORT={};TDS_Version=7.4;ClientCharset=UTF-8;ApplicationIntent=ReadOnly",
                           access.server, port);
      return fmt::format("SERVER={},{};ApplicationIntent=ReadOnly", access.server, port);
  }
  return {};
}

}  // namespace

void SqlAccess::check(const config::Place& place, config::Complaints& out) const {
  for (const std::string* text : {&server, &database, &user, &driver})
    if (text->find_first_of(reserved_marks) != std::string::npos)
      out.push_back({place, {"\"{}\" holds a semicolon or a brace", {*text}}, "name it without one"});
  for (const auto& [name, value] : attributes)
    if (is_ours(name) || name.find_first_of(";{}= ") != std::string::npos)
      out.push_back(
          {place, {"the attribute {} is not for attributes", {name}}, "use the feed's own keys, or leave it"});
}

std::string SqlAccess::server_name() const {
  if (server.starts_with('/')) return server;
  return server + ':' + std::to_string(port > 0 ? port : system_of(system).port);
}

SqlPlace SqlAccess::place() const {
  return {system, server_name(), database, {}, {}};
}

config::Result<std::string> SqlAccess::connection(const fs::path& dir, const std::string& ca_file,
                                                  config::Duration most, std::vector<std::string>& secrets) const {
  const auto found = find_driver(*this);
  if (!found) return tl::unexpected(found.error());
  std::string out =
      "DRIVER=" + *found + ';' + of_system(*this, *found, ca_file, most) + ";DATABASE=" + quoted(database);
  if (!user.empty()) out += ";UID=" + quoted(user);
  if (password.given()) {
    const auto word = reveal(password, dir);
    if (!word) return tl::unexpected(word.error());
    secrets.push_back(*word);
    out += ";PWD=" + quoted(*word);
  }
  for (const auto& [name, secret] : attributes) {
    const auto value = reveal(secret, dir);
    if (!value) return tl::unexpected(value.error());
    if (*value != secret.source) secrets.push_back(*value);
    out += ';' + name + '=' + quoted(*value);
  }
  return out + ';';
}

std::vector<SqlSetting> session_settings(SqlSystem system, config::Zone zone, config::Duration most,
                                         std::int64_t most_rows) {
  const std::string offset = fmt::format("'+{:02}:00'", config::offset(zone).count());
  switch (system) {
    case SqlSystem::postgresql:
      return {{"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"},
              {"SET standard_conforming_strings = on"},
              {fmt::format("SET TIME ZONE INTERVAL {} HOUR TO MINUTE", offset)},
              {fmt::format("SET statement_timeout = {}", most.count())}};
    case SqlSystem::mariadb:
      return {{"SET SESSION TRANSACTION READ ONLY"},
              {fmt::format("SET SESSION time_zone = {}", offset)},
              {fmt::format("SET SESSION sql_select_limit = {}", most_rows)},
              {fmt::format("SET SESSION max_statement_time = {}", static_cast<double>(most.count()) / 1000), true},
              {fmt::format("SET SESSION max_execution_time = {}", most.count()), true}};  // MySQL
    case SqlSystem::sqlserver:
      return {{fmt::format("SET LOCK_TIMEOUT {}", most.count())}};
  }
  return {};
}

}  // namespace feeds
