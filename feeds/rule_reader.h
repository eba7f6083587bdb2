// Reading elements (of a JSON list, rows of a table) by rules. A Source says how something within an element is found:
//   Element; Ref; Ref compile(text); std::optional<std::string> text(ref, element), nothing for what is absent or no
//   scalar; bool absent(ref, element); Result<double> number(ref, element, rule), of what is not absent;
//   Result<Value> value(ref, element), of any scalar; TimeForm form(ref, element, declared), where a source knows
//   better than what was declared.
// What no rule names leaves no trace, in complaints neither: it may be personal. Any thread; no I/O.
#pragma once
#include <set>
#include <unordered_map>
#include "feeds/feed.h"
#include "feeds/rules.h"

namespace feeds {

inline void complain(Batch& out, std::string series, std::string_view value, const config::Error& error) {
  complain(out, {std::move(series), shortened(value), error.what});
}

config::Result<double> mapped_number(const std::map<std::string, double>&, std::string_view text);

template <class Source>
class Passing {
 public:
  Passing(const Where* where, const Source& source) : where_(where) {
    if (where) ref_ = source.compile(where->pointer);
  }
  bool operator()(const Source& source, const typename Source::Element& element) const {
    return !where_ || source.text(ref_, element).value_or("") == where_->equals;
  }

 private:
  const Where* where_;
  typename Source::Ref ref_{};
};

template <class Source>
class ValueReader {
 public:
  using Element = typename Source::Element;
  // All of them must outlive it. `where`: of the rule; null: every element.
  ValueReader(const ValueRule& rule, const Where* where, const Source& source, const config::Catalogue& catalogue,
              Time now, Batch& out)
      : rule_(rule),
        source_(source),
        catalogue_(catalogue),
        now_(now),
        out_(out),
        value_(source.compile(rule.pointer)),
        region_(source.compile(rule.region)),
        item_(source.compile(rule.item)),
        at_(source.compile(rule.at)),
        observed_(source.compile(rule.observed)),
        passes_(where, source),
        zone_(zone_of(rule.zone, catalogue.zone)) {
    if (const config::Indicator* indicator = catalogue.indicator(rule.indicator.name))
      freshness_ = indicator->freshness;
    else
      freshness_.zone = catalogue.zone;
    // A count of none is zero, and known.
    const bool named_by_reply = !rule.region.empty() || !rule.item.empty() || !rule.at.empty();
    if (rule.count && !named_by_reply)
      groups_[{SeriesName{rule.indicator.name, fixed_region(), rule.item_is}.to_string(), current()}];
  }

  void take(const Element& element) {
    if (!passes_(source_, element)) return;
    const config::Result<std::string> series = series_of(element);
    if (!series) {
      lost_ = lost_ || !is_elsewhere(element);
      return complain(out_, rule_.indicator.name, raw(value_, element), series.error());
    }
    const auto at = moment_of(element);
    if (!at) {
      broken_.insert(*series);
      return complain(out_, *series, raw(at_, element), at.error());
    }
    if (rule_.count) {
      groups_[{*series, *at}].sum += 1;
      return;
    }
    if (rule_.optional && source_.absent(value_, element)) return;
    if (rule_.first && !seen_.emplace(*series, *at).second) return;
    const auto value = source_.number(value_, element, rule_);
    if (!value) {
      // A sum without one of its parts would be a wrong one.
      if (rule_.sum) groups_[{*series, *at}].broken = true;
      return complain(out_, *series, raw(value_, element), value.error());
    }
    if (rule_.sum) {
      groups_[{*series, *at}].sum += *value;
      return;
    }
    Sample sample{*series, *at, scaled(*value), {}};
    if (!rule_.observed.empty()) {
      const std::string text = raw(observed_, element);
      const auto seen = read_time(text, source_.form(observed_, element, rule_.observed_format), zone_);
      if (!seen) return complain(out_, *series, text, seen.error());
      sample.observed = *seen;
    }
    out_.samples.push_back(std::move(sample));
  }

  // An element cannot be read at all: whatever it would have been counted or added to is not known.
  void lose() { lost_ = true; }

  void finish() {
    if (lost_) return;
    for (const auto& [name, group] : groups_)
      if (!group.broken && !broken_.contains(name.first))
        out_.samples.push_back({name.first, name.second, scaled(static_cast<double>(group.sum)), {}});
  }

 private:
  struct Group {
    long double sum = 0;
    bool broken = false;
  };

  Time current() const { return config::period_end(now_, freshness_.period, freshness_.zone); }
  std::string fixed_region() const {
    return rule_.region_is.code == catalogue_.code ? std::string() : rule_.region_is.code;
  }
  double scaled(double value) const {
    if (rule_.count) return value;
    value *= rule_.scale;
    return rule_.offset == 0 ? value : value + rule_.offset;  // a sum with 0 would make 0 of -0
  }
  std::string raw(const typename Source::Ref& ref, const Element& element) const {
    return source_.text(ref, element).value_or("");
  }

  // An element of another region, by its code or name, is none of ours; what names no region may be one of ours.
  bool is_elsewhere(const Element& element) const {
    if (rule_.region.empty()) return true;
    const std::string said = raw(region_, element);
    if (rule_.codes == Codes::name) return !trim(said).empty();
    return said.find_first_of("0123456789") != std::string::npos &&
           trim(said).find_first_not_of("0123456789.") == std::string_view::npos;
  }

  // The same few names come again and again.
  config::Result<std::string> series_of(const Element& element) {
    std::string said = rule_.region.empty() ? std::string() : raw(region_, element);
    said += '\n';
    if (!rule_.item.empty()) said += raw(item_, element);
    if (const auto known = names_.find(said); known != names_.end()) return known->second;
    SeriesName name{rule_.indicator.name, fixed_region(), rule_.item_is};
    if (!rule_.region.empty()) {
      const auto region = read_region(raw(region_, element), rule_.codes, catalogue_);
      if (!region) return tl::unexpected(region.error());
      name.region = *region;
    }
    if (!rule_.item.empty()) {
      auto item = read_item(raw(item_, element));
      if (!item) return tl::unexpected(item.error());
      name.item = std::move(*item);
    }
    constexpr std::size_t most_names = 100'000;
    if (names_.size() >= most_names) names_.clear();
    return names_.emplace(std::move(said), name.to_string()).first->second;
  }

  config::Result<Time> moment_of(const Element& element) {
    if (rule_.at.empty()) return current();
    auto text = source_.text(at_, element);
    if (!text) return config::fail("there is nothing where the moment is due");
    if (last_at_ && *text == last_text_) return *last_at_;
    const auto at = read_at(*text, source_.form(at_, element, rule_.at_format), zone_, freshness_);
    if (!at) return at;
    last_text_ = std::move(*text);
    last_at_ = *at;
    return at;
  }

  const ValueRule& rule_;
  const Source& source_;
  const config::Catalogue& catalogue_;
  const Time now_;
  Batch& out_;
  const typename Source::Ref value_, region_, item_, at_, observed_;
  const Passing<Source> passes_;
  const config::Zone zone_;
  config::Freshness freshness_;
  std::map<std::pair<std::string, Time>, Group> groups_;
  std::set<std::string> broken_;  // series with an element of an unknown moment: any of their sums may lack it
  bool lost_ = false;
  std::set<std::pair<std::string, Time>> seen_;         // for `first`
  std::unordered_map<std::string, std::string> names_;  // what the element says of region and item: the series
  std::string last_text_;
  std::optional<Time> last_at_;
};

template <class Source>
class RecordReader {
 public:
  using Element = typename Source::Element;
  RecordReader(const RecordRule& rule, const Where* where, const Source& source, const config::Catalogue& catalogue,
               Time now, Batch& out)
      : rule_(rule),
        source_(source),
        passes_(where, source),
        zone_(zone_of(rule.zone, catalogue.zone)),
        now_(now),
        at_(source.compile(rule.at)),
        out_(out) {
    for (const std::string& key : rule.key) keys_.push_back(source.compile(key));
    for (const auto& [name, place] : rule.fields) fields_.emplace_back(name, source.compile(place));
  }

  void take(const Element& element) {
    ++seen_;
    if (!passes_(source_, element)) return;
    auto record = record_of(element);
    if (record) {
      out_.records.push_back(std::move(*record));
    } else {
      whole_ = false;
      complain(out_, rule_.table.name, shown(element), record.error());
    }
  }

  // An element cannot be read at all.
  void lose() {
    ++seen_;
    whole_ = false;
  }

  void finish() {
    if (!rule_.complete || !whole_) return;
    // Some servers answer an empty list on a fault of their own: it never means that everything has ended.
    if (seen_ == 0) return complain(out_, rule_.table.name, "[]", {"an empty list ends no record", {}});
    out_.complete.push_back({rule_.table.name, ""});
  }

 private:
  std::string shown(const Element& element) const {
    std::string out;
    for (const auto& key : keys_) out += (out.empty() ? "" : "|") + source_.text(key, element).value_or("");
    for (const auto& [name, ref] : fields_) out += ", " + name + ": " + source_.text(ref, element).value_or("");
    return out;
  }

  config::Result<Record> record_of(const Element& element) const {
    Record record{rule_.table.name, "", now_, {}};
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto part = source_.text(keys_[i], element);
      if (!part || trim(*part).empty()) return config::fail({"the record has no name at \"{}\"", {rule_.key[i]}});
      if (!record.key.empty()) record.key += '|';
      record.key += trim(*part);
    }
    if (!rule_.at.empty()) {
      const auto text = source_.text(at_, element);
      if (!text) return config::fail("there is nothing where the moment is due");
      const auto at = read_time(*text, source_.form(at_, element, rule_.at_format), zone_);
      if (!at) return tl::unexpected(at.error());
      record.at = *at;
    }
    for (const auto& [name, ref] : fields_) {
      auto value = field_of(name, ref, element);
      if (!value) return tl::unexpected(value.error());
      record.fields.push_back({name, std::move(*value)});
    }
    return record;
  }

  config::Result<Value> field_of(const std::string& name, const typename Source::Ref& ref,
                                 const Element& element) const {
    auto value = source_.value(ref, element);
    if (!value) return config::fail({"field {} is a list or an object", {name}});
    const auto unit = rule_.numbers.find(name);
    const bool is_number = unit != rule_.numbers.end();
    const bool degrees = std::find(rule_.degrees.begin(), rule_.degrees.end(), name) != rule_.degrees.end();
    const auto* text = std::get_if<std::string>(&*value);
    if ((!is_number && !degrees) || !text) return value;
    if (trim(*text).empty()) return Value();
    const auto number =
        degrees ? read_number(*text, Notation::degrees) : read_number(*text, rule_.number, unit->second);
    if (!number) return tl::unexpected(number.error());
    return Value(*number);
  }

  const RecordRule& rule_;
  const Source& source_;
  const Passing<Source> passes_;
  const config::Zone zone_;
  const Time now_;
  const typename Source::Ref at_;
  Batch& out_;
  std::vector<typename Source::Ref> keys_;
  std::vector<std::pair<std::string, typename Source::Ref>> fields_;
  std::size_t seen_ = 0;
  bool whole_ = true;
};

}  // namespace feeds
