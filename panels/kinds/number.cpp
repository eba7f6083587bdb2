// One number that is to be read first: value, unit, distance from its target, trend and age. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {

struct Options {
  config::IndicatorName indicator;
  config::RegionCode region;
  std::string item;
  std::optional<feeds::Combine> combine;
  std::optional<config::Duration> trend, compare;
  std::optional<int> decimals;
  bool target = true;

  void describe(auto& field) {
    field("indicator", indicator, "The indicator whose value is shown",
          {.required = true, .example = "\"layanan.antrean\""});
    field("region", region, "The value of this district only", {.example = "\"63.10.04\""});
    field("item", item, "The value of this item only, as the feed names it");
    field("combine", combine,
          "Make one value of all districts or items: \"sum\", \"mean\", \"least\" or \"most\"; it is as old as the oldest",
          {.example = "\"sum\""});
    field("trend", trend,
          "How far back the small line goes; \"0s\": no line. Without it: 24 hours, or 12 periods of a periodic indicator",
          {.example = "\"24h\""});
    field("compare", compare, "How long ago the value was that the change is counted from. Without it: a day, or one period",
          {.example = "\"1d\""});
    field("decimals", decimals, "Digits after the comma, in place of the indicator's", {.least = 0, .most = 6, .example = "1"});
    field("target", target, "Say the target and how far the value is from it");
  }
};

}  // namespace
}  // namespace panels
