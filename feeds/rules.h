// What is taken from a reply: rules for values and for records. Where something is, is written as a JSON pointer or as
// the name of a column. Pure data.
#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "config/fields.h"
#include "feeds/reading.h"

namespace feeds {

// An element passes when what the pointer finds is written like this; a missing value is written "".
struct Where {
  std::string pointer, equals;
  void describe(auto& field) {
    field("pointer", pointer, "JSON pointer to what is compared", {.required = true, .example = "\"/status\""});
    field("equals", equals, "What must stand there, as text", {.required = true, .example = "\"up\""});
  }
};

struct ValueRule {
  config::IndicatorName indicator;
  std::string each, pointer;
  std::string region, item, item_is;
  config::RegionCode region_is;
  Codes codes = Codes::kemendagri;
  std::string at, observed;
  TimeForm at_format = TimeForm::rfc3339, observed_format = TimeForm::rfc3339;
  SourceZone zone = SourceZone::center;
  Notation number = Notation::plain;
  std::string unit;
  double scale = 1, offset = 0;
  std::map<std::string, double> map;
  std::optional<Where> where;
  bool count = false, sum = false, first = false, optional = false;

  void describe_number(auto& field) {
    field("number", number, "How numbers in text are written; never guessed");
    field("unit", unit, "Word that may follow a number and is dropped", {.example = "\"km\""});
    field("scale", scale, "Multiplied into the value");
    field("offset", offset, "Added to the value after scale");
    field("map", map, "Text to value, for states", {.example = "{ up = 1, down = 0 }"});
  }
  void describe(auto& field) {
    field("indicator", indicator, "Indicator that the values belong to",
          {.required = true, .example = "\"layanan.antrean\""});
    field(
        "each", each,
        "JSON pointer to the list, or the object of members, to go through; a step * stands for every element; empty: "
        "the reply itself",
        {.example = "\"/data\""});
    field("pointer", pointer, "JSON pointer to the value within an element; {key} is the element's name",
          {.example = "\"/value\"", .sampled = true});
    field("region", region, "JSON pointer to the region within an element", {.example = "\"/kode\""});
    field("region_is", region_is, "Region of all values, where the reply does not say it", {.example = "\"63.10.04\""});
    field("codes", codes, "How the source names regions");
    field("item", item, "JSON pointer to the item (a service, a link) within an element", {.example = "\"/name\""});
    field("item_is", item_is, "Item of all values, where the reply does not say it", {.example = "\"mpp\""});
    field("at", at, "JSON pointer to the moment or period within an element; empty: now, or the current period",
          {.example = "\"/updated\""});
    field("at_format", at_format, "How that moment is written");
    field("observed", observed, "JSON pointer to the moment when the agency observed the value");
    field("observed_format", observed_format, "How that moment is written");
    field("zone", zone, "Zone of moments that are written without one");
    describe_number(field);
    field("where", where, "Only elements where this holds", {.example = "{ pointer = \"/type\", equals = \"ether\" }"});
    field("count", count, "Count the elements instead of reading a value");
    field("sum", sum, "Add up the elements of the same region, item and moment");
    field("first", first, "Of the same region, item and moment only the first counts, for trees that repeat names");
    field("optional", optional, "A missing value is no fault");
  }
};

struct RecordRule {
  config::TableName table;
  std::string each;
  std::vector<std::string> key;
  std::string at;
  TimeForm at_format = TimeForm::rfc3339;
  SourceZone zone = SourceZone::center;
  std::map<std::string, std::string> fields;
  Notation number = Notation::plain;
  std::map<std::string, std::string> numbers;
  std::vector<std::string> degrees;
  std::optional<Where> where;
  bool complete = false;

  void describe(auto& field) {
    field("table", table, "Table that the records belong to", {.required = true, .example = "\"paket\""});
    field("each", each, "JSON pointer to the list, or the object of members, to go through; empty: the reply itself",
          {.example = "\"/data\""});
    field("key", key, "JSON pointers to what together names a record", {.required = true, .example = "[\"/id\"]"});
    field("at", at, "JSON pointer to the moment of the record; empty: now");
    field("at_format", at_format, "How that moment is written");
    field("zone", zone, "Zone of moments that are written without one");
    field("fields", fields, "Field to JSON pointer; numbers, text and truth values are kept as they are",
          {.required = true, .example = "{ nama = \"/name\", pagu = \"/pagu\" }"});
    field("numbers", numbers, "Fields whose text is a number, each with the word after it that is dropped, or \"\"",
          {.example = "{ kedalaman = \"km\" }"});
    field("number", number, "How numbers in text are written; never guessed");
    field("degrees", degrees, "Fields whose text is a latitude or longitude such as 8.51 LS or 123.27 BT",
          {.example = "[\"lintang\", \"bujur\"]"});
    field("where", where, "Only elements where this holds");
    field("complete", complete, "The reply holds every record of the table: those missing from it have ended");
  }
};

// The same for tables of rows: columns by their names.
struct ColumnWhere : Where {
  void describe(auto& field) {
    field("column", pointer, "Column of what is compared", {.required = true, .example = "\"Status\""});
    field("equals", equals, "What must stand there, as text", {.required = true, .example = "\"Aktif\""});
  }
};

struct ColumnValueRule : ValueRule {
  std::optional<ColumnWhere> rows;

  void describe(auto& field) {
    field("indicator", indicator, "Indicator that the values belong to",
          {.required = true, .example = "\"layanan.antrean\""});
    field("column", pointer, "Column of the value", {.example = "\"Jumlah\"", .sampled = true});
    field("region", region, "Column of the region", {.example = "\"Kecamatan\""});
    field("region_is", region_is, "Region of all values, where the rows do not say it", {.example = "\"63.10.04\""});
    field("codes", codes, "How the source names regions");
    field("item", item, "Column of the item (a service, a link)", {.example = "\"Layanan\""});
    field("item_is", item_is, "Item of all values, where the rows do not say it", {.example = "\"mpp\""});
    field("at", at, "Column of the moment or period; empty: now, or the current period", {.example = "\"Tanggal\""});
    field("at_format", at_format, "How that moment is written");
    field("observed", observed, "Column of the moment when the agency observed the value");
    field("observed_format", observed_format, "How that moment is written");
    field("zone", zone, "Zone of moments that are written without one");
    describe_number(field);
    field("where", rows, "Only rows where this holds", {.example = "{ column = \"Status\", equals = \"Aktif\" }"});
    field("count", count, "Count the rows instead of reading a value");
    field("sum", sum, "Add up the rows of the same region, item and moment");
    field("first", first, "Of the same region, item and moment only the first counts, for trees that repeat names");
    field("optional", optional, "An empty cell is no fault");
  }
};

struct ColumnRecordRule : RecordRule {
  std::optional<ColumnWhere> rows;

  void describe(auto& field) {
    field("table", table, "Table that the records belong to", {.required = true, .example = "\"paket\""});
    field("key", key, "Columns that together name a record", {.required = true, .example = "[\"Kode\"]"});
    field("at", at, "Column of the moment of the record; empty: now");
    field("at_format", at_format, "How that moment is written");
    field("zone", zone, "Zone of moments that are written without one");
    field("fields", fields, "Field to column",
          {.required = true, .example = "{ nama = \"Nama Paket\", pagu = \"Pagu\" }"});
    field("numbers", numbers, "Fields whose text is a number, each with the word after it that is dropped, or \"\"",
          {.example = "{ pagu = \"\" }"});
    field("number", number, "How numbers in text are written; never guessed");
    field("degrees", degrees, "Fields whose text is a latitude or longitude such as 8.51 LS or 123.27 BT",
          {.example = "[\"lintang\", \"bujur\"]"});
    field("where", rows, "Only rows where this holds");
    field("complete", complete, "The rows are every record of the table: those missing from it have ended");
  }
};

// Personal data never come further than the reader (C5): no rule takes one of these, and none is said or kept.
void describe_personal(auto& field, std::vector<std::string>& personal) {
  field("personal", personal, "Fields of the source that hold personal data: they are dropped as they are read",
        {.example = "[\"nik\", \"nama\"]"});
}
void not_taken(const std::string& personal, const config::Place&, config::Complaints&);
// Where a rule looks, as its options name it.
std::vector<std::string> pointers_of(const ValueRule&);
std::vector<std::string> pointers_of(const RecordRule&);

// What the rules of a feed may bring, each name once.
template <class Value, class Record>
std::vector<std::string> brought_by(const std::vector<Value>& values, const std::vector<Record>& records) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& name) {
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  for (const Value& rule : values) add(rule.indicator.name);
  for (const Record& rule : records) add(rule.table.name);
  return out;
}

// Faults that no single field shows, whatever the rules point with.
void check_exclusions(const ValueRule&, const char* value_key, const config::Place&, config::Complaints&);
void check_numbers(const RecordRule&, const config::Place&, config::Complaints&);

}  // namespace feeds
