// What a sample takes in a block, in bytes and in time: packing, reading, the log, roll-ups and columns of a picture.
#include <benchmark/benchmark.h>

#include "feeds/block.h"
#include "feeds/log_block.h"
#include "feeds/rollup_block.h"
#include "tests/support/points.h"

namespace {

constexpr std::size_t block_points = 3600;

void set_counters(benchmark::State& state, std::size_t points, std::size_t bytes) {
  state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * points));
  if (bytes > 0) state.counters["bytes/sample"] = static_cast<double>(bytes) / static_cast<double>(points);
}

void pack(benchmark::State& state, const std::string& shape, std::size_t count) {
  const test::Points points = test::make_points(shape, count);
  std::size_t bytes = 0;
  for ([[maybe_unused]] const auto step : state) bytes = feeds::pack_block(points)->size();
  set_counters(state, points.size(), bytes);
}

void read(benchmark::State& state, const std::string& shape, feeds::BlockReader::Columns columns) {
  const test::Points points = test::make_points(shape, block_points);
  const std::string block = *feeds::pack_block(points);
  for ([[maybe_unused]] const auto step : state) {
    auto reader = feeds::BlockReader::open(block, columns);
    for (auto group = reader->next(); !group->empty(); group = reader->next()) benchmark::DoNotOptimize(group->back());
  }
  set_counters(state, points.size(), block.size());
}

void unpack(benchmark::State& state) {
  const test::Points points = test::make_points("walk", block_points);
  const std::string block = *feeds::pack_block(points);
  test::Points out;
  for ([[maybe_unused]] const auto step : state) {
    out.clear();
    if (!feeds::unpack_block(block, out)) return state.SkipWithError("damaged");
  }
  set_counters(state, points.size(), block.size());
}
BENCHMARK(unpack);

constexpr std::int64_t lines = 1000;

std::vector<feeds::Stored> log_samples() {
  return test::make_points("walk", lines);
}

std::string write_log(feeds::LogWriter& writer, const std::vector<feeds::Stored>& samples) {
  std::int64_t line = 0;
  for (feeds::Stored sample : samples) {
    sample.at = samples[0].at;
    sample.received = samples[0].received;
    writer.add(++line, sample);
  }
  return writer.finish();
}

void log_write(benchmark::State& state) {
  const auto samples = log_samples();
  feeds::LogWriter writer;
  std::size_t bytes = 0;
  for ([[maybe_unused]] const auto step : state) bytes = write_log(writer, samples).size();
  set_counters(state, samples.size(), bytes);
}
BENCHMARK(log_write);

void log_read(benchmark::State& state) {
  feeds::LogWriter writer;
  const std::string block = write_log(writer, log_samples());
  for ([[maybe_unused]] const auto step : state) benchmark::DoNotOptimize(feeds::unpack_log(block)->size());
  set_counters(state, lines, block.size());
}
BENCHMARK(log_read);

void roll_up_hours(benchmark::State& state) {
  const test::Points points = test::make_points("walk", 86'400);
  for ([[maybe_unused]] const auto step : state)
    benchmark::DoNotOptimize(feeds::roll_up(points, feeds::RollupStep::hour, config::Zone::wita).size());
  set_counters(state, points.size(), 0);
}
BENCHMARK(roll_up_hours);

// 7 days of minutes from their blocks to 1,000 columns.
void reduce_week(benchmark::State& state) {
  test::Points points = test::make_points("walk", 7 * 24 * 60);
  for (feeds::Stored& point : points) point.at = points[0].at + (point.at - points[0].at) * 60;
  for (feeds::Stored& point : points) point.received = point.at;
  std::vector<std::string> blocks;
  for (std::size_t i = 0; i < points.size(); i += 1440)
    blocks.push_back(*feeds::pack_block(std::span(points).subspan(i, 1440)));
  for ([[maybe_unused]] const auto step : state) {
    feeds::ColumnReducer reducer(points.front().at, points.back().at, 1000);
    for (const std::string& block : blocks) {
      auto reader = feeds::BlockReader::open(block, feeds::BlockReader::Columns::at_and_value);
      for (auto group = reader->next(); !group->empty(); group = reader->next())
        for (const feeds::Stored& point : *group) reducer.add(point.at, point.value);
    }
    benchmark::DoNotOptimize(reducer.columns().data());
  }
  set_counters(state, points.size(), 0);
}
BENCHMARK(reduce_week)->Unit(benchmark::kMicrosecond);

// 5 years of hours from one block to 1,000 columns; each hour holds 10 values.
void reduce_five_years(benchmark::State& state) {
  test::Points points = test::make_points("walk", 5 * 365 * 24 * 10);
  for (feeds::Stored& point : points) point.at = points[0].at + (point.at - points[0].at) * 360;
  const auto rows = feeds::roll_up(points, feeds::RollupStep::hour, config::Zone::wita);
  const std::string block = *feeds::pack_rollups(rows);
  for ([[maybe_unused]] const auto step : state) {
    std::vector<feeds::RollupRow> read;
    if (!feeds::unpack_rollups(block, read)) return state.SkipWithError("damaged");
    feeds::ColumnReducer reducer(points.front().at, points.back().at, 1000);
    for (const feeds::RollupRow& row : read) reducer.add(row.all);
    benchmark::DoNotOptimize(reducer.columns().data());
  }
  set_counters(state, rows.size(), block.size());
}
BENCHMARK(reduce_five_years)->Unit(benchmark::kMicrosecond);

[[maybe_unused]] const bool registered = [] {
  using Columns = feeds::BlockReader::Columns;
  for (const test::Shape& shape : test::shapes()) {
    const std::size_t count = shape.name == "monthly" ? 60 : block_points;
    benchmark::RegisterBenchmark(("pack/" + shape.name).c_str(), pack, shape.name, count);
  }
  for (const char* shape : {"walk", "walk_with_late_receipts", "walk_observed", "counter", "full_mantissa"}) {
    benchmark::RegisterBenchmark((std::string("read/") + shape).c_str(), read, shape, Columns::all);
    benchmark::RegisterBenchmark((std::string("read_at_and_value/") + shape).c_str(), read, shape,
                                 Columns::at_and_value);
  }
  return true;
}();

}  // namespace
