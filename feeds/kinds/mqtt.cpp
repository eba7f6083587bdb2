// Messages of an MQTT broker. The connection is kept between polls; a message is acknowledged when the store has it, so
// that one that is not comes again. Feed thread.
#include <algorithm>
#include <charconv>
#include "feeds/json_rules.h"
#include "feeds/mqtt_client.h"
#include "feeds/mqtt_memory.h"
#include "feeds/mqtt_rules.h"
#include "feeds/resolve.h"

namespace feeds {
namespace {

using config::Result;

constexpr std::size_t most_messages = 5000;  // of one poll
// Brokers let few messages wait for an acknowledgement (mosquitto 20, others fewer): so many, or as many as there ever
// were at once, are a sign that more follow.
constexpr std::size_t sign_of_more = 10;

struct Broker {
  std::string host;
  int port = 1883;
  bool secure = false;
};

Result<Broker> parse_broker(std::string_view text) {
  const auto wrong = [&] {
    return config::fail({"\"{}\" is not the address of a broker", {shortened(text, 80)}},
                        "write mqtt://host:1883 or mqtts://host:8883");
  };
  Broker out;
  std::string_view rest = text;
  if (rest.starts_with("mqtts://")) {
    out.secure = true;
    out.port = 8883;
    rest.remove_prefix(8);
  } else if (rest.starts_with("mqtt://")) {
    rest.remove_prefix(7);
  } else {
    return wrong();
  }
  if (rest.ends_with('/')) rest.remove_suffix(1);
  std::string_view port;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == rest.npos) return wrong();
    out.host = rest.substr(1, end - 1);
    port = rest.substr(end + 1);
  } else {
    const auto end = std::min(rest.find(':'), rest.size());
    out.host = rest.substr(0, end);
    port = rest.substr(end);
  }
  if (out.host.empty() || out.host.find_first_of("/@ ?#") != out.host.npos) return wrong();
  if (port.empty()) return out;
  const char* last = port.data() + port.size();
  const auto [end, fault] = std::from_chars(port.data() + 1, last, out.port);
  if (port.front() != ':' || fault != std::errc() || end != last || out.port < 1 || out.port > 65535) return wrong();
  return out;
}

class Mqtt : public Feed {
 public:
  struct Options {
    std::string address, user, client_id;
    config::Secret password;
    int qos = 1;
    bool retained = true;
    std::vector<TopicValueRule> value;
    std::vector<TopicRecordRule> record;

    void describe(auto& field) {
      field("address", address, "Address of the broker: mqtts:// with TLS, mqtt:// without",
            {.required = true, .example = "\"mqtts://broker.example.go.id:8883\""});
      field("user", user, "User at the broker", {.example = "\"pantau\""});
      field("password", password, "Password of that user", {.example = "\"file:secrets/mqtt\""});
      field("client_id", client_id,
            "Name under which the broker keeps what comes while we are away; no other may use it. Empty: made of the "
            "center and the feed");
      field("qos", qos, "1: the broker repeats until it is acknowledged; 0: what is lost is lost",
            {.least = 0, .most = 1});
      field("retained", retained,
            "Take what the broker kept from before, too. Where a message has no moment of its own, it counts from when "
            "it was first seen");
      field("value", value, "Values to take from messages; without a pointer the message is the number itself",
            {.sampled = true});
      field("record", record, "Records to take from messages");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (const auto broker = parse_broker(options.address); !broker && !options.address.empty())
      out.push_back({place, broker.error().what, broker.error().cure});
    if (options.value.empty() && options.record.empty())
      out.push_back({place, "nothing is taken from the reply", "add [[feed.value]] or [[feed.record]]"});
    if (options.user.empty() && options.password.given())
      out.push_back({place, "there is a password but no user", "add user"});
    for (const TopicValueRule& rule : options.value)
      check_rule(rule, rule.indicator.place.line > 0 ? rule.indicator.place : place, out);
    for (const TopicRecordRule& rule : options.record)
      check_rule(rule, rule.table.place.line > 0 ? rule.table.place : place, out);
  }

  Mqtt(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        dir_(setup.dir),
        deadline_(setup.config.deadline),
        ca_file_(setup.config.ca_file),
        clock_(system_clock()),
        broker_(parse_broker(options_.address).value_or(Broker())),
        reader_(options_.value, options_.record, setup.catalogue),
        resolver_(clock_),
        client_(clock_, static_cast<std::size_t>(setup.config.most_bytes)) {
    login_.client_id = options_.client_id;
    if (login_.client_id.empty()) login_.client_id = "anjungan-" + setup.catalogue.code + "-" + setup.config.name;
    // Between polls nothing is said: twice that long the broker waits before it takes us for gone.
    const auto quiet = std::chrono::ceil<std::chrono::seconds>(setup.config.interval * 2 + deadline_).count();
    login_.keep_alive_s = static_cast<int>(std::clamp<std::int64_t>(quiet, 60, 65535));
  }

  Status poll(const Context& context, Batch& out) override {
    const Steady begun = clock_.steady(), until = begun + deadline_;
    out.cursor = context.cursor;
    // A batch that was lost on the way takes its messages with it: they come again on another connection.
    if (!unsaid_.empty()) client_.close();
    unsaid_.clear();
    if (context.cursor != cursor_) memory_ = MqttMemory(context.cursor);
    cursor_ = context.cursor;
    if (!client_.connected())
      if (const auto connected = connect(until, context.stop); !connected)
        return Status::failed(connected.error().what);
    const auto end = read_all(context, begun, until, out);
    if (out.samples.empty() && out.records.empty() && out.complaints.empty() && unsaid_.empty() && end.fault)
      return Status::failed(end.fault->what);
    drop_revised(out);
    cursor_ = out.cursor = memory_.cursor();
    Status status = Status::good();
    most_at_once_ = std::max(most_at_once_, unsaid_.size());
    const bool many = !unsaid_.empty() && unsaid_.size() >= std::min(most_at_once_, sign_of_more);
    status.more = !end.fault && (end.bounded || many);
    return status;
  }

  void committed(const Receipt&) override {
    if (client_.acknowledge(unsaid_)) memory_.acknowledged(unsaid_);
    unsaid_.clear();
  }

  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override { return options_.address; }

 private:
  Result<void> connect(Steady until, const std::stop_token& stop) {
    MqttLogin login = login_;
    if (!options_.user.empty()) login.user = options_.user;
    if (options_.password.given()) {
      const auto password = reveal(options_.password, dir_);
      if (!password) return tl::unexpected(password.error());
      login.password = *password;
    }
    const auto addresses = resolver_.find(broker_.host, until, stop);
    if (!addresses) return tl::unexpected(addresses.error());
    const WirePeer peer{broker_.host, addresses->front(), broker_.port, broker_.secure, ca_file_};
    memory_.reconnected();
    return client_.connect(peer, login, reader_.filters(), options_.qos, until, stop);
  }

  // What brings nothing new is acknowledged at once and makes room for more.
  MqttClient::Reading read_all(const Context& context, Steady begun, Steady until, Batch& out) {
    std::size_t messages = 0;
    while (true) {
      auto reading = client_.read(most_messages, until, context.stop);
      if (!reading.fault && !reading.bounded) memory_.confirmed();
      const Time now = context.now + std::chrono::duration_cast<Duration>(clock_.steady() - begun);
      std::vector<std::uint16_t> old;
      for (const MqttMessage& message : reading.messages) {
        const bool news = keep(message, now, out);
        if (message.qos > 0) (news ? unsaid_ : old).push_back(message.id);
      }
      if (const auto refused = client_.refused(); !refused.empty()) tell_refused(refused, reading, out);
      messages += reading.messages.size();
      if (client_.acknowledge(old)) memory_.acknowledged(old);
      const bool on = !old.empty() && !reading.fault && !reading.bounded && messages < most_messages;
      if (!on) return reading;
    }
  }

  void tell_refused(const std::vector<std::string>& filters, MqttClient::Reading& reading, Batch& out) {
    for (const std::string& filter : filters)
      out.complaints.push_back({brings().front(), filter, {"the broker does not let us read the topic {}", {filter}}});
    if (filters.size() < reader_.filters().size()) return;
    reading.fault = config::Error{out.complaints.back().reason, {}};
    out.complaints.clear();
    client_.close();
  }

  // Whether it must be in the store before it is acknowledged.
  bool keep(const MqttMessage& message, Time now, Batch& out) {
    const auto news = memory_.look(message);
    if (news != MqttMemory::News::fresh) return false;
    if (message.retained && !options_.retained) return false;
    if (message.too_large)
      out.complaints.push_back({brings().front(), shortened(message.topic), "the message is larger than most_bytes"});
    else
      reader_.read(message, now, out);
    return true;
  }

  Options options_;
  std::filesystem::path dir_;
  Duration deadline_;
  std::string ca_file_;
  const Clock& clock_;
  Broker broker_;
  TopicReader reader_;
  Resolver resolver_;
  MqttLogin login_;
  MqttClient client_;
  MqttMemory memory_;
  std::string cursor_;  // that memory_ wrote
  std::size_t most_at_once_ = 0;
  std::vector<std::uint16_t> unsaid_;  // to acknowledge when the store has the batch
};

}  // namespace

extern const FeedKind mqtt_kind;
const FeedKind mqtt_kind =
    config::kind<Feed, Mqtt>("mqtt", "Messages of an MQTT broker, acknowledged when they are kept");

}  // namespace feeds
