// The kind sql against real servers of Debian: what is read, what a fault is called, and that nothing is lost, doubled,
// changed or told that is secret.
#include <gmock/gmock.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "feeds/feed.h"
#include "tests/support/databases.h"
#include "tests/support/manual_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using support::DatabaseServer;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Outcome = Status::Outcome;

const char* const prepare_postgresql = R"(
CREATE ROLE pembaca LOGIN;
CREATE DATABASE kosong;
CREATE TABLE antrean (id bigint PRIMARY KEY, loket text, antre numeric(30,10), diubah timestamptz, lokal timestamp(3),
                      hari date, buka boolean, suhu double precision, kecil real);
INSERT INTO antrean VALUES
  (9007199254740993, 'Késehatan – 日本 😀', 12345678901234567890.0123456789, '2026-11-21 08:30:00.25+08',
   '2026-11-21 07:15:00.5', '2026-11-21', true, 0.1, 0.1),
  (2, 'B', 0.5, NULL, NULL, NULL, false, NULL, NULL);
CREATE TABLE rahasia (id int);
CREATE SEQUENCE urut;
CREATE FUNCTION ubah() RETURNS int LANGUAGE sql VOLATILE AS $$ DELETE FROM antrean; SELECT 1 $$;
CREATE FUNCTION tidur(ms int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(ms / 1000.0); RETURN 1; END $$;
GRANT SELECT ON antrean TO pembaca;
GRANT ALL ON SEQUENCE urut TO pembaca;
GRANT DELETE ON antrean TO pembaca;
)";
const char* const prepare_mariadb = R"(
CREATE DATABASE postgres CHARACTER SET utf8mb4; USE postgres; SET time_zone = '+08:00';
CREATE TABLE antrean (id bigint PRIMARY KEY, loket text, antre decimal(30,10), diubah timestamp(3) NULL,
                      lokal datetime(3), hari date, buka bit(1), suhu double, kecil float);
INSERT INTO antrean VALUES
  (9007199254740993, 'Késehatan – 日本 😀', 12345678901234567890.0123456789, '2026-11-21 08:30:00.25',
   '2026-11-21 07:15:00.5', '2026-11-21', 1, 0.1, 0.1),
  (2, 'B', 0.5, NULL, NULL, NULL, 0, NULL, NULL);
CREATE DATABASE lain; CREATE TABLE lain.rahasia (id int);
DELIMITER //
CREATE FUNCTION ubah() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM antrean; RETURN 1; END//
CREATE FUNCTION tidur(ms int) RETURNS int NOT DETERMINISTIC SQL SECURITY INVOKER RETURN SLEEP(ms / 1000)//
DELIMITER ;
)";

class FullSql : public testing::TestWithParam<const char*> {
 protected:
  bool is_postgresql() const { return std::string(GetParam()) == "postgresql"; }
  void SetUp() override {
    server_ = is_postgresql() ? DatabaseServer::postgresql() : DatabaseServer::mariadb();
    if (!server_) GTEST_SKIP() << "there is no server of this kind, or no ODBC driver of it";
    server_->start();
    const std::string password = support::database_password;
    std::string doubled;
    for (const char c : password) doubled += c == '\'' ? std::string("''") : std::string(1, c);
    server_->run(is_postgresql() ? prepare_postgresql_once() : prepare_mariadb);
    if (is_postgresql()) {
      server_->run("ALTER ROLE pembaca PASSWORD '" + doubled + "'");
    } else {
      server_->run("CREATE USER pembaca@'%' IDENTIFIED BY '" + doubled +
                   "'; GRANT SELECT, DELETE ON postgres.* TO pembaca@'%'; "
                   "GRANT EXECUTE ON FUNCTION postgres.ubah TO pembaca@'%'; "
                   "GRANT EXECUTE ON FUNCTION postgres.tidur TO pembaca@'%'");
    }
    ::setenv("ANJUNGAN_TEST_DATABASE", support::database_password, 1);
  }
  // CREATE DATABASE stands alone there.
  std::string prepare_postgresql_once() {
    server_->run("CREATE DATABASE kosong");
    std::string rest = prepare_postgresql;
    rest.erase(rest.find("CREATE DATABASE"), std::string("CREATE DATABASE kosong;").size());
    return rest;
  }

  // `more`: lines in place of the usual ones where they name the same key.
  std::unique_ptr<Feed> make(const std::string& query, const std::string& rules, const std::string& more = "") {
    std::string text = "query = '''" + query + "'''\nsystem = \"" + std::string(GetParam()) + "\"\n" + more;
    const auto put = [&](const std::string& key, const std::string& value) {
      if (("\n" + more).find("\n" + key + " = ") == std::string::npos) text += key + " = " + value + "\n";
    };
    put("server", "\"127.0.0.1\"");
    put("port", std::to_string(server_->port()));
    put("database", "\"postgres\"");
    put("user", "\"pembaca\"");
    put("password", "\"env:ANJUNGAN_TEST_DATABASE\"");
    config::Complaints faults;
    const auto parsed = config::parse_toml(text + rules, "feeds.toml", faults);
    EXPECT_TRUE(parsed) << text;
    config::Rest rest;
    rest.table = *parsed->table();
    auto made = find_feed_kind("sql")->make(rest, {catalogue_.get()},
                                            FeedSetup{*catalogue_, feed_, folder_.path(), {}, {}, nullptr}, faults);
    for (const auto& fault : faults) ADD_FAILURE() << config::fill(fault.what.key, fault.what.arguments);
    return made;
  }

  Status poll(Feed& feed, std::stop_token stop = {}) {
    Http http({}, clock_);
    batch_ = {};
    const Status status = feed.poll({clock_.now(), http, cursor_, stop}, batch_);
    EXPECT_THAT(said(status), Not(HasSubstr("7f91"))) << "the password is told";
    return status;
  }
  static std::string said(const Status& status) { return config::fill(status.reason.key, status.reason.arguments); }
  std::string fault(const std::string& query, const std::string& more = "") {
    const auto feed = make(query, values, more);
    if (!feed) return "no feed";
    const Status status = poll(*feed);
    EXPECT_THAT(batch_.samples, IsEmpty());
    return status.outcome == Outcome::failed ? said(status) : "good";
  }
  std::string record(const std::string& name) const {
    const Value* value = batch_.records.at(0).find(name);
    if (!value) return "(no field)";
    if (const auto* number = std::get_if<double>(value)) return "number " + std::to_string(*number);
    if (const auto* truth = std::get_if<bool>(value)) return *truth ? "true" : "false";
    if (const auto* text = std::get_if<std::string>(value)) return *text;
    return "nothing";
  }
  // How many queries run there besides this one.
  int running() {
    return std::stoi(server_->run(is_postgresql()
                                      ? "SELECT count(*) FROM pg_stat_activity WHERE usename = 'pembaca' AND "
                                        "state = 'active'"
                                      : "SELECT count(*) FROM information_schema.processlist WHERE info LIKE "
                                        "'%tidur(%' AND id <> connection_id()"));
  }
  void when_running(const std::function<void()>& then) {
    while (running() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    then();
  }
  std::string sleeping(int ms) const { return "SELECT tidur(" + std::to_string(ms) + ") AS antre"; }
  std::string numbers(int count) const {
    const std::string last = std::to_string(count);
    return is_postgresql() ? "SELECT g AS antre FROM generate_series(1, " + last + ") AS g"
                           : "SELECT seq AS antre FROM seq_1_to_" + last;
  }

  static constexpr const char* values = "[[value]]\nindicator = \"antrean\"\ncolumn = \"antre\"\noptional = true\n";
  std::unique_ptr<DatabaseServer> server_;
  support::Folder folder_;
  std::shared_ptr<config::Catalogue> catalogue_ = test::small_catalogue();
  config::FeedConfig feed_;
  tests::ManualClock clock_{*config::parse_time("2026-11-21T01:00:00Z")};
  std::string cursor_;
  Batch batch_;
};

TEST_P(FullSql, ReadsEveryTypeExactly) {
  const auto feed = make("SELECT * FROM antrean ORDER BY id DESC",
                         "[[record]]\ntable = \"layanan\"\nkey = [\"id\"]\nat = \"diubah\"\n"
                         "where = { column = \"loket\", equals = \"Késehatan – 日本 😀\" }\n"
                         "fields = { id = \"id\", loket = \"loket\", antre = \"antre\", hari = \"hari\", "
                         "buka = \"buka\", suhu = \"suhu\", kecil = \"kecil\", lokal = \"lokal\" }\n"
                         "[[value]]\nindicator = \"antrean\"\ncolumn = \"antre\"\nitem = \"buka\"\nat = \"lokal\"\n"
                         "where = { column = \"buka\", equals = \"true\" }\n");
  const Status status = poll(*feed);
  ASSERT_EQ(status.outcome, Outcome::good) << said(status);
  ASSERT_THAT(batch_.records, SizeIs(1));
  EXPECT_EQ(batch_.records[0].key, "9007199254740993");
  EXPECT_EQ(config::to_rfc3339(batch_.records[0].at), "2026-11-21T00:30:00.250Z");
  EXPECT_EQ(record("id"), "9007199254740993");
  EXPECT_EQ(record("loket"), "Késehatan – 日本 😀");
  EXPECT_EQ(record("antre"), "12345678901234567890.0123456789");
  EXPECT_EQ(record("hari"), "2026-11-21");
  EXPECT_EQ(record("buka"), "true");
  EXPECT_EQ(record("suhu"), "number 0.100000");
  EXPECT_EQ(record("kecil"), "number 0.100000");
  ASSERT_THAT(batch_.samples, SizeIs(1));
  EXPECT_EQ(batch_.samples[0].series, "antrean#true");
  EXPECT_EQ(batch_.samples[0].value, 12345678901234567890.0123456789);
  EXPECT_EQ(config::to_rfc3339(batch_.samples[0].at), "2026-11-20T23:15:00.500Z") << "in the center's zone";
  EXPECT_THAT(batch_.complaints, IsEmpty());
}

TEST_P(FullSql, NothingIsAbsentAndNeverZero) {
  const auto feed = make("SELECT id, suhu AS antre, diubah, buka FROM antrean WHERE id = 2",
                         std::string(values) +
                             "[[record]]\ntable = \"layanan\"\nkey = [\"id\"]\n"
                             "fields = { diubah = \"diubah\", buka = \"buka\", id = \"id\" }\n");
  ASSERT_EQ(poll(*feed).outcome, Outcome::good);
  EXPECT_THAT(batch_.samples, IsEmpty());
  EXPECT_EQ(record("diubah"), "nothing");
  EXPECT_EQ(record("buka"), "false");
  EXPECT_EQ(record("id"), "number 2.000000");
}

// Batches that are kept and batches that are not, some rows of one moment, a limit within them.
TEST_P(FullSql, ReadsOnWhereTheLastKeptBatchEnded) {
  server_->run(is_postgresql() ? "CREATE TABLE ukur (diubah timestamptz, antre int); GRANT SELECT ON ukur TO pembaca"
                               : "CREATE TABLE postgres.ukur (diubah timestamp(6), antre int); "
                                 "GRANT SELECT ON postgres.ukur TO pembaca@'%'");
  const std::string table = is_postgresql() ? "ukur" : "postgres.ukur";
  const auto add = [&](int from, int to) {
    std::string rows;
    for (int i = from; i <= to; ++i)
      rows += (rows.empty() ? "(" : ",(") + std::string("'2026-11-21 08:00:0") + std::to_string(i / 3) + ".123456'," +
              std::to_string(i) + ")";
    server_->run(std::string(is_postgresql() ? "SET TIME ZONE 'Asia/Makassar'; " : "SET time_zone = '+08:00'; ") +
                 "INSERT INTO " + table + " VALUES " + rows);
  };
  const auto feed = make("SELECT diubah, antre, antre AS nama FROM ukur WHERE diubah > ? ORDER BY diubah",
                         std::string(values) + "item = \"nama\"\nat = \"diubah\"\n",
                         "most_rows = 7\nsince = { column = \"diubah\", first = \"2026-01-01\" }\n");
  std::map<std::string, int> seen;
  bool more = false;
  const auto take = [&](bool kept) {
    const Status status = poll(*feed);
    EXPECT_NE(status.outcome, Outcome::failed) << said(status);
    more = status.more;
    if (!kept) return status.outcome;
    for (const Sample& sample : batch_.samples) ++seen[sample.series + ' ' + config::to_rfc3339(sample.at)];
    cursor_ = batch_.cursor;
    return status.outcome;
  };
  EXPECT_EQ(take(true), Outcome::not_modified);
  add(0, 8);
  take(false);
  take(true);  // 7 of 9: those of the third moment are not all there, and come again
  EXPECT_THAT(seen, SizeIs(7));
  EXPECT_TRUE(more);
  take(true);
  EXPECT_THAT(seen, SizeIs(9));
  EXPECT_FALSE(more);
  EXPECT_EQ(take(true), Outcome::not_modified);
  add(9, 14);
  take(true);
  EXPECT_THAT(seen, SizeIs(15));
  EXPECT_EQ(take(true), Outcome::not_modified);
  EXPECT_THAT(cursor_, HasSubstr(".123456"));
}

TEST_P(FullSql, AMillionRowsAreCountedAndRefused) {
  feed_.most_bytes = 1'000'000'000;
  EXPECT_EQ(fault(numbers(1'000'000)), "the query returns more than 100000 rows");
  EXPECT_EQ(fault(numbers(1'000'000), "most_rows = 5\n"), "the query returns more than 5 rows");
  feed_.most_bytes = 100'000;
  EXPECT_EQ(fault(numbers(1'000'000), "most_rows = 2000000\n"), "the rows are together larger than 100000 bytes");
}

std::int64_t peak_kb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6));
  return 0;
}

TEST_P(FullSql, TheMemoryOfALargeReplyIsBounded) {
  if (!is_postgresql()) GTEST_SKIP() << "MariaDB's driver keeps the rows whole; most_rows bounds them at the server";
  feed_.most_bytes = 1'000'000'000;
  const auto feed = make(numbers(1'000'000) + " WHERE g % 1000 = 0 OR g > 0",
                         "[[value]]\nindicator = \"antrean\"\ncolumn = \"antre\"\n"
                         "where = { column = \"antre\", equals = \"7\" }\n",
                         "most_rows = 1000000\n");
  const std::int64_t before = peak_kb();
  const Status status = poll(*feed);
  ASSERT_EQ(status.outcome, Outcome::good) << said(status);
  ASSERT_THAT(batch_.samples, SizeIs(1));
  EXPECT_LT(peak_kb() - before, 20'000);
}

TEST_P(FullSql, FaultsOfSigningIn) {
  EXPECT_EQ(fault(numbers(1), "password = \"keliru\"\n"),
            "the database server 127.0.0.1:" + std::to_string(server_->port()) + " refuses the user or the password");
  EXPECT_THAT(fault(numbers(1), "user = \"siapa\"\n"), HasSubstr("refuses the user or the password"));
  EXPECT_THAT(fault(numbers(1), "database = \"tiada\"\n"), HasSubstr("has no database tiada for this user"));
  EXPECT_THAT(fault(numbers(1), "port = " + std::to_string(support::free_port()) + "\n"),
              HasSubstr("cannot be reached"));
  EXPECT_THAT(fault(numbers(1), "server = \"tiada.invalid\"\n"), HasSubstr("cannot be reached"));
  EXPECT_EQ(fault(numbers(1), "driver = \"Tiada\"\n"), "there is no ODBC driver Tiada");
  EXPECT_EQ(fault(numbers(1), "driver = \"/usr/lib/tiada.so\"\n"), "there is no ODBC driver /usr/lib/tiada.so");
  EXPECT_THAT(fault(numbers(1), "password = \"env:ANJUNGAN_TEST_NONE\"\n"), HasSubstr("ANJUNGAN_TEST_NONE is not set"));
}

TEST_P(FullSql, FaultsOfTheQuery) {
  EXPECT_THAT(fault("SELECT antre FROM"), HasSubstr("the database does not understand the query: "));
  EXPECT_THAT(fault("SELECT antre FROM tiada"), HasSubstr("the database does not understand the query: "));
  EXPECT_THAT(fault("SELECT tiada FROM antrean"), HasSubstr("does not understand the query: "));
  EXPECT_THAT(fault(std::string("SELECT id AS antre FROM ") + (is_postgresql() ? "" : "lain.") + "rahasia"),
              HasSubstr("the user of the database may not read this: "));
  EXPECT_THAT(fault("SELECT id FROM antrean"), HasSubstr("there is no column \"antre\" among: id"));
  EXPECT_THAT(fault("SELECT id AS antre FROM antrean WHERE id > ?", "since = { column = \"diubah\", first = \"0\" }\n"),
              HasSubstr("the result has no column diubah"));
}

TEST_P(FullSql, NothingIsChanged) {
  EXPECT_EQ(fault("SELECT ubah() AS antre"), "the database refuses the query because it would change something");
  if (is_postgresql()) {
    EXPECT_EQ(fault("SELECT nextval('urut') AS antre"),
              "the database refuses the query because it would change something");
    EXPECT_THAT(fault("SELECT CAST(loket AS int) AS antre FROM antrean"),
                "the query stumbles over a value in the database (SQLSTATE 22P02)");
  }
  EXPECT_EQ(std::stoi(server_->run(is_postgresql() ? "SELECT count(*) FROM antrean"
                                                   : "SELECT count(*) FROM postgres.antrean")),
            2);
}

TEST_P(FullSql, ASlowQueryIsEndedAtTheServer) {
  feed_.deadline = std::chrono::seconds(2);
  EXPECT_EQ(fault(sleeping(100'000)), "the query took longer than 2s and was ended");
  while (running() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

TEST_P(FullSql, StopEndsTheQueryToo) {
  feed_.deadline = std::chrono::minutes(10);
  const auto feed = make(sleeping(1'000'000), values);
  std::stop_source stop;
  std::thread stopper([&] { when_running([&] { stop.request_stop(); }); });
  EXPECT_EQ(said(poll(*feed, stop.get_token())), "stopped");
  stopper.join();
  while (running() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

TEST_P(FullSql, TheServerDiesAmidTheRows) {
  feed_.deadline = std::chrono::minutes(2);
  const std::string slow = is_postgresql() ? "SELECT g AS antre, tidur(1) FROM generate_series(1, 100000) AS g"
                                           : "SELECT seq AS antre, tidur(1) FROM seq_1_to_100000";
  std::thread killer([&] { when_running([&] { server_->stop(is_postgresql() ? SIGQUIT : SIGKILL); }); });
  const std::string answer = fault(slow);
  killer.join();
  EXPECT_EQ(answer, "the connection to the database server 127.0.0.1:" + std::to_string(server_->port()) + " was lost");
  EXPECT_THAT(fault(numbers(3)), HasSubstr("cannot be reached"));
  server_->start();
  EXPECT_EQ(fault("SELECT NULL AS antre"), "good");
}

TEST_P(FullSql, AServerThatHangsHoldsUpOnlyItsOwnFeed) {
  feed_.deadline = std::chrono::seconds(3);
  server_->send(SIGSTOP);
  EXPECT_THAT(fault(numbers(3), "connect_timeout = \"2s\"\n"), HasSubstr("does not answer"));
  const auto feed = make(numbers(3), values, "connect_timeout = \"60s\"\n");
  feed_.deadline = std::chrono::seconds(60);
  const auto patient = make(numbers(3), values, "connect_timeout = \"60s\"\n");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(said(poll(*patient, stop.get_token())), "stopped");
  EXPECT_EQ(said(poll(*patient)), "an earlier query to this database still hangs in its driver");
  server_->send(SIGCONT);
  while (said(poll(*patient)) == "an earlier query to this database still hangs in its driver")
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_THAT(batch_.samples, SizeIs(3));
}

// With ca_file the connection is encrypted and the server's certificate verified, or there is none.
TEST_P(FullSql, ASecureConnectionIsVerified) {
  if (!is_postgresql()) GTEST_SKIP() << "the test's MariaDB has no certificate";
  if (support::find_program("openssl").empty()) GTEST_SKIP() << "there is no openssl here";
  const auto openssl = [&](std::vector<std::string> arguments) {
    const auto result = support::run_child(support::find_program("openssl"),
                                           {.arguments = std::move(arguments), .folder = folder_.path()});
    ASSERT_EQ(result.code, 0) << result.err;
  };
  for (const char* name : {"benar", "lain"})
    openssl({"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", std::string(name) + ".key", "-out",
             std::string(name) + ".pem", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days",
             "3"});
  feed_.ca_file = folder_.file("benar.pem");
  EXPECT_THAT(fault(numbers(1), "server = \"localhost\"\n"), HasSubstr("no secure connection to the database server"));
  server_->keep("server.crt", support::read_text(folder_.file("benar.pem")));
  server_->keep("server.key", support::read_text(folder_.file("benar.key")));
  server_->run("ALTER SYSTEM SET ssl = on");
  server_->stop(SIGINT);
  server_->start();
  const auto feed = make("SELECT count(*) AS antre FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()", values,
                         "server = \"localhost\"\n");
  const Status status = poll(*feed);
  ASSERT_EQ(status.outcome, Outcome::good) << said(status);
  EXPECT_EQ(batch_.samples.at(0).value, 1) << "it is encrypted";
  EXPECT_THAT(fault(numbers(1)), HasSubstr("no secure connection")) << "127.0.0.1 is not in the certificate";
  feed_.ca_file = folder_.file("lain.pem");
  EXPECT_THAT(fault(numbers(1), "server = \"localhost\"\n"), HasSubstr("no secure connection"));
}

INSTANTIATE_TEST_SUITE_P(Servers, FullSql, testing::Values("postgresql", "mariadb"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
