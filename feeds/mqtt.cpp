// See mqtt.h.
#include "feeds/mqtt.h"
#include <algorithm>
#include <utility>
#include "feeds/csv.h"
#include "feeds/reading.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::size_t longest_other = 65536;  // of packets that are no messages

std::uint16_t word(std::string_view text, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(text[at]) << 8 |
                                    static_cast<unsigned char>(text[at + 1]));
}
std::string word(std::size_t number) {
  return {static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
}
std::string counted(std::string_view text) {
  return word(text.size()) + std::string(text);
}
std::string packet(std::uint8_t head, const std::string& body) {
  std::string out(1, static_cast<char>(head));
  std::size_t length = body.size();
  do {
    out += static_cast<char>((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
    length >>= 7;
  } while (length > 0);
  return out + body;
}

auto broken() {
  return fail("the broker sent a packet that is not of MQTT 3.1.1");
}

// The head of a message; `rest` is then its payload, as far as it is there. Nothing: more is needed.
Result<std::optional<MqttPacket>> message_head(std::uint8_t head, std::string_view& rest, std::size_t whole) {
  if (rest.size() < 2) return std::optional<MqttPacket>();
  const std::size_t topic = word(rest, 0);
  MqttPacket out;
  out.kind = MqttPacket::Kind::message;
  out.message.qos = (head >> 1) & 3;
  const std::size_t length = 2 + topic + (out.message.qos > 0 ? 2 : 0);
  if (length > whole || topic == 0 || out.message.qos > 1) return broken();
  if (rest.size() < length) return std::optional<MqttPacket>();
  out.message.topic = rest.substr(2, topic);
  if (!to_utf8(out.message.topic, Encoding::utf8) ||
      out.message.topic.find_first_of(std::string_view("+#\0", 3)) != out.message.topic.npos)
    return broken();
  if (out.message.qos > 0) out.message.id = word(rest, 2 + topic);
  if (out.message.qos > 0 && out.message.id == 0) return broken();
  out.message.retained = head & 1;
  out.message.again = head & 8;
  rest.remove_prefix(length);
  return out;
}

Result<std::optional<MqttPacket>> packet_of(std::uint8_t head, std::string_view body) {
  MqttPacket out;
  switch (head >> 4) {
    case 2:
      if (body.size() != 2 || head != 0x20) return broken();
      out.kind = MqttPacket::Kind::welcome;
      out.session = body[0] & 1;
      out.code = static_cast<unsigned char>(body[1]);
      return out;
    case 3: {
      auto message = message_head(head, body, body.size());
      if (!message) return message;
      if (!*message) return broken();
      (*message)->message.payload = body;
      return message;
    }
    case 9:
      if (body.size() < 3) return broken();
      out.kind = MqttPacket::Kind::subscribed;
      out.id = word(body, 0);
      for (const char grant : body.substr(2)) out.grants.push_back(static_cast<std::uint8_t>(grant));
      return out;
    case 13:
      if (!body.empty()) return broken();
      out.kind = MqttPacket::Kind::pong;
      return out;
    case 4:
    case 11:
      return out;
    default:
      return broken();
  }
}

std::vector<std::string> levels_of(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const auto end = text.find('/');
    out.emplace_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

Result<std::optional<MqttPacket>> MqttParser::next() {
  const std::string_view all = std::string_view(buffer_).substr(begin_);
  if (passing_over_ > 0) {
    const std::size_t gone = std::min(passing_over_, all.size());
    begin_ += gone;
    passing_over_ -= gone;
    if (passing_over_ > 0) return std::optional<MqttPacket>();
    return std::exchange(too_large_, {});
  }
  std::size_t length = 0, at = 1;
  while (true) {
    if (at >= all.size()) return std::optional<MqttPacket>();
    const auto byte = static_cast<unsigned char>(all[at]);
    length |= static_cast<std::size_t>(byte & 0x7f) << (7 * (at - 1));
    ++at;
    if (!(byte & 0x80)) break;
    if (at > 4) return broken();
  }
  const auto head = static_cast<std::uint8_t>(all[0]);
  const std::string_view body = all.substr(at, length);
  if (head >> 4 != 3 && length > longest_other) return broken();
  if (head >> 4 == 3 && length > most_) {
    std::string_view payload = body;
    auto message = message_head(head, payload, length);
    if (!message || !*message) return message;
    (*message)->message.too_large = true;
    too_large_ = std::move(**message);
    const std::size_t taken = body.size() - payload.size();
    passing_over_ = length - taken;
    begin_ += at + taken;
    return next();
  }
  if (body.size() < length) return std::optional<MqttPacket>();
  auto out = packet_of(head, body);
  begin_ += at + length;
  return out;
}

std::string mqtt_connect(const MqttLogin& login) {
  std::uint8_t flags = 0;  // no clean session: the broker keeps what comes while we are away
  if (login.user) flags |= 0x80;
  if (login.user && login.password) flags |= 0x40;
  std::string body = counted("MQTT") + '\x04' + static_cast<char>(flags) +
                     word(static_cast<std::size_t>(login.keep_alive_s)) + counted(login.client_id);
  if (login.user) body += counted(*login.user);
  if (login.user && login.password) body += counted(*login.password);
  return packet(0x10, body);
}

std::string mqtt_subscribe(std::uint16_t id, const std::vector<std::string>& filters, int qos) {
  std::string body = word(id);
  for (const std::string& filter : filters) body += counted(filter) + static_cast<char>(qos);
  return packet(0x82, body);
}
std::string mqtt_acknowledge(std::uint16_t id) {
  return packet(0x40, word(id));
}
std::string mqtt_ping() {
  return packet(0xC0, "");
}
std::string mqtt_disconnect() {
  return packet(0xE0, "");
}

Result<TopicPattern> TopicPattern::parse(std::string_view text) {
  TopicPattern out;
  const auto wrong = [&] {
    return fail({"\"{}\" is no topic filter", {shortened(text, 60)}},
                "+ or a name in braces stands for a whole level, # for all that follow");
  };
  if (text.empty() || text.size() > 65535) return wrong();
  for (std::string& level : levels_of(text)) {
    if (!out.levels_.empty() && out.levels_.back() == "#") return wrong();
    if (level.size() > 2 && level.front() == '{' && level.back() == '}') {
      const std::string name = level.substr(1, level.size() - 2);
      if (std::find(out.names_.begin(), out.names_.end(), name) != out.names_.end()) return wrong();
      out.name_of_[out.levels_.size()] = name;
      out.names_.push_back(name);
      level = "+";
    }
    if (level != "+" && level != "#" && level.find_first_of(std::string_view("+#{}\0", 5)) != level.npos)
      return wrong();
    out.levels_.push_back(std::move(level));
  }
  return out;
}

std::string TopicPattern::filter() const {
  std::string out;
  for (const std::string& level : levels_) out += (&level == &levels_.front() ? "" : "/") + level;
  return out;
}

std::optional<std::map<std::string, std::string>> TopicPattern::match(std::string_view topic) const {
  if (!covers(filter(), topic)) return {};
  const auto levels = levels_of(topic);
  std::map<std::string, std::string> out;
  for (const auto& [at, name] : name_of_) out[name] = levels[at];
  return out;
}

bool covers(std::string_view wide, std::string_view narrow) {
  const auto filter = levels_of(wide), topic = levels_of(narrow);
  // The broker's own topics are not meant by a wildcard at the beginning.
  if (topic[0].starts_with('$') && (filter[0] == "+" || filter[0] == "#")) return false;
  for (std::size_t i = 0; i < filter.size(); ++i) {
    if (filter[i] == "#") return true;  // the level above it, too
    if (i >= topic.size()) return false;
    if (topic[i] == "#" || (filter[i] != "+" && filter[i] != topic[i])) return false;
    if (i + 1 == topic.size() && i + 2 == filter.size() && filter[i + 1] == "#") return true;
  }
  return filter.size() == topic.size();
}

}  // namespace feeds
