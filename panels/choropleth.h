// The districts of a center by class: values, bounds, counts and words of a choropleth. Pure, any thread.
#pragma once
#include <string>
#include <vector>
#include "panels/entries.h"

namespace panels {

enum class Classes { quantile, equal, bounds, target };

struct ChoroplethOptions {
  config::IndicatorName indicator, per;
  double times = 1;
  std::string item;
  Classes classes = Classes::quantile;
  int count = 5;
  std::vector<double> bounds;

  void describe(auto& field) {
    field("indicator", indicator,
          "The indicator whose districts are coloured; take a share or a rate, or name `per`: with plain counts the "
          "largest district is always the darkest",
          {.required = true, .example = "\"progres.fisik\""});
    field("per", per, "Divide by this indicator of the same district", {.example = "\"penduduk.jumlah\""});
    field("times", times, "Multiply after dividing: 100 for percent, 1000 for each thousand people");
    field("item", item, "Values of this item only, as the feed names it");
    field(
        "classes", classes,
        "How values become classes: as many districts in each, equal steps, your `bounds`, or steps around the target");
    field("count", count, "How many classes", {.least = 5, .most = 7});
    field("bounds", bounds, "Where one class ends and the next begins, ascending: one fewer than the classes",
          {.example = "[20.0, 40.0, 60.0, 80.0]"});
  }
  void check(const config::Place&, config::Complaints&) const;
  std::vector<std::string> sources() const;
};

struct Choropleth {
  std::vector<Entry> districts;  // as the catalogue has them; what is not known is missing
  std::vector<double> bounds;    // where one class ends and the next begins
  std::vector<int> counts;       // districts a class
  int below = 0;                 // classes under the target, or of what fell: of another hue
  int missing = 0, late = 0;
  const Indicator* indicator = nullptr;
  bool change = false;  // the values are differences
  bool any() const { return missing < static_cast<int>(districts.size()); }
  const Entry* find(std::string_view code) const;
};

Choropleth choropleth(const Frame&, const ChoroplethOptions&);
struct NamedArea {
  std::string code, name;
};
Choropleth choropleth(const Frame&, const ChoroplethOptions&, const std::vector<NamedArea>&);  // in place of districts
// Of the period that ends at that moment, or the mean of its day; a value that is not known for it is missing.
Choropleth choropleth_at(const Frame&, const ChoroplethOptions&, Time at);
// What has changed from `since` until now; where some rose and some fell, zero is a bound of its classes.
Choropleth choropleth_change(const Frame&, const ChoroplethOptions&, Time since);
// One scale of classes for several: the same colour means the same value in each.
void share_bounds(const ChoroplethOptions&, const std::vector<Choropleth*>&);

// Words for it.
struct ChoroplethWords {
  const ChoroplethOptions& options;
  const Choropleth& of;
  const Words& words;
  std::string value(const Entry&) const;  // with its unit
  std::string bound(double) const;        // with no more digits than it needs
  std::string brief(double) const;        // where the whole does not fit; may be empty
  std::string range(int which) const;     // of a class: "di bawah 20", "20–40"
  std::string empty(const Frame&) const;  // why there is nothing to be shown
};
ImU32 choropleth_colour(const Colours&, const Choropleth&, double value);

}  // namespace panels

template <>
struct config::Choices<panels::Classes> {
  static constexpr std::pair<const char*, panels::Classes> names[] = {{"quantile", panels::Classes::quantile},
                                                                      {"equal", panels::Classes::equal},
                                                                      {"bounds", panels::Classes::bounds},
                                                                      {"target", panels::Classes::target}};
};
