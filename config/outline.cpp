// Types and defaults of scalar fields as the manual and the samples show them. Any thread.
#include <fmt/format.h>
#include "config/fields.h"

namespace config {

namespace {

// A TOML basic string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

void set_text(FieldInfo& info, const char* type, const std::string& value) {
  info.type = type;
  if (!value.empty()) info.default_value = quoted(value);
}

}  // namespace

void Outline::fill_scalar(FieldInfo& info, bool value) {
  info.type = "true or false";
  info.default_value = value ? "true" : "false";
}
void Outline::fill_scalar(FieldInfo& info, int value) {
  fill_scalar(info, static_cast<std::int64_t>(value));
}
void Outline::fill_scalar(FieldInfo& info, std::int64_t value) {
  info.type = "whole number";
  info.default_value = fmt::format("{}", value);
}
void Outline::fill_scalar(FieldInfo& info, double value) {
  info.type = "number";
  info.default_value = fmt::format("{}", value);
}
void Outline::fill_scalar(FieldInfo& info, const std::string& value) {
  set_text(info, "text", value);
}
void Outline::fill_scalar(FieldInfo& info, Duration value) {
  info.type = "length of time";
  if (value.count() != 0) info.default_value = quoted(to_string(value));
}
void Outline::fill_scalar(FieldInfo& info, Date value) {
  info.type = "date";
  if (value.ok()) info.default_value = to_string(value);
}
void Outline::fill_scalar(FieldInfo& info, const Label& value) {
  set_text(info, "text in one or two languages", value.id);
}
void Outline::fill_scalar(FieldInfo& info, const IndicatorName& value) {
  set_text(info, "name of an indicator", value.name);
}
void Outline::fill_scalar(FieldInfo& info, const TableName& value) {
  set_text(info, "name of a table", value.name);
}
void Outline::fill_scalar(FieldInfo& info, const RegionCode& value) {
  set_text(info, "code of a district", value.code);
}
void Outline::fill_scalar(FieldInfo& info, const AgencyName& value) {
  set_text(info, "name of an agency's folder", value.id);
}
void Outline::fill_scalar(FieldInfo& info, const Secret& value) {
  set_text(info, "secret: env:NAME or file:PATH", value.source);
}
void Outline::fill_scalar(FieldInfo& info, const Rest&) {
  info.type = "table";
}

}  // namespace config
