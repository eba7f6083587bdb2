// What needs no server of the kind sql: which queries are let through, what a fault is called, how cells are read, and
// what the cursor becomes.
#include <gmock/gmock.h>

#include "feeds/sql_access.h"
#include "feeds/sql_new.h"
#include "feeds/sql_rows.h"

namespace {

using namespace feeds;
using testing::HasSubstr;

std::string said(const config::Text& text) {
  return config::fill(text.key, text.arguments);
}
// "2 marks", or what is wrong.
std::string check(std::string_view query, SqlSystem system = SqlSystem::postgresql) {
  const auto marks = check_query(query, system);
  return marks ? std::to_string(*marks) + " marks" : said(marks.error().what);
}
constexpr SqlSystem every_system[] = {SqlSystem::postgresql, SqlSystem::mariadb, SqlSystem::sqlserver};

TEST(SqlQuery, WhatOnlyReadsIsLetThrough) {
  for (const SqlSystem system : every_system) {
    EXPECT_EQ(check("SELECT 1", system), "0 marks");
    EXPECT_EQ(check("  -- awal\n/* catatan; DELETE */ select a.delete, \"update\" from t where b = 'it''s; drop' ;\n",
                    system),
              "0 marks");
    EXPECT_EQ(check("WITH x AS (SELECT id FROM t WHERE id > ? AND n > ?) SELECT * FROM x", system), "2 marks");
    EXPECT_EQ(check("(SELECT 1) UNION (SELECT 2)", system), "0 marks");
    EXPECT_EQ(check("SELECT '?' , a -- ?\n FROM t /* ? */", system), "0 marks");
    EXPECT_EQ(check("SELECT replace(a, 'x', 'y'), 1.5e3, .5, 0x1F, dibuat_set FROM t", system), "0 marks");
  }
  EXPECT_EQ(check("SELECT $$ ; DELETE ' $$, $a$ $$ ; $a$, E'a', 'a\\' FROM t"), "0 marks");
  EXPECT_EQ(check("SELECT truncate(a, 2), insert(a, 1, 1, 'b'), `delete` # DELETE\n FROM t", SqlSystem::mariadb),
            "0 marks");
  EXPECT_EQ(check("SELECT [delete], [a]];b] FROM t", SqlSystem::sqlserver), "0 marks");
}

TEST(SqlQuery, WhatIsNoQueryIsRefused) {
  for (const SqlSystem system : every_system) {
    EXPECT_EQ(check("", system), "the query is empty");
    EXPECT_EQ(check(" -- SELECT 1", system), "the query is empty");
    for (const char* text : {"DELETE FROM t", "; SELECT 1", "1", "'SELECT 1'", "EXPLAIN SELECT 1", "= SELECT"})
      EXPECT_EQ(check(text, system), "the query does not begin with SELECT or WITH") << text;
  }
}

TEST(SqlQuery, ASecondStatementIsRefused) {
  for (const SqlSystem system : every_system) {
    for (const char* text : {"SELECT 1; SELECT 2", "SELECT 1;;", "SELECT ''';'; DROP TABLE t", "SELECT 1;'a'"})
      EXPECT_EQ(check(text, system), "the query holds a second statement") << text;
  }
  EXPECT_EQ(check("SELECT $$a$$; DROP TABLE t"), "the query holds a second statement");
  EXPECT_EQ(check("SELECT 'a\\'; DROP TABLE t -- '"), "the query holds a second statement");
  EXPECT_EQ(check("SELECT 5--3; DROP TABLE t", SqlSystem::mariadb), "the query holds a second statement");
}

TEST(SqlQuery, WordsThatChangeAreRefusedWhereverTheyStand) {
  const auto word = [](const std::string& name) {
    return "the query holds the word " + name + ", which can change something";
  };
  for (const SqlSystem system : every_system) {
    EXPECT_EQ(check("WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", system), word("delete"));
    EXPECT_EQ(check("SELECT * INTO baru FROM t", system), word("into"));
    EXPECT_EQ(check("SELECT * FROM t FOR UPDATE", system), word("update"));
    EXPECT_EQ(check("SELECT * FROM t LOCK IN SHARE MODE", system), word("lock"));
  }
  for (const char* text : {"SELECT 1 DELETE t", "SELECT 1DELETE t", "SELECT 1.DELETE t", "SELECT 1e5DELETE t",
                           "SELECT .5DELETE t", "SELECT $5DELETE t", "SELECT 1/**/DELETE t", "SELECT [a]DELETE t"})
    EXPECT_EQ(check(text, SqlSystem::sqlserver), word("delete")) << text;
  EXPECT_EQ(check("SELECT 1 EXEC hapus", SqlSystem::sqlserver), word("exec"));
  EXPECT_EQ(check("SELECT 1 TRUNCATE TABLE t", SqlSystem::sqlserver), word("truncate"));
}

TEST(SqlQuery, WhatServersReadInTwoWaysIsRefused) {
  for (const SqlSystem system : every_system) {
    EXPECT_THAT(check("SELECT /*! 1 */ 2", system), HasSubstr("a comment that the server runs"));
    EXPECT_THAT(check("SELECT /*M! 1 */ 2", system), HasSubstr("a comment that the server runs"));
    EXPECT_THAT(check("SELECT /* /* */ 1 */ 2", system), HasSubstr("a comment within a comment"));
    EXPECT_THAT(check("SELECT {fn now()}", system), HasSubstr("a brace outside a text"));
    EXPECT_THAT(check("SELECT 1 -- a\r DELETE FROM t", system), HasSubstr("half a line end"));
    EXPECT_EQ(check("SELECT 1 -- a\r\n FROM t", system), "0 marks");
    for (const char* text : {"SELECT 1\u00a0DELETE t", "SELECT a\x7f", "SELECT ké FROM t"})
      EXPECT_THAT(check(text, system), HasSubstr("outside a quote that servers read in different ways")) << text;
    for (const char* text : {"SELECT 'a", "SELECT \"a", "SELECT /* a", "SELECT 'a''"})
      EXPECT_EQ(check(text, system), "a quote or a comment in the query has no end") << text;
  }
  EXPECT_THAT(check("SELECT 1 --\x01 '\n", SqlSystem::mariadb), HasSubstr("servers read in different ways"));
  EXPECT_THAT(check("SELECT 'a\\' ", SqlSystem::mariadb), HasSubstr("a backslash"));
  EXPECT_THAT(check("SELECT E'a\\'' "), HasSubstr("a backslash"));
  EXPECT_EQ(check("SELECT $a$ $b$"), "a quote or a comment in the query has no end");
}

TEST(SqlFault, NeverTellsASecretNorAValue) {
  const SqlPlace place{SqlSystem::postgresql, "db:5432", "simpeg", {"s3cret"}, {}};
  EXPECT_EQ(said(connect_fault({"08001", 101, "FATAL:  strange s3cret words\nmore"}, place)),
            "the database reports a fault: strange *** words");
  EXPECT_EQ(said(query_fault({"22P02", 1, "ERROR: invalid input syntax for type integer: \"Budi\""}, place)),
            "the query stumbles over a value in the database (SQLSTATE 22P02)");
}

TEST(SqlFault, OfServersThatNoTestCanStart) {
  const SqlPlace place{SqlSystem::sqlserver, "db:1433", "simpeg", {}, std::chrono::seconds(20)};
  EXPECT_EQ(said(connect_fault({"28000", 18456, "[FreeTDS][SQL Server]Login failed for user 'a'."}, place)),
            "the database server db:1433 refuses the user or the password");
  EXPECT_EQ(said(connect_fault({"42000", 4060, "[FreeTDS][SQL Server]Cannot open database"}, place)),
            "the database server db:1433 has no database simpeg for this user");
  EXPECT_EQ(said(query_fault({"42000", 229, "[FreeTDS][SQL Server]The SELECT permission was denied on 't'."}, place)),
            "the user of the database may not read this: The SELECT permission was denied on 't'");
  EXPECT_EQ(said(query_fault({"HYT00", 0, "[FreeTDS][SQL Server]Timeout expired"}, place)),
            "the query took longer than 20s and was ended");
  EXPECT_EQ(said(connect_fault({"53300", 101, "FATAL:  sorry, too many clients already"},
                               {SqlSystem::postgresql, "db:1", "d", {}, {}})),
            "the database server db:1 takes no more connections now");
  EXPECT_EQ(said(connect_fault({"08001", 101, "FATAL:  the database system is starting up"},
                               {SqlSystem::postgresql, "db:1", "d", {}, {}})),
            "the database server db:1 is starting or stopping");
}

TEST(SqlCell, NumbersThatADoubleCannotHoldAreToldApart) {
  const OdbcColumn number{"n", "numeric", OdbcColumn::Kind::exact};
  const auto exact = [&](const char* text) {
    const SqlCell cell = sql_cell(number, text, SqlSystem::postgresql, config::Zone::wita);
    return cell.kind == Cell::Kind::number && cell.exact;
  };
  for (const char* text : {"0", "-12.50", "9007199254740991", "-9007199254740991", "0.000000000000000123",
                           "1234567890.12345", "100000000000000.000000"})
    EXPECT_TRUE(exact(text)) << text;
  for (const char* text : {"9007199254740992", "9007199254740993", "18446744073709551615", "1234567890.123456", "NaN"})
    EXPECT_FALSE(exact(text)) << text;
  EXPECT_EQ(sql_cell(number, "-.5", SqlSystem::sqlserver, config::Zone::wita).text, "-0.5");
  const OdbcColumn moment{"t", "timestamptz", OdbcColumn::Kind::moment};
  EXPECT_EQ(sql_cell(moment, "2026-11-21 08:30:00.5", SqlSystem::postgresql, config::Zone::wit).text,
            "2026-11-21 08:30:00.5+09:00");
}

// Rows of one column that is called "id".
class Rows final : public RowSource {
 public:
  Rows(std::vector<std::string> texts, Cell::Kind kind) : texts_(std::move(texts)), kind_(kind) {
    texts_.insert(texts_.begin(), "id");
  }
  config::Result<bool> next(Row& row) override {
    if (at_ == texts_.size()) return false;
    row = {{texts_[at_], at_ == 0 ? Cell::Kind::text : kind_}};
    ++at_;
    return true;
  }
  std::size_t line() const override { return at_; }

 private:
  std::vector<std::string> texts_;
  Cell::Kind kind_;
  std::size_t at_ = 0;
};

std::string next_cursor(std::vector<std::string> texts, const std::string& before = "", std::int64_t most = 100,
                        Cell::Kind kind = Cell::Kind::number) {
  const SqlSince since{"ID", "0"};
  Rows rows(std::move(texts), kind);
  NewRows fresh(rows, most, &since, before);
  Row row;
  while (true) {
    const auto more = fresh.next(row);
    if (!more) return said(more.error().what);
    if (!*more) break;
  }
  const auto cursor = fresh.cursor();
  return cursor ? *cursor : said(cursor.error().what);
}

TEST(SqlNew, TheCursorIsTheGreatestValue) {
  EXPECT_EQ(next_cursor({"9", "10", "", "2"}), "ID=10");
  EXPECT_EQ(next_cursor({"99999999999999999998", "99999999999999999999"}), "ID=99999999999999999999");
  EXPECT_EQ(next_cursor({"-3", "-20"}), "ID=-3");
  EXPECT_EQ(next_cursor({}, "ID=7"), "ID=7");
  EXPECT_EQ(next_cursor({"5", "6"}, "ID=7"), "ID=7") << "rows that come again never take it back";
  EXPECT_EQ(next_cursor({"5"}, "other=7"), "ID=5");
  EXPECT_EQ(since_value({"ID", "0"}, "other=7"), "0");
  EXPECT_EQ(since_value({"ID", "0"}, "ID=7"), "7");
  EXPECT_EQ(next_cursor({"2026-11-21 08:00:00", "2026-11-21 08:00:00.5"}, "", 100, Cell::Kind::moment),
            "ID=2026-11-21 08:00:00.5");
  EXPECT_THAT(next_cursor({"abc"}, "", 100, Cell::Kind::text), HasSubstr("neither a whole number nor a date"));
}

TEST(SqlNew, WhereMoreWaitsOnlyWholeValuesCount) {
  EXPECT_EQ(next_cursor({"1", "2", "3"}, "", 2), "ID=2");
  EXPECT_EQ(next_cursor({"1", "2", "2"}, "", 2), "ID=1");
  EXPECT_THAT(next_cursor({"2", "2", "2"}, "", 2), HasSubstr("more than 2 rows lie before the next value of ID"));
  EXPECT_THAT(next_cursor({"1", "2", "3"}, "ID=9", 2), HasSubstr("more than 2 rows lie before the next value of ID"));
  EXPECT_THAT(next_cursor({"2", "1", "3"}, "", 2), HasSubstr("the rows do not come in the order of ID"));
}

// What `check` says of a configuration, as lines.
std::string complaints(const std::string& more) {
  config::Complaints faults;
  const auto parsed =
      config::parse_toml("system = \"postgresql\"\nserver = \"db\"\ndatabase = \"d\"\n" + more, "a.toml", faults);
  config::Rest rest;
  rest.table = *parsed->table();
  find_feed_kind("sql")->check(rest, {}, faults);
  std::string out;
  for (const auto& fault : faults) out += said(fault.what) + '\n';
  return out;
}

TEST(SqlOptions, FaultsAreFoundBeforeAnythingIsAsked) {
  const std::string value = "[[value]]\nindicator = \"a\"\ncolumn = \"b\"\n";
  EXPECT_EQ(complaints("query = \"SELECT b FROM t\"\n" + value), "");
  EXPECT_THAT(complaints("query = \"DROP TABLE t\"\n" + value), HasSubstr("does not begin with SELECT"));
  EXPECT_THAT(complaints("query = \"SELECT b FROM t WHERE b > ?\"\n" + value), HasSubstr("since is not given"));
  const std::string since = "since = { column = \"b\", first = \"0\" }\n";
  EXPECT_THAT(complaints("query = \"SELECT b FROM t\"\n" + since + value), HasSubstr("the query has no ?"));
  EXPECT_EQ(complaints("query = \"SELECT b FROM t WHERE b > ?\"\n" + since + value), "");
  EXPECT_THAT(complaints("query = \"SELECT b FROM t WHERE b > ?\"\n" + since + value + "sum = true\n"),
              HasSubstr("count, sum, first and complete would be wrong"));
  EXPECT_THAT(complaints("query = \"SELECT b FROM t WHERE b > ?\"\npersonal = [\"B\"]\n" + since + value),
              HasSubstr("the field B is declared personal"));
  EXPECT_THAT(complaints("query = \"SELECT b FROM t\"\nattributes = { PWD = \"x\" }\n" + value),
              HasSubstr("the attribute PWD is not for attributes"));
  EXPECT_THAT(complaints("query = \"SELECT b FROM t\"\nuser = \"a;DSN=b\"\n" + value),
              HasSubstr("holds a semicolon or a brace"));
}

}  // namespace
