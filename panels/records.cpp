// Reading fields of records.
#include "panels/records.h"

#include <algorithm>
#include <cmath>

#include "panels/format.h"

namespace panels {

std::string plain_text(const feeds::Value& v) {
  if (const auto* text = std::get_if<std::string>(&v)) return *text;
  if (const auto* b = std::get_if<bool>(&v)) return *b ? "true" : "false";
  if (const auto* n = std::get_if<double>(&v)) return number(*n, *n == std::floor(*n) ? 0 : 6, Words());
  return {};
}

std::optional<double> number_of(const feeds::Value* v) {
  const auto* n = v ? std::get_if<double>(v) : nullptr;
  return n && std::isfinite(*n) ? std::optional(*n) : std::nullopt;
}

std::optional<Time> time_of(const feeds::Value* v, config::Zone zone) {
  const auto* text = v ? std::get_if<std::string>(v) : nullptr;
  if (!text) return {};
  if (const auto day = config::parse_date(*text)) return config::midnight(*day, zone);
  return config::parse_time(*text, zone);
}

bool has_texts(const feeds::Record& record, const std::map<std::string, std::string>& where) {
  return std::all_of(where.begin(), where.end(), [&](const auto& rule) {
    const feeds::Value* v = record.find(rule.first);
    return v && plain_text(*v) == rule.second;
  });
}

bool is_late(const feeds::Table& table, const Frame& f) {
  const config::TableInfo* info = f.data.catalogue->table(table.name);
  return info && info->stale_after > Duration{} && f.now - table.received > info->stale_after;
}

std::string why_no_rows(const Frame& f, const std::string& name) {
  const Words& w = words(f);
  if (const feeds::Table* table = f.data.table(name))
    return w.say({table->rows.empty() ? "no rows, as of {}" : "no row of this choice, as of {}",
                  {moment(table->received, f.now, f.look.zone, w)}});
  const config::TableInfo* info = f.data.catalogue->table(name);
  const config::Agency* agency = info ? f.data.catalogue->agency(info->agency) : nullptr;
  if (!agency) return std::string(w.word("not open to this display"));
  return w.say({"no data yet from {}", {agency_name(f, agency->id)}});
}

}  // namespace panels
