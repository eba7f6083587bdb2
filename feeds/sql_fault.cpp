// See sql_fault.h. Sources: SQLSTATE of PostgreSQL (Appendix A), error codes of MariaDB, messages of SQL Server and of
// the drivers, which pass on little else when a connection fails.
#include "feeds/sql_fault.h"

#include <algorithm>
#include <array>

#include "feeds/reading.h"

namespace feeds {
namespace {

using config::Text;

template <std::size_t N>
bool holds(const std::string& text, const std::array<const char*, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

bool begins(const std::string& state, std::initializer_list<const char*> classes) {
  return std::any_of(classes.begin(), classes.end(), [&](const char* one) { return state.starts_with(one); });
}

// The first line, without what drivers put around it and without secrets.
std::string plain(std::string text, const SqlPlace& place) {
  for (const std::string& secret : place.secrets)
    for (auto at = text.find(secret); !secret.empty() && at != std::string::npos; at = text.find(secret, at + 3))
      text.replace(at, secret.size(), "***");
  while (text.starts_with('[') && text.find(']') != std::string::npos) text.erase(0, text.find(']') + 1);
  text = text.substr(0, text.find('\n'));
  for (const char* word : {"ERROR:", "FATAL:"})
    if (const auto at = text.find(word); at != std::string::npos) text.erase(0, at + std::string_view(word).size());
  std::string out(trim(text));
  while (out.ends_with(';') || out.ends_with('.')) out.pop_back();
  return shortened(out, 160);
}

enum class Connect { other, unreachable, silent, refused, not_let_in, no_database, full, starting, unverified };

Connect meaning_of_connect(const OdbcFault& fault, SqlSystem system) {
  static constexpr std::array refused = {"password authentication failed", "no password supplied", "role \""};
  static constexpr std::array unverified = {"SSL error", "certificate", "does not support SSL"};
  static constexpr std::array full = {"too many clients", "too many connections", "connection slots"};
  static constexpr std::array starting = {"is starting up", "is shutting down", "not yet accepting"};
  if (system == SqlSystem::postgresql) {
    const std::string& text = fault.text;
    if (holds(text, refused)) return Connect::refused;
    if (text.find("pg_hba.conf") != std::string::npos) return Connect::not_let_in;
    if (holds(text, std::array{"database \""})) return Connect::no_database;
    if (holds(text, full)) return Connect::full;
    if (holds(text, starting)) return Connect::starting;
    if (holds(text, std::array{"timeout expired"})) return Connect::silent;
    if (holds(text, unverified)) return Connect::unverified;
    return text.find("FATAL") == std::string::npos ? Connect::unreachable : Connect::other;
  }
  switch (fault.code) {
    case 1045:
    case 1698:
    case 18456:
      return Connect::refused;
    case 1130:
      return Connect::not_let_in;
    case 1044:
    case 1049:
    case 4060:
      return Connect::no_database;
    case 1040:
    case 1203:
    case 1226:
      return Connect::full;
    case 2002:
    case 2003:
    case 2005:
    case 20009:
      return Connect::unreachable;
    case 2006:
    case 2012:
    case 2013:
    case 20003:
      return Connect::silent;
    case 2026:
      return Connect::unverified;
    default:
      return fault.state == "HYT00" ? Connect::silent : Connect::other;
  }
}

bool is_one_of(int code, std::initializer_list<int> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

Text connect_fault(const OdbcFault& fault, const SqlPlace& place) {
  const std::string said = plain(fault.text, place);
  if (begins(fault.state, {"IM"}) || fault.text.find("Can't open lib") != std::string::npos)
    return {"the ODBC driver cannot be loaded: {}", {said}};
  switch (meaning_of_connect(fault, place.system)) {
    case Connect::unreachable:
      return {"the database server {} cannot be reached", {place.server}};
    case Connect::silent:
      return {"the database server {} does not answer", {place.server}};
    case Connect::refused:
      return {"the database server {} refuses the user or the password", {place.server}};
    case Connect::not_let_in:
      return {"the database server {} does not let this computer or this user in", {place.server}};
    case Connect::no_database:
      return {"the database server {} has no database {} for this user", {place.server, place.database}};
    case Connect::full:
      return {"the database server {} takes no more connections now", {place.server}};
    case Connect::starting:
      return {"the database server {} is starting or stopping", {place.server}};
    case Connect::unverified:
      return {"no secure connection to the database server {}: {}", {place.server, said}};
    case Connect::other:
      break;
  }
  return {"the database reports a fault: {}", {said}};
}

Text query_fault(const OdbcFault& fault, const SqlPlace& place) {
  static constexpr std::array gone = {"server closed the connection",
                                      "no connection to the server",
                                      "connection to server was lost",
                                      "terminating connection",
                                      "SSL SYSCALL",
                                      "connection has been lost"};
  const std::string said = plain(fault.text, place);
  if (begins(fault.state, {"57014", "HYT", "70100"}) || is_one_of(fault.code, {1317, 1969, 3024}))
    return {"the query took longer than {} and was ended", {config::to_string(place.most)}};
  if (begins(fault.state, {"08", "57P"}) || is_one_of(fault.code, {1927, 2006, 2013, 20004, 20006}) ||
      holds(fault.text, gone))
    return {"the connection to the database server {} was lost", {place.server}};
  if (fault.state == "42501" || is_one_of(fault.code, {229, 230, 1044, 1142, 1143, 1227, 1370}))
    return {"the user of the database may not read this: {}", {said}};
  if (fault.state == "25006" || is_one_of(fault.code, {1290, 1792}))
    return "the database refuses the query because it would change something";
  if (begins(fault.state, {"22"}) || is_one_of(fault.code, {1292, 1365, 1366}))
    return {"the query stumbles over a value in the database (SQLSTATE {})", {fault.state}};
  if (begins(fault.state, {"42", "07"})) return {"the database does not understand the query: {}", {said}};
  return {"the database reports a fault: {}", {said}};
}

}  // namespace feeds
