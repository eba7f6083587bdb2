// A block: version, checksum of the rest, header, then the columns at, value, received, observed, each after its
// length.
#include "feeds/block.h"

#include <algorithm>

namespace feeds {
namespace {

using config::Result;
using Integers = std::vector<std::uint64_t>;

constexpr std::uint8_t version = 1;
constexpr std::uint8_t absolute = 0, after_at = 1;  // how a column of times is written

bool before(const Stored& a, const Stored& b) {
  return a.at != b.at ? a.at < b.at : a.received < b.received;
}

BlockInfo info_of(std::span<const Stored> points) {
  BlockInfo info{points.size(), points.front().at, points.back().at, points[0].received, points[0].received, {}};
  NewestReceipts newest([&](Time at, double value) { info.all.add(at, value); });
  for (const Stored& point : points) {
    info.first_received = std::min(info.first_received, point.received);
    info.last_received = std::max(info.last_received, point.received);
    newest.add(point.at, point.value);
  }
  newest.finish();
  return info;
}

void put_header(const BlockInfo& info, ByteWriter write) {
  write.varint(info.count);
  write.signed_varint(as_number(info.first_at));
  write.varint(as_number(info.last_at) - as_number(info.first_at));
  write.signed_varint(as_number(info.first_received) - as_number(info.first_at));
  write.varint(as_number(info.last_received) - as_number(info.first_received));
  write.varint(info.all.count);
  if (info.all.count == 0) return;
  write.varint(as_number(info.all.first_at) - as_number(info.first_at));
  write.varint(as_number(info.last_at) - as_number(info.all.last_at));
  for (const double value : {info.all.min, info.all.max, info.all.sum, info.all.last}) write.fixed(value);
}

// Times as they are or as differences to `at`, whichever is shorter.
void put_times(const Integers& times, const Integers& at, std::string& out) {
  Integers differences(times.size());
  std::transform(times.begin(), times.end(), at.begin(), differences.begin(), std::minus<>());
  ColumnPlan plan = plan_column(differences, 1);
  if (plan.bits > 0) {
    if (const ColumnPlan other = plan_column(times, 1); other.bits < plan.bits) {
      ByteWriter(out).byte(absolute);
      return put_column(times, other, out);
    }
  }
  ByteWriter(out).byte(after_at);
  put_column(differences, plan, out);
}

void put_observed(std::span<const Stored> points, const Integers& at, std::string& out) {
  Integers times(points.size()), is_observed(points.size());
  std::size_t count = 0;
  std::uint64_t before = 0;  // an absent one takes the difference to `at` of the one before
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].observed) {
      before = as_number(*points[i].observed) - at[i];
      is_observed[i] = 1;
      ++count;
    }
    times[i] = at[i] + before;
  }
  if (count == 0) return;
  ByteWriter write(out);
  write.byte(count == points.size());
  if (count < points.size()) {
    std::string present;
    put_column(is_observed, plan_column(is_observed, 1), present);
    write.varint(present.size());
    out += present;
  }
  put_times(times, at, out);
}

bool open_times(ByteReader bytes, ColumnReader& column, bool& is_after_at) {
  const std::uint8_t form = bytes.byte();
  const auto opened = ColumnReader::open(bytes);
  if (!opened || form > after_at) return false;
  column = *opened;
  is_after_at = form == after_at;
  return true;
}

}  // namespace

Result<std::string> pack_block(std::span<const Stored> points) {
  if (points.empty() || points.size() > most_block_points)
    return config::fail({"a block cannot hold {} values", {std::to_string(points.size())}});
  const auto out_of_order = [](const Stored& a, const Stored& b) { return !before(a, b); };
  if (std::adjacent_find(points.begin(), points.end(), out_of_order) != points.end())
    return config::fail("values of a block are out of order");

  Integers at(points.size()), received(points.size());
  std::vector<double> values(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    at[i] = as_number(points[i].at);
    received[i] = as_number(points[i].received);
    values[i] = points[i].value;
  }
  std::string header, body, column;
  put_header(info_of(points), ByteWriter(header));
  const auto put = [&](const auto& write) {
    column.clear();
    write();
    ByteWriter(body).varint(column.size());
    body += column;
  };
  put([&] { put_column(at, plan_column(at, 2), column); });
  put([&] { put_values(values, column); });
  put([&] { put_times(received, at, column); });
  put([&] { put_observed(points, at, column); });

  return seal_block(version, header, body);
}

Result<BlockReader> BlockReader::open(std::string_view bytes, Columns columns) {
  const auto from = unseal_block(version, bytes);
  if (!from) return tl::unexpected(from.error());
  BlockReader reader;
  reader.columns_ = columns;
  if (!reader.read_header(*from)) return damaged_block();
  return reader;
}

bool BlockReader::read_header(ByteReader from) {
  info_.count = from.varint();
  const std::uint64_t first_at = from.signed_varint(), last_at = first_at + from.varint();
  const std::uint64_t first_received = first_at + from.signed_varint(), last_received = first_received + from.varint();
  info_.first_at = as_time(first_at);
  info_.last_at = as_time(last_at);
  info_.first_received = as_time(first_received);
  info_.last_received = as_time(last_received);
  info_.all.count = from.varint();
  if (info_.all.count > 0) {
    info_.all.first_at = as_time(first_at + from.varint());
    info_.all.last_at = as_time(last_at - from.varint());
    for (double* value : {&info_.all.min, &info_.all.max, &info_.all.sum, &info_.all.last})
      *value = from.fixed<double>();
  }
  const ByteReader at(from.take_view(from.varint())), values(from.take_view(from.varint()));
  const ByteReader received(from.take_view(from.varint())), observed(from.take_view(from.varint()));
  if (from.failed() || from.left() > 0 || info_.count == 0 || info_.count > most_block_points) return false;
  if (info_.all.count > info_.count || info_.first_at > info_.last_at) return false;
  const auto times = ColumnReader::open(at);
  const auto numbers = ValueReader::open(values);
  if (!times || !numbers) return false;
  at_ = *times;
  values_ = *numbers;
  return columns_ == Columns::at_and_value || read_times(received, observed);
}

bool BlockReader::read_times(ByteReader received, ByteReader observed) {
  if (!open_times(received, received_, received_after_at_)) return false;
  if (observed.left() == 0) return true;
  const std::uint8_t all = observed.byte();
  observed_ = all ? Observed::all : Observed::some;
  if (!all) {
    const auto present = ColumnReader::open(ByteReader(observed.take_view(observed.varint())));
    if (!present) return false;
    is_observed_ = *present;
  }
  return open_times(observed, observed_at_, observed_after_at_);
}

Result<std::span<const Stored>> BlockReader::next() {
  const std::size_t count = std::min(column_group, info_.count - read_);
  if (count == 0) return std::span<const Stored>();
  if (!read_group(count) || !in_order(count)) return damaged_block();
  read_ += count;
  last_at_ = group_[count - 1].at;
  last_received_ = group_[count - 1].received;
  if (read_ == info_.count && last_at_ != info_.last_at) return damaged_block();
  return std::span<const Stored>(group_).first(count);
}

bool BlockReader::read_group(std::size_t count) {
  std::array<std::uint64_t, column_group> buffer;
  std::array<double, column_group> values;
  const auto at = std::span(buffer).first(count);
  if (!at_.next(at) || !values_.next(std::span(values).first(count))) return false;
  for (std::size_t i = 0; i < count; ++i) {
    group_[i].at = as_time(at[i]);
    group_[i].value = values[i];
  }
  return columns_ == Columns::at_and_value || (read_receipts(at) && read_observed(at));
}

bool BlockReader::read_receipts(std::span<const std::uint64_t> at) {
  std::array<std::uint64_t, column_group> received;
  if (!received_.next(std::span(received).first(at.size()))) return false;
  for (std::size_t i = 0; i < at.size(); ++i)
    group_[i].received = as_time(received[i] + (received_after_at_ ? at[i] : 0));
  return true;
}

bool BlockReader::read_observed(std::span<const std::uint64_t> at) {
  if (observed_ == Observed::none) return true;
  std::array<std::uint64_t, column_group> times, present;
  if (!observed_at_.next(std::span(times).first(at.size()))) return false;
  if (observed_ == Observed::all) {
    present.fill(1);
  } else if (!is_observed_.next(std::span(present).first(at.size()))) {
    return false;
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (present[i] > 1) return false;
    group_[i].observed.reset();
    if (present[i]) group_[i].observed = as_time(times[i] + (observed_after_at_ ? at[i] : 0));
  }
  return true;
}

// Receipts are unknown where only moments and values are read.
bool BlockReader::in_order(std::size_t count) const {
  if (read_ == 0 && group_[0].at != info_.first_at) return false;
  const bool all = columns_ == Columns::all;
  const auto follows = [all](Time at, Time received, const Stored& next) {
    return all ? at < next.at || (at == next.at && received < next.received) : at <= next.at;
  };
  bool good = read_ == 0 || follows(last_at_, last_received_, group_[0]);
  for (std::size_t i = 1; i < count; ++i) good &= follows(group_[i - 1].at, group_[i - 1].received, group_[i]);
  return good;
}

Result<void> unpack_block(std::string_view bytes, std::vector<Stored>& out) {
  auto reader = BlockReader::open(bytes);
  if (!reader) return tl::unexpected(reader.error());
  const std::size_t before = out.size();
  out.reserve(before + reader->info().count);
  while (true) {
    const auto points = reader->next();
    if (!points) out.resize(before);
    if (!points) return tl::unexpected(points.error());
    if (points->empty()) return {};
    out.insert(out.end(), points->begin(), points->end());
  }
}

}  // namespace feeds
