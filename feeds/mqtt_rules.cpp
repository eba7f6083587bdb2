// See mqtt_rules.h.
#include "feeds/mqtt_rules.h"
#include <algorithm>
#include <set>
#include "feeds/csv.h"
#include "feeds/json_rules.h"
#include "feeds/rule_reader.h"

namespace feeds {
namespace {

using config::Result;
using Names = std::map<std::string, std::string>;

// The payload as rules see it: what it says, with the levels of the topic beside it where it is an object; a plain
// payload is the member "{payload}" of one.
Result<Json> document_of(const MqttMessage& message, const Names& names, bool plain) {
  Json out = Json::object();
  auto parsed = parse_json(message.payload);
  if (!plain && parsed && parsed->is_object()) out = *parsed;
  if (!plain && parsed && parsed->is_array()) return parsed;
  const auto text = to_utf8(message.payload, Encoding::utf8);
  if (!plain && !parsed && message.payload.find_first_of("{[") != std::string::npos)
    return tl::unexpected(parsed.error());
  if (!text) return config::fail("the message is neither JSON nor text");
  out["{payload}"] = parsed && parsed->is_string() ? parsed->get<std::string>() : std::string(trim(*text));
  for (const auto& [name, level] : names) out["{" + name + "}"] = level;
  return out;
}

bool is_plain(const ValueRule& rule) {
  return rule.pointer.empty() && rule.each.empty() && !rule.count;
}

void check_topic(const std::string& topic, const config::Place& place, config::Complaints& out) {
  if (const auto pattern = TopicPattern::parse(topic); !pattern && !topic.empty())
    out.push_back({place, pattern.error().what, pattern.error().cure});
}

bool has(const TopicPattern& pattern, const char* name) {
  return std::find(pattern.names().begin(), pattern.names().end(), name) != pattern.names().end();
}

}  // namespace

void check_rule(const TopicValueRule& rule, const config::Place& place, config::Complaints& out) {
  check_topic(rule.topic, place, out);
  check_rule(static_cast<const ValueRule&>(rule), place, out);
  const auto pattern = TopicPattern::parse(rule.topic);
  if (!pattern) return;
  if (has(*pattern, "item") && (!rule.item.empty() || !rule.item_is.empty()))
    out.push_back({place, {"{} and {} exclude each other", {"{item}", "item"}}, "keep one of them"});
  if (has(*pattern, "region") && (!rule.region.empty() || !rule.region_is.code.empty()))
    out.push_back({place, {"{} and {} exclude each other", {"{region}", "region"}}, "keep one of them"});
}

void check_rule(const TopicRecordRule& rule, const config::Place& place, config::Complaints& out) {
  check_topic(rule.topic, place, out);
  check_rule(static_cast<const RecordRule&>(rule), place, out);
}

TopicReader::TopicReader(const std::vector<TopicValueRule>& values, const std::vector<TopicRecordRule>& records,
                         const config::Catalogue& catalogue)
    : values_(values), records_(records), catalogue_(catalogue) {
  const auto pattern = [](const std::string& topic) { return TopicPattern::parse(topic).value_or(TopicPattern()); };
  for (const auto& rule : values_) value_topics_.push_back(pattern(rule.topic));
  for (const auto& rule : records_) record_topics_.push_back(pattern(rule.topic));
}

std::vector<std::string> TopicReader::filters() const {
  std::set<std::string> all;
  for (const auto* patterns : {&value_topics_, &record_topics_})
    for (const TopicPattern& pattern : *patterns) all.insert(pattern.filter());
  std::vector<std::string> out;
  for (const std::string& one : all)
    if (std::none_of(all.begin(), all.end(), [&](const std::string& wide) { return wide != one && covers(wide, one); }))
      out.push_back(one);
  return out;
}

void TopicReader::read(const MqttMessage& message, Time now, Batch& out) {
  if (message.payload.empty()) return;  // so a retained message is taken back
  for (std::size_t i = 0; i < values_.size(); ++i) read_value(values_[i], value_topics_[i], message, now, out);
  for (std::size_t i = 0; i < records_.size(); ++i) read_record(records_[i], record_topics_[i], message, now, out);
}

void TopicReader::read_value(const TopicValueRule& rule, const TopicPattern& pattern, const MqttMessage& message,
                             Time now, Batch& out) {
  const auto names = pattern.match(message.topic);
  if (!names) return;
  const auto document = document_of(message, *names, is_plain(rule));
  const std::string about = rule.indicator.name;
  if (!document) return complain(out, about, message.topic, document.error());
  ValueRule exact = rule;
  if (is_plain(rule)) exact.pointer = "/{payload}";
  if (const auto item = names->find("item"); item != names->end()) {
    const auto name = read_item(item->second);
    if (!name) return complain(out, about, message.topic, name.error());
    exact.item_is = *name;
  }
  if (const auto region = names->find("region"); region != names->end()) {
    const auto code = read_region(region->second, rule.codes, catalogue_);
    if (!code) return complain(out, about, message.topic, code.error());
    exact.region_is.code = *code;
  }
  Batch found;
  read_values(*document, exact, catalogue_, now, found);
  const config::Indicator* indicator = catalogue_.indicator(about);
  if (rule.at.empty() && (!indicator || indicator->freshness.period == config::Period::none)) apart(found);
  std::move(found.samples.begin(), found.samples.end(), std::back_inserter(out.samples));
  std::move(found.complaints.begin(), found.complaints.end(), std::back_inserter(out.complaints));
}

void TopicReader::apart(Batch& found) {
  constexpr std::size_t most_series = 100'000;
  if (last_.size() > most_series) last_.clear();
  for (Sample& sample : found.samples) {
    const auto [last, first] = last_.try_emplace(sample.series, sample.at);
    if (!first) last->second = sample.at = std::max(sample.at, last->second + std::chrono::milliseconds(1));
  }
}

void TopicReader::read_record(const TopicRecordRule& rule, const TopicPattern& pattern, const MqttMessage& message,
                              Time now, Batch& out) const {
  const auto names = pattern.match(message.topic);
  if (!names) return;
  const auto document = document_of(message, *names, false);
  if (!document) return complain(out, rule.table.name, message.topic, document.error());
  read_records(*document, rule, catalogue_, now, out);
}

void drop_revised(Batch& batch) {
  std::set<std::pair<std::string, Time>> seen;
  std::vector<Sample> kept;
  for (auto one = batch.samples.rbegin(); one != batch.samples.rend(); ++one)
    if (seen.emplace(one->series, one->at).second) kept.push_back(std::move(*one));
  std::reverse(kept.begin(), kept.end());
  batch.samples = std::move(kept);
}

}  // namespace feeds
