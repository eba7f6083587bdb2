// See mqtt_client.h. A broker answers in order: the answer to a ping comes after every message that it had for us.
#include "feeds/mqtt_client.h"
#include <utility>

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::size_t chunk = 65536;
constexpr std::uint16_t subscription = 1;

}  // namespace

Result<MqttPacket> MqttClient::welcome(Steady until, const std::stop_token& stop) {
  while (true) {
    auto packet = parser_->next();
    if (!packet) return tl::unexpected(packet.error());
    if (*packet && (*packet)->kind == MqttPacket::Kind::welcome) return **packet;
    if (*packet) return fail({"{} does not speak MQTT 3.1.1", {host_}});
    const auto bytes = wire_->read(chunk, until, stop);
    if (!bytes) return tl::unexpected(bytes.error());
    if (bytes->empty()) return fail({"{} did not answer in time", {host_}});
    parser_->add(*bytes);
  }
}

Result<void> MqttClient::connect(const WirePeer& peer, const MqttLogin& login, const std::vector<std::string>& filters,
                                 int qos, Steady until, std::stop_token stop) {
  auto wire = Wire::open(peer, clock_, until, stop);
  if (!wire) return tl::unexpected(wire.error());
  wire_ = std::move(*wire);
  parser_.emplace(most_bytes_);
  host_ = peer.host;
  filters_ = filters;
  refused_.clear();
  asked_ = answered_ = 0;
  const auto give_up = [&](config::Error why) -> Result<void> {
    wire_.reset();
    return tl::unexpected(std::move(why));
  };
  if (const auto sent = wire_->write(mqtt_connect(login), until, stop); !sent) return give_up(sent.error());
  const auto packet = welcome(until, stop);
  if (!packet) return give_up(packet.error());
  switch (packet->code) {
    case 0:
      break;
    case 1:
      return give_up({{"{} does not speak MQTT 3.1.1", {host_}}, {}});
    case 2:
      return give_up({{"{} refuses the client id {}", {host_, login.client_id}}, "set client_id"});
    case 4:
      return give_up({{"{} refuses the user or the password", {host_}}, "look at user and password"});
    case 5:
      return give_up({{"{} does not let this user or client in", {host_}}, "look at user and password"});
    default:
      return give_up({{"the broker {} is not ready", {host_}}, {}});
  }
  if (const auto sent = wire_->write(mqtt_subscribe(subscription, filters, qos), until, stop); !sent)
    return give_up(sent.error());
  return {};
}

Result<void> MqttClient::take(const MqttPacket& packet, std::vector<MqttMessage>* messages) {
  using Kind = MqttPacket::Kind;
  if (packet.kind == Kind::welcome) return fail("the broker sent a packet that is not of MQTT 3.1.1");
  if (packet.kind == Kind::message) messages->push_back(packet.message);
  if (packet.kind == Kind::pong) ++answered_;
  if (packet.kind == Kind::subscribed)
    for (std::size_t i = 0; i < filters_.size() && i < packet.grants.size(); ++i)
      if (packet.grants[i] >= 0x80) refused_.push_back(filters_[i]);
  return {};
}

MqttClient::Reading MqttClient::read(std::size_t most_messages, Steady until, std::stop_token stop) {
  Reading out;
  const auto lost = [&](config::Error why) {
    wire_.reset();
    out.fault = std::move(why);
    return std::move(out);
  };
  if (!wire_) return lost({{"{} has ended the connection", {host_}}, {}});
  if (const auto sent = wire_->write(mqtt_ping(), until, stop); !sent) return lost(sent.error());
  const std::uint64_t fence = ++asked_;
  std::size_t bytes_read = 0;
  while (true) {
    const auto packet = parser_->next();
    if (!packet) return lost(packet.error());
    if (*packet) {
      if (const auto taken = take(**packet, &out.messages); !taken) return lost(taken.error());
      if (answered_ >= fence) return out;
      out.bounded = out.messages.size() >= most_messages || bytes_read > most_bytes_;
      if (out.bounded) return out;
      continue;
    }
    const auto bytes = wire_->read(chunk, until, stop);
    if (!bytes) return lost(bytes.error());
    out.bounded = bytes->empty() && bytes_read > 0;  // in the middle of much, or of something large
    if (out.bounded) return out;
    if (bytes->empty()) return lost({{"{} did not answer in time", {host_}}, {}});
    bytes_read += bytes->size();
    parser_->add(*bytes);
  }
}

bool MqttClient::acknowledge(const std::vector<std::uint16_t>& ids) {
  if (!wire_) return false;
  if (ids.empty()) return true;
  std::string packets;
  for (const std::uint16_t id : ids) packets += mqtt_acknowledge(id);
  const bool sent = wire_->write(packets, clock_.steady() + std::chrono::seconds(2), {}).has_value();
  if (!sent) wire_.reset();
  return sent;
}

void MqttClient::close() {
  if (wire_) (void)wire_->write(mqtt_disconnect(), clock_.steady(), {});
  wire_.reset();
}

}  // namespace feeds
