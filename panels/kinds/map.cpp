// The districts of the center by class on its schematic map. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {
enum class Classes { quantile, equal, bounds, target };
}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Classes> {
  static constexpr std::pair<const char*, panels::Classes> names[] = {{"quantile", panels::Classes::quantile},
                                                                      {"equal", panels::Classes::equal},
                                                                      {"bounds", panels::Classes::bounds},
                                                                      {"target", panels::Classes::target}};
};

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator, per;
  double times = 1;
  std::string item;
  Classes classes = Classes::quantile;
  int count = 5;
  std::vector<double> bounds;
  bool labels = true, values = true;

  void describe(auto& field) {
    field("indicator", indicator,
          "The indicator whose districts are coloured; take a share or a rate, or name `per`: with plain counts the "
          "largest district is always the darkest",
          {.required = true, .example = "\"progres.fisik\""});
    field("per", per, "Divide by this indicator of the same district", {.example = "\"penduduk.jumlah\""});
    field("times", times, "Multiply after dividing: 100 for percent, 1000 for each thousand people");
    field("item", item, "Values of this item only, as the feed names it");
    field("classes", classes,
          "How values become classes: as many districts in each, equal steps, your `bounds`, or steps around the target");
    field("count", count, "How many classes", {.least = 5, .most = 7});
    field("bounds", bounds, "Where one class ends and the next begins, ascending: one fewer than the classes",
          {.example = "[20.0, 40.0, 60.0, 80.0]"});
    field("labels", labels, "Write the districts' names where they fit");
    field("values", values, "Write the values below the names where they fit");
  }
};

}  // namespace
}  // namespace panels
