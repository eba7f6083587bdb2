// All feeds of a center: started, kept over a reload when they did not change, stopped together.
#include "feeds/collector.h"

#include <fmt/format.h>

#include <map>
#include <mutex>

#include "feeds/copy_keeper.h"
#include "feeds/facts.h"
#include "feeds/feed_thread.h"

namespace feeds {
namespace {

struct Spell {
  std::string& out;
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { out += fmt::format("{}", value); }
  void operator()(double value) const { out += fmt::format("{}", value); }
  void operator()(const std::string& value) const { out += fmt::format("{}:{}", value.size(), value); }
  void operator()(const config::Date& value) const { out += config::to_string(value); }
  void operator()(const config::Time& value) const { out += config::to_rfc3339(value); }
  void operator()(const config::Array& value) const {
    out += '[';
    for (const config::Node& node : value) std::visit(*this, node.value), out += ',';
    out += ']';
  }
  void operator()(const config::Table& value) const {
    out += '{';
    for (const auto& [key, node] : value.entries) {
      (*this)(key);
      std::visit(*this, node.value);
    }
    out += '}';
  }
};

std::string date_text(const std::optional<config::Date>& date) {
  return date ? config::to_string(*date) : "";
}

// Two feeds with the same identity behave alike: what they read and how, and what they look up while reading.
std::string identity(const config::Center& center, const config::FeedConfig& feed, const FeedFacts& facts) {
  std::string out =
      fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", feed.name, feed.kind, feed.agency, feed.interval.count(),
                  feed.deadline.count(), feed.per_minute, feed.most_bytes, feed.ca_file, feed.simulated,
                  static_cast<int>(feed.basis.kind), date_text(feed.basis.until), center.dir.string(),
                  static_cast<int>(center.catalogue->zone)) +
      center.copies.to.string();
  const Spell spell{out};
  for (const std::string& district : feed.districts) spell(district);
  spell(feed.options.table);
  for (const config::Region& region : center.catalogue->regions) {
    for (const std::string& word : {region.code, region.bps, region.name}) spell(word);
    for (const std::string& alias : region.aliases) spell(alias);
  }
  for (const std::string& name : facts.brings) {
    const config::Indicator* indicator = center.catalogue->indicator(name);
    spell(name);
    if (!indicator) continue;
    out += fmt::format("{}|{}|{}", indicator->unit, static_cast<int>(indicator->freshness.period),
                       static_cast<int>(indicator->freshness.zone));
  }
  return out;
}

}  // namespace

std::optional<MadeFeed> make_feed(const config::Center& center, const config::FeedConfig& feed, Clock& clock,
                                  config::Complaints& out, const std::filesystem::path& store,
                                  std::shared_ptr<Pace> pace) {
  const FeedKind* kind = find_feed_kind(feed.kind);
  if (!kind) {
    out.push_back({feed.place, {"there is no kind of feed {}", {feed.kind}}, "`anjungan manual` lists the kinds"});
    return {};
  }
  MadeFeed made;
  made.feed =
      kind->make(feed.options, {center.catalogue.get()},
                 {*center.catalogue, feed, center.dir, store, copies_place(center, store), center.words.get()}, out);
  if (!made.feed) return {};
  made.http = std::make_unique<Http>(
      HttpLimits{feed.deadline, feed.most_bytes, feed.ca_file, feed.per_minute, std::move(pace)}, clock);
  return made;
}

struct Collectors::Impl {
  struct Running {
    std::string identity;
    std::shared_ptr<FeedThread> thread;
  };
  Impl(Store& to, Clock& by) : store(to), clock(by) {}
  ~Impl() {
    for (auto& [name, one] : running) one.thread->request_stop();
  }

  void adopt(const std::shared_ptr<const config::Center>& center) {
    const std::lock_guard lock(mutex);
    std::map<std::string, Running> before = std::move(running);
    running.clear();
    const auto setting = make_setting(center);
    for (const config::FeedConfig& feed : center->feeds) {
      const FeedFacts& facts = setting->facts_for(feed.name);
      if (!facts.refused.empty()) continue;
      Running next{identity(*center, feed, facts), nullptr};
      const auto old = before.find(feed.name);
      if (old != before.end() && old->second.identity == next.identity) {
        running[feed.name] = std::move(old->second);
        before.erase(old);
        continue;
      }
      config::Complaints said_by_check;
      auto made = make_feed(*center, feed, clock, said_by_check, store.file(), pace);
      if (!made) continue;
      auto older = old == before.end() ? nullptr : std::move(old->second.thread);
      if (older) before.erase(old);
      next.thread = std::make_shared<FeedThread>(center, feed, std::move(*made), store, clock, std::move(older));
      running[feed.name] = std::move(next);
    }
    for (auto& [name, one] : before) {  // joined at the end: a reload does not wait for a slow poll
      one.thread->request_stop();
      leaving.push_back(std::move(one.thread));
    }
  }

  std::shared_ptr<FeedThread> asked(const Request& request) {
    const std::lock_guard lock(mutex);
    for (const auto& [name, one] : running)
      if (one.thread->answers(request)) return one.thread;
    return nullptr;
  }

  Store& store;
  Clock& clock;
  const std::shared_ptr<Pace> pace = std::make_shared<Pace>();
  std::mutex mutex;
  std::vector<std::shared_ptr<FeedThread>> leaving;
  std::map<std::string, Running> running;
};

Collectors::Collectors(std::shared_ptr<const config::Center> center, Store& store, Clock& clock)
    : impl_(std::make_unique<Impl>(store, clock)) {
  impl_->adopt(center);
}

Collectors::~Collectors() = default;

Answer Collectors::take(const Request& request) {
  const auto feed = impl_->asked(request);
  return feed ? feed->take(request) : Answer{404, "text/plain; charset=utf-8", "no feed takes this\n"};
}

void Collectors::adopt(std::shared_ptr<const config::Center> center) {
  impl_->adopt(center);
}

}  // namespace feeds
