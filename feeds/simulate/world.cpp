// Districts, offices and replies of the pretend agencies: see world.h.
#include "feeds/simulate/world.h"
#include <algorithm>
#include <cctype>
#include <cmath>
#include "config/provinces.h"

namespace feeds::simulate {
namespace {

// Small districts are many, large ones few; pretended, no official figures.
double people_of(const World& world, const std::string& code) {
  return std::round(80 * std::exp(2.4 * world.noise("people/" + code))) * 100;
}

// "Kabupaten Tanah Bumbu" -> "TANAHBUMBU", as BMKG writes names.
std::string in_capitals(std::string name) {
  for (const char* kind : {"Kabupaten ", "Kota "})
    if (name.starts_with(kind)) name.erase(0, std::string_view(kind).size());
  std::erase(name, ' ');
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

}  // namespace

double World::trait(std::string_view name, std::string_view of, double least, double most) const {
  return least + (most - least) * noise(std::string(name) + '/' + std::string(of));
}

const std::string& World::place(std::size_t which, std::size_t of) const {
  return districts.empty() ? capitals : districts[which * districts.size() / of % districts.size()].name;
}

World make_world(const config::Catalogue& catalogue, std::uint64_t seed) {
  World world;
  world.seed = seed;
  world.zone = catalogue.zone;
  world.regency = catalogue.code;
  world.capitals = in_capitals(catalogue.center.id);
  world.domain = catalogue.domains.empty() ? "kabupaten.example.go.id" : catalogue.domains.front();
  if (const config::Province* province = config::province_of(catalogue.code)) {
    world.latitude = province->latitude;
    world.longitude = province->longitude;
  }
  for (const config::Region& region : catalogue.regions)
    world.districts.push_back({region.code, region.name, people_of(world, region.code)});
  return world;
}

void settle(World& world, const config::GeoMap& map) {
  if (map.schematic) return;
  double west = 180, east = -180, south = 90, north = -90;
  for (District& d : world.districts) {
    const auto area =
        std::find_if(map.areas.begin(), map.areas.end(), [&](const config::MapArea& a) { return a.code == d.code; });
    if (area == map.areas.end()) continue;
    const auto [lon, lat] = config::unproject(map.origin_x + area->label.x, map.origin_y + area->label.y);
    d.spot = Spot{lat, lon};
    west = std::min(west, lon);
    east = std::max(east, lon);
    south = std::min(south, lat);
    north = std::max(north, lat);
  }
  if (west > east) return;
  world.latitude = (south + north) / 2;
  world.longitude = (west + east) / 2;
}

const std::vector<Office>& offices() {
  static const std::vector<Office> all = {
      {"Disdikbud", 0.235, 2710}, {"DPUPR", 0.245, 212},         {"Dinkes", 0.155, 1490}, {"BPKAD", 0.135, 118},
      {"Setda", 0.045, 196},      {"Disdukcapil", 0.006, 64},    {"DPMPTSP", 0.006, 58},  {"Diskominfo", 0.012, 71},
      {"BPBD", 0.011, 67},        {"Bappedalitbang", 0.009, 74}, {"BKPSDM", 0.010, 69},   {"Inspektorat", 0.008, 62},
      {"Lainnya", 0.123, 1521}};
  return all;
}

const std::vector<const char*>& agency_names() {
  static const std::vector<const char*> all = {
      "Setda",      "Disdikbud",      "DPUPR",     "Dinkes",      "BPKAD",   "Disdukcapil", "DPMPTSP",
      "Diskominfo", "BPBD",           "BKPSDM",    "Inspektorat", "Bapenda", "Dinsos",      "DP3AP2KB",
      "Dishub",     "Bappedalitbang", "DLH",       "DKPP",        "Diskan",  "DPMD",        "Disporapar",
      "Dispersip",  "Diskopdag",      "Satpol PP", "Kesbangpol",  "Setwan",  "Perumdam",    "Disnakertrans"};
  return all;
}

void serve(HttpServer& server, const World& world, const char* method, const char* pattern, Answer answer) {
  server.route(method, pattern,
               [&world, answer](const ServedRequest& request) { return answer(world, request, world.now()); });
}

ServedReply json_reply(const Json& body, int status) {
  ServedReply reply;
  reply.status = status;
  reply.content_type = "application/json";
  reply.body = body.dump();
  return reply;
}

ServedReply refusal(int status, const std::string& message) {
  return json_reply({{"success", false}, {"message", message}}, status);
}

std::int64_t bucket(Date day) {
  return std::chrono::sys_days(day).time_since_epoch().count();
}
std::int64_t bucket(Month month) {
  return static_cast<int>(month.year()) * 12 + static_cast<int>(static_cast<unsigned>(month.month()));
}

}  // namespace feeds::simulate
