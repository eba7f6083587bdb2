// The time and the date of the center's zone. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {

struct Options {
  bool seconds = true, date = true;

  void describe(auto& field) {
    field("seconds", seconds, "Show seconds");
    field("date", date, "Show the date in words");
  }
};

}  // namespace
}  // namespace panels
