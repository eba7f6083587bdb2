// BMKG's nowcast: an RSS list and a CAP 1.2 document for each warning, addressed at the host that was asked. One of a
// province far away is always in force, one of the own province in some spans of six hours. Server's worker threads.
#include <fmt/format.h>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;
constexpr auto kSpan = 6h;

struct Warning {
  std::string province, identifier, file, text, area;
  Time sent, expires;
  double north = 0, east = 0;  // middle of its polygon
};

std::string clock_text(Time at, Zone zone) {
  const config::Civil c = config::civil(at, zone);
  return fmt::format("{}, {:02}:{:02} {}", config::to_string(c.date), c.hour, c.minute, config::name(zone));
}

Warning warning(const World& world, bool own, std::int64_t span) {
  Warning out;
  out.province = own ? world.regency.substr(0, 2) : "75";
  out.sent = Time(kSpan * span) + 20min;
  out.expires = out.sent + 5h;
  const config::Civil c = config::civil(out.sent, Zone::wib);
  out.identifier =
      fmt::format("2.49.0.1.360.0.{}.{:02}.{:02}.{:02}.{}.001", static_cast<int>(c.date.year()),
                  static_cast<unsigned>(c.date.month()), static_cast<unsigned>(c.date.day()), c.hour, out.province);
  out.file = fmt::format("C{}{}_alert.xml", out.province, span);
  const std::size_t which =
      static_cast<std::size_t>(world.noise("warned district", span) * static_cast<double>(world.districts.size()));
  std::string place = own && which < world.districts.size() ? world.districts[which].name : "DENGILO, MANANGGU";
  for (char& letter : place) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  out.text = fmt::format(
      "Hujan lebat disertai petir akan terjadi pada {} di sebagian wilayah, khususnya di {}.\n Kondisi diperkirakan "
      "dapat berlangsung hingga {}.",
      clock_text(out.sent, world.zone), place, clock_text(out.expires, world.zone));
  out.area = own ? "Provinsi" : "Gorontalo";
  out.north = own ? world.latitude : 0.6;
  out.east = own ? world.longitude : 122.3;
  if (own && which < world.districts.size() && world.districts[which].spot) {
    out.north = world.districts[which].spot->north;
    out.east = world.districts[which].spot->east;
  }
  return out;
}

std::vector<Warning> in_force(const World& world, Time now) {
  const std::int64_t span = now.time_since_epoch() / kSpan;
  std::vector<Warning> out = {warning(world, false, span)};
  if (world.noise("nowcast", span) < 0.4) out.push_back(warning(world, true, span));
  std::erase_if(out, [&](const Warning& w) { return now < w.sent || w.expires <= now; });
  return out;
}

ServedReply xml_reply(std::string body) {
  ServedReply reply;
  reply.content_type = "application/xml; charset=utf-8";
  reply.body = std::move(body);
  return reply;
}

ServedReply list(const World& world, const ServedRequest& request, Time now) {
  const auto host = request.headers.find("host");
  std::string items;
  for (const Warning& w : in_force(world, now))
    items += fmt::format(
        "<item><title>Hujan Lebat disertai Petir di {0}</title><link>http://{1}/bmkg/alerts/nowcast/id/{2}</link>"
        "<description>{3}</description><author>cuaca.ekstrem@bmkg.go.id (BMKG)</author><category>Met</category>"
        "<guid isPermaLink=\"false\">{4}</guid></item>",
        w.area, host == request.headers.end() ? "127.0.0.1" : host->second, w.file, w.text, w.identifier);
  return xml_reply(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Peringatan Dini Cuaca "
      "BMKG</title><language>id</language>" +
      items + "</channel></rss>");
}

std::string square(double north, double east) {
  constexpr double half = 0.08;
  return fmt::format("{0:.3f},{2:.3f} {0:.3f},{3:.3f} {1:.3f},{3:.3f} {1:.3f},{2:.3f} {0:.3f},{2:.3f}", north - half,
                     north + half, east - half, east + half);
}

ServedReply document(const World& world, const ServedRequest& request, Time now) {
  for (const Warning& w : in_force(world, now)) {
    if (request.matches.size() < 2 || request.matches[1] != w.file) continue;
    return xml_reply(fmt::format(
        "<?xml version=\"1.0\" ?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>{}</identifier>"
        "<sender>cuaca.ekstrem@bmkg.go.id</sender><sent>{}</sent><status>Actual</status><msgType>Alert</msgType>"
        "<scope>Public</scope><info><language>id</language><category>Met</category><event>Hujan Lebat dan Petir</event>"
        "<urgency>Immediate</urgency><severity>Moderate</severity><certainty>Observed</certainty>"
        "<effective>{}</effective><expires>{}</expires><headline>Hujan Lebat disertai Petir di {}</headline>"
        "<description>{}</description><area><areaDesc>{}</areaDesc><polygon>{}</polygon></area></info></alert>",
        w.identifier, config::to_rfc3339(w.sent, world.zone), config::to_rfc3339(w.sent, world.zone),
        config::to_rfc3339(w.expires, world.zone), w.area, w.text, w.area, square(w.north, w.east)));
  }
  return refusal(404, "not found");
}

}  // namespace

void mount_warnings(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/bmkg/alerts/nowcast/id", list);
  serve(server, world, "GET", "/bmkg/alerts/nowcast/id/([A-Za-z0-9]+_alert\\.xml)", document);
}

}  // namespace feeds::simulate
