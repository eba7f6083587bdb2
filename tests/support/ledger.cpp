// See ledger.h.
#include "tests/support/ledger.h"

#include <fmt/format.h>

#include "config/words.h"
#include "feeds/polygons.h"

namespace support {

using namespace feeds;

namespace {

std::string shown(const std::vector<Field>& fields) {
  std::string out;
  for (const Field& field : fields)
    if (const auto* text = std::get_if<std::string>(&field.value)) out += field.name + "=" + *text + ";";
  return out;
}
std::string shown(const Event& event) {
  return event.title + "|" + event.text + "|" + std::to_string(event.at.time_since_epoch().count()) + "|" +
         feeds::text_of(event.area) + "|" + event.of;
}
std::string shown(const Refusal& refusal) {
  return refusal.series + "|" + refusal.value + "|" + refusal.reason.key;
}

template <class Map>
std::string first_difference(const char* what, const Map& wanted, const Map& found) {
  for (const auto& [key, value] : wanted)
    if (const auto there = found.find(key); there == found.end() || there->second != value)
      return fmt::format("{}: {} of those acknowledged is {}", what, wanted.size(),
                         there == found.end() ? "lost" : "another");
  if (found.size() != wanted.size())
    return fmt::format("{}: {} are there, {} were acknowledged", what, found.size(), wanted.size());
  return {};
}

}  // namespace

void Ledger::add(Book& book, const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const std::string& feed = entry.feed.name;
    for (const Sample& sample : entry.samples)
      book.lines[{sample.series, feed}][sample.at].push_back({sample.value, entry.received, sample.observed});
    for (const Record& record : entry.records) book.records[{record.table, record.key}] = shown(record.fields);
    for (const auto& row : entry.ended) book.records.erase(row);
    for (const Event& event : entry.events) book.events[event.id] = {event.until, shown(event)};
    for (const Refusal& refusal : entry.refusals) {
      auto& all = book.refusals[feed];
      all.insert(all.begin(), shown(refusal));
      if (all.size() > 200) all.pop_back();
    }
    if (!entry.refusals.empty())
      book.refused[{feed, std::chrono::floor<std::chrono::hours>(entry.received)}] += entry.refusals.size();
    book.cursors[feed] = entry.feed.cursor;
  }
}

void Ledger::acknowledge(const std::vector<Entry>& entries) {
  add(book_, entries);
}

std::map<LineName, std::vector<Stored>> Ledger::points() const {
  std::map<LineName, std::vector<Stored>> out;
  for (const auto& [name, line] : book_.lines)
    for (const auto& [at, values] : line)
      for (const Value& one : values) out[name].push_back({at, one.received, one.value, one.observed});
  return out;
}

Ledger::Book Ledger::read(History& history, std::string& fault) {
  Book book;
  const auto need = [&](auto result) {
    if (!result) fault = config::Words().say(result.error().what);
    return std::move(result).value_or(typename decltype(result)::value_type());
  };
  for (const LineName& line : need(history.lines())) {
    const auto done = history.read(line, Time{}, Time::max(), {}, [&](const Stored& stored) {
      auto& values = book.lines[line][stored.at];
      values.push_back({stored.value, stored.received, stored.observed});
      if (values.size() > 1) fault = "a moment twice";
    });
    if (!done) fault = config::Words().say(done.error().what);
  }
  for (const RecordRow& row : need(history.records()))
    if (!book.records.emplace(std::pair(row.record.table, row.record.key), shown(row.record.fields)).second)
      fault = "a record twice";
  for (const Event& event : need(history.events(Time{})))
    if (!book.events.emplace(event.id, std::pair(event.until, shown(event))).second) fault = "an event twice";
  for (const FeedRow& feed : need(history.feeds())) {
    book.cursors[feed.name] = feed.cursor;
    for (const Refusal& refusal : need(history.refusals(feed.name, 1000)))
      book.refusals[feed.name].push_back(shown(refusal));
    for (const auto& [hour, refused] : need(history.refused_by_hour(feed.name, Time{})))
      book.refused[{feed.name, hour}] = refused;
  }
  std::erase_if(book.refusals, [](const auto& entry) { return entry.second.empty(); });
  return book;
}

std::string Ledger::line_difference(const LineName& name, const Line& wanted, const Line& found) const {
  for (const auto& [at, values] : wanted) {
    const auto one = found.find(at);
    if (one == found.end() && at < forgotten_before_) continue;
    if (one == found.end()) return fmt::format("a sample of {} is lost", name.series);
    const Value &has = one->second.back(), &value = values.back();
    if (has != value)
      return fmt::format("a sample of {} is {} received at {}, not {} at {}", name.series, has.value,
                         has.received.time_since_epoch().count(), value.value,
                         value.received.time_since_epoch().count());
  }
  for (const auto& [at, values] : found)
    if (!wanted.contains(at)) return fmt::format("a sample of {} that nobody brought", name.series);
  return {};
}

std::string Ledger::difference(const Book& wanted, const Book& found) const {
  for (const auto& [name, line] : wanted.lines) {
    const auto there = found.lines.find(name);
    const std::string fault = line_difference(name, line, there == found.lines.end() ? Line() : there->second);
    if (!fault.empty()) return fault;
  }
  for (const auto& [name, line] : found.lines)
    if (!wanted.lines.contains(name)) return "a line that nobody brought";
  std::string out = first_difference("cursors", wanted.cursors, found.cursors);
  if (out.empty()) out = first_difference("records", wanted.records, found.records);
  const auto not_over = [&](auto events) {
    std::erase_if(events, [&](const auto& event) { return event.second.first < forgotten_before_; });
    return events;
  };
  if (out.empty()) out = first_difference("events", not_over(wanted.events), not_over(found.events));
  if (out.empty()) out = first_difference("refusals", wanted.refusals, found.refusals);
  const auto kept = [&](auto counts) {
    std::erase_if(counts, [&](const auto& count) { return count.first.second < forgotten_before_; });
    return counts;
  };
  if (out.empty()) out = first_difference("counts of refusals", kept(wanted.refused), kept(found.refused));
  return out;
}

std::string Ledger::compare(History& history, const std::vector<Entry>& in_flight) {
  std::string fault;
  const Book found = read(history, fault);
  if (!fault.empty()) return fault;
  const std::string without = difference(book_, found);
  if (without.empty() || in_flight.empty()) return without;
  Book with = book_;
  add(with, in_flight);
  const std::string why = difference(with, found);
  if (!why.empty()) return without + "; and with what was in flight: " + why;
  book_ = std::move(with);
  return {};
}

std::vector<Entry> Workload::next() {
  now_ += (1 + number(90)) * unit_;
  std::vector<Entry> out;
  const int feeds = 1 + number(3);
  for (int feed = 0; feed < feeds; ++feed) out.push_back(entry("feed" + std::to_string(feed)));
  return out;
}

Entry Workload::entry(const std::string& feed) {
  Entry out;
  ++count_;
  out.received = now_;
  out.feed.name = feed;
  out.feed.cursor = std::to_string(count_);
  out.feed.last_try = out.feed.last_good = now_;
  std::set<std::pair<std::string, Time>> brought;
  for (int i = number(40); i > 0; --i) {
    const std::string series = "s" + std::to_string(number(6));
    const Time at = now_ - (number(4) == 0 ? number(5000) : number(60)) * unit_;  // some revise what is known
    if (!brought.emplace(series, at).second) continue;
    out.samples.push_back({series, at, number(100'000) / 100.0, {}});
    if (number(3) == 0) out.samples.back().observed = at - Duration(number(1000));
  }
  const std::string key = feed + std::to_string(number(5));
  if (number(3) == 0 && open_records_.insert(key).second) {
    out.records.push_back(
        {"tabel",
         key,
         now_,
         {{"isi", std::string(static_cast<std::size_t>(number(30'000)), 'a')}, {"nomor", std::to_string(count_)}}});
  } else if (number(3) == 0 && open_records_.erase(key) > 0) {
    out.ended.emplace_back("tabel", key);
  }
  if (number(4) == 0) {
    out.events.push_back({"e" + std::to_string(number(9)), now_, now_ + std::chrono::hours(1), Severity::watch, "",
                          "judul " + std::to_string(count_), "isi"});
    if (count_ % 3 == 0) out.events.back().of = "tabel";
    if (const double lon = 100 + 0.1 * (count_ % 90); count_ % 2 == 0)
      out.events.back().area = {{{-3, lon}, {-2.9, lon}, {-3, lon + 0.1}, {-3, lon}}};
  }
  for (int i = number(8) == 0 ? number(120) : 0; i > 0; --i)
    out.refusals.push_back({now_, "s1", std::to_string(number(1000)), {"too large"}});
  return out;
}

}  // namespace support
