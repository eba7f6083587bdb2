// From a snapshot to what is drawn and told: values with their state against the indicator's bounds, their age and its
// words. Pure: no drawing here. Any thread.
#pragma once
#include "config/fields.h"
#include "feeds/snapshot.h"
#include <chrono>

namespace config {
template <>
struct Choices<feeds::Combine> {
  static constexpr std::pair<const char*, feeds::Combine> names[] = {{"sum", feeds::Combine::sum},
                                                                     {"mean", feeds::Combine::mean},
                                                                     {"least", feeds::Combine::least},
                                                                     {"most", feeds::Combine::most}};
};
}  // namespace config
