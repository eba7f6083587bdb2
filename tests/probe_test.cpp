// Probes of loopback servers. Ping is shown where the kernel allows it, and its plain reason where it does not.
#include <gmock/gmock.h>
#include <cstdlib>
#include <fstream>
#include "feeds/access.h"
#include "feeds/feed.h"
#include "feeds/icmp.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/manual_clock.h"

namespace {

using namespace std::chrono_literals;
using tests::FaultServer;
using tests::Talk;

class ProbeTest : public testing::Test {
 protected:
  ProbeTest() {
    for (const char* name : {"latensi", "hilang", "hidup", "sertifikat"}) {
      catalogue_.indicators.emplace_back();
      catalogue_.indicators.back().name = name;
    }
    catalogue_.tables.emplace_back();
    catalogue_.tables.back().name = "situs";
    feed_.deadline = 10s;
  }
  static config::Time at(const char* text) { return *config::parse_time(text); }
  // One poll of these [[feed.targets]].
  feeds::Status poll(const std::string& targets, const std::string& more = "", const std::string& cursor = "",
                     config::Time now = {}) {
    config::Complaints faults;
    const auto options = config::parse_toml(
        "latency = \"latensi\"\nloss = \"hilang\"\nup = \"hidup\"\ncertificate_days = \"sertifikat\"\ncount = "
        "2\ntimeout = \"8s\"\n" +
            more + targets,
        "probe.toml", faults);
    EXPECT_TRUE(options);
    const config::Rest rest{*options->table(), {}};
    const auto made =
        feeds::find_feed_kind("probe")->make(rest, {&catalogue_}, feeds::FeedSetup{catalogue_, feed_, "."}, faults);
    EXPECT_TRUE(made);
    feeds::Http http({feed_.deadline, feed_.most_bytes, feed_.ca_file}, feeds::system_clock());
    batch_ = {};
    return made->poll({now, http, cursor, {}}, batch_);
  }
  void poll_sites(const std::string& targets, const std::string& cursor, config::Time now,
                  const std::string& more = "") {
    const std::string kept = cursor;  // it may be that of the last batch
    EXPECT_EQ(poll(targets, "sites = \"situs\"\n" + more, kept, now).outcome, feeds::Status::Outcome::good);
  }
  // Of a row of sites; empty: unknown.
  std::string field(const std::string& key, const std::string& name) const {
    for (const feeds::Record& record : batch_.records) {
      const feeds::Value* v = record.key == key ? record.find(name) : nullptr;
      if (!v) continue;
      if (const auto* text = std::get_if<std::string>(v)) return *text;
      if (const auto* n = std::get_if<double>(v)) return std::to_string(static_cast<int>(*n));
      return {};
    }
    return "no such row";
  }
  std::optional<double> value(const std::string& series) const {
    for (const feeds::Sample& sample : batch_.samples)
      if (sample.series == series) return sample.value;
    return {};
  }
  std::string complaint(const std::string& series) const {
    for (const feeds::Complaint& one : batch_.complaints)
      if (one.series == series) return config::fill(one.reason.key, one.reason.arguments);
    return {};
  }
  static std::string http_target(const std::string& item, const std::string& url) {
    return "[[targets]]\nitem = \"" + item + "\"\nmethod = \"http\"\nurl = \"" + url + "\"\n";
  }
  static std::string tcp_target(const std::string& item, int port) {
    return "[[targets]]\nitem = \"" + item +
           "\"\nmethod = \"tcp\"\nhost = \"127.0.0.1\"\nport = " + std::to_string(port) + "\n";
  }
  config::Catalogue catalogue_;
  config::FeedConfig feed_;
  feeds::Batch batch_;
};

TEST_F(ProbeTest, TcpConnects) {
  FaultServer server([](Talk& talk) { talk.hold(); });
  EXPECT_EQ(poll(tcp_target("on", server.port()) + tcp_target("off", tests::closed_port())).outcome,
            feeds::Status::Outcome::good);
  EXPECT_EQ(value("hidup#on"), 1);
  EXPECT_GE(value("latensi#on").value_or(-1), 0);
  EXPECT_EQ(value("hidup#off"), 0);
  EXPECT_EQ(value("latensi#off"), std::nullopt) << "never a zero for unknown";
  EXPECT_EQ(value("hilang#on"), std::nullopt) << "loss is of pings";
  EXPECT_THAT(complaint("latensi#off"), testing::HasSubstr("nothing listens there"));
}

TEST_F(ProbeTest, HttpAnswers) {
  const auto answers = [](const char* status) {
    return [status](Talk& talk) {
      talk.read_request();
      talk.send(std::string("HTTP/1.1 ") + status +
                "\r\nLocation: https://sso.example.go.id/\r\nContent-Length: 0\r\n\r\n");
    };
  };
  FaultServer good(answers("200 OK")), moved(answers("302 Found")), broken(answers("502 Bad Gateway"));
  poll(http_target("good", good.url()) + http_target("moved", moved.url()) + http_target("broken", broken.url()));
  EXPECT_EQ(value("hidup#good"), 1);
  EXPECT_GT(value("latensi#good").value_or(0), 0) << "loopback answers in less than a millisecond, not in none";
  EXPECT_EQ(value("hidup#moved"), 1) << "an answer that sends on to a sign-in page is an answer";
  EXPECT_EQ(value("hidup#broken"), 0);
  EXPECT_THAT(complaint("latensi#broken"), testing::HasSubstr("status 502"));
  EXPECT_EQ(value("sertifikat#good"), std::nullopt);
}

// More of them than are asked at once, and the good one last: the deadline is shared out.
TEST_F(ProbeTest, TargetsThatHangLeaveTheOthersTheirTime) {
  FaultServer hangs([](Talk& talk) { talk.hold(); });
  FaultServer good([](Talk& talk) {
    if (!talk.read_request().empty()) talk.send(tests::reply_200("ok", "text/plain"));
  });
  std::string targets;
  for (int i = 0; i < 30; ++i) targets += http_target("mati" + std::to_string(i), hangs.url());
  feed_.deadline = 3s;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(poll(targets + http_target("good", good.url()) + tcp_target("tcp", good.port())).outcome,
            feeds::Status::Outcome::good);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
  EXPECT_EQ(value("hidup#good"), 1);
  EXPECT_EQ(value("hidup#tcp"), 1);
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(value("hidup#mati" + std::to_string(i)), 0) << i;
    EXPECT_THAT(complaint("latensi#mati" + std::to_string(i)), testing::HasSubstr("did not answer completely")) << i;
  }
}

TEST_F(ProbeTest, CertificateOfAnotherNameOrSignedByItself) {
  const auto answer = [](Talk& talk) { talk.read_request(); };
  tests::TempFolder folder;
  tests::Authority ours(folder, "ours");
  FaultServer named(answer, ours.server("DNS:lain.example", 12)),
      alone(answer, tests::self_signed_server("IP:127.0.0.1", 7));
  feed_.ca_file = ours.file();
  poll(http_target("named", named.url()) + http_target("alone", alone.url()));
  EXPECT_EQ(value("hidup#named"), 0);
  EXPECT_EQ(value("sertifikat#named"), 12);
  EXPECT_THAT(complaint("latensi#named"), testing::HasSubstr("made out to another name"));
  EXPECT_EQ(value("hidup#alone"), 0);
  EXPECT_EQ(value("sertifikat#alone"), 7);
  EXPECT_THAT(complaint("latensi#alone"), testing::HasSubstr("signed by itself"));
}

TEST_F(ProbeTest, DaysOfCertificatesTrustedOrNot) {
  const auto answer = [](Talk& talk) {
    if (!talk.read_request().empty()) talk.send(tests::reply_200("ok", "text/plain"));
  };
  tests::TempFolder folder;
  tests::Authority ours(folder, "ours"), other(folder, "other");
  FaultServer good(answer, ours.server("IP:127.0.0.1", 40)), expired(answer, ours.server("IP:127.0.0.1", -5)),
      unknown(answer, other.server("IP:127.0.0.1", 90));
  feed_.ca_file = ours.file();
  poll(http_target("good", good.url()) + http_target("expired", expired.url()) + http_target("unknown", unknown.url()));
  EXPECT_EQ(value("sertifikat#good"), 40);
  EXPECT_EQ(value("hidup#good"), 1);
  EXPECT_EQ(value("sertifikat#expired"), -5);
  EXPECT_EQ(value("hidup#expired"), 0);
  EXPECT_THAT(complaint("latensi#expired"), testing::HasSubstr("has expired"));
  EXPECT_EQ(value("sertifikat#unknown"), 90);
  EXPECT_EQ(value("hidup#unknown"), 0);
  EXPECT_THAT(complaint("latensi#unknown"), testing::HasSubstr("sends its certificate alone"));
  EXPECT_TRUE(expired.requests().empty() && unknown.requests().empty());
}

TEST_F(ProbeTest, SitesHaveARowEach) {
  const auto page = [](const std::string& body, const std::string& headers = "") {
    return [=](Talk& talk) {
      if (!talk.read_request().empty()) talk.send(tests::reply_200(body, "text/html", headers));
    };
  };
  const auto to = [](const std::string& location) {
    return [=](Talk& talk) {
      const std::string request = talk.read_request();
      if (request.starts_with("GET /baru ")) {
        talk.send(tests::reply_200("<html>baru</html>", "text/html"));
      } else {
        talk.send("HTTP/1.1 301 Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
      }
    };
  };
  FaultServer plain(page("<html>isi</html>")),
      dated(page("<html>isi</html>", "Last-Modified: Sun, 01 Nov 2026 02:00:00 GMT\r\n")),
      fresh(page("<html>isi</html>", "Last-Modified: Sat, 21 Nov 2026 06:02:30 GMT\r\n")), moved(to("/baru")),
      away(to("https://masuk.example.com/")), circle(to("/")), broken([](Talk&talk) {
        talk.read_request();
        talk.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
      });
  const std::string targets = http_target("plain", plain.url()) + "owner = \"diskominfo\"\n" +
                              http_target("dated", dated.url()) + http_target("fresh", fresh.url()) +
                              http_target("moved", moved.url()) + http_target("away", away.url()) +
                              http_target("circle", circle.url()) + http_target("broken", broken.url()) +
                              http_target("nobody", "http://127.0.0.1:" + std::to_string(tests::closed_port()) + "/") +
                              tcp_target("tcp", plain.port());
  poll_sites(targets, "", at("2026-11-21T06:02:33Z"));
  EXPECT_EQ(field("plain", "alamat"), "127.0.0.1");
  EXPECT_EQ(field("plain", "instansi"), "diskominfo");
  EXPECT_EQ(field("plain", "status"), "aktif");
  EXPECT_EQ(field("plain", "diperbarui"), "2026-11-21T06:02:33Z");
  EXPECT_EQ(field("plain", "dasar"), "pertama");
  EXPECT_EQ(field("dated", "diperbarui"), "2026-11-01T02:00:00Z");
  EXPECT_EQ(field("dated", "dasar"), "tajuk");
  EXPECT_EQ(field("fresh", "dasar"), "pertama") << "a page that is made anew each time says now";
  EXPECT_EQ(field("moved", "alihan"), "1");
  EXPECT_EQ(field("moved", "tujuan"), "127.0.0.1");
  EXPECT_EQ(field("moved", "dasar"), "pertama");
  EXPECT_EQ(field("away", "status"), "aktif");
  EXPECT_EQ(field("away", "alihan"), "1");
  EXPECT_EQ(field("away", "tujuan"), "masuk.example.com") << "told, and not asked";
  EXPECT_EQ(field("away", "diperbarui"), "");
  EXPECT_EQ(field("circle", "status"), "mati");
  EXPECT_THAT(complaint("latensi#circle"), testing::HasSubstr("in a circle"));
  EXPECT_EQ(field("broken", "status"), "mati");
  EXPECT_EQ(field("nobody", "status"), "mati");
  EXPECT_EQ(field("nobody", "alihan"), "");
  EXPECT_EQ(batch_.records.size(), 8U) << "what is not asked by HTTP is no site";
  ASSERT_EQ(batch_.complete.size(), 1U);
  EXPECT_EQ(batch_.complete[0].table, "situs");
  EXPECT_EQ(value("hidup#moved"), 1);
}

// Redirects to hosts of the official domain are followed; what looks like one of them is not.
TEST_F(ProbeTest, RedirectsAreFollowedInTheDomainAlone) {
  FaultServer target([](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
  });
  const std::string there = "http://localhost:" + std::to_string(target.port()) + "/";
  FaultServer from([&](Talk& talk) {
    talk.read_request();
    talk.send("HTTP/1.1 302 Found\r\nLocation: " + there + "\r\nContent-Length: 0\r\n\r\n");
  });
  poll_sites(http_target("situs", from.url()), "", at("2026-11-21T06:00:00Z"));
  EXPECT_EQ(field("situs", "status"), "aktif");
  EXPECT_EQ(target.connections(), 0);
  poll_sites(http_target("situs", from.url()), "", at("2026-11-21T06:00:00Z"), "domain = [\"localhost\"]\n");
  EXPECT_EQ(field("situs", "status"), "mati") << "it leads to a page that is not there";
  EXPECT_EQ(field("situs", "tujuan"), "localhost");
}

TEST_F(ProbeTest, ThePagesChangeIsRememberedInTheCursor) {
  std::string body = "<html><script>var t=1</script><p>Pengumuman lama</p></html>";
  bool broken = false;
  FaultServer server([&](Talk& talk) {
    if (talk.read_request().empty()) return;
    if (broken) {
      talk.send("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad");
    } else {
      talk.send(tests::reply_200(body, "text/html"));
    }
  });
  const std::string target = http_target("situs daerah", server.url());
  poll_sites(target, "", at("2026-11-01T00:00:00Z"));
  EXPECT_EQ(field("situs daerah", "dasar"), "pertama");
  body = "<html><script>var t=2</script><!-- 17 --><p>Pengumuman  lama</p></html>";
  poll_sites(target, batch_.cursor, at("2026-11-02T00:00:00Z"));
  EXPECT_EQ(field("situs daerah", "diperbarui"), "2026-11-01T00:00:00Z") << "nobody reads scripts and comments";
  broken = true;
  poll_sites(target, batch_.cursor, at("2026-11-03T00:00:00Z"));
  EXPECT_EQ(field("situs daerah", "diperbarui"), "2026-11-01T00:00:00Z") << "an error page is no change";
  broken = false;
  body = "<html><p>Pengumuman baru</p></html>";
  poll_sites(target, batch_.cursor, at("2026-11-04T00:00:00Z"));
  EXPECT_EQ(field("situs daerah", "diperbarui"), "2026-11-04T00:00:00Z");
  EXPECT_EQ(field("situs daerah", "dasar"), "isi");
  const std::string kept = batch_.cursor;
  poll_sites(target, kept, at("2026-11-20T00:00:00Z"));
  EXPECT_EQ(field("situs daerah", "diperbarui"), "2026-11-04T00:00:00Z");
  EXPECT_EQ(batch_.cursor, kept);
  for (const std::string& damaged :
       {std::string("pages 9\nx"), kept.substr(0, kept.size() / 2), "pages 1\n" + std::string(300, 'z') + "\n\n \n",
        std::string("pages 1\n0123456789abcdef 0 99999999999999999999 situs daerah\n")}) {
    poll_sites(target, damaged, at("2026-11-21T00:00:00Z"));
    EXPECT_EQ(field("situs daerah", "dasar"), "pertama") << damaged;
    EXPECT_EQ(field("situs daerah", "diperbarui"), "2026-11-21T00:00:00Z") << damaged;
  }
}

TEST_F(ProbeTest, PingOrThePlainReasonWhyNot) {
  const feeds::Status status = poll("[[targets]]\nitem = \"diri\"\nhost = \"127.0.0.1\"\n");
  if (status.outcome == feeds::Status::Outcome::failed) {
    EXPECT_THAT(status.reason.key, testing::HasSubstr("net.ipv4.ping_group_range"));
    EXPECT_TRUE(batch_.samples.empty()) << "unknown, not down";
    GTEST_SKIP() << "the kernel does not allow ping here";
  }
  EXPECT_EQ(value("hidup#diri"), 1);
  EXPECT_EQ(value("hilang#diri"), 0);
  EXPECT_GE(value("latensi#diri").value_or(-1), 0);
}

TEST(PingTest, MedianAndLoss) {
  feeds::Ping ping;
  EXPECT_EQ(ping.median_ms(), std::nullopt);
  ping.sent = 4;
  ping.received = 3;
  ping.times_ms = {5, 1, 3};
  EXPECT_EQ(ping.median_ms(), 3);
  EXPECT_EQ(ping.loss_percent(), 25);
  ping.times_ms = {4, 1, 3, 2};
  EXPECT_EQ(ping.median_ms(), 2.5);
}

TEST(PingTest, AStopEndsWaiting) {
  std::stop_source stop;
  stop.request_stop();
  const auto times = feeds::connect_all({{"192.0.2.1", 9}}, feeds::system_clock(), feeds::system_clock().steady() + 60s,
                                        stop.get_token());
  EXPECT_EQ(times.at(0).ms, std::nullopt);
}

TEST(SecretTest, FromEnvironmentFileOrText) {
  tests::TempFolder folder;
  std::ofstream(folder.path() / "token") << "rahasia\n";
  ::setenv("ANJUNGAN_TEST_SECRET", "dari-env", 1);
  const auto get = [&](const std::string& source) {
    const auto value = feeds::reveal({source}, folder.path());
    return value ? *value : "! " + config::fill(value.error().what.key, value.error().what.arguments);
  };
  EXPECT_EQ(get("file:token"), "rahasia");
  EXPECT_EQ(get("env:ANJUNGAN_TEST_SECRET"), "dari-env");
  EXPECT_EQ(get("langsung"), "langsung");
  EXPECT_EQ(get("file:none"), "! the secret file none cannot be read or is empty");
  EXPECT_EQ(get("env:ANJUNGAN_TEST_NONE"), "! the environment variable ANJUNGAN_TEST_NONE is not set");
}

TEST(SecretTest, BasicAuthentication) {
  feeds::Access access;
  access.user = "Aladdin";
  access.password.source = "open sesame";
  const auto headers = access.reveal_all(".");
  ASSERT_TRUE(headers);
  // RFC 7617, section 2
  EXPECT_THAT(*headers, testing::ElementsAre(testing::Pair("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")));
}

}  // namespace
