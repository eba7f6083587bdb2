// Mounts the pretend agencies on a server of its own and gives them their clock. Any thread.
#include "feeds/simulate/simulator.h"
#include <optional>
#include "feeds/simulate/formats/formats.h"
#include "feeds/simulate/push.h"

namespace feeds {

// The world outlives the server: handlers hold a reference to it.
struct Simulator::Impl {
  simulate::World world;
  HttpServer server;
  Clock& clock;
  std::optional<simulate::Pusher> pusher;
  explicit Impl(Clock& by) : clock(by) {}
};

Simulator::Simulator(Options options, std::shared_ptr<const config::Catalogue> catalogue, Clock& clock)
    : impl_(std::make_unique<Impl>(clock)) {
  impl_->world = simulate::make_world(*catalogue, options.seed);
  if (options.map.extension() == ".map")
    if (const auto map = config::read_geo_map(options.map)) simulate::settle(impl_->world, *map);
  impl_->world.now = [&clock, speed = options.speed, wall = clock.now(), steady = clock.steady()] {
    if (speed == 1) return clock.now();
    const std::chrono::duration<double, std::milli> passed = clock.steady() - steady;
    return wall + std::chrono::duration_cast<config::Duration>(passed * speed);
  };
  for (const auto mount : {simulate::mount_attendance,   simulate::mount_bmkg,        simulate::mount_bps,
                           simulate::mount_ckan,         simulate::mount_complaints,  simulate::mount_counters,
                           simulate::mount_csv_exports,  simulate::mount_disaster,    simulate::mount_education,
                           simulate::mount_finance,      simulate::mount_health,      simulate::mount_inaproc,
                           simulate::mount_jdihn,        simulate::mount_letters,     simulate::mount_librenms,
                           simulate::mount_mikrotik,     simulate::mount_network,     simulate::mount_performance,
                           simulate::mount_permits,      simulate::mount_procurement, simulate::mount_prometheus,
                           simulate::mount_queue,        simulate::mount_residents,   simulate::mount_roads,
                           simulate::mount_service_desk, simulate::mount_sites,       simulate::mount_spreadsheets,
                           simulate::mount_spse,         simulate::mount_warnings,    simulate::mount_zabbix})
    mount(impl_->server, impl_->world);
}

Simulator::~Simulator() = default;

config::Result<int> Simulator::listen(int port) {
  return impl_->server.listen("127.0.0.1", port);
}

void Simulator::push_to(const std::string& base) {
  impl_->pusher.emplace(impl_->world, base, impl_->clock);
}

}  // namespace feeds
