// `anjungan bench feeds`: how fast replies are read, and what polling many small systems each second takes, beside a
// bare parser and a bare client in the same run.
#include <fmt/format.h>
#include <atomic>
#include <nlohmann/json.hpp>
#include "config/tree.h"
#include "feeds/collector.h"
#include "feeds/csv.h"
#include "feeds/json_rules.h"
#include "feeds/store.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/bench.h"
#include "viewer/commands/bench_peer.h"

namespace viewer::commands {
namespace {

using std::chrono::seconds;

constexpr int feed_count = 2000, rows_of_small = 24;  // 2 KB
constexpr int large_rows = 200'000, csv_rows = 1'000'000;

std::string reply_of(int rows) {
  std::string out = R"({"status":"ok","data":[)";
  for (int i = 0; i < rows; ++i)
    out += fmt::format(R"({}{{"nama":"tautan-{}","kode":"63.10.{:02}","beban":{:.2f},"aktif":true}})", i > 0 ? "," : "",
                       i % 5000, i % 12 + 1, 0.25 * (i % 4000));
  return out + "]}";
}

std::shared_ptr<config::Center> center_of(int feeds, int port) {
  auto catalogue = std::make_shared<config::Catalogue>();
  catalogue->code = "63.10";
  catalogue->zone = config::Zone::wita;
  catalogue->agencies = {{.id = "uji", .name = {"Uji"}}};
  auto out = std::make_shared<config::Center>();
  config::Complaints complaints;
  for (int i = 0; i < feeds; ++i) {
    config::Indicator indicator;
    indicator.name = fmt::format("beban.{}", i);
    indicator.agency = "uji";
    indicator.freshness.stale_after = seconds(60);
    indicator.freshness.missing_after = seconds(300);
    catalogue->indicators.push_back(indicator);
    config::FeedConfig feed;
    feed.name = fmt::format("uji.{}", i);
    feed.kind = "http_json";
    feed.agency = "uji";
    feed.interval = seconds(1);
    feed.basis.kind = config::Basis::Kind::own_system;
    const auto options = config::parse_toml(
        fmt::format("url = \"http://127.0.0.1:{}/beban\"\n[[value]]\nindicator = \"{}\"\neach = \"/data\"\n"
                    "pointer = \"/beban\"\nitem = \"/nama\"\n",
                    port, indicator.name),
        "uji.toml", complaints);
    if (options) feed.options.table = *options->table();
    out->feeds.push_back(std::move(feed));
  }
  catalogue->index();
  out->catalogue = catalogue;
  out->usable = true;
  return out;
}

// Counts what the collectors deliver; nothing is kept.
class CountingStore final : public feeds::Store {
 public:
  bool deliver(feeds::Delivery delivery, std::stop_token) override {
    good += delivery.status.outcome == feeds::Status::Outcome::good;
    ++polls;
    if (delivery.answer) delivery.answer->set_value({delivery.batch.samples.size(), 0, {}});
    return true;
  }
  std::shared_ptr<const feeds::Snapshot> latest(config::Audience) const override { return nullptr; }
  feeds::Steady turned() const override { return {}; }
  void set_wants(std::vector<feeds::Want>) override {}
  std::filesystem::path file() const override { return {}; }
  std::string cursor(const std::string&) const override { return {}; }
  void adopt(std::shared_ptr<const config::Center>) override {}
  void set_notices(std::vector<feeds::Notice>) override {}
  std::future<std::shared_ptr<const feeds::Snapshot>> view(config::Audience, std::optional<config::Time>,
                                                           std::vector<feeds::Want>) override {
    return {};
  }
  std::future<feeds::Outcome> submit(feeds::Command) override { return {}; }

  std::atomic<std::uint64_t> polls = 0, good = 0;
};

void add_reading(Shell& shell, std::vector<Figure>& out) {
  const auto word = [&](const char* text) { return std::string(shell.words.word(text)); };
  const auto center = center_of(1, 9);
  config::Complaints complaints;
  feeds::JsonRules rules;
  config::Reader reader(center->feeds[0].options.table, {}, {center->catalogue.get()}, complaints);
  rules.describe(reader);
  const std::string reply = reply_of(large_rows);
  const double megabytes = static_cast<double>(reply.size()) / 1e6;
  std::size_t taken = 0;
  bool accepted = false;
  std::vector<double> whole, bare;
  for (int i = 0; i < 5; ++i) {
    bare.push_back(measured_ms(shell.clock, [&] { accepted = nlohmann::json::accept(reply); }));
    whole.push_back(measured_ms(shell.clock, [&] {
      feeds::Batch batch;
      (void)rules.read_text(reply, *center->catalogue, shell.clock.now(), batch);
      taken = batch.samples.size();
    }));
  }
  out.push_back({"json_mb_per_s", word("JSON to samples"), accepted ? megabytes / median(whole) * 1000 : 0, "MB/s", 0});
  out.push_back({"json_samples", word("samples of it"), static_cast<double>(taken), "", 0});
  out.push_back(
      {"json_accept_mb_per_s", word("the parser alone, keeping nothing"), megabytes / median(bare) * 1000, "MB/s", 0});

  std::string csv = "nama,kode,beban\n";
  for (int i = 0; i < csv_rows; ++i)
    csv += fmt::format("tautan-{},63.10.{:02},{:.2f}\n", i % 5000, i % 12 + 1, 0.25 * (i % 4000));
  feeds::ColumnValueRule rule;
  rule.indicator.name = "beban.0";
  rule.pointer = "beban";
  rule.item = "nama";
  const std::vector<feeds::ColumnValueRule> values = {rule};
  const double ms = measured_ms(shell.clock, [&] {
    feeds::CsvRows rows(csv, feeds::Delimiter::comma);
    feeds::Batch batch;
    (void)feeds::read_rows(rows, {}, {values, {}}, *center->catalogue, shell.clock.now(), batch);
    taken = batch.samples.size() + batch.complaints.size();
  });
  out.push_back({"csv_rows_per_s", word("CSV rows to samples"), static_cast<double>(taken) / ms * 1000, "/s", 0});
}

void add_polling(Shell& shell, const BenchPeer& peer, double run_s, std::vector<Figure>& out) {
  const auto word = [&](const char* text) { return std::string(shell.words.word(text)); };
  const auto wait = [&](double s) {
    shell.clock.sleep_until(
        shell.clock.steady() + std::chrono::duration_cast<feeds::Steady::duration>(std::chrono::duration<double>(s)),
        {});
  };
  std::string reply;
  std::uint64_t bare_polls = 0;
  const double bare_cpu = cpu_milliseconds();
  const feeds::Steady until = shell.clock.steady() + seconds(2);
  while (shell.clock.steady() < until) bare_polls += ask_bare(peer.port(), reply);
  const double bare_us =
      (cpu_milliseconds() - bare_cpu) * 1000 / static_cast<double>(std::max<std::uint64_t>(bare_polls, 1));

  CountingStore store;
  const auto center = center_of(feed_count, peer.port());
  feeds::Collectors collectors(center, store, shell.clock);
  wait(3);  // the first polls come all at once
  const std::uint64_t polls = store.polls, good = store.good;
  const double cpu = cpu_milliseconds();
  const feeds::Steady begin = shell.clock.steady();
  wait(run_s);
  const double lasted_s = milliseconds(shell.clock.steady() - begin) / 1000;
  const double used_ms = cpu_milliseconds() - cpu;
  const auto done = static_cast<double>(store.polls - polls);
  out.push_back({"feeds", word("feeds of 2 KB, each second"), feed_count, "", 0});
  out.push_back({"polls_per_s", word("polls done"), done / lasted_s, "/s", 0});
  out.push_back(
      {"good_share", word("of them good"), done > 0 ? 100 * static_cast<double>(store.good - good) / done : 0, "%", 1});
  out.push_back({"core_share", word("of one core"), used_ms / lasted_s / 10, "%", 0});
  out.push_back({"cpu_us_per_poll", word("CPU of a poll"), done > 0 ? used_ms * 1000 / done : 0, "us", 0});
  out.push_back({"bare_cpu_us_per_poll", word("CPU of a bare client's poll"), bare_us, "us", 0});
  out.push_back({"ratio", word("times the bare client"), done > 0 ? used_ms * 1000 / done / bare_us : 0, "", 1});
}

}  // namespace

int bench_feeds(Shell& shell, const BenchArguments& arguments) {
  const auto peer = BenchPeer::start(reply_of(rows_of_small));  // before there are threads
  if (!peer) return complain(shell.words, peer.error(), failed);
  std::vector<Figure> figures;
  add_reading(shell, figures);
  add_polling(shell, *peer, parse_number(arguments.seconds, 1, 3600).value_or(10), figures);
  print_figures(shell.words, figures, arguments.json);
  return good;
}

}  // namespace viewer::commands
