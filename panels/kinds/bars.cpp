// A ranking: one horizontal bar from zero for each district, item or indicator, its value at the end. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {
enum class Order { worst, best, highest, lowest, name };
}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Order> {
  static constexpr std::pair<const char*, panels::Order> names[] = {{"worst", panels::Order::worst},
                                                                    {"best", panels::Order::best},
                                                                    {"highest", panels::Order::highest},
                                                                    {"lowest", panels::Order::lowest},
                                                                    {"name", panels::Order::name}};
};

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  std::vector<config::IndicatorName> indicators;
  config::RegionCode region;
  std::string item;
  Order order = Order::worst;
  int most_rows = 0;
  bool target = true;

  void describe(auto& field) {
    field("indicator", indicator, "A bar for each district or item of this indicator", {.example = "\"progres.fisik\""});
    field("indicators", indicators, "A bar for each of these indicators of one unit, in place of `indicator`");
    field("region", region, "Values of this district only", {.example = "\"63.10.04\""});
    field("item", item, "Values of this item only, as the feed names it");
    field("order", order, "Which comes first; \"worst\" and \"best\" go by the indicator's `better`, else by height");
    field("most_rows", most_rows, "At most so many bars; 0: as many as fit", {.least = 0, .most = 200});
    field("target", target, "Mark the indicator's target on each bar");
  }
};

}  // namespace
}  // namespace panels
