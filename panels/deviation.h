// How far what was done is from what was planned: its state and its words. Any thread.
#pragma once
#include "panels/entries.h"

namespace panels {

// Of real less planned, in the unit of both (percentages: points); a bound is reached from above.
struct DeviationBounds {
  std::optional<double> watch, bad;
  State state(double by) const {
    return bad && by <= *bad ? State::bad : watch && by <= *watch ? State::watch : State::calm;
  }
};
// "tertinggal 4,2 poin dari rencana", "tertinggal 4,2 poin", "−4,2 poin": what says the same shorter and shorter.
std::vector<std::string> deviation_texts(double by, const std::string& unit, int decimals, const Words&);
std::string signed_difference(double by, const std::string& unit, int decimals, const Words&);  // "−4,2 poin"

}  // namespace panels
