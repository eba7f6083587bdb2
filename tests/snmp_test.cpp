// Devices by SNMP: traffic by counters that wrap, restart and move, faults of devices, and Debian's own snmpd with
// users.
#include <gmock/gmock.h>
#include <thread>
#include "feeds/snmp_rates.h"
#include "tests/support/snmp_agent.h"
#include "tests/support/snmp_feed.h"

namespace {

using namespace std::chrono_literals;
using feeds::SnmpCount;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::device;
using tests::SnmpAgent;
using tests::SnmpFeed;
using Fault = SnmpAgent::Fault;

const std::string traffic =
    "community = \"publik\"\n[interfaces]\nin = \"masuk\"\nout = \"keluar\"\nload = \"beban\"\nup = \"hidup\"\n"
    "table = \"antarmuka\"\n";

class SnmpTraffic : public testing::Test {
 protected:
  // Both counters stand there, and the device runs for so many seconds.
  void set(double up_seconds, std::uint64_t in, std::uint64_t out = 0, bool x = true, int index = 1,
           std::uint32_t mbps = 1000) {
    agent.up_time(static_cast<std::uint32_t>(static_cast<std::uint64_t>(up_seconds * 100)));
    agent.put({index, "ether1", "Kantor Bupati", in, out, mbps, true, x});
  }
  SnmpAgent agent;
  SnmpFeed feed{device(agent.port(), traffic)};
};

TEST_F(SnmpTraffic, CountersOf64BitsBecomeMbitASecond) {
  const std::uint64_t high = 0xfffffffffffff000U;  // where a double has lost the last bits
  set(1000, high, 5);
  EXPECT_THAT(feed.poll(), ElementsAre(testing::Pair("hidup#r1/ether1", 1)));
  set(1060, high + 750, 5 + 75'000'000);
  const auto values = feed.poll();
  EXPECT_DOUBLE_EQ(values.at("masuk#r1/ether1"), 750 * 8 / 60e6);
  EXPECT_DOUBLE_EQ(values.at("keluar#r1/ether1"), 10);
  EXPECT_DOUBLE_EQ(values.at("beban#r1/ether1"), 1);
  set(1120, high + 750 + 7'500'000, 5 + 75'000'000);  // wraps at 2^64
  EXPECT_DOUBLE_EQ(feed.poll().at("masuk#r1/ether1"), 1);
  EXPECT_THAT(feed.complaints(), IsEmpty());
}

TEST_F(SnmpTraffic, CountersOf32BitsWrap) {
  set(1000, 4294967000, 0, false, 1, 100);
  feed.poll();
  set(1060, 74999704, 0, false, 1, 100);
  EXPECT_DOUBLE_EQ(feed.poll().at("masuk#r1/ether1"), 10);
}

TEST_F(SnmpTraffic, ACounterOf32BitsThatMayHaveWrappedTwiceSaysNothing) {
  set(1000, 4294967000, 0, false);
  feed.poll();
  set(1060, 4294967001, 0, false);
  EXPECT_FALSE(feed.poll().contains("masuk#r1/ether1"));
  EXPECT_THAT(feed.complaints(),
              ElementsAre("masuk#r1/ether1: the counter of 32 bits may have wrapped more than once",
                          "keluar#r1/ether1: the counter of 32 bits may have wrapped more than once"));
}

TEST_F(SnmpTraffic, ARestartOfTheDeviceGivesNoRateForItsSpan) {
  set(100'000, 900'000'000);
  feed.poll();
  set(20, 1000);
  EXPECT_FALSE(feed.poll().contains("masuk#r1/ether1"));
  set(80, 1000 + 7'500'000);
  EXPECT_DOUBLE_EQ(feed.poll().at("masuk#r1/ether1"), 1);
  // Started anew, and running for longer than before by the time it is read again.
  set(300, 1000 + 9'500'000);
  EXPECT_FALSE(feed.poll(40min).contains("masuk#r1/ether1"));
  EXPECT_THAT(feed.complaints(), IsEmpty());
}

TEST_F(SnmpTraffic, TheWrapOfTheDevicesClockIsNoRestart) {
  const double wrap = 4294967296.0 / 100;
  set(wrap - 30, 5'000'000);
  feed.poll();
  set(30, 12'500'000);
  EXPECT_NEAR(feed.poll().at("masuk#r1/ether1"), 1, 0.001);
}

TEST_F(SnmpTraffic, AnInterfaceKeepsItsNameWhenItsNumberChanges) {
  set(1000, 1'000'000);
  feed.poll();
  agent.clear();
  set(1060, 8'500'000, 0, true, 7);
  agent.put({1, "ether9", "", 99, 99});
  const auto values = feed.poll();
  EXPECT_DOUBLE_EQ(values.at("masuk#r1/ether1"), 1);
  EXPECT_FALSE(values.contains("masuk#r1/ether9"));
}

TEST_F(SnmpTraffic, WhatCannotBeIsNotGiven) {
  set(1000, 1'000'000);
  feed.poll();
  set(1060, 1'000'000'000'000'000);
  EXPECT_FALSE(feed.poll().contains("masuk#r1/ether1"));
  EXPECT_THAT(feed.complaints(), ElementsAre("masuk#r1/ether1: the counter has grown by more than can be"));
  set(1120, 1'000'000'007'500'000);
  EXPECT_DOUBLE_EQ(feed.poll().at("masuk#r1/ether1"), 1);
}

TEST_F(SnmpTraffic, ARestartOfTheProgramGoesOnFromTheCursor) {
  set(1000, 0x8000000000000001U);
  feed.poll();
  SnmpFeed again(device(agent.port(), traffic));
  again.cursor = feed.cursor;
  set(1120, 0x8000000000000001U + 15'000'000);
  EXPECT_DOUBLE_EQ(again.poll(180s).at("masuk#r1/ether1"), 1) << "by the device's own clock";
  SnmpFeed late(device(agent.port(), traffic));
  late.cursor = feed.cursor;
  set(1000 + 86400, 0x8000000000000001U + 15'000'000);
  EXPECT_FALSE(late.poll(24h).contains("masuk#r1/ether1")) << "an average of a day is no news";
}

TEST_F(SnmpTraffic, RowsOfTheTable) {
  set(1000, 1);
  agent.put({2, "sfp1", std::string("Kec. Satui \xb0"), 0, 0, 10'000, false});
  agent.put({3, "eth0", "", 0, 0, 10'000, true, false});
  feed.poll();
  ASSERT_EQ(feed.batch.records.size(), 3U);
  std::map<std::string, std::map<std::string, feeds::Value>> rows;
  for (const auto& record : feed.batch.records)
    for (const auto& field : record.fields) rows[record.key][field.name] = field.value;
  EXPECT_EQ(rows["r1|ether1"]["alias"], feeds::Value("Kantor Bupati"));
  EXPECT_EQ(rows["r1|sfp1"]["alias"], feeds::Value("Kec. Satui °"));
  EXPECT_EQ(rows["r1|sfp1"]["status"], feeds::Value("down"));
  EXPECT_EQ(rows["r1|sfp1"]["diatur"], feeds::Value("up"));
  EXPECT_EQ(rows["r1|sfp1"]["mbps"], feeds::Value(10'000.0));
  EXPECT_EQ(rows["r1|eth0"]["mbps"], feeds::Value()) << "ifSpeed at its end says nothing";
  ASSERT_EQ(feed.batch.complete.size(), 1U);
  EXPECT_EQ(feed.batch.complete[0].prefix, "r1|");
}

TEST_F(SnmpTraffic, NamesByAliasAndTwiceTheSame) {
  agent.up_time(100);
  agent.put({1, "ether1", "Kantor Bupati"});
  agent.put({2, "ether2", "cadangan"});
  agent.put({3, "ether3", "cadangan"});
  agent.put({4, "ppp", "x"});
  agent.put({5, "ppp", "x"});
  feed.make(device(agent.port(), traffic + "by = \"alias\"\nexcept = [\"ether3\"]\n"));
  const auto values = feed.poll();
  EXPECT_EQ(values.size(), 2U);
  EXPECT_TRUE(values.contains("hidup#r1/Kantor Bupati") && values.contains("hidup#r1/ether2"));
  EXPECT_THAT(feed.complaints(), ElementsAre("r1: 2 interfaces have the same name: none of them is taken"));
}

TEST_F(SnmpTraffic, ManyInterfacesAndADeviceWithSmallMessages) {
  agent.up_time(100);
  for (int i = 1; i <= 300; ++i) agent.put({i, "port" + std::to_string(i), "", 0, 0});
  EXPECT_EQ(feed.poll().size(), 300U);
  agent.most_bindings(20);
  agent.up_time(6100);
  EXPECT_EQ(feed.poll().size(), 1200U);
  feed.make(device(agent.port(), traffic + "most = 100\n"));
  feed.poll();
  EXPECT_EQ(feed.batch.records.size(), 100U);
  EXPECT_THAT(feed.batch.complete, IsEmpty());
  EXPECT_THAT(feed.complaints(), ElementsAre("r1: the device has more interfaces than are read"));
}

TEST_F(SnmpTraffic, FaultsOfADeviceAreSaid) {
  set(1000, 1);
  const auto fault = [&](Fault one) {
    agent.set(one);
    feed.poll();
    return feed.fault;
  };
  EXPECT_EQ(fault(Fault::silent),
            "r1 does not answer by SNMP: it is off or out of reach, or the community is another there");
  EXPECT_THAT(fault(Fault::garbage), HasSubstr("r1 does not answer by SNMP"));
  EXPECT_THAT(fault(Fault::cut), HasSubstr("r1 does not answer by SNMP"));
  EXPECT_THAT(fault(Fault::circles), HasSubstr("in circles"));
  EXPECT_THAT(fault(Fault::too_big), HasSubstr("in one message"));
  EXPECT_EQ(fault(Fault::none), "");
}

TEST(Snmp, SingleValues) {
  SnmpAgent agent;
  agent.up_time(123'456);
  agent.put("1.3.6.1.4.1.9.1", tests::octets("48 C"));
  agent.put("1.3.6.1.4.1.9.2", tests::whole(-5));
  agent.put("1.3.6.1.4.1.9.3", tests::counter32(4294967290));
  SnmpFeed feed(device(agent.port(), R"(
community = "publik"
value = [{ indicator = "a", oid = ".1.3.6.1.4.1.9.1", item = "suhu", unit = "C" },
         { indicator = "b", oid = "1.3.6.1.4.1.9.2", scale = 0.5, offset = 1 },
         { indicator = "b", oid = "1.3.6.1.4.1.9.3", item = "galat", rate = true },
         { indicator = "a", oid = "1.3.6.1.2.1.1.3.0", item = "hari", scale = 1e-2 },
         { indicator = "a", oid = "1.3.6.1.4.1.9.4", item = "tak ada" }])"));
  const auto first = feed.poll();
  EXPECT_EQ(first.at("a#r1/suhu"), 48);
  EXPECT_EQ(first.at("b#r1"), -1.5);
  EXPECT_EQ(first.at("a#r1/hari"), 1234.56);
  EXPECT_EQ(first.size(), 3U);
  EXPECT_THAT(feed.complaints(), ElementsAre("a#r1/tak ada: the device has no object 1.3.6.1.4.1.9.4"));
  agent.up_time(123'456 + 1000);
  agent.put("1.3.6.1.4.1.9.3", tests::counter32(4));
  EXPECT_DOUBLE_EQ(feed.poll(10s).at("b#r1/galat"), 1);
}

TEST(Snmp, ADeviceThatIsOffTakesNothingFromTheOthers) {
  SnmpAgent on, off;
  off.set(Fault::silent);
  on.up_time(7);
  std::string devices = "devices = [";
  for (int i = 0; i < 20; ++i)
    devices += "{ item = \"mati" + std::to_string(i) +
               "\", host = \"127.0.0.1\", port = " + std::to_string(off.port()) + " },\n";
  SnmpFeed feed(devices + "{ item = \"r1\", host = \"127.0.0.1\", port = " + std::to_string(on.port()) +
                " }]\ntimeout = \"300ms\"\ncommunity = \"publik\"\n"
                "value = [{ indicator = \"a\", oid = \"1.3.6.1.2.1.1.3.0\" }]");
  EXPECT_THAT(feed.poll(), ElementsAre(testing::Pair("a#r1", 7)));
  EXPECT_EQ(feed.fault, "");
  EXPECT_EQ(feed.batch.complaints.size(), 20U);
}

TEST(Snmp, AStopEndsAPollThatWaits) {
  SnmpAgent agent;
  agent.set(Fault::silent);
  SnmpFeed feed("devices = [{ item = \"r1\", host = \"127.0.0.1\", port = " + std::to_string(agent.port()) +
                " }]\ntimeout = \"60s\"\ncommunity = \"publik\"\n"
                "value = [{ indicator = \"a\", oid = \"1.3.6.1.2.1.1.3.0\" }]");
  std::jthread stopper([&] {
    while (agent.asked() == 0) std::this_thread::yield();
    feed.stop.request_stop();
  });
  feed.poll();
  EXPECT_EQ(feed.fault, "stopped");
}

TEST(Snmp, WrongOptions) {
  const auto complaints = [](const std::string& options) { return SnmpFeed(options).complaints_of_options; };
  const std::string one = "devices = [{ item = \"r\", host = \"r\" }]\n",
                    value = "value = [{ indicator = \"a\", oid = ";
  EXPECT_THAT(complaints(one), HasSubstr("nothing is taken from the devices"));
  EXPECT_THAT(complaints(one), HasSubstr("no community is named for r"));
  EXPECT_THAT(complaints(one + value + "\"sysUpTime.0\" }]"), HasSubstr("\"sysUpTime.0\" is no object identifier"));
  EXPECT_THAT(complaints(one + "version = \"v3\"\nprivacy = \"aes\""), HasSubstr("no privacy without authentication"));
  EXPECT_THAT(complaints(one + "version = \"v3\"\nauth = \"sha\""), HasSubstr("a passphrase is missing"));
}

TEST(SnmpRates, OnlyWhatIsCertain) {
  const auto rate = [](SnmpCount before, SnmpCount now, double elapsed, std::optional<double> most = 1e9) {
    return feeds::rate_between(before, now, elapsed, most);
  };
  EXPECT_EQ(rate({100, true, 0, 0}, {700, true, 6000, 0}, 60).per_second, 10);
  EXPECT_EQ(rate({100, true, 0, 0}, {700, true, 6000, 1}, 60).per_second, std::nullopt) << "another count";
  EXPECT_EQ(rate({100, false, 0, 0}, {700, true, 6000, 0}, 60).per_second, std::nullopt) << "another counter";
  EXPECT_EQ(rate({100, true, 0, 0}, {700, true, 0, 0}, 60).per_second, std::nullopt) << "the device's clock stands";
  EXPECT_EQ(rate({100, true, 0, 0}, {700, true, 6000, 0}, -60).per_second, std::nullopt);
  EXPECT_TRUE(rate({700, true, 0, 0}, {100, true, 6000, 0}, 60).absurd) << "64 bits do not wrap";
  EXPECT_TRUE(rate({700, false, 0, 0}, {100, false, 6000, 0}, 60, {}).absurd) << "rather set anew than nearly a turn";
  EXPECT_EQ(rate({4294967295, false, 0, 0}, {599, false, 6000, 0}, 60, {}).per_second, 10);
}

TEST(SnmpRates, ABrokenCursorIsAnEmptyOne) {
  for (const char* cursor : {"", "x", "[]", "{\"r\": 1}", "{\"r\": {\"at\": 1, \"counts\": {\"a\": [1, 2]}}}",
                             "{\"r\": {\"at\": 1, \"counts\": {\"a\": [-1, 1, 1, 1]}}}",
                             "{\"r\": {\"at\": 1, \"counts\": {\"a\": [1, 1, 99999999999, 1]}}}"}) {
    feeds::SnmpCounters counters(cursor, 1h);
    counters.begin("r", {config::Time(60s), {}});
    EXPECT_EQ(counters.put("r", "a", {5, true, 6000, 0}, 1e9).per_second, std::nullopt) << cursor;
  }
}

}  // namespace
