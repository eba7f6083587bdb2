// The two readers of JSON by rules side by side: by the tree, and by the tape.
#pragma once
#include <string>
#include <string_view>
#include "config/catalogue.h"

namespace test {

struct Twins {
  bool read = false;  // the tape took it
  std::string tape, tree;
};
// What rules of many shapes bring from the text: `each`, stars, keys, sums, maps, records that are complete.
Twins read_twice(std::string_view text, const config::Catalogue&, config::Time now);

}  // namespace test
