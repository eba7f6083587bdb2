// A subscriber's connection to an MQTT broker, kept between polls. Nothing is acknowledged but by acknowledge().
#pragma once
#include <functional>
#include "feeds/mqtt.h"
#include "feeds/wire.h"

namespace feeds {

class MqttClient {
 public:
  // Messages larger than `most_bytes` are passed over.
  MqttClient(const Clock& clock, std::size_t most_bytes) : clock_(clock), most_bytes_(most_bytes) {}
  ~MqttClient() { close(); }

  bool connected() const { return wire_ != nullptr; }
  config::Result<void> connect(const WirePeer&, const MqttLogin&, const std::vector<std::string>& filters, int qos,
                               Steady until, std::stop_token);
  // All that waits at the broker for us, as it answers a ping after it. `bounded`: so many messages or bytes came that
  // the rest is for the next time.
  struct Reading {
    std::vector<MqttMessage> messages;
    bool bounded = false;
    std::optional<config::Error> fault;  // the connection has ended; the messages are good all the same
  };
  Reading read(std::size_t most_messages, Steady until, std::stop_token);
  // Once, after a connection: filters that the broker does not let us have.
  std::vector<std::string> refused() { return std::exchange(refused_, {}); }
  // True: sent, though perhaps not arrived. What was acknowledged before a read() that ended well has arrived.
  bool acknowledge(const std::vector<std::uint16_t>& ids);
  void close();

 private:
  config::Result<MqttPacket> welcome(Steady until, const std::stop_token&);
  config::Result<void> take(const MqttPacket&, std::vector<MqttMessage>*);

  const Clock& clock_;
  std::size_t most_bytes_;
  std::unique_ptr<Wire> wire_;
  std::optional<MqttParser> parser_;
  std::string host_;
  std::vector<std::string> filters_, refused_;
  std::uint64_t asked_ = 0, answered_ = 0;  // pings
};

}  // namespace feeds
