// See links.h.
#include "feeds/simulate/links.h"
#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <cmath>

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

// Dead for whole slots, by a chance of its own.
struct Fate {
  std::string name;
  Duration slot;
  double chance;
  bool dead(const World& world, Time at) const { return world.noise(name, at.time_since_epoch() / slot) < chance; }
  std::optional<Time> since(const World& world, Time at) const {
    if (!dead(world, at)) return {};
    Time begin{slot * (at.time_since_epoch() / slot)};
    for (int back = 0; back < 100 && dead(world, begin - slot); ++back) begin -= slot;
    return begin;
  }
};
Fate spur_fate() {
  return {"spur", 1h, 0.4};
}
Fate ring_fate() {
  return {"ring", 1h, 0.25};
}
Fate district_fate(const World& world, std::size_t i) {
  return {"link " + world.districts[i].code, 30min, i == 0 ? -1 : 0.02};
}

bool spur_dead(const World& world, Time at) {
  return tower_count(world) > 0 && spur_fate().dead(world, at);
}
bool hangs_on_spur(const World& world, std::size_t district) {
  const auto tower = tower_of(world, district);
  return tower && *tower + 1 == tower_count(world);
}

std::string tower_name(std::size_t tower) {
  return fmt::format("menara-{}", tower + 1);
}

class Drawer {
 public:
  Drawer(const World& world, Time at) : world_(world), at_(at) {}

  std::vector<Cable> draw() {
    draw_towers();
    draw_districts();
    draw_offices();
    add("drc", "PD1-R01-U20 / DRC-R01-U01", "pusat-data", "drc", "sewa", 1000,
        220 + 160 * world_.drift("drc", at_, 30min));
    if (tower_count(world_) > 1)
      add("drc-2", "M01-R01-U20 / DRC-R01-U02", "menara-1", "drc", "serat optik", 500,
          9 + 6 * world_.drift("drc 2", at_, 30min));
    const double down = internet_load(world_, at_);
    add("internet-1", "PD1-R01-U01 / NAP1-U07", "pusat-data", "internet-1", "sewa", 1000, down * 0.22, down);
    add("internet-2", "PD1-R01-U02 / NAP2-U03", "pusat-data", "internet-2", "sewa", 300, 1.2,
        3 + 4 * world_.drift("nap 2", at_, 1h));
    return std::move(out_);
  }

 private:
  Cable& add(std::string code, std::string label, std::string from, std::string to, const char* medium, double capacity,
             double load, std::optional<double> back = {}) {
    Cable c{std::move(code),
            std::move(label),
            std::move(from),
            std::move(to),
            medium,
            capacity,
            load,
            back.value_or(load * 0.25),
            0.35 * std::pow(world_.drift("loss " + out_name(), at_, 40min), 4),
            true,
            {}};
    out_.push_back(std::move(c));
    return out_.back();
  }
  std::string out_name() const { return std::to_string(out_.size()); }
  static void cut(Cable& c, std::optional<Time> since) {
    c.up = false;
    c.load = c.back = 0;
    c.lost = 100;
    c.since = since;
  }

  // Mbit/s that the districts of a tower take.
  double taken(std::size_t tower) const {
    double out = 0;
    for (std::size_t i = 0; i < world_.districts.size(); ++i)
      if (tower_of(world_, i) == tower) out += district_load(world_, i, at_);
    return out;
  }

  // The data center and all towers but the last in a ring; the first half is fed from its one side, the rest from the
  // other. The last one hangs on the ring's last tower.
  void draw_towers() {
    const std::size_t towers = tower_count(world_);
    if (towers == 0) return;
    const std::size_t ring = towers - 1;
    std::vector<double> takes(ring);
    for (std::size_t t = 0; t < ring; ++t) takes[t] = taken(t);
    takes.back() += taken(ring);
    const bool broken = ring > 1 && ring_fate().dead(world_, at_);
    const std::size_t turn = broken ? 1 : (ring + 1) / 2;
    for (std::size_t j = 0; j <= ring; ++j) {
      if (j == ring && ring < 2) break;
      double flow = 0;
      if (j < turn)
        for (std::size_t t = j; t < turn; ++t) flow += takes[t];
      else
        for (std::size_t t = turn; t < j; ++t) flow += takes[t];
      const std::string from = j == 0 ? "pusat-data" : tower_name(j - 1), to = j == ring ? "pusat-data" : tower_name(j);
      const std::string label = (j == 0 ? std::string("PD1-R02-U01") : fmt::format("M{:02}-R01-U02", j)) + " / " +
                                (j == ring ? std::string("PD1-R02-U02") : fmt::format("M{:02}-R01-U01", j + 1));
      Cable& c = add(fmt::format("tulang-{}", j + 1), label, from, to, "tulang punggung", 1000,
                     j < turn ? flow : flow * 0.25, j < turn ? flow * 0.25 : flow);
      if (broken && j == 1) cut(c, ring_fate().since(world_, at_));
    }
    Cable& spur = add("radio-1", fmt::format("M{:02}-R01-U09 / M{:02}-R01-U01", ring, towers), tower_name(ring - 1),
                      tower_name(ring), "radio", 200, taken(ring));
    if (spur_dead(world_, at_)) cut(spur, spur_fate().since(world_, at_));
  }

  void draw_districts() {
    for (std::size_t i = 0; i < world_.districts.size(); ++i) {
      const std::string to = slug_of("kec " + world_.districts[i].name);
      const auto tower = tower_of(world_, i);
      Cable& c = add(to, district_label(world_, i), tower ? tower_name(*tower) : "pusat-data", to,
                     tower ? "radio" : "serat optik", 100, district_load(world_, i, at_));
      if (!district_link_up(world_, i, at_)) cut(c, district_fate(world_, i).since(world_, at_));
    }
  }

  void draw_offices() {
    int number = 0;
    for (const char* agency : agency_names()) {
      const std::string to = slug_of(agency);
      const Fate fate{"office link " + to, 20min, 0.008};
      const double mbit = world_.trait("office load", to, 8, 190) * network_load(at_, world_.zone) *
                          (0.6 + 0.8 * world_.drift("office " + to, at_, 15min));
      ++number;
      Cable& c = add(to, fmt::format("PD1-R03-U{:02} / OPD{:02}-R01-U01", number, number), "pusat-data", to,
                     "serat optik", 1000, mbit);
      if (fate.dead(world_, at_)) cut(c, fate.since(world_, at_));
    }
  }

  const World& world_;
  Time at_;
  std::vector<Cable> out_;
};

}  // namespace

std::size_t tower_count(const World& world) {
  return world.districts.size() < 3 ? 0 : std::clamp<std::size_t>(world.districts.size() / 4, 2, 6);
}

std::optional<std::size_t> tower_of(const World& world, std::size_t district) {
  const std::size_t towers = tower_count(world);
  if (district == 0 || towers == 0) return {};
  return (district - 1) % towers;
}

std::string district_label(const World& world, std::size_t district) {
  const auto tower = tower_of(world, district);
  const std::string begin =
      tower ? fmt::format("M{:02}-R01-U{:02}", *tower + 1, 10 + district) : std::string("PD1-R02-U10");
  return fmt::format("{} / K{:02}-R01-U04", begin, district + 1);
}

std::string slug_of(std::string name) {
  for (char& c : name) c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

bool district_link_up(const World& world, std::size_t district, Time at) {
  if (hangs_on_spur(world, district) && spur_dead(world, at)) return false;
  return !district_fate(world, district).dead(world, at);
}

double district_load(const World& world, std::size_t district, Time at) {
  if (!district_link_up(world, district, at)) return 0;
  const District& d = world.districts[district];
  return (4 + d.people / 2600) * network_load(at, world.zone) * (0.7 + 0.6 * world.drift("port " + d.code, at, 20min));
}

double internet_load(const World& world, Time at) {
  return 640 * network_load(at, world.zone) * (0.86 + 0.28 * world.drift("uplink", at, 10min)) +
         60 * world.noise("uplink", at.time_since_epoch() / 5min);
}

std::vector<Cable> cables(const World& world, Time at) {
  return Drawer(world, at).draw();
}

}  // namespace feeds::simulate
