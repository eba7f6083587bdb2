// See snmp_tables.h. Columns are walked side by side, and each message also brings sysUpTime: a counter and the
// device's clock are then of one moment.
#include "feeds/snmp_tables.h"
#include <algorithm>
#include "feeds/csv.h"
#include "feeds/reading.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

const Oid up_time = {1, 3, 6, 1, 2, 1, 1, 3};
const Oid if_entry = {1, 3, 6, 1, 2, 1, 2, 2, 1}, if_x_entry = {1, 3, 6, 1, 2, 1, 31, 1, 1, 1};
// Columns of ifTable and of ifXTable.
constexpr unsigned long if_descr = 2, if_speed = 5, if_admin = 7, if_oper = 8, if_in = 10, if_out = 16;
constexpr unsigned long if_name = 1, if_hc_in = 6, if_hc_out = 10, if_high_speed = 15, if_alias = 18, if_since = 19;

struct Cell {
  SnmpValue value;
  std::uint32_t ticks = 0;
};
using Rows = std::map<unsigned long, std::map<unsigned long, Cell>>;  // by index, by column

class Walk {
 public:
  Walk(SnmpSession& session, const Oid& entry, std::vector<unsigned long> columns, std::size_t most)
      : session_(session), most_(most) {
    for (const unsigned long column : columns) {
      Oid root = entry;
      root.push_back(column);
      open_.push_back({column, root, root});
    }
  }

  Result<bool> run(Rows& rows) {  // false: there were more
    while (!open_.empty()) {
      std::vector<Oid> asked{up_time};
      for (const Column& column : open_) asked.push_back(column.last);
      const auto reply = session_.get_bulk(asked, 1, times_);
      if (!reply) return tl::unexpected(reply.error());
      if (reply->too_big) {
        if (times_ == 1) return fail("the device cannot answer even one row in one message");
        times_ = std::max(times_ / 2, 1);
        continue;
      }
      const auto gone_on = take(reply->bindings, rows);
      if (!gone_on) return tl::unexpected(gone_on.error());
      if (rows.size() > most_) return false;
    }
    return true;
  }

 private:
  struct Column {
    unsigned long number;
    Oid root, last;
    bool over = false;
  };

  Result<void> take(const std::vector<SnmpBinding>& bindings, Rows& rows) {
    if (bindings.size() < 2) return fail("the device answers a walk with nothing");
    const auto ticks = static_cast<std::uint32_t>(bindings[0].value.count);
    for (std::size_t i = 1; i < bindings.size(); ++i) {
      Column& column = open_[(i - 1) % open_.size()];
      const SnmpBinding& one = bindings[i];
      if (column.over) continue;
      if (one.value.kind == SnmpValue::Kind::absent || !is_below(one.oid, column.root)) {
        column.over = true;
        continue;
      }
      if (one.oid <= column.last) return fail("the device answers a walk in circles");
      column.last = one.oid;
      if (one.oid.size() == column.root.size() + 1) rows[one.oid.back()][column.number] = {one.value, ticks};
    }
    std::erase_if(open_, [](const Column& column) { return column.over; });
    return {};
  }

  SnmpSession& session_;
  std::size_t most_;
  std::vector<Column> open_;
  int times_ = 10;  // rows a message: about as much as fits into 1500 bytes
};

const Cell* cell(const Rows& rows, unsigned long index, unsigned long column) {
  const auto row = rows.find(index);
  if (row == rows.end()) return nullptr;
  const auto found = row->second.find(column);
  return found == row->second.end() ? nullptr : &found->second;
}

std::string text_at(const Rows& rows, unsigned long index, unsigned long column) {
  const Cell* found = cell(rows, index, column);
  return found && found->value.kind == SnmpValue::Kind::text ? device_text(found->value.text) : std::string();
}

std::optional<std::int64_t> whole_at(const Rows& rows, unsigned long index, unsigned long column) {
  const Cell* found = cell(rows, index, column);
  if (!found || found->value.kind != SnmpValue::Kind::whole) return {};
  return found->value.whole;
}

std::optional<SnmpCount> count_at(const Rows& rows, unsigned long index, unsigned long column, std::uint32_t since) {
  const Cell* found = cell(rows, index, column);
  if (!found || !found->value.is_counter()) return {};
  return SnmpCount{found->value.count, found->value.kind == SnmpValue::Kind::counter64, found->ticks, since};
}

SnmpInterface interface_of(const Rows& plain, const Rows& extended, unsigned long index) {
  SnmpInterface out;
  out.name = text_at(extended, index, if_name);
  out.alias = text_at(extended, index, if_alias);
  out.description = text_at(plain, index, if_descr);
  out.running = whole_at(plain, index, if_oper);
  out.wanted = whole_at(plain, index, if_admin);
  const auto high = whole_at(extended, index, if_high_speed), low = whole_at(plain, index, if_speed);
  // A slow line has ifHighSpeed 0; 4294967295 only says that ifSpeed has no room for more.
  if (high.value_or(0) > 0)
    out.mbps = static_cast<double>(*high);
  else if (low.value_or(0) > 0 && *low < 4294967295)
    out.mbps = static_cast<double>(*low) / 1e6;
  const Cell* since_cell = cell(extended, index, if_since);
  const auto since = since_cell ? static_cast<std::uint32_t>(since_cell->value.count) : 0U;
  out.in = count_at(extended, index, if_hc_in, since);
  out.out = count_at(extended, index, if_hc_out, since);
  if (!out.in) out.in = count_at(plain, index, if_in, since);
  if (!out.out) out.out = count_at(plain, index, if_out, since);
  return out;
}

}  // namespace

Result<SnmpInterfaces> read_interfaces(SnmpSession& session, std::size_t most) {
  Rows plain, extended;
  SnmpInterfaces out;
  const auto walk = [&](const Oid& entry, std::vector<unsigned long> columns, Rows& rows) -> Result<void> {
    const auto whole = Walk(session, entry, std::move(columns), most).run(rows);
    if (!whole) return tl::unexpected(whole.error());
    out.whole = out.whole && *whole;
    return {};
  };
  if (const auto read = walk(if_x_entry, {if_name, if_hc_in, if_hc_out, if_high_speed, if_alias, if_since}, extended);
      !read)
    return tl::unexpected(read.error());
  if (const auto read = walk(if_entry, {if_descr, if_oper, if_admin, if_speed}, plain); !read)
    return tl::unexpected(read.error());
  const bool lacks = std::any_of(plain.begin(), plain.end(), [&](const auto& row) {
    return !cell(extended, row.first, if_hc_in) || !cell(extended, row.first, if_hc_out);
  });
  if (lacks)
    if (const auto read = walk(if_entry, {if_in, if_out}, plain); !read) return tl::unexpected(read.error());
  for (const auto* rows : {&plain, &extended})
    for (const auto& row : *rows)
      if (out.by_index.size() < most || out.by_index.contains(row.first))
        out.by_index[row.first] = interface_of(plain, extended, row.first);
  return out;
}

std::string interface_state(std::int64_t state) {
  constexpr const char* names[] = {"up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown"};
  return state >= 1 && state <= static_cast<std::int64_t>(std::size(names)) ? names[state - 1] : "";
}

std::optional<double> most_octets(const SnmpInterface& interface, bool wide) {
  constexpr double octets_a_mbit = 125'000;
  if (!interface.mbps) return {};
  // The speed of a tunnel is what somebody wrote there; a counter of 32 bits leaves no other way to tell a wrap.
  return octets_a_mbit * (wide ? std::max(*interface.mbps * 10, 10'000.0) : *interface.mbps * 1.1);
}

std::string device_text(std::string text) {
  auto utf8 = to_utf8(text, Encoding::utf8);
  if (!utf8) utf8 = to_utf8(std::move(text), Encoding::windows_1252);
  if (!utf8) return {};
  std::erase_if(*utf8, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return std::string(trim(*utf8));
}

}  // namespace feeds
