// See snmp_agent.h.
#include "tests/support/snmp_agent.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace tests {
namespace {

std::string tlv(std::uint8_t tag, const std::string& body) {
  std::string out(1, static_cast<char>(tag));
  if (body.size() < 128) {
    out += static_cast<char>(body.size());
  } else {
    out += '\x82';
    out += static_cast<char>(body.size() >> 8);
    out += static_cast<char>(body.size() & 0xff);
  }
  return out + body;
}

std::string integer(std::uint8_t tag, std::uint64_t number, bool is_signed) {
  std::string body;
  for (int shift = 56; shift >= 0; shift -= 8) body += static_cast<char>(number >> shift);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(body[i]); };
  while (body.size() > 1 && ((byte(0) == 0 && byte(1) < 128) || (is_signed && byte(0) == 255 && byte(1) >= 128)))
    body.erase(0, 1);
  if (!is_signed && byte(0) >= 128) body.insert(0, 1, '\0');
  return tlv(tag, body);
}

std::string oid_bytes(const AgentOid& oid) {
  std::string body(1, static_cast<char>(oid.at(0) * 40 + oid.at(1)));
  for (std::size_t i = 2; i < oid.size(); ++i) {
    std::string step(1, static_cast<char>(oid[i] & 0x7f));
    for (std::uint32_t rest = oid[i] >> 7; rest; rest >>= 7) step.insert(0, 1, static_cast<char>(0x80 | (rest & 0x7f)));
    body += step;
  }
  return tlv(0x06, body);
}

std::string bytes_of(const AgentValue& value) {
  if (value.tag == 0x04) return tlv(0x04, value.text);
  if (value.tag >= 0x80) return tlv(value.tag, "");
  return integer(value.tag, value.number, value.tag == 0x02);
}

// Reads what we asked; what it cannot read it throws out_of_range for.
class Ber {
 public:
  explicit Ber(std::string_view text) : text_(text) {}
  std::string_view take(std::uint8_t tag) {
    if (next() != tag) throw std::out_of_range("tag");
    std::size_t length = next();
    if (length & 0x80) {
      std::size_t count = length & 0x7f;
      for (length = 0; count > 0; --count) length = length << 8 | next();
    }
    const std::string_view out = text_.substr(0, length);
    if (out.size() != length) throw std::out_of_range("length");
    text_.remove_prefix(length);
    return out;
  }
  std::uint64_t number() {
    std::uint64_t out = 0;
    for (const char c : take(0x02)) out = out << 8 | static_cast<unsigned char>(c);
    return out;
  }
  AgentOid oid() {
    AgentOid out;
    std::uint32_t step = 0;
    for (const char c : take(0x06)) {
      step = step << 7 | (static_cast<unsigned char>(c) & 0x7f);
      if (c & 0x80) continue;
      if (out.empty()) {
        out.push_back(step / 40);
        step %= 40;
      }
      out.push_back(step);
      step = 0;
    }
    return out;
  }
  std::uint8_t tag() const { return text_.empty() ? 0 : static_cast<std::uint8_t>(text_[0]); }
  bool empty() const { return text_.empty(); }

 private:
  std::uint8_t next() {
    if (text_.empty()) throw std::out_of_range("end");
    const auto out = static_cast<std::uint8_t>(text_[0]);
    text_.remove_prefix(1);
    return out;
  }
  std::string_view text_;
};

AgentOid parse(const std::string& text) {
  AgentOid out;
  std::istringstream in(text);
  for (std::string step; std::getline(in, step, '.');) out.push_back(static_cast<std::uint32_t>(std::stoul(step)));
  return out;
}

}  // namespace

AgentValue whole(std::int64_t n) {
  return {0x02, "", static_cast<std::uint64_t>(n)};
}
AgentValue gauge(std::uint32_t n) {
  return {0x42, "", n};
}
AgentValue counter32(std::uint32_t n) {
  return {0x41, "", n};
}
AgentValue counter64(std::uint64_t n) {
  return {0x46, "", n};
}
AgentValue ticks(std::uint32_t n) {
  return {0x43, "", n};
}
AgentValue octets(std::string text) {
  return {0x04, std::move(text), 0};
}

SnmpAgent::SnmpAgent(std::string community) : community_(std::move(community)) {
  socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0) throw std::runtime_error("no UDP port");
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

SnmpAgent::~SnmpAgent() {
  ending_ = true;
  thread_.join();
  ::close(socket_);
}

void SnmpAgent::put(const std::string& oid, AgentValue value) {
  const std::lock_guard lock(mutex_);
  objects_[parse(oid)] = std::move(value);
}

void SnmpAgent::clear() {
  const std::lock_guard lock(mutex_);
  objects_.clear();
}

void SnmpAgent::up_time(std::uint32_t hundredths) {
  put("1.3.6.1.2.1.1.3.0", ticks(hundredths));
}

void SnmpAgent::put(const Interface& one) {
  const std::string end = "." + std::to_string(one.index), plain = "1.3.6.1.2.1.2.2.1.", more = "1.3.6.1.2.1.31.1.1.1.";
  put(plain + "2" + end, octets(one.name));
  put(plain + "5" + end, gauge(one.mbps >= 4295 ? 4294967295U : one.mbps * 1'000'000U));
  put(plain + "7" + end, whole(1));
  put(plain + "8" + end, whole(one.up ? 1 : 2));
  put(plain + "10" + end, counter32(static_cast<std::uint32_t>(one.in)));
  put(plain + "16" + end, counter32(static_cast<std::uint32_t>(one.out)));
  if (!one.x) return;
  put(more + "1" + end, octets(one.name));
  put(more + "6" + end, counter64(one.in));
  put(more + "10" + end, counter64(one.out));
  put(more + "15" + end, gauge(one.mbps));
  put(more + "18" + end, octets(one.alias));
  put(more + "19" + end, ticks(0));
}

void SnmpAgent::run() {
  while (!ending_) {
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, 20) <= 0) continue;
    std::string text(65536, '\0');
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const auto got = ::recvfrom(socket_, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (got <= 0) continue;
    text.resize(static_cast<std::size_t>(got));
    ++asked_;
    std::string reply;
    try {
      reply = answer(text);
    } catch (const std::out_of_range&) {
    }
    if (fault_ == Fault::garbage) reply = "\x30\x82\xff\xff no SNMP";
    if (fault_ == Fault::cut) reply.resize(reply.size() / 2);
    if (fault_ == Fault::silent || reply.empty()) continue;
    ::sendto(socket_, reply.data(), reply.size(), 0, reinterpret_cast<const sockaddr*>(&from), size);
  }
}

std::string SnmpAgent::answer(std::string_view text) {
  Ber message(Ber(text).take(0x30));
  const auto version = message.number();
  const std::string community(message.take(0x04));
  if (version != 1 || community != community_) return {};
  const bool bulk = message.tag() == 0xA5;
  Ber pdu(message.take(message.tag()));
  const auto request = pdu.number(), single = pdu.number(), times = pdu.number();
  Ber list(pdu.take(0x30));
  std::vector<AgentOid> asked;
  while (!list.empty()) {
    Ber one(list.take(0x30));
    asked.push_back(one.oid());
  }
  std::string bindings;
  std::size_t count = 0;
  const auto add = [&](const AgentOid& oid, const AgentValue& value) {
    bindings += tlv(0x30, oid_bytes(oid) + bytes_of(value));
    ++count;
  };
  const std::lock_guard lock(mutex_);
  const auto next = [&](AgentOid& oid) {
    const auto found = fault_ == Fault::circles ? objects_.lower_bound(oid) : objects_.upper_bound(oid);
    if (found == objects_.end()) return add(oid, {0x82, "", 0});
    oid = found->first;
    add(found->first, found->second);
  };
  if (bulk) {
    for (std::size_t i = 0; i < std::min<std::size_t>(single, asked.size()); ++i) next(asked[i]);
    for (std::uint64_t round = 0; round < times; ++round)
      for (std::size_t i = single; i < asked.size(); ++i) next(asked[i]);
  } else {
    for (const AgentOid& oid : asked) {
      const auto found = objects_.find(oid);
      add(oid, found == objects_.end() ? AgentValue{0x80, "", 0} : found->second);
    }
  }
  const bool too_big = fault_ == Fault::too_big || count > most_bindings_;
  const std::string body = integer(0x02, request, true) + integer(0x02, too_big ? 1 : 0, true) +
                           integer(0x02, 0, true) + tlv(0x30, too_big ? "" : bindings);
  return tlv(0x30, integer(0x02, 1, true) + tlv(0x04, community) + tlv(0xA2, body));
}

}  // namespace tests
