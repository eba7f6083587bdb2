// Debian's own mosquitto on a port of its own: nothing that was acknowledged is lost, and nothing is kept twice.
// Skipped where it is not installed.
#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <pwd.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>
#include "feeds/mqtt.h"
#include "feeds/wire.h"
#include "tests/support/certificates.h"
#include "tests/support/child.h"
#include "tests/support/fault_server.h"
#include "tests/support/mqtt_feed.h"

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::MqttFeed;

class Mosquitto : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(program)) GTEST_SKIP() << "Debian's package mosquitto is not installed";
    port_ = tests::closed_port();
  }
  void start(const std::string& more = "allow_anonymous true\n") {
    const std::string config =
        folder_.write("mosquitto.conf", "per_listener_settings false\nuser "s + ::getpwuid(::getuid())->pw_name +
                                            "\npersistence true\n" + "persistence_location " + folder_.path() +
                                            "/\nlog_dest stderr\nlog_type error\nlog_type information\n" + "listener " +
                                            std::to_string(port_) + " 127.0.0.1\n" + more);
    broker_ = std::make_unique<support::Child>(program, support::ChildOptions{.arguments = {"-c", config}});
    ASSERT_TRUE(broker_->wait_for("running")) << broker_->said();
  }
  void stop() {
    broker_->send(SIGTERM);
    broker_->finish();
  }
  // Each as payload to this topic, acknowledged by the broker before this returns.
  void publish(const std::string& topic, const std::vector<std::string>& payloads, bool retain = false) const {
    const auto until = feeds::system_clock().steady() + 20s;
    auto wire = feeds::Wire::open({"127.0.0.1", "127.0.0.1", port_, false, ""}, feeds::system_clock(), until, {});
    ASSERT_TRUE(wire);
    std::string bytes = feeds::mqtt_connect({"penerbit", {}, {}, 60});
    for (std::size_t i = 0; i < payloads.size(); ++i) {
      const std::string id = {static_cast<char>((i + 1) >> 8), static_cast<char>((i + 1) & 0xff)};
      const std::string body = "\0"s + static_cast<char>(topic.size()) + topic + id + payloads[i];
      ASSERT_LT(body.size(), 128U);
      bytes += std::string(1, retain ? '\x33' : '\x32') + static_cast<char>(body.size()) + body;
    }
    bytes += feeds::mqtt_disconnect();
    ASSERT_TRUE((*wire)->write(bytes, until, {}));
    while ((*wire)->read(1000, until, {})) {
    }
  }
  std::string options(const std::string& more, const std::string& login = "") const {
    return "address = \"mqtt://127.0.0.1:" + std::to_string(port_) + "\"\n" + login + more;
  }
  static std::vector<std::string> numbers(int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back(std::to_string(i));
    return out;
  }

  static constexpr const char* program = "/usr/sbin/mosquitto";
  const std::string temperature = "value = [{ indicator = \"suhu\", topic = \"kantor/{item}/suhu\" }]";
  support::Folder folder_;
  int port_ = 0;
  std::unique_ptr<support::Child> broker_;
};

TEST_F(Mosquitto, NumbersAndJsonWithTheLevelsOfTheTopic) {
  ASSERT_NO_FATAL_FAILURE(start());
  MqttFeed feed(options(R"(
value = [{ indicator = "suhu", topic = "kantor/{item}/suhu", unit = "C" },
         { indicator = "hujan", topic = "stasiun/{region}", codes = "name", pointer = "/hujan/mm", at = "/t", at_format = "unix" }]
record = [{ table = "alat", topic = "alat/{item}/#", key = ["/{item}"], fields = { baterai = "/baterai", isi = "/{payload}" } }]
)"));
  feed.run();
  ASSERT_EQ(feed.fault, "");
  publish("kantor/bupati/suhu", {"27 C"});
  publish("stasiun/Satui", {R"({"hujan": {"mm": 12.0}, "t": 1764000000})"});
  publish("alat/a1/keadaan", {R"({"baterai": 80})"});
  publish("alat/a2/keadaan", {"mati"});
  feed.poll();
  feed.commit();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#bupati=27", "hujan@63.10.04=12"));
  EXPECT_EQ(feed.kept[1].at, config::Time(1764000000s));
  ASSERT_EQ(feed.batch.records.size(), 2U);
  EXPECT_EQ(feed.batch.records[0].key, "a1");
  EXPECT_EQ(*feed.batch.records[0].find("baterai"), feeds::Value(80.0));
  EXPECT_EQ(*feed.batch.records[1].find("isi"), feeds::Value("mati"));
  EXPECT_THAT(feed.complaints, IsEmpty());
}

TEST_F(Mosquitto, WhatCameWhileWeWereAwayIsReadWithoutWaitingForTheNextSlot) {
  for (const int window : {1, 20}) {
    ASSERT_NO_FATAL_FAILURE(start("allow_anonymous true\nmax_inflight_messages " + std::to_string(window) + "\n"));
    MqttFeed feed(options(temperature, "client_id = \"jendela" + std::to_string(window) + "\"\n"));
    feed.run();
    feed.start();
    publish("kantor/a/suhu", numbers(300));
    EXPECT_GT(feed.run(), 2);
    ASSERT_EQ(feed.kept.size(), 300U) << feed.fault;
    for (int i = 0; i < 300; ++i) EXPECT_EQ(feed.kept[static_cast<std::size_t>(i)].value, i);
    for (std::size_t i = 1; i < 300; ++i) EXPECT_LT(feed.kept[i - 1].at, feed.kept[i].at);
    EXPECT_EQ(feed.run(), 1);
    stop();
  }
}

TEST_F(Mosquitto, AKillBeforeTheCommitBringsItAgainAndItIsKeptOnce) {
  ASSERT_NO_FATAL_FAILURE(start());
  MqttFeed feed(options(temperature));
  feed.run();
  publish("kantor/a/suhu", {"1", "2", "3"});
  EXPECT_EQ(feed.poll(), "");
  EXPECT_EQ(feed.batch.samples.size(), 3U);
  feed.start();  // killed: nothing of it is in the store
  feed.run();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#a=1", "suhu#a=2", "suhu#a=3"));
  publish("kantor/a/suhu", {"4", "4"});
  feed.poll();
  feed.commit(false);
  feed.start();  // killed between the commit and the acknowledgement
  feed.run();
  feed.run();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#a=1", "suhu#a=2", "suhu#a=3", "suhu#a=4", "suhu#a=4"));
  feed.start();
  feed.run();
  EXPECT_EQ(feed.kept.size(), 5U) << "acknowledged: it does not come again";
}

TEST_F(Mosquitto, ABatchThatTheStoreDidNotTakeComesAgain) {
  ASSERT_NO_FATAL_FAILURE(start());
  MqttFeed feed(options(temperature));
  feed.run();
  publish("kantor/a/suhu", {"1"});
  feed.poll();  // and is never committed
  feed.run();
  feed.run();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#a=1"));
}

TEST_F(Mosquitto, ARetainedMessageIsNewOnlyWhereItSaysSomethingElse) {
  ASSERT_NO_FATAL_FAILURE(start());
  publish("kantor/a/suhu", {"30"}, true);
  MqttFeed feed(options(temperature));
  feed.run();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#a=30"));
  feed.start();
  feed.run();
  EXPECT_EQ(feed.kept.size(), 1U) << "the same again is no observation of now";
  publish("kantor/a/suhu", {"31"}, true);
  feed.run();
  feed.start();
  feed.run();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#a=30", "suhu#a=31"));
  MqttFeed without(options(temperature, "retained = false\nclient_id = \"lain\"\n"));
  without.run();
  EXPECT_THAT(without.values(), IsEmpty());
}

TEST_F(Mosquitto, ManyRetainedMessagesDoNotHoldUpTheNewOnes) {
  ASSERT_NO_FATAL_FAILURE(start());
  for (int i = 0; i < 60; ++i) publish("kantor/k" + std::to_string(i) + "/suhu", {"30"}, true);
  MqttFeed feed(options(temperature));
  feed.run();
  EXPECT_EQ(feed.kept.size(), 60U);
  feed.start();
  publish("kantor/baru/suhu", {"7"});
  feed.poll();
  feed.commit();
  EXPECT_EQ(feed.values().back(), "suhu#baru=7");
}

TEST_F(Mosquitto, ARestartOfTheBrokerLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(start());
  MqttFeed feed(options(temperature));
  feed.run();
  publish("kantor/a/suhu", {"1", "2"});
  feed.poll();
  stop();
  feed.commit();  // its acknowledgement goes nowhere
  EXPECT_THAT(feed.poll(), AnyOf(HasSubstr("has ended the connection"), HasSubstr("nothing listens there")));
  ASSERT_NO_FATAL_FAILURE(start());
  publish("kantor/a/suhu", {"3"});
  feed.run();
  feed.run();
  EXPECT_THAT(feed.values(), ElementsAre("suhu#a=1", "suhu#a=2", "suhu#a=3"));
}

TEST_F(Mosquitto, UsersAndPasswords) {
  const std::string passwords = folder_.write("sandi", "pantau:benar\n");
  ASSERT_EQ(support::run_child("/usr/bin/mosquitto_passwd", {.arguments = {"-U", passwords}}).code, 0);
  ASSERT_NO_FATAL_FAILURE(start("allow_anonymous false\npassword_file " + passwords + "\n"));
  const auto fault = [&](const std::string& login) { return MqttFeed(options(temperature, login)).poll(); };
  EXPECT_EQ(fault("user = \"pantau\"\npassword = \"benar\"\n"), "");
  EXPECT_THAT(fault("user = \"pantau\"\npassword = \"salah\"\n"), HasSubstr("does not let this user or client in"));
  EXPECT_THAT(fault(""), HasSubstr("does not let this user or client in"));
}

TEST_F(Mosquitto, OverTls) {
  const tests::TempFolder certificates;
  const tests::Authority ours(certificates, "ours"), other(certificates, "other");
  const auto context = ours.server("IP:127.0.0.1", 30);
  const auto write = [&](const char* name, auto put) {
    const std::string path = folder_.file(name);
    std::FILE* out = std::fopen(path.c_str(), "w");
    put(out);
    std::fclose(out);
    return path;
  };
  const std::string certificate =
      write("server.pem", [&](std::FILE* out) { PEM_write_X509(out, SSL_CTX_get0_certificate(context.get())); });
  const std::string key = write("server.key", [&](std::FILE* out) {
    PEM_write_PrivateKey(out, SSL_CTX_get0_privatekey(context.get()), nullptr, nullptr, 0, nullptr, nullptr);
  });
  ASSERT_NO_FATAL_FAILURE(start("allow_anonymous true\ncertfile " + certificate + "\nkeyfile " + key + "\n"));
  const std::string address = "address = \"mqtts://127.0.0.1:" + std::to_string(port_) + "\"\n" + temperature;
  MqttFeed good(address, ours.file());
  EXPECT_EQ(good.poll(), "");
  good.commit();
  EXPECT_EQ(good.poll(), "") << "on the same connection";
  EXPECT_THAT(MqttFeed(address, other.file()).poll(), HasSubstr("not signed by an authority that is known here"));
  EXPECT_THAT(MqttFeed(address).poll(), HasSubstr("not signed by an authority that is known here"));
  MqttFeed plain(options(temperature));
  EXPECT_NE(plain.poll(), "");
}

}  // namespace
