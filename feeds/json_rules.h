// Reading a JSON reply by rules, without any network. Any thread.
#pragma once
#include <string>
#include "feeds/feed.h"
#include "feeds/json_document.h"
#include "feeds/rules.h"

namespace feeds {

// Faults that no single field shows: pointers that are none, keys that exclude each other.
void check_rule(const ValueRule&, const config::Place&, config::Complaints&);
void check_rule(const RecordRule&, const config::Place&, config::Complaints&);
void check_pointer(const std::string& pointer, const config::Place&, config::Complaints&);
bool holds(const Where&, const Json& element);

// Adds to `out` what the rule finds; every row that cannot be used becomes a complaint. Rules must have passed
// check_rule.
void read_values(const Json& reply, const ValueRule&, const config::Catalogue&, Time now, Batch& out);
void read_records(const Json& reply, const RecordRule&, const config::Catalogue&, Time now, Batch& out);

// Takes the members of these names out, at any depth.
void strip(Json&, const std::vector<std::string>& names);

// What a feed takes from a document of JSON, as its options say it.
struct JsonRules {
  std::vector<ValueRule> value;
  std::vector<RecordRule> record;
  std::vector<std::string> personal;

  void describe(auto& field) {
    field("value", value, "Values to take from the reply", {.sampled = true});
    field("record", record, "Records to take from the reply");
    describe_personal(field, personal);
  }
  void check(const config::Place&, config::Complaints&) const;
  // Personal fields are taken out first, wherever in the document they are.
  void read(Json document, const config::Catalogue&, Time now, Batch& out) const;
  // The same from a text, of any size. Errors: those of parse_json.
  config::Result<void> read_text(std::string_view, const config::Catalogue&, Time now, Batch& out) const;
  std::vector<std::string> brings() const { return brought_by(value, record); }
};

}  // namespace feeds
