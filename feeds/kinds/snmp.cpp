// Network devices by SNMP: single objects, and their interfaces with the traffic of each. Feed thread, with helpers
// that live for one poll.
#include <algorithm>
#include <deque>
#include <set>
#include "feeds/resolve.h"
#include "feeds/side_by_side.h"
#include "feeds/snmp_rules.h"

namespace feeds {
namespace {

enum class SnmpVersion { v2c, v3 };

}  // namespace
}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::SnmpVersion> {
  static constexpr std::pair<const char*, feeds::SnmpVersion> names[] = {{"v2c", feeds::SnmpVersion::v2c},
                                                                         {"v3", feeds::SnmpVersion::v3}};
};
template <>
struct Choices<feeds::SnmpAuth> {
  static constexpr std::pair<const char*, feeds::SnmpAuth> names[] = {
      {"none", feeds::SnmpAuth::none}, {"sha", feeds::SnmpAuth::sha}, {"sha256", feeds::SnmpAuth::sha256}};
};
template <>
struct Choices<feeds::SnmpPrivacy> {
  static constexpr std::pair<const char*, feeds::SnmpPrivacy> names[] = {{"none", feeds::SnmpPrivacy::none},
                                                                         {"aes", feeds::SnmpPrivacy::aes}};
};
}  // namespace config

namespace feeds {
namespace {

using config::Result;

class Snmp : public Feed {
 public:
  struct Options {
    std::vector<SnmpDevice> devices;
    SnmpVersion version = SnmpVersion::v2c;
    config::Secret community, auth_passphrase, privacy_passphrase;
    std::string user, context;
    SnmpAuth auth = SnmpAuth::none;
    SnmpPrivacy privacy = SnmpPrivacy::none;
    config::Duration timeout = std::chrono::seconds(2);
    int retries = 1;
    std::vector<SnmpObject> value;
    std::optional<SnmpInterfaceRule> interfaces;

    void describe(auto& field) {
      field("devices", devices, "What is asked", {.required = true});
      field("version", version, "v2c with a community, or v3 with a user");
      field("community", community, "Community of version v2c", {.example = "\"file:secrets/snmp\"", .sampled = true});
      field("user", user, "User of version v3", {.example = "\"pantau\""});
      field("auth", auth, "How the user of version v3 proves who he is");
      field("auth_passphrase", auth_passphrase, "Passphrase for that, of 8 characters or more");
      field("privacy", privacy, "How version v3 encrypts: aes is AES with 128 bits");
      field("privacy_passphrase", privacy_passphrase, "Passphrase for that, of 8 characters or more");
      field("context", context, "Context of version v3, where the device has several");
      field("timeout", timeout, "How long one answer is waited for", {.least = 0.1, .most = 60});
      field("retries", retries, "How often a request without an answer is repeated", {.least = 0, .most = 10});
      field("value", value, "Single values to take", {.sampled = true});
      field("interfaces", interfaces, "The interfaces of the devices: traffic, state and a table of them");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (options.value.empty() && !options.interfaces)
      out.push_back({place, "nothing is taken from the devices", "add [[feed.value]] or [feed.interfaces]"});
    for (const SnmpObject& object : options.value)
      if (const auto oid = parse_oid(object.oid); !oid && !object.oid.empty())
        out.push_back({place, oid.error().what, oid.error().cure});
    std::set<std::string> items;
    for (const SnmpDevice& device : options.devices) {
      if (!items.insert(device.item).second)
        out.push_back({place, {"the item {} stands twice", {device.item}}, "give each target its own"});
      if (options.version == SnmpVersion::v2c && !options.community.given() && !device.community.given())
        out.push_back({place, {"no community is named for {}", {device.item}}, "add community"});
    }
    if (options.version != SnmpVersion::v3) return;
    if (options.user.empty()) out.push_back({place, "version v3 needs the key user", "add user"});
    if (options.privacy != SnmpPrivacy::none && options.auth == SnmpAuth::none)
      out.push_back({place, "there is no privacy without authentication", "set auth to sha256 or sha"});
    if ((options.auth != SnmpAuth::none && !options.auth_passphrase.given()) ||
        (options.privacy != SnmpPrivacy::none && !options.privacy_passphrase.given()))
      out.push_back({place, "a passphrase is missing", "add auth_passphrase, and privacy_passphrase with privacy"});
  }

  Snmp(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        catalogue_(setup.catalogue),
        dir_(setup.dir),
        deadline_(setup.config.deadline),
        longest_(std::max<Duration>(std::chrono::hours(1), setup.config.interval * 3)),
        clock_(system_clock()) {
    for (const SnmpObject& object : options_.value) oids_.push_back(parse_oid(object.oid).value_or(Oid()));
    for (std::size_t i = 0; i < options_.devices.size(); ++i) resolvers_.emplace_back(clock_);
  }

  // Side by side, so that a device that is off takes no time from the others.
  Status poll(const Context& context, Batch& out) override {
    const Steady begun = clock_.steady();
    out.cursor = context.cursor;
    if (const auto ready = prepare_logins(); !ready) return Status::failed(ready.error().what);
    std::vector<SnmpHeard> heard(options_.devices.size());
    side_by_side(heard.size(), clock_, begun + deadline_, [&](std::size_t i, Steady end) {
      if (const auto asked = ask(i, end, context, begun, heard[i]); !asked) heard[i].fault = asked.error().what;
    });
    if (context.stop.stop_requested()) return Status::failed("stopped");
    SnmpCounters counters(context.cursor, longest_, moments_);
    bool any = false;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      const SnmpDevice& device = options_.devices[i];
      any = any || heard[i].fault.empty();
      if (heard[i].fault.empty())
        tell_device({options_.value, options_.interfaces}, device, heard[i], catalogue_, counters, out);
      else
        out.complaints.push_back({brings().front() + "#" + device.item, "", heard[i].fault});
    }
    if (!any) return Status::failed(heard.front().fault);
    out.cursor = counters.cursor();
    moments_ = counters.moments();
    return Status::good();
  }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out;
    const auto add = [&](const std::string& name) {
      if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    };
    for (const SnmpObject& object : options_.value) add(object.indicator.name);
    if (const auto& rule = options_.interfaces)
      for (const auto* name : {&rule->in.name, &rule->out.name, &rule->load.name, &rule->up.name, &rule->table.name})
        add(*name);
    if (out.empty()) out.emplace_back();
    return out;
  }
  std::string address() const override {
    if (options_.devices.empty()) return {};
    const std::string& first = options_.devices.front().host;
    return options_.devices.size() == 1 ? first : first + " +" + std::to_string(options_.devices.size() - 1);
  }

 private:
  // Keys are made anew only when a passphrase has changed.
  Result<void> prepare_logins() {
    std::vector<std::string> secrets;
    const auto read = [&](const config::Secret& secret) -> Result<void> {
      const auto value = secret.given() ? reveal(secret, dir_) : Result<std::string>(std::string());
      if (!value) return tl::unexpected(value.error());
      secrets.push_back(*value);
      return {};
    };
    for (const auto* secret : {&options_.auth_passphrase, &options_.privacy_passphrase})
      if (const auto done = read(*secret); !done) return done;
    for (const SnmpDevice& device : options_.devices)
      if (const auto done = read(device.community.given() ? device.community : options_.community); !done) return done;
    if (secrets == secrets_) return {};
    SnmpLogin login;
    login.v3 = options_.version == SnmpVersion::v3;
    login.user = options_.user;
    login.context = options_.context;
    login.auth = options_.auth;
    login.privacy = options_.privacy;
    if (login.v3)
      if (const auto made = make_keys(login, secrets[0], secrets[1]); !made) return made;
    logins_.assign(options_.devices.size(), login);
    for (std::size_t i = 0; i < logins_.size(); ++i) logins_[i].community = secrets[i + 2];
    secrets_ = std::move(secrets);
    return {};
  }

  Result<void> ask(std::size_t i, Steady until, const Context& context, Steady begun, SnmpHeard& heard) {
    const SnmpDevice& device = options_.devices[i];
    const auto addresses = resolvers_[i].find(device.host, until, context.stop);
    if (!addresses) return tl::unexpected(addresses.error());
    const SnmpPeer peer{device.item, addresses->front(), device.port, options_.timeout, options_.retries};
    auto session = SnmpSession::open(peer, logins_[i], clock_, until, context.stop);
    if (!session) return tl::unexpected(session.error());
    if (const auto read = get_values(**session, heard); !read) return read;
    const auto later = std::chrono::duration_cast<Duration>(clock_.steady() - begun);
    heard.moment = {context.now + later, context.steady ? std::optional(*context.steady + later) : std::nullopt};
    if (!options_.interfaces) return {};
    auto interfaces = read_interfaces(**session, static_cast<std::size_t>(options_.interfaces->most));
    if (!interfaces) return tl::unexpected(interfaces.error());
    heard.interfaces = std::move(*interfaces);
    return {};
  }

  // All in one message where that is possible, so that counters and the device's clock are of one moment.
  Result<void> get_values(SnmpSession& session, SnmpHeard& heard) const {
    std::size_t at_once = 20;
    while (heard.values.size() < oids_.size() || heard.values.empty()) {
      std::vector<Oid> asked{{1, 3, 6, 1, 2, 1, 1, 3, 0}};
      for (std::size_t i = heard.values.size(); i < oids_.size() && asked.size() <= at_once; ++i)
        asked.push_back(oids_[i]);
      const auto reply = session.get(asked);
      if (!reply) return tl::unexpected(reply.error());
      if (reply->too_big) {
        if (at_once == 1) return config::fail("the device cannot answer even one row in one message");
        at_once /= 2;
        continue;
      }
      if (reply->bindings.size() != asked.size())
        return config::fail("the device answers with other objects than were asked for");
      heard.ticks = static_cast<std::uint32_t>(reply->bindings[0].value.count);
      for (std::size_t i = 1; i < reply->bindings.size(); ++i) heard.values.push_back(reply->bindings[i].value);
      if (oids_.empty()) break;
    }
    return {};
  }

  Options options_;
  const config::Catalogue& catalogue_;
  std::filesystem::path dir_;
  Duration deadline_, longest_;
  const Clock& clock_;
  std::vector<Oid> oids_;
  std::deque<Resolver> resolvers_;  // one a device
  std::vector<std::string> secrets_;
  std::vector<SnmpLogin> logins_;  // one a device
  SnmpCounters::Moments moments_;
};

}  // namespace

extern const FeedKind snmp_kind;
const FeedKind snmp_kind = config::kind<Feed, Snmp>("snmp", "Network devices by SNMP: values, interfaces and traffic");

}  // namespace feeds
