// The captures of agencies' systems in ../shared/samples, served over HTTP and read by http_json and prometheus; what
// is expected is read from the same files here, by other means. Skipped where the captures are absent.
#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include "feeds/feed.h"
#include "feeds/http_server.h"
#include "tests/support/manual_clock.h"

namespace {

using Json = nlohmann::json;

const std::filesystem::path samples = std::filesystem::path(ANJUNGAN_SOURCE) / ".." / "shared" / "samples";

class SamplesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(samples)) GTEST_SKIP() << "the captures in ../shared/samples are not here";
  }
  std::string text(const std::string& file) {
    std::ifstream in(samples / file, std::ios::binary);
    EXPECT_TRUE(in.is_open()) << file;
    return {std::istreambuf_iterator<char>(in), {}};
  }
  Json json(const std::string& file) { return Json::parse(text(file)); }

  // Serves the file and reads it once with a feed of these options ("{url}" is its address).
  feeds::Status read(const std::string& kind, const std::string& file, std::string options, const char* type) {
    feeds::HttpServer server(2);
    server.route("GET", "/.*", [&](const feeds::ServedRequest&) {
      return feeds::ServedReply{200, type, text(file), {}};
    });
    const auto port = server.listen("127.0.0.1", 0);
    EXPECT_TRUE(port);
    options.replace(options.find("{url}"), 5, "http://127.0.0.1:" + std::to_string(*port) + "/x");
    config::Complaints faults;
    const auto parsed = config::parse_toml(options, "options.toml", faults);
    EXPECT_TRUE(parsed);
    config::Catalogue catalogue;
    for (const char* name : {"a", "b", "c"}) {
      catalogue.indicators.emplace_back();
      catalogue.indicators.back().name = name;
    }
    catalogue.tables.emplace_back();
    catalogue.tables.back().name = "t";
    const config::FeedConfig feed;
    const auto made = feeds::find_feed_kind(kind)->make({*parsed->table(), {}}, {&catalogue},
                                                        feeds::FeedSetup{catalogue, feed, "."}, faults);
    EXPECT_TRUE(made) << (faults.empty() ? "" : faults.front().what.key);
    tests::ManualClock clock;
    feeds::Http http({feed.deadline, feed.most_bytes, ""}, clock);
    batch_ = {};
    const feeds::Status status = made->poll({clock.now(), http, "", {}}, batch_);
    values_.clear();
    for (const feeds::Sample& sample : batch_.samples) values_[sample.series] = sample;
    return status;
  }
  feeds::Batch batch_;
  std::map<std::string, feeds::Sample> values_;
};

TEST_F(SamplesTest, BmkgAutogempa) {
  for (const std::string file : {"bmkg/autogempa.json", "bmkg/autogempa-2024-01-10.json"}) {
    read("http_json", file, R"(
url = "{url}"
[[value]]
indicator = "a"
pointer = "/Infogempa/gempa/Magnitude"
at = "/Infogempa/gempa/DateTime"
[[value]]
indicator = "b"
pointer = "/Infogempa/gempa/Kedalaman"
unit = "km"
[[value]]
indicator = "c"
pointer = "/Infogempa/gempa/Lintang"
number = "degrees"
)",
         "application/json");
    const Json gempa = json(file)["Infogempa"]["gempa"];
    EXPECT_TRUE(batch_.complaints.empty());
    EXPECT_EQ(values_.at("a").value, std::stod(gempa["Magnitude"].get<std::string>()));
    EXPECT_EQ(values_.at("a").at, *config::parse_time(gempa["DateTime"].get<std::string>()));
    EXPECT_EQ(values_.at("b").value, std::stod(gempa["Kedalaman"].get<std::string>()));
    // "lat,lon" says the same latitude in signed degrees.
    EXPECT_EQ(values_.at("c").value, std::stod(gempa["Coordinates"].get<std::string>()));
  }
}

TEST_F(SamplesTest, BmkgGempaterkini) {
  read("http_json", "bmkg/gempaterkini.json", R"(
url = "{url}"
[[value]]
indicator = "a"
each = "/Infogempa/gempa"
pointer = "/Magnitude"
item = "/Coordinates"
at = "/DateTime"
[[record]]
table = "t"
each = "/Infogempa/gempa"
key = ["/DateTime"]
fields = { wilayah = "/Wilayah" }
)",
       "application/json");
  const Json gempa = json("bmkg/gempaterkini.json")["Infogempa"]["gempa"];
  ASSERT_EQ(values_.size(), gempa.size());
  ASSERT_EQ(batch_.records.size(), gempa.size());
  for (std::size_t i = 0; i < gempa.size(); ++i) {
    const feeds::Sample& sample = values_.at("a#" + gempa[i]["Coordinates"].get<std::string>());
    EXPECT_EQ(sample.value, std::stod(gempa[i]["Magnitude"].get<std::string>()));
    EXPECT_EQ(std::get<std::string>(*batch_.records[i].find("wilayah")), gempa[i]["Wilayah"].get<std::string>());
  }
}

TEST_F(SamplesTest, ZabbixItems) {
  read("http_json", "network/zabbix-item-get.json", R"(
url = "{url}"
errors_at = "/error"
[[value]]
indicator = "a"
each = "/result"
pointer = "/lastvalue"
item = "/key_"
at = "/lastclock"
at_format = "unix"
)",
       "application/json");
  const Json result = json("network/zabbix-item-get.json")["result"];
  ASSERT_EQ(values_.size(), result.size());
  for (const Json& item : result) {
    const feeds::Sample& sample = values_.at("a#" + item["key_"].get<std::string>());
    EXPECT_EQ(sample.value, std::stod(item["lastvalue"].get<std::string>()));
    EXPECT_EQ(sample.at.time_since_epoch(), std::chrono::seconds(std::stoll(item["lastclock"].get<std::string>())));
  }
}

TEST_F(SamplesTest, LibreNmsPort) {
  read("http_json", "network/librenms-port.json", R"(
url = "{url}"
expect = { pointer = "/status", equals = "ok" }
[[value]]
indicator = "a"
each = "/port"
pointer = "/ifInOctets_rate"
item = "/ifName"
scale = 8
at = "/poll_time"
at_format = "unix"
[[value]]
indicator = "b"
each = "/port"
pointer = "/ifOperStatus"
item = "/ifName"
map = { up = 1, down = 0 }
)",
       "application/json");
  const Json port = json("network/librenms-port.json")["port"][0];
  const std::string name = port["ifName"];
  EXPECT_EQ(values_.at("a#" + name).value, 8 * std::stod(port["ifInOctets_rate"].get<std::string>()));
  EXPECT_EQ(values_.at("b#" + name).value, port["ifOperStatus"] == "up" ? 1 : 0);
}

TEST_F(SamplesTest, MikrotikInterfaces) {
  read("http_json", "network/mikrotik-rest-interface.json", R"(
url = "{url}"
[[value]]
indicator = "a"
pointer = "/running"
item = "/name"
map = { true = 1, false = 0 }
[[value]]
indicator = "b"
pointer = "/rx-byte"
item = "/name"
)",
       "application/json");
  for (const Json& one : json("network/mikrotik-rest-interface.json")) {
    EXPECT_EQ(values_.at("a#" + one["name"].get<std::string>()).value, one["running"] == "true" ? 1 : 0);
    EXPECT_EQ(values_.at("b#" + one["name"].get<std::string>()).value, std::stod(one["rx-byte"].get<std::string>()));
  }
}

TEST_F(SamplesTest, CkanPackages) {
  read("http_json", "ckan/package_search-shape.json", R"(
url = "{url}"
expect = { pointer = "/success", equals = "true" }
[[value]]
indicator = "a"
pointer = "/result/count"
)",
       "application/json");
  EXPECT_EQ(values_.at("a").value, json("ckan/package_search-shape.json")["result"]["count"].get<double>());
  const feeds::Status status = read("http_json", "ckan/error.json", R"(
url = "{url}"
expect = { pointer = "/success", equals = "true" }
[[value]]
indicator = "a"
pointer = "/result/count"
)",
                                    "application/json");
  EXPECT_EQ(status.outcome, feeds::Status::Outcome::failed);
}

TEST_F(SamplesTest, PrometheusQueryVector) {
  read("prometheus", "network/prometheus-query-vector.json", R"(
url = "{url}"
mode = "query"
metrics = [{ indicator = "a", query = "up", item = "instance" }]
)",
       "application/json");
  const Json result = json("network/prometheus-query-vector.json")["data"]["result"];
  ASSERT_EQ(values_.size(), result.size());
  for (const Json& one : result) {
    const feeds::Sample& sample = values_.at("a#" + one["metric"]["instance"].get<std::string>());
    EXPECT_EQ(sample.value, std::stod(one["value"][1].get<std::string>()));
    const double seconds = std::chrono::duration<double>(sample.at.time_since_epoch()).count();
    EXPECT_NEAR(seconds, one["value"][0].get<double>(), 0.0006);
  }
}

TEST_F(SamplesTest, UptimeKumaMetrics) {
  read("prometheus", "network/uptime-kuma-metrics.txt", R"(
url = "{url}"
metrics = [{ indicator = "a", metric = "monitor_cert_days_remaining", item = "monitor_name" },
           { indicator = "b", metric = "monitor_status", item = "monitor_name" }]
)",
       "text/plain; version=0.0.4");
  // Independently: lines of the metric, the name between the first quotes that are not escaped, the last word.
  std::map<std::string, double> expected;
  std::size_t nothing = 0;
  std::istringstream lines(text("network/uptime-kuma-metrics.txt"));
  for (std::string line; std::getline(lines, line);) {
    const bool days = line.starts_with("monitor_cert_days_remaining{"), status = line.starts_with("monitor_status{");
    if (!days && !status) continue;
    const auto begin = line.find("monitor_name=\"") + 14;
    std::string name = line.substr(begin, line.find("\",", begin) - begin);
    for (auto at = name.find("\\\""); at != std::string::npos; at = name.find("\\\"")) name.erase(at, 1);
    const std::string last = line.substr(line.rfind(' ') + 1);
    if (last == "Nan")
      ++nothing;
    else
      expected[(days ? "a#" : "b#") + name] = std::stod(last);
  }
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(values_.size(), expected.size());
  for (const auto& [series, value] : expected) EXPECT_EQ(values_.at(series).value, value) << series;
  EXPECT_EQ(batch_.complaints.size(), nothing);
}

}  // namespace
