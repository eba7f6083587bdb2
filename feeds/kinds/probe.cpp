// Whether services answer: ping, TCP connect and HTTP, with the days that certificates still have. Feed thread, with
// helpers that live for one poll.
#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <set>
#include "config/host_name.h"
#include "feeds/clock.h"
#include "feeds/feed.h"
#include "feeds/http_url.h"
#include "feeds/icmp.h"
#include "feeds/page_visit.h"
#include "feeds/reading.h"
#include "feeds/resolve.h"
#include "feeds/side_by_side.h"
#include "feeds/tls.h"

namespace feeds {
namespace {

enum class ProbeMethod { ping, tcp, http };

}  // namespace
}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::ProbeMethod> {
  static constexpr std::pair<const char*, feeds::ProbeMethod> names[] = {
      {"ping", feeds::ProbeMethod::ping}, {"tcp", feeds::ProbeMethod::tcp}, {"http", feeds::ProbeMethod::http}};
};
}  // namespace config

namespace feeds {
namespace {

struct Target {
  std::string item, host, url, owner;
  ProbeMethod method = ProbeMethod::ping;
  int port = 0;

  void describe(auto& field) {
    field("item", item, "Name of the service or device", {.required = true, .example = "\"sipd\""});
    field("method", method, "ping, TCP connect, or an HTTP request");
    field("host", host, "Name or address to ping or connect to", {.example = "\"10.20.0.1\"", .sampled = true});
    field("port", port, "Port to connect to", {.least = 0, .most = 65535});
    field("url", url, "Address to request; https tells the certificate's days, too",
          {.example = "\"https://layanan.example.go.id/\""});
    field("owner", owner, "The agency that runs the site, for its row of `sites`");
  }
};

// What was found out; nothing where it is unknown.
struct Found {
  std::optional<double> latency_ms, loss_percent, days;
  std::optional<bool> up;
  Text fault;
  std::optional<PageVisit> page;
};

class Probe : public Feed {
 public:
  struct Options {
    config::IndicatorName latency, loss, up, certificate_days;
    std::vector<Target> targets;
    int count = 5;
    config::Duration timeout = std::chrono::seconds(2);
    config::TableName sites;
    std::vector<std::string> domain;

    void describe(auto& field) {
      field("latency", latency, "Indicator of the answer's time in milliseconds",
            {.example = "\"jaringan.latensi\"", .sampled = true});
      field("loss", loss, "Indicator of lost pings in percent", {.example = "\"jaringan.hilang\""});
      field("up", up, "Indicator of availability: 1 answers, 0 does not", {.example = "\"jaringan.hidup\""});
      field("certificate_days", certificate_days,
            "Indicator of the days until a certificate ends; negative when it has",
            {.example = "\"jaringan.sertifikat\""});
      field("targets", targets, "What is probed", {.required = true});
      field("count", count, "Pings to each target at each poll", {.least = 1, .most = 100});
      field("timeout", timeout, "How long one answer is waited for");
      field(
          "sites", sites,
          "Table with a row for each address to request: alamat, instansi, status, sertifikat_hari, alihan and tujuan "
          "(redirects and the host that they lead to), diperbarui and dasar (the page's last change: \"tajuk\" as its "
          "Last-Modified says, \"isi\" as its text changed, \"pertama\" when it was first seen)",
          {.example = "\"situs.daftar\""});
      field("domain", domain, "With `sites`: redirects to hosts in these domains are followed, others only told",
            {.example = "[\"contohkab.go.id\"]"});
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (options.latency.name.empty() && options.loss.name.empty() && options.up.name.empty() &&
        options.certificate_days.name.empty() && options.sites.name.empty())
      out.push_back({place, "no indicator is named", "name latency, loss, up or certificate_days"});
    const auto by_http = [](const Target& target) { return target.method == ProbeMethod::http; };
    if (!options.sites.name.empty() && std::none_of(options.targets.begin(), options.targets.end(), by_http))
      out.push_back({options.sites.place, "sites is named, but no target is asked by HTTP", "set method = \"http\""});
    std::set<std::string> items;
    for (const Target& target : options.targets) {
      if (!items.insert(target.item).second)
        out.push_back({place, {"the item {} stands twice", {target.item}}, "give each target its own"});
      check_target(target, place, out);
    }
  }

  Probe(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        deadline_(setup.config.deadline),
        ca_file_(setup.config.ca_file),
        clock_(system_clock()) {
    const HttpLimits limits{deadline_, setup.config.most_bytes, ca_file_};
    for (const Target& target : options_.targets) {
      resolvers_.emplace_back(clock_);
      https_.push_back(target.method == ProbeMethod::http ? std::make_unique<Http>(limits, clock_) : nullptr);
    }
  }

  // Everything goes on side by side, so that a target that hangs takes no time from the others.
  Status poll(const Context& context, Batch& out) override {
    const Steady until = clock_.steady() + deadline_;
    const std::size_t count = options_.targets.size();
    std::vector<Found> found(count);
    std::vector<std::string> addresses(count);
    const Steady named_by = clock_.steady() + deadline_ / 2;
    side_by_side(count, clock_, named_by,
                 [&](std::size_t i, Steady end) { addresses[i] = look_up(i, at_most(end), context.stop, found[i]); });
    std::vector<std::function<void(Steady)>> jobs;
    jobs.emplace_back([&](Steady) { ping_all(addresses, until, context.stop, found); });
    jobs.emplace_back([&](Steady) { connect_tcp(addresses, until, context.stop, found); });
    for (std::size_t i = 0; i < count; ++i)
      if (https_[i] && !addresses[i].empty())
        jobs.emplace_back([&, i](Steady end) { request(i, addresses[i], at_most(end), context, found[i]); });
    side_by_side(jobs.size(), clock_, until, [&](std::size_t i, Steady end) { jobs[i](end); });
    if (context.stop.stop_requested()) return Status::failed("stopped");
    for (std::size_t i = 0; i < count; ++i) tell(options_.targets[i], found[i], context.now, out);
    add_sites(found, context, out);
    if (out.samples.empty() && out.records.empty() && !out.complaints.empty())
      return Status::failed(out.complaints.front().reason);
    return Status::good();
  }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out;
    for (const auto* indicator : {&options_.latency, &options_.loss, &options_.up, &options_.certificate_days})
      if (!indicator->name.empty()) out.push_back(indicator->name);
    if (!options_.sites.name.empty()) out.push_back(options_.sites.name);
    return out;
  }
  std::string address() const override {
    if (options_.targets.empty()) return {};
    const Target& first = options_.targets.front();
    const std::string place = first.method == ProbeMethod::http ? public_address(first.url) : first.host;
    return options_.targets.size() == 1 ? place : place + " +" + std::to_string(options_.targets.size() - 1);
  }

 private:
  static void check_target(const Target& target, const config::Place& place, config::Complaints& out) {
    if (target.method == ProbeMethod::http) {
      if (const auto url = parse_url(target.url); !url) out.push_back({place, url.error().what, url.error().cure});
      return;
    }
    if (target.host.empty()) out.push_back({place, {"the target {} has no host", {target.item}}, "add host"});
    if (target.method == ProbeMethod::tcp && target.port == 0)
      out.push_back({place, {"the target {} has no port", {target.item}}, "add port"});
  }

  Steady at_most(Steady until) const { return std::min(until, clock_.steady() + options_.timeout); }

  // A name that is not found says nothing about the service: it stays unknown, with the reason.
  std::string look_up(std::size_t i, Steady until, const std::stop_token& stop, Found& found) {
    const Target& target = options_.targets[i];
    std::string host = target.host;
    if (target.method == ProbeMethod::http) host = parse_url(target.url).value_or(Url()).host;
    const auto addresses = resolvers_[i].find(host, until, stop);
    if (addresses) return addresses->front();
    found.fault = addresses.error().what;
    return {};
  }

  void ping_all(const std::vector<std::string>& addresses, Steady until, const std::stop_token& stop,
                std::vector<Found>& found) const {
    std::vector<std::size_t> which;
    std::vector<std::string> whom;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      if (options_.targets[i].method != ProbeMethod::ping || addresses[i].empty()) continue;
      which.push_back(i);
      whom.push_back(addresses[i]);
    }
    PingPlan plan{options_.count, std::chrono::milliseconds(200), options_.timeout};
    // One that there is no time to wait for would count as lost.
    const auto spare = std::chrono::floor<config::Duration>(until - clock_.steady()) - plan.timeout;
    plan.count = std::clamp(static_cast<int>(spare / plan.spacing) + 1, 1, plan.count);
    const auto pings = feeds::ping(whom, plan, clock_, until, stop);
    for (std::size_t k = 0; k < pings.size(); ++k) {
      Found& one = found[which[k]];
      one.fault = pings[k].fault;
      if (!one.fault.empty() || pings[k].sent == 0) continue;
      one.latency_ms = pings[k].median_ms();
      one.loss_percent = pings[k].loss_percent();
      one.up = pings[k].received > 0;
    }
  }

  void connect_tcp(const std::vector<std::string>& addresses, Steady until, const std::stop_token& stop,
                   std::vector<Found>& found) const {
    std::vector<std::size_t> which;
    std::vector<Endpoint> whom;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      if (options_.targets[i].method != ProbeMethod::tcp || addresses[i].empty()) continue;
      which.push_back(i);
      whom.push_back({addresses[i], options_.targets[i].port});
    }
    const auto times = connect_all(whom, clock_, at_most(until), stop);
    for (std::size_t k = 0; k < times.size(); ++k) {
      found[which[k]].up = times[k].ms.has_value();
      found[which[k]].latency_ms = times[k].ms;
      found[which[k]].fault = times[k].fault;
    }
  }

  void request(std::size_t i, const std::string& address, Steady until, const Context& context, Found& found) {
    const auto left = std::chrono::duration_cast<config::Duration>(until - clock_.steady());
    if (left <= config::Duration(0)) {
      found.fault = "no time was left for this target";
      return;
    }
    const std::string& asked = options_.targets[i].url;
    const Url url = parse_url(asked).value_or(Url());
    const auto page = visit(*https_[i], {asked, options_.domain, context.now, left}, context.stop);
    if (page) {
      found.up = page->up();
      found.latency_ms = static_cast<double>(page->answered.count()) / 1000;
      if (!*found.up) found.fault = {"{} answered with status {}", {url.name(), std::to_string(page->status)}};
      if (page->certificate_days) found.days = *page->certificate_days;
      found.page = *page;
      return;
    }
    found.up = false;
    found.fault = page.error().what;
    if (!url.secure() || context.stop.stop_requested() || clock_.steady() >= until) return;
    // An expired or unknown certificate ends the request; how long it lasts is worth knowing all the same.
    const auto look = look_at_certificate(url.host, address, url.port, ca_file_, clock_, until, context.stop);
    if (look) found.days = look->days;
  }

  // Without a table of sites the first answer is enough: one that sends on to a sign-in page is an answer.
  config::Result<PageVisit> visit(Http& http, const PageAsk& ask, std::stop_token stop) const {
    if (!options_.sites.name.empty()) return visit_page(http, clock_, ask, stop);
    HttpRequest request;
    request.url = ask.url;
    request.validators = false;
    request.follow = false;
    request.deadline = ask.deadline;
    const auto reply = http.fetch(request, stop);
    if (!reply) return tl::unexpected(reply.error());
    PageVisit out;
    out.status = reply->status;
    out.answered = reply->answered;
    out.certificate_days = reply->certificate_days;
    return out;
  }

  // A row for each site, whatever was found; since when its page is as it is outlives the program in the cursor.
  void add_sites(const std::vector<Found>& all, const Context& context, Batch& out) const {
    out.cursor = context.cursor;
    if (options_.sites.name.empty()) return;
    PageMemory memory(context.cursor);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Target& target = options_.targets[i];
      if (target.method != ProbeMethod::http) continue;
      if (all[i].page && !all[i].page->digest.empty()) memory.see(target.item, all[i].page->digest, context.now);
      out.records.push_back(site(target, all[i], memory.find(target.item), context.now));
    }
    out.complete.push_back({options_.sites.name, ""});
    out.cursor = memory.cursor();
  }

  Record site(const Target& target, const Found& found, const PageMemory::Known* known, Time now) const {
    const auto number = [](std::optional<double> n) { return n ? Value(*n) : Value(); };
    const auto text = [](std::string words) { return words.empty() ? Value() : Value(std::move(words)); };
    const PageVisit page = found.page.value_or(PageVisit());
    std::optional<Time> changed = page.modified;
    std::string basis = changed ? "tajuk" : known ? known->first ? "pertama" : "isi" : "";
    if (!changed && known) changed = known->since;
    return {options_.sites.name,
            target.item,
            now,
            {{"alamat", config::host_name(target.url)},
             {"instansi", text(target.owner)},
             {"status", found.up ? Value(*found.up ? "aktif" : "mati") : Value()},
             {"sertifikat_hari", number(found.days)},
             {"alihan", found.page ? Value(static_cast<double>(page.redirects)) : Value()},
             {"tujuan", text(page.to)},
             {"diperbarui", changed ? Value(config::to_rfc3339(*changed)) : Value()},
             {"dasar", text(basis)}}};
  }

  void tell(const Target& target, const Found& found, Time now, Batch& out) const {
    const auto add = [&](const config::IndicatorName& indicator, const std::optional<double>& value) {
      if (!indicator.name.empty() && value)
        out.samples.push_back({SeriesName{indicator.name, "", target.item}.to_string(), now, *value, {}});
    };
    add(options_.latency, found.latency_ms ? std::optional(std::round(*found.latency_ms * 1000) / 1000) : std::nullopt);
    add(options_.loss, found.loss_percent);
    add(options_.up, found.up ? std::optional<double>(*found.up ? 1 : 0) : std::nullopt);
    add(options_.certificate_days, found.days);
    if (!found.fault.empty()) out.complaints.push_back({brings().front() + "#" + target.item, "", found.fault});
  }

  Options options_;
  config::Duration deadline_;
  std::string ca_file_;
  Clock& clock_;
  std::deque<Resolver> resolvers_;            // one a target: a look-up that hangs concerns that target alone
  std::vector<std::unique_ptr<Http>> https_;  // of targets by HTTP
};

}  // namespace

extern const FeedKind probe_kind;
const FeedKind probe_kind =
    config::kind<Feed, Probe>("probe", "Whether services answer: ping, TCP, HTTP and certificates");

}  // namespace feeds
