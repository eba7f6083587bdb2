// The center's own door: what systems send by themselves comes in here, over HTTP or HTTPS, to the feeds of pushed
// kinds. Its threads are apart from those of the pictures.
#pragma once
#include "config/center.h"
#include "feeds/collector.h"
#include "feeds/http_server.h"

namespace feeds {

class Intake {
 public:
  // `collectors` and the clock must outlive it.
  Intake(const config::IntakeConfig&, Collectors&, const Clock&);
  // Opens the port of the configuration; with `port` any other, 0 a free one. Returns the port. Errors: see HttpServer.
  config::Result<int> listen(std::optional<int> port = {});

 private:
  config::IntakeConfig config_;
  HttpServer server_;
};

}  // namespace feeds
