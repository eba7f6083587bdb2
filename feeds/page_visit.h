// What a visit to a site's page found: where it leads, what it says of its own change, and a digest of its words; and
// since when the page is as it is, over many visits. Feed thread.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include "config/result.h"
#include "feeds/http.h"

namespace feeds {

struct PageVisit {
  int status = 0;                        // of the last reply
  int redirects = 0;                     // that were seen, one that was not followed included
  std::string to;                        // the host that the visit ended at, or was sent on to
  std::chrono::microseconds answered{};  // of the first reply
  std::optional<int> certificate_days;   // of the site's own host
  std::optional<config::Time> modified;  // what the page says, where it is not just the moment of the visit
  std::string digest;                    // of the text of a page of status 200; empty of any other reply
  bool up() const { return status < 400 || status == 401 || status == 403; }
};

// Redirects are followed within the host, and to hosts in `domains`; where another one leads is only told.
struct PageAsk {
  std::string url;
  std::vector<std::string> domains;
  config::Time now;
  config::Duration deadline{};  // of all of it
};
// Errors: as Http::fetch, and a page that redirects in a circle.
config::Result<PageVisit> visit_page(Http&, Clock&, const PageAsk&, std::stop_token);

// Since when pages are as they are, by the digests of their visits: kept as a feed's cursor.
class PageMemory {
 public:
  // What another version wrote, or nobody: those pages are seen for the first time.
  explicit PageMemory(std::string_view cursor);
  struct Known {
    std::string digest;
    config::Time since;  // when this digest was first seen
    bool first = true;   // no other was seen before it: the page is older than that
  };
  const Known& see(const std::string& item, const std::string& digest, config::Time now);
  const Known* find(const std::string& item) const;
  std::string cursor() const;

 private:
  std::map<std::string, Known> known_;
};

}  // namespace feeds
