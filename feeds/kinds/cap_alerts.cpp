// Warnings that a weather or disaster service publishes: an RSS list, and a CAP 1.2 document for each. Only what is in
// force and touches the regency becomes an event. Feed thread.
#include <algorithm>
#include <set>
#include "feeds/access.h"
#include "feeds/cap.h"
#include "feeds/http_url.h"
#include "feeds/polygons.h"

namespace feeds {
namespace {

constexpr std::size_t most_alerts = 60;   // read in a poll
constexpr std::size_t most_known = 1000;  // kept
constexpr double least_apart = 0.0005;    // degrees, about 55 m: no wall shows more of a warning's edge
constexpr Duration known_for = std::chrono::hours(1);

class CapAlerts : public Feed {
 public:
  struct Options {
    std::string url, language = "id";
    std::vector<std::string> provinces;
    std::optional<GeoBox> box;
    std::optional<config::IndicatorName> count;

    void describe(auto& field) {
      field("url", url, "Address of the RSS list",
            {.required = true, .example = "\"https://www.bmkg.go.id/alerts/nowcast/id\""});
      field("language", language, "Which of the languages of a warning");
      field("provinces", provinces,
            "Only warnings whose identifier has one of these before its last part: codes of provinces; empty: all",
            {.example = "[\"63\"]"});
      field("box", box, "Only warnings whose polygons touch this rectangle; without it those that name a district");
      field("count", count,
            "Indicator of how many are in force; warnings are shown to whom it is shown, without it to staff alone");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (const auto url = parse_url(options.url); !options.url.empty() && !url)
      out.push_back({place, url.error().what, url.error().cure});
    if (options.box && (options.box->south >= options.box->north || options.box->west >= options.box->east))
      out.push_back({place, "the rectangle has no inside", "south is less than north, west less than east"});
  }

  CapAlerts(Options options, const FeedSetup& setup) : options_(std::move(options)), catalogue_(setup.catalogue) {}

  Status poll(const Context& context, Batch& out) override {
    out.cursor = context.cursor;
    const auto list = fetch(context, options_.url);
    if (!list) return failed_fetch(context.http, list.error());
    const auto items = parse_rss(list->body);
    if (!items) return Status::failed(items.error().what);
    std::set<std::string> there;
    std::size_t read = 0, in_force = 0;
    bool all_read = true;
    for (const RssItem& item : *items) {
      if (!is_wanted(item)) continue;
      there.insert(item.link);
      const auto known = known_.find(item.link);
      const bool is_new = known == known_.end();
      if (is_new || (is_old(known->second, context.now) && read < most_alerts)) {
        if (++read > most_alerts || known_.size() > most_known)
          return Status::failed({"the list names more than {} warnings", {std::to_string(most_alerts)}});
        const auto reply = fetch(context, item.link);
        if (!reply) return failed_fetch(context.http, reply.error());
        auto alert = parse_cap(reply->body);
        if (!alert) {
          complain(out, {"peringatan", shortened(item.guid), alert.error().what});
          all_read = false;
          continue;
        }
        known_[item.link] = {std::move(*alert), context.now};
      }
      in_force += add(known_[item.link].alert, context.now, out) ? 1 : 0;
    }
    std::erase_if(known_, [&](const auto& one) { return !there.contains(one.first); });
    // One that could not be read may be in force.
    if (options_.count && all_read)
      out.samples.push_back({options_.count->name, context.now, static_cast<double>(in_force), {}});
    return Status::good();
  }

  std::vector<std::string> brings() const override {
    return options_.count ? std::vector<std::string>{options_.count->name} : std::vector<std::string>();
  }
  std::string address() const override { return public_address(options_.url); }

 private:
  // A warning does not change, a new one has another link; but what was once sent wrongly is not kept for ever.
  struct Known {
    CapAlert alert;
    Time read;
  };
  static bool is_old(const Known& known, Time now) { return now < known.read || now - known.read >= known_for; }

  static config::Result<HttpReply> fetch(const Context& context, const std::string& url) {
    HttpRequest request;
    request.url = url;
    request.validators = false;  // an alert grows old though the list stays the same
    request.headers.emplace_back("Accept", "application/xml, text/xml");
    return context.http.fetch_data(request, context.stop);
  }

  // Of the list's own host alone, and of these provinces: the second part from the end of an identifier of BMKG.
  bool is_wanted(const RssItem& item) const {
    const auto list = parse_url(options_.url), link = parse_url(item.link);
    if (!list || !link || list->host != link->host) return false;
    if (options_.provinces.empty()) return true;
    const auto last = item.guid.rfind('.');
    const auto before = last == std::string::npos || last == 0 ? std::string::npos : item.guid.rfind('.', last - 1);
    if (before == std::string::npos) return true;  // another way of naming: the document decides
    const std::string province = item.guid.substr(before + 1, last - before - 1);
    return std::find(options_.provinces.begin(), options_.provinces.end(), province) != options_.provinces.end();
  }

  // Whether it is in force here.
  bool add(const CapAlert& alert, Time now, Batch& out) const {
    if (!alert.actual || alert.type == CapAlert::Type::other) return false;
    const CapInfo* info = info_of(alert);
    const std::string of = options_.count ? options_.count->name : std::string();
    for (const std::string& old : alert.references)
      out.events.push_back({old, alert.sent, alert.sent, Severity::info, "", info ? info->headline : old, "", {}, of});
    if (alert.type == CapAlert::Type::cancel || !info || !info->expires || *info->expires <= now) return false;
    const auto districts = districts_in(info->description, catalogue_);
    const bool here = options_.box ? std::any_of(info->polygons.begin(), info->polygons.end(),
                                                 [&](const Polygon& p) { return touches(p, *options_.box); })
                                   : !districts.empty();
    if (!here) return false;
    std::vector<Polygon> area;
    for (const Polygon& polygon : info->polygons) area.push_back(thinned(polygon, least_apart));
    out.events.push_back({alert.identifier, info->onset.value_or(info->effective.value_or(alert.sent)), *info->expires,
                          info->severity, districts.size() == 1 ? districts.front() : "",
                          info->headline.empty() ? info->event : info->headline, info->description, std::move(area),
                          of});
    return true;
  }

  const CapInfo* info_of(const CapAlert& alert) const {
    for (const CapInfo& info : alert.infos)
      if (info.language.starts_with(options_.language)) return &info;
    return alert.infos.empty() ? nullptr : &alert.infos.front();
  }

  const Options options_;
  const config::Catalogue& catalogue_;
  std::map<std::string, Known> known_;  // by link
};

}  // namespace

extern const FeedKind cap_alerts_kind;
const FeedKind cap_alerts_kind =
    config::kind<Feed, CapAlerts>("cap_alerts", "Warnings from an RSS list of CAP 1.2 documents");

}  // namespace feeds
