// See sql_query.h.
#include "feeds/sql_query.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "feeds/reading.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

// Words that begin what changes data, the session or the server. SQL Server needs no semicolon between statements, so
// none of them may stand anywhere, except as a quoted name or after a dot.
constexpr std::array words_that_change = {
    "alter",    "backup",     "begin",     "bulk",       "call",           "commit",  "copy",        "create",
    "dbcc",     "deallocate", "declare",   "delete",     "deny",           "do",      "drop",        "exec",
    "execute",  "go",         "grant",     "handler",    "insert",         "into",    "kill",        "load",
    "lock",     "merge",      "openquery", "openrowset", "opendatasource", "prepare", "reconfigure", "refresh",
    "rename",   "restore",    "revoke",    "rollback",   "save",           "set",     "share",       "shutdown",
    "truncate", "update",     "use",       "vacuum",     "waitfor"};
// Of these, what reads as a function is one: TRUNCATE(x, 2), INSERT(text, ...).
constexpr std::array functions_too = {"insert", "truncate"};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Lexer {
 public:
  Lexer(std::string_view text, SqlSystem system) : text_(text), system_(system) {}

  Result<int> run() {
    for (auto at = text_.find('\r'); at != std::string_view::npos; at = text_.find('\r', at + 1))
      if (at + 1 >= text_.size() || text_[at + 1] != '\n')  // ends a comment for one server and not for another
        return fail("the query holds half a line end", "write line ends as LF");
    while (at_ < text_.size()) {
      const std::size_t before = at_;
      if (auto step = one(); !step) return tl::unexpected(step.error());
      if (at_ == before) ++at_;
    }
    if (first_.empty()) return fail("the query is empty", "write one SELECT");
    return marks_;
  }

 private:
  char next(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool is(SqlSystem system) const { return system_ == system; }
  bool goes_on(char c) const {
    return begins_name(c) || is_digit(c) || c == '$' || (is(SqlSystem::sqlserver) && (c == '#' || c == '@'));
  }

  Result<void> one() {
    const char c = next();
    if (is_blank(c)) return {};
    // Some of these are blanks to one server and part of a name to another.
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F)
      return fail("the query holds a character outside a quote that servers read in different ways",
                  "put the name that it belongs to in quotes, or remove it");
    if (is_line_comment()) return skip_line();
    if (c == '/' && next(1) == '*') return skip_comment();
    if (ended_) return fail("the query holds a second statement", "keep one SELECT");
    if (c == '\'') return skip_quoted('\'', is(SqlSystem::mariadb));
    if (c == '"') return skip_quoted('"', is(SqlSystem::mariadb));
    if (c == '`' && is(SqlSystem::mariadb)) return skip_quoted('`', false);
    if (c == '[' && is(SqlSystem::sqlserver)) return skip_quoted(']', false);
    if (c == '$' && is(SqlSystem::postgresql)) return dollar();
    if (begins_name(c)) return word();
    if (is_digit(c)) return number();
    if (c == '{') return fail("the query holds a brace outside a text", "write it without ODBC's escapes");
    if (c == ';') ended_ = true;
    if (c == '?') ++marks_;
    dot_ = c == '.';
    ++at_;
    return first_.empty() && c != '(' ? not_a_query() : Result<void>();
  }

  static tl::unexpected<config::Error> not_a_query() {
    return fail("the query does not begin with SELECT or WITH", "write one SELECT");
  }
  static tl::unexpected<config::Error> open_end() {
    return fail("a quote or a comment in the query has no end", "close it");
  }

  bool is_line_comment() const {
    if (next() == '#') return is(SqlSystem::mariadb);
    if (next() != '-' || next(1) != '-') return false;
    return !is(SqlSystem::mariadb) || next(2) == '\0' || is_blank(next(2));
  }
  Result<void> skip_line() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    return {};
  }

  // PostgreSQL and SQL Server nest comments, MariaDB does not: one within another is refused everywhere.
  Result<void> skip_comment() {
    if (next(2) == '!' || (next(2) == 'M' && next(3) == '!'))
      return fail("the query holds a comment that the server runs", "write it without /*! */");
    const auto end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) return open_end();
    if (text_.substr(at_ + 2, end - at_ - 2).find("/*") != std::string_view::npos)
      return fail("the query holds a comment within a comment", "remove one of them");
    at_ = end + 2;
    return {};
  }

  // `backslash`: whether one takes the next character along depends on the server's settings, so none may stand there.
  Result<void> skip_quoted(char close, bool backslash) {
    if (first_.empty()) return not_a_query();
    dot_ = false;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\0') break;
      if (text_[at_] == '\\' && backslash)
        return fail("a text of the query holds a backslash, which servers read in two ways",
                    "write that character in another way, as CHAR(92)");
      if (text_[at_] != close) continue;
      if (next(1) != close) {
        ++at_;
        return {};
      }
      ++at_;
    }
    return open_end();
  }

  // $1, or a text between $tag$ and $tag$.
  Result<void> dollar() {
    std::size_t end = at_ + 1;
    if (end < text_.size() && begins_name(text_[end]))
      while (end < text_.size() && (begins_name(text_[end]) || is_digit(text_[end]))) ++end;
    if (end >= text_.size() || text_[end] != '$') {
      ++at_;
      return first_.empty() ? Result<void>(not_a_query()) : Result<void>();
    }
    if (first_.empty()) return not_a_query();
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const auto close = text_.find(tag, end + 1);
    if (close == std::string_view::npos) return open_end();
    at_ = close + tag.size();
    return {};
  }

  Result<void> number() {
    if (first_.empty()) return not_a_query();
    dot_ = false;
    if (next() == '0' && (next(1) == 'x' || next(1) == 'X')) {
      at_ += 2;
      while (std::isxdigit(static_cast<unsigned char>(next()))) ++at_;
      return {};
    }
    while (is_digit(next()) || next() == '.') ++at_;
    const bool sign = next(1) == '+' || next(1) == '-';
    if ((next() == 'e' || next() == 'E') && is_digit(next(sign ? 2 : 1)))
      for (at_ += sign ? 2 : 1; is_digit(next());) ++at_;
    return {};
  }

  Result<void> word() {
    const std::size_t begin = at_;
    while (goes_on(next())) ++at_;
    const std::string name = lower_case(text_.substr(begin, at_ - begin));
    const bool after_dot = std::exchange(dot_, false);
    if (next() == '\'' && name == "e" && is(SqlSystem::postgresql)) return skip_quoted('\'', true);
    if (first_.empty() && name != "select" && name != "with") return not_a_query();
    if (first_.empty()) first_ = name;
    if (after_dot || !changes(name)) return {};
    return fail({"the query holds the word {}, which can change something", {name}},
                "where it is only a name, put it in quotes");
  }
  bool changes(const std::string& name) const {
    if (std::find(words_that_change.begin(), words_that_change.end(), name) == words_that_change.end()) return false;
    if (std::find(functions_too.begin(), functions_too.end(), name) == functions_too.end()) return true;
    return next() != '(';
  }

  const std::string_view text_;
  const SqlSystem system_;
  std::size_t at_ = 0;
  std::string first_;
  int marks_ = 0;
  bool ended_ = false, dot_ = false;
};

}  // namespace

config::Result<int> check_query(std::string_view query, SqlSystem system) {
  return Lexer(query, system).run();
}

}  // namespace feeds
