// MQTT 3.1.1 (OASIS) as a subscriber needs it: packets, and which topics a filter means. Pure, any thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "config/result.h"

namespace feeds {

struct MqttMessage {
  std::string topic, payload;
  int qos = 0;           // 0 or 1
  std::uint16_t id = 0;  // with qos 1
  bool retained = false, again = false;
  bool too_large = false;  // the payload was thrown away
};

struct MqttPacket {
  enum class Kind { welcome, message, subscribed, pong, other };
  Kind kind = Kind::other;
  MqttMessage message;
  int code = 0;                      // of welcome: 0 is good
  bool session = false;              // of welcome: the broker knows this client from before
  std::uint16_t id = 0;              // of subscribed
  std::vector<std::uint8_t> grants;  // of subscribed: 0x80 is refused
};

// Takes bytes as they come and gives whole packets. Messages that are larger than `most` are passed over to their end.
class MqttParser {
 public:
  explicit MqttParser(std::size_t most) : most_(most) {}
  void add(std::string_view bytes) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_ += bytes;
  }
  // Nothing: more bytes are needed. After an error the connection is of no use.
  config::Result<std::optional<MqttPacket>> next();

 private:
  std::size_t most_;
  std::string buffer_;
  std::size_t begin_ = 0;                // of what was not taken yet
  std::size_t passing_over_ = 0;         // bytes of the packet that are still to come
  std::optional<MqttPacket> too_large_;  // whose payload they are
};

struct MqttLogin {
  std::string client_id;
  std::optional<std::string> user, password;
  int keep_alive_s = 60;
};
std::string mqtt_connect(const MqttLogin&);  // the session is kept by the broker
std::string mqtt_subscribe(std::uint16_t id, const std::vector<std::string>& filters, int qos);
std::string mqtt_acknowledge(std::uint16_t id);
std::string mqtt_ping();
std::string mqtt_disconnect();

// "kantor/{item}/suhu", with the wildcards + and #: what a broker is asked for, and what a topic says of itself.
class TopicPattern {
 public:
  static config::Result<TopicPattern> parse(std::string_view);
  std::string filter() const;
  const std::vector<std::string>& names() const { return names_; }
  // By name; nothing: the topic is another one.
  std::optional<std::map<std::string, std::string>> match(std::string_view topic) const;

 private:
  std::vector<std::string> levels_;  // "+" for a name, too
  std::vector<std::string> names_;
  std::map<std::size_t, std::string> name_of_;
};
// Every topic of `narrow` is one of `wide`, too.
bool covers(std::string_view wide, std::string_view narrow);

}  // namespace feeds
