// What people do (acknowledge, approve, shelve, decide): handed to the store, the same way here and through a hub.
#pragma once
#include <string>
#include "config/catalogue.h"

namespace feeds {

struct Command {
  std::string actor;
  config::Audience audience = config::Audience::everyone;
  std::string kind, target, reason;
  config::Time at;
};
struct Outcome {
  bool done = false;
  config::Text why;  // when not
};

}  // namespace feeds
