// What a query to an agency's database may be: one statement that only reads. Pure; any thread.
#pragma once
#include <string_view>
#include "config/fields.h"
#include "config/result.h"

namespace feeds {

enum class SqlSystem { postgresql, mariadb, sqlserver };

// How many question marks wait for a value. Comments, texts, quoted names and dollar quotes are read as that system
// reads them. Errors: it does not begin with SELECT or WITH, holds a second statement, a word that can change data, a
// comment that the server would run, or a quote without an end. It is the first of three fences: the session and the
// account are to read only, too.
config::Result<int> check_query(std::string_view query, SqlSystem);

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::SqlSystem> {
  static constexpr std::pair<const char*, feeds::SqlSystem> names[] = {{"postgresql", feeds::SqlSystem::postgresql},
                                                                       {"mariadb", feeds::SqlSystem::mariadb},
                                                                       {"sqlserver", feeds::SqlSystem::sqlserver}};
};
}  // namespace config
