// What is taken from a JSON reply: rules for values and for records, and the reading by them, without any network.
// Any thread.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "feeds/feed.h"
#include "feeds/json_document.h"
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
  bool count = false, sum = false, optional = false;

  void describe(auto& field) {
    field("indicator", indicator, "Indicator that the values belong to", {.required = true});
    field(
        "each", each,
        "JSON pointer to the list, or the object of members, to go through; a step * stands for every element; empty: "
        "the reply itself",
        {.example = "\"/data\""});
    field("pointer", pointer, "JSON pointer to the value within an element; {key} is the element's name",
          {.example = "\"/value\""});
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
    field("number", number, "How numbers in text are written; never guessed");
    field("unit", unit, "Word that may follow a number and is dropped", {.example = "\"km\""});
    field("scale", scale, "Multiplied into the value");
    field("offset", offset, "Added to the value after scale");
    field("map", map, "Text to value, for states", {.example = "{ up = 1, down = 0 }"});
    field("where", where, "Only elements where this holds", {.example = "{ pointer = \"/type\", equals = \"ether\" }"});
    field("count", count, "Count the elements instead of reading a value");
    field("sum", sum, "Add up the elements of the same region, item and moment");
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
  std::optional<Where> where;
  bool complete = false;

  void describe(auto& field) {
    field("table", table, "Table that the records belong to", {.required = true});
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
    field("where", where, "Only elements where this holds");
    field("complete", complete, "The reply holds every record of the table: those missing from it have ended");
  }
};

// Faults that no single field shows: pointers that are none, keys that exclude each other.
void check_rule(const ValueRule&, const config::Place&, config::Complaints&);
void check_rule(const RecordRule&, const config::Place&, config::Complaints&);
void check_pointer(const std::string& pointer, const config::Place&, config::Complaints&);
bool holds(const Where&, const Json& element);

// Adds to `out` what the rule finds; every row that cannot be used becomes a complaint. Rules must have passed
// check_rule.
void read_values(const Json& reply, const ValueRule&, const config::Catalogue&, Time now, Batch& out);
void read_records(const Json& reply, const RecordRule&, const config::Catalogue&, Time now, Batch& out);

}  // namespace feeds
