// LibreNMS: the ports of the links to the district offices. Rates are bytes a second; numbers are strings, as older
// versions write them. The alias names the district, the description holds both ends' cable labels. Worker threads.
#include <fmt/format.h>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/links.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

ServedReply ports(const World& world, const ServedRequest& request, Time now) {
  const auto token = request.headers.find("x-auth-token");
  if (token == request.headers.end() || token->second.empty()) return refusal(401, "Unauthenticated.");
  Json rows = Json::array();
  const Time at = moments(now, 10min, 5min).back();
  for (std::size_t i = 0; i < world.districts.size(); ++i) {
    const District& d = world.districts[i];
    const bool up = district_link_up(world, i, at);
    const double mbit = district_load(world, i, at);
    rows.push_back({{"port_id", std::to_string(300 + i)},
                    {"device_id", "55"},
                    {"ifName", fmt::format("sfp{}", i + 1)},
                    {"ifAlias", "Kecamatan " + d.name},
                    {"kode_wilayah", d.code},
                    {"ifDescr", district_label(world, i)},
                    {"ifOperStatus", up ? "up" : "down"},
                    {"ifAdminStatus", "up"},
                    {"ifHighSpeed", "100"},
                    {"ifInOctets_rate", fmt::format("{:.0f}", mbit * 125000)},
                    {"ifOutOctets_rate", fmt::format("{:.0f}", mbit * 31000)},
                    {"poll_time",
                     std::to_string(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count())}});
  }
  return json_reply({{"status", "ok"}, {"message", ""}, {"ports", std::move(rows)}});
}

}  // namespace

void mount_librenms(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/librenms/api/v0/ports", ports);
}

}  // namespace feeds::simulate
