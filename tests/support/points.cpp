// A shape is a way of passing time, of receiving and of moving the value.
#include "tests/support/points.h"

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace test {
namespace {

using config::Duration;
using config::Time;
using feeds::Stored;

constexpr std::int64_t begin = 1'790'000'000'000;  // in September 2026

Time moment(std::int64_t number) {
  return Time(Duration(number));
}
std::int64_t below(Random& random, std::int64_t most) {
  return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
}
double normal(Random& random, double deviation) {
  return std::normal_distribution<double>(0, deviation)(random);
}

// One a second, received a quarter of a second later.
template <class Value>
Points regular(std::size_t count, Value value, std::int64_t step = 1000) {
  Points out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t at = begin + static_cast<std::int64_t>(i) * step;
    out.push_back({moment(at), moment(at + 250), value(), {}});
  }
  return out;
}

Points walk(std::size_t count, Random& random) {
  return regular(count, [&, cents = 2400.0]() mutable { return (cents += std::round(normal(random, 50))) / 100; });
}
Points walk_with_late_receipts(std::size_t count, Random& random) {
  Points out = walk(count, random);
  for (Stored& point : out) point.received += Duration(static_cast<std::int64_t>(std::fabs(normal(random, 5))));
  return out;
}
Points walk_observed(std::size_t count, Random& random) {
  Points out = walk(count, random);
  for (Stored& point : out)
    if (random() % 4 > 0) point.observed = point.at - Duration(random() % 3 * 1000);
  return out;
}
Points integers(std::size_t count, Random& random) {
  return regular(count, [&, value = 500.0]() mutable { return value += static_cast<double>(below(random, 11) - 5); });
}
Points counter(std::size_t count, Random& random) {
  return regular(count, [&, value = 1e9]() mutable { return value += static_cast<double>(40 + below(random, 60)); });
}
Points constant(std::size_t count, Random& random) {
  return regular(count, [value = normal(random, 1)] { return value; });
}
Points full_mantissa(std::size_t count, Random& random) {
  return regular(count, [&, value = 20.0]() mutable { return value += normal(random, 0.1); });
}
Points any_bits(std::size_t count, Random& random) {
  return regular(count, [&] { return std::bit_cast<double>(random()); });
}
Points single_precision(std::size_t count, Random& random) {
  return regular(count, [&] { return static_cast<double>(static_cast<float>(normal(random, 7))); });
}
Points decimals_and_others(std::size_t count, Random& random) {
  const double others[] = {
      -0.0, 0.1 + 0.2, 5e-324, std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity(),
      1e300};
  return regular(count, [&, cents = 0.0]() mutable {
    cents += static_cast<double>(below(random, 300) - 150);
    return random() % 50 == 0 ? others[random() % 6] : cents / 100;
  });
}

Points monthly(std::size_t count, Random& random) {
  Points out;
  auto month = std::chrono::year(2020) / 1 / 1;
  for (std::size_t i = 0; i < count; ++i) {
    month += std::chrono::months(1);
    const Time at = std::chrono::sys_days(month) - std::chrono::hours(8);
    out.push_back({at, at + std::chrono::seconds(86400 * 3 + below(random, 86400 * 7)),
                   static_cast<double>(below(random, 10000)) / 100, at - std::chrono::hours(24)});
  }
  return out;
}
// Far apart, close together, with gaps, and everything received at once.
Points irregular(std::size_t count, Random& random) {
  Points out;
  std::int64_t at = -begin;
  for (std::size_t i = 0; i < count; ++i) {
    at += random() % 20 == 0 ? below(random, 1'000'000'000'000) : 1 + below(random, 3);
    out.push_back({moment(at), moment(begin), std::exp(normal(random, 20)), {}});
  }
  return out;
}
Points gaps(std::size_t count, Random& random) {
  Points out = walk(count, random);
  Duration late{};
  for (Stored& point : out) {
    if (random() % 200 == 0) late += std::chrono::seconds(below(random, 500));
    point.at += late;
    point.received = point.at + Duration(250);
  }
  return out;
}
Points revisions(std::size_t count, Random& random) {
  Points out;
  std::int64_t at = begin;
  while (out.size() < count) {
    at += 60'000;
    for (std::int64_t i = 1 + (random() % 5 == 0 ? below(random, 4) : 0), later = 0; i > 0 && out.size() < count; --i) {
      later += 1 + below(random, 100'000);
      out.push_back({moment(at), moment(at + later), static_cast<double>(below(random, 1000)), {}});
    }
  }
  return out;
}
Points extremes(std::size_t count, Random& random) {
  const auto any = [&] { return moment(static_cast<std::int64_t>(random())); };
  Points out = {{Time::min(), Time::max(), 0, Time::min()}};
  const std::uint64_t apart = std::numeric_limits<std::uint64_t>::max() / (count + 1);
  for (std::size_t i = 1; i < count; ++i) {
    const std::uint64_t at = (std::uint64_t{1} << 63) + apart * i;
    Stored point{moment(static_cast<std::int64_t>(at)), any(), std::bit_cast<double>(random()), {}};
    if (random() % 2) point.observed = any();
    out.push_back(point);
  }
  if (count > 1) out.back().at = Time::max();
  return out;
}

}  // namespace

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {{"walk", walk},
                                         {"walk_with_late_receipts", walk_with_late_receipts},
                                         {"walk_observed", walk_observed},
                                         {"integers", integers},
                                         {"counter", counter},
                                         {"constant", constant},
                                         {"full_mantissa", full_mantissa},
                                         {"any_bits", any_bits},
                                         {"single_precision", single_precision},
                                         {"decimals_and_others", decimals_and_others},
                                         {"monthly", monthly},
                                         {"irregular", irregular},
                                         {"gaps", gaps},
                                         {"revisions", revisions},
                                         {"extremes", extremes}};
  return all;
}

Points make_points(const std::string& shape, std::size_t count, std::uint64_t seed) {
  Random random(seed);
  for (const Shape& known : shapes())
    if (known.name == shape) return known.make(count, random);
  throw std::invalid_argument(shape);
}

}  // namespace test
