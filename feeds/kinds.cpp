// The list of feed kinds, from kinds.def. Any thread.
#include "feeds/feed.h"

namespace feeds {

#define KIND(k) extern const FeedKind k##_kind;
#include "feeds/kinds.def"
#undef KIND

const std::vector<const FeedKind*>& feed_kinds() {
  static const std::vector<const FeedKind*> kinds = {
#define KIND(k) &k##_kind,
#include "feeds/kinds.def"
#undef KIND
  };
  return kinds;
}

const FeedKind* find_feed_kind(std::string_view name) {
  for (const FeedKind* kind : feed_kinds())
    if (kind->name == name) return kind;
  return nullptr;
}

}  // namespace feeds
