// The center of the machine itself, reading what a node exporter of a busy server writes: every indicator gets a true
// value, and traffic and disks are counted once.
#include <gmock/gmock.h>
#include <fstream>
#include "feeds/collector.h"
#include "tests/support/fault_server.h"
#include "viewer/kind_checks.h"

namespace {

using namespace std::chrono_literals;

// After `seconds` in which 25 % of the time was idle, 1 MB came in, 0.5 MB went out and the disk moved 2 and 4 MB.
std::string page(double seconds) {
  const auto line = [](const std::string& name, double value) { return name + ' ' + std::to_string(value) + '\n'; };
  std::string out = "# HELP node_load1 1m load average.\n# TYPE node_load1 gauge\nnode_load1 1.5\n";
  for (const char* cpu : {"0", "1", "2", "3"}) {
    const std::string begin = std::string("node_cpu_seconds_total{cpu=\"") + cpu + "\",mode=\"";
    out += line(begin + "idle\"}", 1e6 + seconds / 4) + line(begin + "user\"}", 5e5 + seconds / 2) +
           line(begin + "iowait\"}", 100 + seconds / 4);
  }
  for (const char* device : {"eth0", "lo", "docker0", "veth12ab", "eth0.100"}) {
    const std::string end = std::string("_bytes_total{device=\"") + device + "\"}";
    out +=
        line("node_network_receive" + end, 7e12 + seconds * 1e5) + line("node_network_transmit" + end, seconds * 5e4);
  }
  for (const char* device : {"nvme0n1", "dm-0", "md1", "zram0"}) {
    const std::string end = std::string("_bytes_total{device=\"") + device + "\"}";
    out += line("node_disk_read" + end, seconds * 2e5) + line("node_disk_written" + end, seconds * 4e5);
  }
  for (const auto& [mount, size] : {std::pair("/", 100e9), std::pair("/boot", 1e9), std::pair("/run", 2e9)}) {
    const std::string end = std::string("_bytes{device=\"x\",fstype=\"ext4\",mountpoint=\"") + mount + "\"}";
    out += line("node_filesystem_size" + end, size) + line("node_filesystem_avail" + end, size / 4);
  }
  return out + line("node_memory_MemTotal_bytes", 16e9) + line("node_memory_MemAvailable_bytes", 4e9) +
         line("node_boot_time_seconds", 1'795'132'800);
}

class RealCenter : public testing::Test {
 protected:
  RealCenter()
      : center_(config::load(std::filesystem::path(ANJUNGAN_SOURCE) / "config/centers/real", viewer::kind_checks(),
                             config::Date(std::chrono::year(2026), std::chrono::November, std::chrono::day(21)))) {
    for (const config::FeedConfig& feed : center_.feeds)
      if (feed.kind == "prometheus") node_ = feed;
    for (auto& [key, node] : node_.options.table.entries)
      if (key == "url") node.value = server_.url("/metrics");
    config::Complaints faults;
    made_ = feeds::make_feed(center_, node_, feeds::system_clock(), faults);
  }
  // Values by series, of a poll this long after the first.
  std::map<std::string, double> poll(std::chrono::seconds after) {
    feeds::Batch batch;
    const config::Time begin = *config::parse_time("2026-11-21T08:00:00+08:00");
    passed_ = static_cast<double>(after.count());
    const auto status = made_->feed->poll({begin + after, *made_->http, cursor_, {}}, batch);
    EXPECT_EQ(status.outcome, feeds::Status::Outcome::good) << config::Words().say(status.reason);
    for (const feeds::Complaint& one : batch.complaints) ADD_FAILURE() << one.series << config::Words().say(one.reason);
    cursor_ = batch.cursor;
    std::map<std::string, double> out;
    for (const feeds::Sample& sample : batch.samples) out[sample.series] = sample.value;
    return out;
  }

  std::atomic<double> passed_ = 0;
  tests::FaultServer server_{[this](tests::Talk& talk) {
    if (!talk.read_request().empty()) talk.send(tests::reply_200(page(passed_), "text/plain; version=0.0.4"));
  }};
  config::Center center_;
  config::FeedConfig node_;
  std::optional<feeds::MadeFeed> made_;
  std::string cursor_;
};

TEST_F(RealCenter, ReadsANodeExporterAndCountsEverythingOnce) {
  ASSERT_TRUE(made_);
  poll(0s);
  const auto values = poll(10s);
  const auto is = [](double value) { return testing::DoubleNear(value, 1e-4); };
  using testing::Pair;
  EXPECT_THAT(values,
              testing::UnorderedElementsAre(
                  Pair("mesin.cpu", is(75)), Pair("mesin.inti", is(4)), Pair("mesin.beban", is(1.5)),
                  Pair("mesin.hidup", is(1 + 10.0 / 86400)), Pair("mesin.memori_tersedia", is(25)),
                  Pair("mesin.memori_luang", is(4)), Pair("mesin.memori", is(16)), Pair("mesin.disk_tersedia", is(25)),
                  Pair("mesin.disk_luang", is(25)), Pair("mesin.disk", is(100)), Pair("jaringan.masuk", is(0.8)),
                  Pair("jaringan.keluar", is(0.4)), Pair("disk.baca", is(0.2)), Pair("disk.tulis", is(0.4))));
}

TEST_F(RealCenter, ShowsEveryIndicatorOnAPage) {
  std::string shown;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(ANJUNGAN_SOURCE) / "config/centers/real/pages")) {
    std::ifstream in(entry.path());
    shown.append(std::istreambuf_iterator<char>(in), {});
  }
  for (const config::Indicator& i : center_.catalogue->indicators)
    EXPECT_THAT(shown, testing::HasSubstr('"' + i.name + '"'));
}

}  // namespace
