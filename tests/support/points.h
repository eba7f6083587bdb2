// Points of one series in many shapes, the same ones for the same seed, for tests and benchmarks of blocks.
#pragma once
#include <random>
#include <string>
#include <vector>
#include "feeds/stored.h"

namespace test {

using Random = std::mt19937_64;
using Points = std::vector<feeds::Stored>;

struct Shape {
  std::string name;
  Points (*make)(std::size_t count, Random&);
};
// What measurements look like, and what no block should stumble over.
const std::vector<Shape>& shapes();
Points make_points(const std::string& shape, std::size_t count, std::uint64_t seed = 1);

}  // namespace test
