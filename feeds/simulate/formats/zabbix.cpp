// Zabbix's JSON-RPC: item.get and history.get. Everything is a string, an error comes with status 200, and one sensor
// says its power-on value of 85 degrees now and then. Server's worker threads.
#include <fmt/format.h>
#include <array>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/links.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

struct Item {
  const char *id, *name, *key, *units;
  double (*value)(const World&, Time);
};

double temperature(const World& world, Time at) {
  return 21.4 + 1.6 * network_load(at, world.zone) + 1.4 * world.drift("rack", at, 45min);
}
double sensor(const World& world, Time at) {
  return world.noise("glitch", at.time_since_epoch() / 5min) < 0.05 ? 85.0 : temperature(world, at);
}
double ups(const World& world, Time at) {
  return 38 + 9 * network_load(at, world.zone) + 5 * world.drift("ups", at, 30min);
}

constexpr std::array<Item, 4> kItems = {
    {{"44012", "Internet utama: lalu lintas masuk", "net.if.in[ether1]", "Mbps", internet_load},
     {"44120", "Suhu rak pusat data", "sensor.temp[rack]", "C", temperature},
     {"44131", "Suhu ruang UPS", "sensor.temp[ups]", "C", sensor},
     {"44155", "Beban UPS", "upsBasicOutputLoad", "%", ups}}};

std::string unix_seconds(Time at) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

bool asked_for(const Json& params, const char* id) {
  if (!params.is_object() || !params.contains("itemids")) return true;
  const Json& ids = params["itemids"];
  if (!ids.is_array()) return ids == id;
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

Json items(const World& world, const Json& params, Time now) {
  Json rows = Json::array();
  const Time at = moments(now, 5min, 1min).back();
  for (const Item& item : kItems)
    if (asked_for(params, item.id))
      rows.push_back({{"itemid", item.id},
                      {"name", item.name},
                      {"key_", item.key},
                      {"value_type", "0"},
                      {"units", item.units},
                      {"status", "0"},
                      {"lastvalue", fmt::format("{:.4f}", item.value(world, at))},
                      {"lastclock", unix_seconds(at)}});
  return rows;
}

Json history(const World& world, const Json& params, Time now) {
  Json rows = Json::array();
  for (const Time& at : moments(now, 24h, 5min))
    for (const Item& item : kItems)
      if (asked_for(params, item.id))
        rows.push_back({{"itemid", item.id},
                        {"clock", unix_seconds(at)},
                        {"value", fmt::format("{:.4f}", item.value(world, at))},
                        {"ns", "0"}});
  return rows;
}

ServedReply rpc(const World& world, const ServedRequest& request, Time now) {
  const Json call = Json::parse(request.body, nullptr, false);
  if (!call.is_object() || !call.contains("method"))
    return json_reply(
        {{"jsonrpc", "2.0"}, {"error", {{"code", -32600}, {"message", "Invalid Request."}}}, {"id", nullptr}});
  const Json params = call.value("params", Json::object());
  const std::string method = call["method"].is_string() ? call["method"].get<std::string>() : "";
  Json reply = {{"jsonrpc", "2.0"}};
  if (method == "item.get")
    reply["result"] = items(world, params, now);
  else if (method == "history.get")
    reply["result"] = history(world, params, now);
  else
    reply["error"] = {{"code", -32602}, {"message", "Invalid params."}, {"data", "Incorrect API method."}};
  reply["id"] = call.value("id", Json(1));
  return json_reply(reply);
}

}  // namespace

void mount_zabbix(HttpServer& server, const World& world) {
  serve(server, world, "POST", "/zabbix/api_jsonrpc.php", rpc);
}

}  // namespace feeds::simulate
