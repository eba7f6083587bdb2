// What the feeds of a center tell before any of them reads: what they bring, from where, and whether they may (C3, C4).
// Any thread.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "feeds/feed.h"

namespace feeds {

struct FeedFacts {
  std::vector<std::string> brings;  // indicators and tables
  std::string address;
  Text refused;         // why it may not run; empty: it may
  bool pushed = false;  // systems send to it
};

// By the feeds' names. Complaints: another agency's data, overlaps within an agency; not those of the feeds' options.
std::map<std::string, FeedFacts> facts_of(const config::Center&, config::Complaints&);
// A basis that had an end and is past it (C3).
bool has_ended(const config::Basis&, config::Date today);

// The name under which a feed's data are kept: pretend ones apart, so that they never pass for real ones later.
std::string kept_name(const config::FeedConfig&);

// A center together with its feeds' facts: what one configuration means to the store.
struct Setting {
  std::shared_ptr<const config::Center> center;
  std::map<std::string, FeedFacts> facts;
  std::map<std::string, const config::FeedConfig*, std::less<>> kept;  // by kept_name()

  const config::FeedConfig* feed(std::string_view name) const;
  const config::FeedConfig* feed_kept_as(std::string_view name) const;
  bool shows(std::string_view name) const;  // false: pretend data of a feed that is not pretended any more
  const FeedFacts& facts_for(const std::string& feed) const;  // empty ones for a feed that is not configured
};
std::shared_ptr<const Setting> make_setting(std::shared_ptr<const config::Center>);

}  // namespace feeds
