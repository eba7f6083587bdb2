// Owners and overlaps of feeds. Any thread.
#include "feeds/facts.h"

#include <algorithm>

#include "feeds/collector.h"

namespace feeds {
namespace {

constexpr std::string_view simulated_suffix = " (simulated)";

const std::string* owner_of(const config::Catalogue& catalogue, const std::string& name) {
  if (const config::Indicator* indicator = catalogue.indicator(name)) return &indicator->agency;
  if (const config::TableInfo* table = catalogue.table(name)) return &table->agency;
  return nullptr;
}

bool overlap(const config::FeedConfig& a, const config::FeedConfig& b) {
  if (a.priority != b.priority) return false;
  if (a.districts.empty() || b.districts.empty()) return true;
  return std::any_of(a.districts.begin(), a.districts.end(), [&](const std::string& district) {
    return std::find(b.districts.begin(), b.districts.end(), district) != b.districts.end();
  });
}

bool brings(const FeedFacts& facts, const std::string& name) {
  return std::find(facts.brings.begin(), facts.brings.end(), name) != facts.brings.end();
}

class Owners {
 public:
  Owners(const config::Center& center, config::Complaints& out) : center_(center), out_(out) {}

  std::map<std::string, FeedFacts> run() {
    for (const config::FeedConfig& feed : center_.feeds) {
      FeedFacts& facts = facts_[feed.name];
      facts = made(feed);
      for (const std::string& name : facts.brings) judge(feed, facts, name);
      if (facts.pushed && center_.intake.port == 0)
        complain(feed, facts, {"systems cannot send to the feed {}", {feed.name}},
                 "add [intake] with a port to the center's own files");
    }
    return std::move(facts_);
  }

 private:
  FeedFacts made(const config::FeedConfig& feed) const {
    const FeedKind* kind = find_feed_kind(feed.kind);
    config::Complaints elsewhere;  // config::load has said them
    const config::References refs{center_.catalogue.get()};
    const auto object =
        kind ? kind->make(feed.options, refs, {*center_.catalogue, feed, center_.dir}, elsewhere) : nullptr;
    if (!object) return {{}, {}, "its configuration has faults"};
    return {object->brings(), object->address(), {}, object->pushed()};
  }

  void judge(const config::FeedConfig& feed, FeedFacts& facts, const std::string& name) {
    const std::string* owner = owner_of(*center_.catalogue, name);
    if (owner && *owner != feed.agency) {
      complain(feed, facts, {"{} belongs to the agency {}; a feed of {} may not bring it", {name, *owner, feed.agency}},
               "take it out of this feed, or let the owner make the feed");
      return;
    }
    for (const config::FeedConfig& other : center_.feeds) {
      if (&other == &feed) break;
      const FeedFacts& theirs = facts_[other.name];
      if (theirs.refused.empty() && brings(theirs, name) && overlap(feed, other))
        complain(feed, facts, {"the feeds {} and {} both bring {}", {other.name, feed.name, name}},
                 "give them different priorities, or districts that do not overlap");
    }
  }

  void complain(const config::FeedConfig& feed, FeedFacts& facts, Text what, Text cure) {
    if (facts.refused.empty()) facts.refused = what;
    out_.push_back({feed.place, std::move(what), std::move(cure)});
  }

  const config::Center& center_;
  config::Complaints& out_;
  std::map<std::string, FeedFacts> facts_;
};

}  // namespace

std::map<std::string, FeedFacts> facts_of(const config::Center& center, config::Complaints& out) {
  return Owners(center, out).run();
}

void check_owners(const config::Center& center, config::Complaints& out) {
  facts_of(center, out);
}

bool has_ended(const config::Basis& basis, config::Date today) {
  return basis.until && std::chrono::sys_days(*basis.until) < std::chrono::sys_days(today);
}

std::string kept_name(const config::FeedConfig& feed) {
  return feed.simulated ? feed.name + std::string(simulated_suffix) : feed.name;
}

const config::FeedConfig* Setting::feed(std::string_view name) const {
  const auto found = std::find_if(center->feeds.begin(), center->feeds.end(),
                                  [&](const config::FeedConfig& feed) { return feed.name == name; });
  return found == center->feeds.end() ? nullptr : &*found;
}

const config::FeedConfig* Setting::feed_kept_as(std::string_view name) const {
  const auto found = kept.find(name);
  return found == kept.end() ? nullptr : found->second;
}

bool Setting::shows(std::string_view name) const {
  return !name.ends_with(simulated_suffix) || feed_kept_as(name);
}

const FeedFacts& Setting::facts_for(const std::string& feed) const {
  static const FeedFacts none;
  const auto found = facts.find(feed);
  return found == facts.end() ? none : found->second;
}

std::shared_ptr<const Setting> make_setting(std::shared_ptr<const config::Center> center) {
  config::Complaints said_by_check;
  auto out = std::make_shared<Setting>();
  out->facts = facts_of(*center, said_by_check);
  for (const config::FeedConfig& feed : center->feeds) out->kept[kept_name(feed)] = &feed;
  out->center = std::move(center);
  return out;
}

}  // namespace feeds
