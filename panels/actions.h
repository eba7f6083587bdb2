// Actions of a plan as panels read them: what was done, what was planned by now and when it is due. Any thread.
#pragma once
#include <map>

#include "panels/deviation.h"

namespace panels {

struct Action {
  std::string name, unit = "%", why;  // why: there is no value of what was done
  int decimals = 0;
  std::optional<double> done, planned;
  std::optional<Time> due;  // the end of that day
  State state = State::calm;
  bool late = false, overdue = false, finished = false;
  std::optional<double> by() const { return done && planned ? std::optional(*done - *planned) : std::nullopt; }
  int need() const {
    return overdue && state == State::bad ? 4 : state == State::bad ? 3 : state == State::watch ? 2 : finished ? 0 : 1;
  }
};

// Rows of `table` with these fields; without it, the districts or items of the indicator `real` against `plan`.
struct ActionSource {
  std::string table, name, planned, done, due;
  std::map<std::string, std::string> where;
  std::string real, plan, region;
  DeviationBounds bounds;
  double whole = 100;  // the value of what is finished
};
// What needs a person first: the longest overdue, then by deviation. `why`: there is nothing to be shown.
std::vector<Action> actions(const Frame&, const ActionSource&, std::string& why);

}  // namespace panels
