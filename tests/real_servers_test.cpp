// Web servers of Debian as agencies run them: what our HTTP client and the kind prometheus make of a real nginx and a
// real Prometheus.
#include <gmock/gmock.h>
#include <signal.h>

#include <thread>

#include "feeds/feed.h"
#include "tests/support/databases.h"
#include "tests/support/fault_server.h"
#include "tests/support/manual_clock.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using support::find_program;
using support::Folder;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string said(const config::Error& error) {
  return config::fill(error.what.key, error.what.arguments);
}

// nginx in the foreground, with what a test puts into its server blocks.
class FullNginx : public testing::Test {
 protected:
  void SetUp() override {
    if (find_program("nginx").empty() || find_program("openssl").empty()) GTEST_SKIP() << "there is no nginx here";
    folder_.write("www/data.json", "[" + std::string(20'000, ' ') + "1]");
  }
  void start(const std::string& server) {
    const std::string temporary = folder_.path() + "/tmp";
    std::string text = "daemon off; master_process off; pid " + folder_.file("pid") + "; error_log stderr;\n" +
                       "events {}\nhttp { access_log " + folder_.file("access") + ";\n";
    for (const char* what : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
      text += std::string(what) + "_temp_path " + temporary + "_" + what + ";\n";
    text += "types { application/json json; }\nserver { root " + folder_.file("www") + "; " + server + " } }\n";
    support::ChildOptions options;
    options.arguments = {"-p", folder_.path(), "-c", folder_.write("nginx.conf", text), "-e", "stderr"};
    nginx_ = std::make_unique<support::Child>(find_program("nginx"), options);
    for (int i = 0; i < 400; ++i) {
      const auto reply = Http({5s, 1'000'000, ""}, system_clock()).fetch({.url = url("/data.json")}, {});
      if (reply || said(reply.error()).find("no connection") == std::string::npos) return;
      std::this_thread::sleep_for(50ms);
    }
    FAIL() << nginx_->said();
  }
  std::string url(const std::string& path) const {
    return std::string(secure_ ? "https" : "http") + "://localhost:" + std::to_string(port_) + path;
  }
  std::string listen(bool secure) {
    secure_ = secure;
    return "listen 127.0.0.1:" + std::to_string(port_) + (secure ? " ssl; " : "; ");
  }
  void openssl(std::vector<std::string> arguments) {
    support::ChildOptions options;
    options.arguments = std::move(arguments);
    options.folder = folder_.path();
    const auto result = support::run_child(find_program("openssl"), options);
    ASSERT_EQ(result.code, 0) << result.err;
  }
  // A root, an intermediate and a server's certificate that ends in `days`.
  void make_chain(const std::string& days) {
    folder_.write("ca.ext", "basicConstraints=critical,CA:true\nkeyUsage=keyCertSign\n");
    folder_.write("leaf.ext", "subjectAltName=DNS:localhost\n");
    openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "root.key",
             "-out", "root.pem", "-subj", "/CN=Akar Uji", "-days", "30"});
    const auto sign = [&](const std::string& name, const std::string& by, const std::string& subject,
                          const std::string& extensions, const std::string& until) {
      openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key",
               "-out", name + ".csr", "-subj", subject});
      openssl({"x509", "-req", "-in", name + ".csr", "-CA", by + ".pem", "-CAkey", by + ".key", "-CAcreateserial",
               "-extfile", extensions, "-out", name + ".pem", "-days", until});
    };
    sign("middle", "root", "/CN=Antara Uji", "ca.ext", "30");
    sign("leaf", "middle", "/CN=localhost", "leaf.ext", days);
    folder_.write("chain.pem",
                  support::read_text(folder_.file("leaf.pem")) + support::read_text(folder_.file("middle.pem")));
  }
  std::string fetch(const std::string& ca_file) {
    Http http({20s, 1'000'000, ca_file.empty() ? "" : folder_.file(ca_file)}, system_clock());
    const auto reply = http.fetch_data({.url = url("/data.json")}, {});
    return reply ? "good" : said(reply.error());
  }
  std::string with(const std::string& certificate) {
    return listen(true) + "ssl_certificate " + folder_.file(certificate) + "; ssl_certificate_key " +
           folder_.file("leaf.key") + ";";
  }

  Folder folder_;
  const int port_ = support::free_port();
  bool secure_ = false;
  std::unique_ptr<support::Child> nginx_;
};

TEST_F(FullNginx, AnIncompleteChainIsSaidAndMendedByItsIntermediate) {
  make_chain("30");
  start(with("leaf.pem"));
  EXPECT_THAT(fetch("root.pem"), HasSubstr("sends its certificate alone, and \"Antara Uji\", which signed it"));
  EXPECT_EQ(fetch("middle.pem"), "good");
}

TEST_F(FullNginx, AWholeChainIsTrustedByItsRootAndAnUnknownRootIsSaid) {
  make_chain("30");
  start(with("chain.pem"));
  EXPECT_EQ(fetch("root.pem"), "good");
  EXPECT_THAT(fetch(""), HasSubstr("is not signed by an authority that is known here; name its authority in ca_file"));
}

TEST_F(FullNginx, AnExpiredCertificateIsSaid) {
  make_chain("-1");
  start(with("chain.pem"));
  EXPECT_THAT(fetch("root.pem"), HasSubstr("has expired; its keeper must renew it"));
}

TEST_F(FullNginx, CompressedRedirectedAndNotModified) {
  start(listen(false) +
        "gzip on; gzip_types application/json; location /lama { return 301 /data.json; } "
        "location /jauh { return 302 http://lain.example.go.id/; } location /tiada { return 404; }");
  Http http({20s, 1'000'000, ""}, system_clock());
  auto reply = http.fetch_data({.url = url("/lama")}, {});
  ASSERT_TRUE(reply) << said(reply.error());
  EXPECT_EQ(reply->body, support::read_text(folder_.file("www/data.json")));
  http.keep_validators();
  reply = http.fetch_data({.url = url("/lama")}, {});
  ASSERT_TRUE(reply) << said(reply.error());
  EXPECT_TRUE(reply->not_modified);
  folder_.write("www/data.json", "[22]");
  reply = http.fetch_data({.url = url("/lama")}, {});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->body, "[22]");
  EXPECT_THAT(said(http.fetch_data({.url = url("/jauh")}, {}).error()), HasSubstr("lain.example.go.id"));
  EXPECT_THAT(said(http.fetch_data({.url = url("/tiada")}, {}).error()), HasSubstr("404"));
  EXPECT_THAT(support::read_text(folder_.file("access")), HasSubstr("\" 304 0 "));
}

// A body of unknown length through a proxy comes in chunks.
TEST_F(FullNginx, ChunkedThroughAProxy) {
  tests::FaultServer behind([](tests::Talk& talk) {
    if (talk.read_request().empty()) return;
    talk.send("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[1,");
    talk.send(std::string(70'000, ' ') + "2]");
  });
  start(listen(false) + "location / { proxy_pass http://127.0.0.1:" + std::to_string(behind.port()) +
        "; proxy_http_version 1.1; }");
  const auto reply = Http({20s, 1'000'000, ""}, system_clock()).fetch_data({.url = url("/data.json")}, {});
  ASSERT_TRUE(reply) << said(reply.error());
  EXPECT_EQ(reply->body.size(), 70'005u);
}

TEST(FullPrometheus, ItsAnswersAreWhatItScraped) {
  const std::string program = find_program("prometheus");
  if (program.empty()) GTEST_SKIP() << "there is no prometheus here";
  const Folder folder;
  tests::FaultServer target([](tests::Talk& talk) {
    if (talk.read_request().empty()) return;
    talk.send(
        tests::reply_200("# TYPE antre gauge\nantre{loket=\"A \\\"1\\\"\"} 3.25\nantre{loket=\"B\"} NaN\n"
                         "antre{loket=\"Ké\"} 1.7976931348623157e+308\n",
                         "text/plain; version=0.0.4"));
  });
  const std::string port = std::to_string(support::free_port());
  support::ChildOptions options;
  options.arguments = {"--config.file=" + folder.write("p.yml",
                                                       "scrape_configs:\n- job_name: uji\n  scrape_interval: 1s\n"
                                                       "  static_configs:\n  - targets: ['127.0.0.1:" +
                                                           std::to_string(target.port()) + "']\n"),
                       "--storage.tsdb.path=" + folder.file("data"), "--web.listen-address=127.0.0.1:" + port};
  support::Child server(program, options);
  ASSERT_TRUE(server.wait_for("Server is ready", 60s)) << server.said();

  const auto catalogue = test::small_catalogue();
  config::Complaints faults;
  const auto parsed = config::parse_toml("url = \"http://127.0.0.1:" + port +
                                             "\"\nmode = \"query\"\n[[metrics]]\nindicator = \"antrean\"\n"
                                             "query = \"antre\"\nitem = \"loket\"\n",
                                         "feeds.toml", faults);
  config::Rest rest;
  rest.table = *parsed->table();
  config::FeedConfig config;
  const auto feed =
      find_feed_kind("prometheus")->make(rest, {catalogue.get()}, FeedSetup{*catalogue, config, folder.path()}, faults);
  ASSERT_TRUE(feed);
  Http http({}, system_clock());
  Batch batch;
  for (int i = 0; i < 600 && batch.samples.empty(); ++i) {
    batch = {};
    ASSERT_EQ(feed->poll({system_clock().now(), http, "", {}}, batch).outcome, Status::Outcome::good);
    std::this_thread::sleep_for(100ms);
  }
  std::map<std::string, double> values;
  for (const Sample& sample : batch.samples) values[sample.series] = sample.value;
  EXPECT_THAT(values, testing::UnorderedElementsAre(testing::Pair("antrean#A \"1\"", 3.25),
                                                    testing::Pair("antrean#Ké", 1.7976931348623157e+308)));
  server.send(SIGTERM);
  server.finish();
}

}  // namespace
