// MikroTik's REST interface list: one port a public access point. Everything is a string, "true" too. Worker threads.
#include <fmt/format.h>
#include "feeds/simulate/formats/formats.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

ServedReply interfaces(const World& world, const ServedRequest&, Time now) {
  Json rows = Json::array();
  const auto hour = now.time_since_epoch() / 1h;
  int number = 0;
  for (const District& d : world.districts) {
    const bool running = world.noise("kiosk " + d.code, hour / 2) > 0.06;
    ++number;
    rows.push_back({{".id", fmt::format("*{}", number)},
                    {"name", d.code},
                    {"comment", "Titik akses publik " + d.name},
                    {"type", "ether"},
                    {"running", running ? "true" : "false"},
                    {"disabled", "false"},
                    {"rx-byte", fmt::format("{:.0f}", 4e6 * static_cast<double>(hour % 4096) + d.people)},
                    {"link-downs", std::to_string(number % 5)}});
  }
  return json_reply(rows);
}

}  // namespace

void mount_mikrotik(HttpServer& server, const World& world) {
  serve(server, world, "GET", "/mikrotik/rest/interface", interfaces);
}

}  // namespace feeds::simulate
