// Districts, offices and replies of the pretend agencies: see world.h.
#include "feeds/simulate/world.h"
#include <map>

namespace feeds::simulate {
namespace {

// Rounded, so that the large districts of the main center look large; not official figures.
const std::map<std::string, double, std::less<>>& known_people() {
  static const std::map<std::string, double, std::less<>> people = {
      {"63.10.01", 23100}, {"63.10.02", 32400}, {"63.10.03", 24300}, {"63.10.04", 61800},
      {"63.10.05", 12200}, {"63.10.06", 88200}, {"63.10.07", 20500}, {"63.10.08", 22600},
      {"63.10.09", 19400}, {"63.10.10", 9100},  {"63.10.11", 17200}, {"63.10.12", 9600}};
  return people;
}

}  // namespace

double World::trait(std::string_view name, std::string_view of, double least, double most) const {
  return least + (most - least) * noise(std::string(name) + '/' + std::string(of));
}

World make_world(const config::Catalogue& catalogue, std::uint64_t seed) {
  World world;
  world.seed = seed;
  world.zone = catalogue.zone;
  world.regency = catalogue.code;
  for (const config::Region& region : catalogue.regions) {
    const auto found = known_people().find(region.code);
    const double people =
        found != known_people().end() ? found->second : std::round(world.trait("people", region.code, 90, 600)) * 100;
    world.districts.push_back({region.code, region.name, people});
  }
  return world;
}

const std::vector<Office>& offices() {
  static const std::vector<Office> all = {
      {"Disdikbud", 0.235, 2710}, {"DPUPR", 0.245, 212},         {"Dinkes", 0.155, 1490}, {"BPKAD", 0.135, 118},
      {"Setda", 0.045, 196},      {"Disdukcapil", 0.006, 64},    {"DPMPTSP", 0.006, 58},  {"Diskominfo", 0.012, 71},
      {"BPBD", 0.011, 67},        {"Bappedalitbang", 0.009, 74}, {"BKPSDM", 0.010, 69},   {"Inspektorat", 0.008, 62},
      {"Lainnya", 0.123, 1521}};
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
