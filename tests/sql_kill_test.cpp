// The whole program reads a growing table of a real PostgreSQL and is killed again and again: each row is there once.
#include <gmock/gmock.h>
#include <signal.h>

#include <random>
#include <sstream>
#include <thread>

#include "tests/support/databases.h"
#include "tests/support/program.h"

namespace {

using namespace std::chrono_literals;

class FullSqlKill : public testing::Test {
 protected:
  void SetUp() override {
    database_ = support::DatabaseServer::postgresql();
    if (!database_) GTEST_SKIP() << "there is no PostgreSQL, or no ODBC driver of it";
    database_->start();
    database_->run("CREATE TABLE antrean (id bigserial PRIMARY KEY, diubah timestamptz, antre int)");
    database_->run("CREATE TABLE awal AS SELECT date_trunc('second', now()) - interval '1 day' AS saat");
    database_->run("CREATE ROLE pembaca LOGIN PASSWORD 'sandi'");
    database_->run("GRANT SELECT ON antrean TO pembaca");
    test::TempCenter& center = program_.center();
    const std::string file = "agencies/setda/agency.toml";
    center.replace(
        file, "kind = \"replay\"\nfile = \"loket.jsonl\"\nspeed = 0\ninterval = \"1h\"",
        "kind = \"sql\"\nsystem = \"postgresql\"\nserver = \"127.0.0.1\"\nport = " + std::to_string(database_->port()) +
            "\ndatabase = \"postgres\"\nuser = \"pembaca\"\npassword = \"sandi\"\nmost_rows = 50\n"
            "query = \"SELECT id, diubah, antre FROM antrean WHERE id > ? ORDER BY id\"\n"
            "since = { column = \"id\", first = \"0\" }\ninterval = \"1s\"\n"
            "value = [{ indicator = \"layanan.antrean\", column = \"antre\", at = \"diubah\" }]");
  }
  void add_rows(int count) {
    database_->run(
        "INSERT INTO antrean (diubah, antre) SELECT saat + (n + g) * interval '1 second', (n + g) * 7 % 1000 FROM "
        "awal, "
        "(SELECT coalesce(max(id), 0) AS n FROM antrean) AS sampai, "
        "generate_series(1, " +
        std::to_string(count) + ") AS g");
  }
  // "moment value", as the program writes moments, in order.
  std::vector<std::string> in_database() {
    return lines(
        database_->run("SELECT to_char(diubah AT TIME ZONE 'Asia/Makassar', 'YYYY-MM-DD\"T\"HH24:MI:SS') || "
                       "'+08:00 ' || antre FROM antrean ORDER BY id"));
  }
  std::vector<std::string> in_store() {
    std::vector<std::string> out;
    for (const std::string& line : lines(program_
                                             .on_center({"export", "layanan.antrean", "--from", "1900-01-01", "--to",
                                                         "2099-01-01", "--format", "csv"})
                                             .out))
      if (line.starts_with("20"))
        out.push_back(line.substr(0, line.find(',')) + ' ' + line.substr(line.rfind(',') + 1));
    return out;
  }
  static std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      if (line.ends_with('\r')) line.pop_back();
      out.push_back(line);
    }
    return out;
  }
  std::unique_ptr<support::Child> start() const {
    return std::make_unique<support::Child>(ANJUNGAN_PROGRAM,
                                            program_.options({"run", "--center", program_.dir(), "--port", "0"}));
  }

  support::Program program_;
  std::unique_ptr<support::DatabaseServer> database_;
};

TEST_F(FullSqlKill, NothingIsLostOrDoubled) {
  std::minstd_rand random(7);
  std::size_t kept_on_the_way = 0;
  for (int round = 0; round < 12; ++round) {
    add_rows(60);
    const auto running = start();
    std::this_thread::sleep_for(std::chrono::milliseconds(300 + random() % 2500));
    running->send(SIGKILL);
    running->finish();
    kept_on_the_way += in_store().empty() ? 0 : 1;
  }
  EXPECT_GT(kept_on_the_way, 0u);
  const auto wanted = in_database();
  EXPECT_THAT(wanted, testing::SizeIs(720));
  const auto running = start();
  for (int i = 0; i < 120 && in_store().size() < wanted.size(); ++i) std::this_thread::sleep_for(500ms);
  running->send(SIGTERM);
  running->finish();
  EXPECT_EQ(in_store(), wanted);
}

}  // namespace
