// Micro-benchmarks of what a value goes through on its way to the wall: read from JSON over loopback, checked, kept.
// Built with the tests and never run by ./check; figures of the whole program come from `anjungan bench`.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <future>
#include <nlohmann/json.hpp>

#include "feeds/checks.h"
#include "feeds/collector.h"
#include "feeds/csv.h"
#include "feeds/http_server.h"
#include "feeds/json_rules.h"
#include "feeds/store.h"

namespace {

constexpr int rows = 1000;

// One indicator and the feed that brings it from `url`.
std::shared_ptr<config::Center> make_center(const std::string& url = "http://127.0.0.1:9/") {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->code = "63.10";
  catalogue->agencies.push_back({"diskominfo", {"Diskominfo"}, {"Diskominfo"}, false, {}});
  config::Indicator indicator;
  indicator.name = "beban";
  indicator.agency = "diskominfo";
  indicator.freshness.stale_after = std::chrono::hours(1);
  indicator.freshness.missing_after = std::chrono::hours(4);
  catalogue->indicators.push_back(indicator);
  config::FeedConfig feed;
  feed.name = "beban";
  feed.kind = "http_json";
  feed.agency = "diskominfo";
  feed.basis.kind = config::Basis::Kind::own_system;
  config::Complaints complaints;
  const auto options = config::parse_toml("url = \"" + url +
                                              "\"\n[[value]]\nindicator = \"beban\"\neach = \"/data\"\n"
                                              "pointer = \"/beban\"\nitem = \"/nama\"\n",
                                          "bench", complaints);
  feed.options = {*options->table(), options->place};
  auto center = std::make_shared<config::Center>();
  center->catalogue = catalogue;
  center->feeds.push_back(feed);
  center->usable = true;
  return center;
}

feeds::Batch make_batch(config::Time at) {
  feeds::Batch batch;
  for (int i = 0; i < rows; ++i) batch.samples.push_back({"beban#" + std::to_string(i), at, i * 0.5, std::nullopt});
  return batch;
}

std::string make_reply() {
  nlohmann::json list = nlohmann::json::array();
  for (int i = 0; i < rows; ++i) list.push_back({{"nama", "link-" + std::to_string(i)}, {"beban", i * 0.1}});
  return nlohmann::json{{"data", list}}.dump();
}

void read_json_over_http(benchmark::State& state) {
  feeds::HttpServer server(1);
  const std::string reply = make_reply();
  server.route("GET", "/beban", [&](const feeds::ServedRequest&) {
    return feeds::ServedReply{200, "application/json", reply, {}};
  });
  const auto port = server.listen("127.0.0.1", 0);
  if (!port) return state.SkipWithError("no port");
  const auto center = make_center("http://127.0.0.1:" + std::to_string(*port) + "/beban");
  config::Complaints complaints;
  auto made = feeds::make_feed(*center, center->feeds[0], feeds::system_clock(), complaints);
  if (!made) return state.SkipWithError("no feed");
  for ([[maybe_unused]] const auto step : state) {
    feeds::Batch batch;
    made->feed->poll({feeds::system_clock().now(), *made->http, {}, {}}, batch);
    if (batch.samples.size() != rows) return state.SkipWithError("values are missing");
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(read_json_over_http)->Unit(benchmark::kMillisecond);

// Tables of a regency: a link, a district, a day and a number a row, in Indonesian notation.
std::string make_table(int count) {
  std::string out = "Nama;Kecamatan;Tanggal;Nilai\n";
  for (int i = 0; i < count; ++i)
    out += "link-" + std::to_string(i % 1000) + ";63.10.04;21/11/2026;1." + std::to_string(100 + i % 900) + "," +
           std::to_string(i % 10) + "\n";
  return out;
}

void read_csv_rows(benchmark::State& state) {
  const std::string table = make_table(100'000);
  auto center = make_center();
  auto catalogue = std::make_shared<config::Catalogue>(*center->catalogue);
  catalogue->regions = {{"63.10.04", "6310030", "Satui", {}}};
  feeds::ColumnValueRule rule;
  rule.indicator.name = "beban";
  rule.pointer = "Nilai";
  rule.item = "Nama";
  rule.region = "Kecamatan";
  rule.at = "Tanggal";
  rule.at_format = feeds::TimeForm::dmy;
  rule.number = feeds::Notation::id;
  for (auto _ : state) {
    feeds::Batch batch;
    feeds::CsvRows source(*feeds::to_utf8(table, feeds::Encoding::utf8), feeds::Delimiter::semicolon);
    if (!feeds::read_rows(source, {}, {{rule}, {}}, *catalogue, config::Time{}, batch) ||
        batch.samples.size() != 100'000)
      return state.SkipWithError("not all rows were read");
  }
  state.SetItemsProcessed(state.iterations() * 100'000);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(table.size()));
}
BENCHMARK(read_csv_rows)->Unit(benchmark::kMillisecond);

void split_csv_rows(benchmark::State& state) {
  const std::string table = make_table(100'000);
  for (auto _ : state) {
    feeds::CsvRows source(table, feeds::Delimiter::semicolon);
    feeds::Row row;
    while (source.next(row).value_or(false)) benchmark::DoNotOptimize(row);
  }
  state.SetItemsProcessed(state.iterations() * 100'000);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(table.size()));
}
BENCHMARK(split_csv_rows)->Unit(benchmark::kMillisecond);

// A large reply without the network: parsing and reading, and parsing alone.
std::string make_large_reply() {
  nlohmann::json list = nlohmann::json::array();
  for (int i = 0; i < 100'000; ++i)
    list.push_back({{"nama", "link-" + std::to_string(i % 1000)}, {"beban", i * 0.1}, {"status", "aktif"}});
  return nlohmann::json{{"data", list}}.dump();
}

void read_large_json(benchmark::State& state) {
  const std::string reply = make_large_reply();
  const auto center = make_center();
  feeds::ValueRule rule;
  rule.indicator.name = "beban";
  rule.each = "/data";
  rule.pointer = "/beban";
  rule.item = "/nama";
  for (auto _ : state) {
    feeds::Batch batch;
    const auto document = feeds::parse_json(reply);
    if (!document) return state.SkipWithError("not read");
    feeds::read_values(*document, rule, *center->catalogue, config::Time{}, batch);
    benchmark::DoNotOptimize(batch);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(reply.size()));
}
BENCHMARK(read_large_json)->Unit(benchmark::kMillisecond);

void parse_large_json(benchmark::State& state) {
  const std::string reply = make_large_reply();
  for (auto _ : state) benchmark::DoNotOptimize(feeds::parse_json(reply));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(reply.size()));
}
BENCHMARK(parse_large_json)->Unit(benchmark::kMillisecond);

void check_values(benchmark::State& state) {
  const auto center = make_center();
  const config::Time now = feeds::system_clock().now();
  const feeds::Batch batch = make_batch(now);
  const feeds::Known nothing{[](const std::string&) { return std::nullopt; },
                             [](const std::string&, config::Time) { return std::nullopt; }};
  for ([[maybe_unused]] const auto step : state) {
    const feeds::Checked checked =
        feeds::check_batch(batch, center->feeds[0], {"beban"}, *center->catalogue, nothing, now);
    if (checked.samples.size() != rows) return state.SkipWithError("values are refused");
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(check_values)->Unit(benchmark::kMillisecond);

// From the delivery to the answer after the commit, on a file.
void keep_values(benchmark::State& state) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "anjungan-bench-store.db";
  std::filesystem::remove(file);
  const auto center = make_center();
  auto store = feeds::Store::open(center, {file, false, {}}, feeds::system_clock());
  if (!store) return state.SkipWithError("no store");
  config::Time at = feeds::system_clock().now() - std::chrono::hours(24 * 300);
  for ([[maybe_unused]] const auto step : state) {
    const auto answer = std::make_shared<std::promise<feeds::Receipt>>();
    auto receipt = answer->get_future();
    at += std::chrono::seconds(1);
    (*store)->deliver({"beban", at, feeds::Status::good(), make_batch(at), answer}, {});
    if (receipt.get().accepted != rows) return state.SkipWithError("values are refused");
  }
  state.SetItemsProcessed(state.iterations() * rows);
  store->reset();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
}
BENCHMARK(keep_values)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
