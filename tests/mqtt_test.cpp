// MQTT without a broker: packets, topics, what is remembered, and brokers that do wrong.
#include "feeds/mqtt.h"
#include <gmock/gmock.h>
#include "feeds/mqtt_memory.h"
#include "tests/support/fault_server.h"
#include "tests/support/mqtt_feed.h"

namespace {

using namespace std::string_literals;
using feeds::covers;
using feeds::MqttMemory;
using feeds::MqttMessage;
using feeds::MqttPacket;
using feeds::MqttParser;
using feeds::TopicPattern;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::FaultServer;
using tests::MqttFeed;
using tests::Talk;

std::string publish(const std::string& topic, const std::string& payload, int id = 0, char flags = 0) {
  std::string body = "\0"s + static_cast<char>(topic.size()) + topic;
  if (id > 0) body += std::string(1, static_cast<char>(id >> 8)) + static_cast<char>(id & 0xff);
  body += payload;
  std::string out(1, static_cast<char>(0x30 | flags | (id > 0 ? 2 : 0)));
  std::size_t length = body.size();
  for (; length > 127; length >>= 7) out += static_cast<char>((length & 0x7f) | 0x80);
  return out + static_cast<char>(length) + body;
}

TEST(MqttParserTest, PacketsInWhateverPieces) {
  const std::string all = "\x20\x02\x01\x00"s + publish("a/b", "12", 7, 8) + "\x90\x03\x00\x01\x01"s +
                          publish("c", std::string(300, 'x'), 0, 1) + "\xd0\x00"s;
  for (const std::size_t piece : {std::size_t(1), std::size_t(7), all.size()}) {
    MqttParser parser(1000);
    std::vector<MqttPacket> got;
    for (std::size_t at = 0; at < all.size(); at += piece) {
      parser.add(std::string_view(all).substr(at, piece));
      while (true) {
        const auto packet = parser.next();
        ASSERT_TRUE(packet);
        if (!*packet) break;
        got.push_back(**packet);
      }
    }
    ASSERT_EQ(got.size(), 5U);
    EXPECT_TRUE(got[0].session);
    EXPECT_EQ(got[1].message.topic, "a/b");
    EXPECT_EQ(got[1].message.payload, "12");
    EXPECT_EQ(got[1].message.id, 7);
    EXPECT_TRUE(got[1].message.again && !got[1].message.retained);
    EXPECT_EQ(got[3].message.payload.size(), 300U);
    EXPECT_TRUE(got[3].message.retained);
    EXPECT_EQ(got[4].kind, MqttPacket::Kind::pong);
  }
}

TEST(MqttParserTest, AMessageThatIsTooLargeIsPassedOver) {
  const std::string all = publish("besar", std::string(200'000, 'x'), 3) + publish("kecil", "1", 4);
  MqttParser parser(100'000);
  std::vector<MqttMessage> got;
  for (std::size_t at = 0; at < all.size(); at += 999) {
    parser.add(std::string_view(all).substr(at, 999));
    for (auto packet = parser.next(); packet && *packet; packet = parser.next()) got.push_back((*packet)->message);
  }
  ASSERT_EQ(got.size(), 2U);
  EXPECT_TRUE(got[0].too_large && got[0].payload.empty());
  EXPECT_EQ(got[0].id, 3);
  EXPECT_EQ(got[1].topic, "kecil");
}

TEST(MqttParserTest, BrokenPacketsAreFaults) {
  for (const std::string& bytes :
       {"\x30\xff\xff\xff\xff\x01"s, "\x00\x00"s, "\x20\x03\x00\x00\x00"s, "\x30\x02\x00\x09"s, "\x30\x02\x00\x00"s,
        "\x32\x05\x00\x01x\x00\x00"s, "\x34\x05\x00\x01x\x00\x01"s, "\x30\x03\x00\x01#"s, "\x30\x03\x00\x01\xff"s,
        "\xd0\x01x"s, "\x90\x02\x00\x01"s, "\x10\x00"s}) {
    MqttParser parser(1000);
    parser.add(bytes);
    EXPECT_FALSE(parser.next()) << testing::PrintToString(bytes);
  }
}

TEST(MqttTopic, WhatAFilterMeans) {
  EXPECT_TRUE(covers("a/#", "a") && covers("a/#", "a/b/c") && covers("#", "a/b") && covers("+/b", "x/b"));
  EXPECT_TRUE(covers("a/+", "a/") && covers("a/+/#", "a/+/b") && covers("a/#", "a/+"));
  EXPECT_FALSE(covers("a/+", "a") || covers("a", "a/b") || covers("a/+", "a/#") || covers("+", "/a"));
  EXPECT_FALSE(covers("#", "$SYS/uptime") || covers("+/uptime", "$SYS/uptime"));
  const auto pattern = TopicPattern::parse("kantor/{item}/+/{region}/#");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->filter(), "kantor/+/+/+/#");
  const auto names = pattern->match("kantor/bupati/x/63.10.04/suhu");
  ASSERT_TRUE(names);
  EXPECT_EQ(names->at("item"), "bupati");
  EXPECT_EQ(names->at("region"), "63.10.04");
  EXPECT_FALSE(pattern->match("kantor/bupati"));
  for (const char* wrong : {"", "a/#/b", "a+", "a/{b", "{a}/{a}", "x{a}"})
    EXPECT_FALSE(TopicPattern::parse(wrong)) << wrong;
}

MqttMessage message(const char* payload, int id, bool again = false, bool retained = false) {
  return {"t", payload, id > 0 ? 1 : 0, static_cast<std::uint16_t>(id), retained, again, false};
}

TEST(MqttMemoryTest, WhatIsInTheStoreIsKnownAgain) {
  using News = MqttMemory::News;
  MqttMemory memory;
  EXPECT_EQ(memory.look(message("1", 5)), News::fresh);
  MqttMemory after(memory.cursor());
  EXPECT_EQ(after.look(message("1", 5, true)), News::kept_already);
  EXPECT_EQ(after.look(message("2", 5, true)), News::fresh) << "another message under the same number";
  EXPECT_EQ(after.look(message("1", 6, true)), News::fresh) << "never seen";
  memory.acknowledged({5});
  memory.reconnected();
  memory.confirmed();
  EXPECT_EQ(memory.look(message("1", 5, true)), News::kept_already) << "acknowledged, but nobody knows whether in time";
  memory.acknowledged({5});
  memory.confirmed();
  EXPECT_EQ(memory.look(message("1", 5, true)), News::fresh);
  EXPECT_EQ(memory.look(message("1", 0, false, true)), News::same_as_before);
  EXPECT_EQ(memory.look(message("3", 0, false, true)), News::fresh);
  for (const char* broken : {"x", "[]", "{\"kept\": 1}", "{\"kept\": [[0, 1], [70000, 1], [1]], \"said\": [[-1, 2]]}"})
    EXPECT_EQ(MqttMemory(broken).look(message("1", 1, true)), News::fresh);
}

// A broker that does what a test says after it was greeted.
class WrongBroker : public testing::Test {
 protected:
  static constexpr const char* welcome = "\x20\x02\x00\x00";
  std::string fault(const std::function<void(Talk&)>& script, std::string options = "") {
    server_ = std::make_unique<FaultServer>(script);
    feed_ = std::make_unique<MqttFeed>("address = \"mqtt://127.0.0.1:" + std::to_string(server_->port()) + "\"\n" +
                                       options + "value = [{ indicator = \"suhu\", topic = \"a\" }]");
    feed_->run();
    return feed_->fault;
  }
  std::unique_ptr<FaultServer> server_;
  std::unique_ptr<MqttFeed> feed_;
};

TEST_F(WrongBroker, RefusalsAreSaid) {
  const auto answers = [&](const std::string& bytes) {
    return fault([bytes](Talk& talk) {
      talk.send(bytes);
      talk.hold();
    });
  };
  EXPECT_EQ(answers("\x20\x02\x00\x04"s), "127.0.0.1 refuses the user or the password");
  EXPECT_EQ(answers("\x20\x02\x00\x05"s), "127.0.0.1 does not let this user or client in");
  EXPECT_EQ(answers("\x20\x02\x00\x02"s), "127.0.0.1 refuses the client id anjungan-63.10-cuaca");
  EXPECT_EQ(answers("\x20\x02\x00\x03"s), "the broker 127.0.0.1 is not ready");
  EXPECT_EQ(answers("\x20\x02\x00\x01"s), "127.0.0.1 does not speak MQTT 3.1.1");
  EXPECT_EQ(answers("\xd0\x00"s), "127.0.0.1 does not speak MQTT 3.1.1");
  EXPECT_EQ(answers("\x01\x01\x01"), "the broker sent a packet that is not of MQTT 3.1.1");
  EXPECT_EQ(answers("\x20\x02\x00\x00\x90\x03\x00\x01\x80"s
                    "\xd0\x00"s),
            "the broker does not let us read the topic a");
  EXPECT_EQ(answers("\x20\x02\x00\x00\x90\x03\x00\x01\x00\xff\x00"s),
            "the broker sent a packet that is not of MQTT 3.1.1");
}

TEST_F(WrongBroker, OneThatGoesAwayAndOneThatIsNotThere) {
  EXPECT_EQ(fault([](Talk& talk) { talk.close(); }), "127.0.0.1 has ended the connection");
  EXPECT_EQ(fault([](Talk& talk) {
              talk.send("\x20\x02\x00\x00"s);
              talk.close();
            }),
            "127.0.0.1 has ended the connection");
  MqttFeed nobody("address = \"mqtt://127.0.0.1:" + std::to_string(tests::closed_port()) +
                  "\"\nvalue = [{ indicator = \"suhu\", topic = \"a\" }]");
  EXPECT_EQ(nobody.poll(), "127.0.0.1 refuses the connection: nothing listens there");
}

TEST_F(WrongBroker, WhatCameBeforeAFaultIsKept) {
  EXPECT_EQ(fault([](Talk& talk) {
              talk.send("\x20\x02\x00\x00\x90\x03\x00\x01\x01"s + publish("a", "21", 1) + publish("a", "22", 2) +
                        "\x00\x00"s);
              talk.hold();
            }),
            "");
  EXPECT_THAT(feed_->values(), ElementsAre("suhu=21", "suhu=22"));
}

TEST_F(WrongBroker, MessagesThatCannotBeUsed) {
  const std::string large = publish("a", std::string(300'000, '1'));
  EXPECT_EQ(fault([&](Talk& talk) {
              talk.send("\x20\x02\x00\x00\x90\x03\x00\x01\x01"s + publish("a", "panas") + publish("a", "\xff\xfe") +
                        publish("a", "") + publish("lain", "1") + large + publish("a", "23") +
                        "\xd0\x00\xd0\x00\xd0\x00\xd0\x00"s);
              talk.hold();
            }),
            "");
  feed_->run();
  EXPECT_THAT(feed_->values(), ElementsAre("suhu=23"));
  EXPECT_THAT(feed_->complaints,
              ElementsAre(HasSubstr("\"panas\" is not a number"), "a: the message is neither JSON nor text",
                          "a: the message is larger than most_bytes"));
}

TEST_F(WrongBroker, AStopEndsAPollThatWaits) {
  std::atomic<bool> greeted = false;
  FaultServer silent([&](Talk& talk) {
    greeted = true;
    talk.hold();
  });
  MqttFeed feed("address = \"mqtt://127.0.0.1:" + std::to_string(silent.port()) +
                "\"\nvalue = [{ indicator = \"suhu\", topic = \"a\" }]");
  std::jthread stopper([&] {
    while (!greeted) std::this_thread::yield();
    feed.stop.request_stop();
  });
  EXPECT_EQ(feed.poll(), "stopped");
}

TEST(MqttOptions, WrongOnesAreSaid) {
  const auto said = [](const std::string& options) { return MqttFeed(options).complaints_of_options; };
  const std::string good = "value = [{ indicator = \"suhu\", topic = \"a\" }]\n";
  EXPECT_THAT(said("address = \"mqtt://a:1883\"\n" + good), IsEmpty());
  EXPECT_THAT(said("address = \"mqtts://[::1]\"\n" + good), IsEmpty());
  for (const char* address : {"http://a", "mqtt://", "mqtt://a:x", "mqtt://a:99999", "mqtt://u:p@a", "mqtt://[::1"})
    EXPECT_THAT(said("address = \""s + address + "\"\n" + good), HasSubstr("is not the address of a broker"))
        << address;
  EXPECT_THAT(said("address = \"mqtt://a\"\npassword = \"x\"\n" + good), HasSubstr("a password but no user"));
  EXPECT_THAT(said("address = \"mqtt://a\"\n"), HasSubstr("nothing is taken"));
  EXPECT_THAT(said("address = \"mqtt://a\"\nvalue = [{ indicator = \"suhu\", topic = \"a/#/b\" }]"),
              HasSubstr("is no topic filter"));
  EXPECT_THAT(said("address = \"mqtt://a\"\nvalue = [{ indicator = \"suhu\", topic = \"{item}\", item_is = \"x\" }]"),
              HasSubstr("exclude each other"));
}

}  // namespace
