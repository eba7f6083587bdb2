// See json_twins.h. Any thread.
#include "tests/support/json_twins.h"
#include <bit>
#include "feeds/json_rules.h"
#include "feeds/json_tape.h"

namespace test {
namespace {

using namespace feeds;

JsonRules many_rules() {
  JsonRules out;
  ValueRule value;
  value.indicator.name = "a";
  value.pointer = "/v";
  value.item = "/n";
  value.at = "/t";
  for (const char* each : {"", "/rows", "/rows/*", "/*/*", "/rows/1"})
    for (const Notation notation : {Notation::plain, Notation::id}) {
      value.each = each;
      value.number = notation;
      out.value.push_back(value);
    }
  ValueRule sum;
  sum.indicator.name = "b";
  sum.each = "/rows";
  sum.pointer = "/v";
  sum.region = "/k";
  sum.sum = true;
  sum.where = Where{"/n", "a"};
  out.value.push_back(sum);
  ValueRule keys;
  keys.indicator.name = "a";
  keys.each = "/rows";
  keys.pointer = "{key}";
  keys.item = "{key}";
  keys.map = {{"0", 1.5}, {"n", 2}};
  out.value.push_back(keys);
  keys.pointer = "/v";
  keys.map = {{"true", 1}, {"60.2", 2}, {"1.234,56", 3}};
  out.value.push_back(keys);
  RecordRule record;
  record.table.name = "t";
  record.each = "/rows";
  record.key = {"/n", "{key}"};
  record.fields = {{"v", "/v"}, {"k", "{key}"}, {"deep", "/v/0/v"}};
  record.numbers = {{"v", ""}};
  record.complete = true;
  out.record.push_back(record);
  return out;
}

std::string bits(double value) {
  return std::to_string(std::bit_cast<std::uint64_t>(value));
}

std::string field_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return '"' + *text;
  if (const auto* number = std::get_if<double>(&value)) return bits(*number);
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
  return "-";
}

std::string digest(const Batch& batch) {
  std::string out;
  for (const Sample& s : batch.samples)
    out += s.series + ' ' + std::to_string(s.at.time_since_epoch().count()) + ' ' + bits(s.value) + '\n';
  for (const Record& r : batch.records) {
    out += r.table + '/' + r.key;
    for (const Field& f : r.fields) out += ' ' + f.name + '=' + field_text(f.value);
    out += '\n';
  }
  for (const Complaint& c : batch.complaints) {
    out += c.series + '|' + c.value + '|' + c.reason.key;
    for (const std::string& argument : c.reason.arguments) out += '|' + argument;
    out += '\n';
  }
  return out + std::to_string(batch.more_complaints) + ' ' + std::to_string(batch.complete.size());
}

}  // namespace

Twins read_twice(std::string_view text, const config::Catalogue& catalogue, config::Time now) {
  static const JsonRules rules = many_rules();
  Twins out;
  Batch fast, slow;
  out.read = read_tape(text, rules, catalogue, now, fast);
  if (!out.read) return out;
  out.tape = digest(fast);
  auto document = parse_json(text);
  if (document) {
    rules.read(std::move(*document), catalogue, now, slow);
    out.tree = digest(slow);
  } else {
    out.tree = "refused";
  }
  return out;
}

}  // namespace test
