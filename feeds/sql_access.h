// How a feed signs in at a database server, and what it sets there. Feed thread.
#pragma once
#include <map>
#include "feeds/feed.h"
#include "feeds/sql_fault.h"

namespace feeds {

struct SqlAccess {
  SqlSystem system = SqlSystem::postgresql;
  std::string driver, server, database, user;
  int port = 0;
  config::Secret password;
  std::map<std::string, config::Secret> attributes;
  config::Duration connect_timeout = std::chrono::seconds(5);

  void describe(auto& field) {
    field("system", system, "Kind of database server", {.required = true});
    field("server", server, "Name or address of the server; a path is that of its socket",
          {.required = true, .example = "\"basisdata.example.go.id\""});
    field("port", port, "Port of the server; 0: the usual one", {.least = 0, .most = 65535});
    field("database", database, "Database to read", {.required = true, .example = "\"simpeg\""});
    field("user", user, "User of the database; one that may only read", {.example = "\"pembaca\""});
    field("password", password, "Password of that user: env:NAME or file:PATH", {.example = "\"env:SANDI_SIMPEG\""});
    field("driver", driver, "ODBC driver: its name or the path of its library; empty: that of Debian",
          {.example = "\"ODBC Driver 18 for SQL Server\""});
    field("attributes", attributes, "More of what the driver knows, as in its manual; a value may be env:NAME",
          {.example = "{ sslmode = \"verify-full\" }"});
    field("connect_timeout", connect_timeout, "How long signing in may take", {.least = 1, .most = 60});
  }
  void check(const config::Place&, config::Complaints&) const;

  std::string server_name() const;  // with its port
  SqlPlace place() const;           // without secrets
  // The connection string; what is to be kept out of errors is put into `secrets`. `ca_file`: then TLS is demanded and
  // verified. `most`: that the server may be silent. Errors: a secret or the driver is not there.
  config::Result<std::string> connection(const std::filesystem::path& dir, const std::string& ca_file,
                                         config::Duration most, std::vector<std::string>& secrets) const;
};

struct SqlSetting {
  std::string statement;
  bool optional = false;  // not every version knows it
};
// Read only, in the zone of the center (which has no summer time), for so long and so many rows at most.
std::vector<SqlSetting> session_settings(SqlSystem, config::Zone, config::Duration most, std::int64_t most_rows);

}  // namespace feeds
