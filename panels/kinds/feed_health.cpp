// The punctuality league: per agency what came on time, late, not at all or was refused; worst first. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {

struct Options {
  std::vector<config::AgencyName> agencies;
  bool only_faults = false;

  void describe(auto& field) {
    field("agencies", agencies, "These agencies only; without it, all of the center", {.example = "[\"diskominfo\"]"});
    field("only_faults", only_faults, "Leave out agencies whose data are all on time");
  }
};

}  // namespace
}  // namespace panels
