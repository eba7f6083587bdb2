// What a fault of a database means, as a sentence that tells what to do about it. Pure; any thread.
#pragma once
#include "feeds/odbc.h"
#include "feeds/sql_query.h"

namespace feeds {

struct SqlPlace {
  SqlSystem system = SqlSystem::postgresql;
  std::string server, database;      // server: with its port
  std::vector<std::string> secrets;  // struck out of what the driver says
  config::Duration most{};           // that the query may take
};

config::Text connect_fault(const OdbcFault&, const SqlPlace&);
// Of setting up the session, of the query, or amid its rows. What the server says of values is left out.
config::Text query_fault(const OdbcFault&, const SqlPlace&);

}  // namespace feeds
