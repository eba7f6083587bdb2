// Single feeds and what they brought that was refused, as rows. Main thread.
#pragma once
#include "panels/grid.h"
#include "panels/telling.h"

namespace panels {

using Feeds = std::vector<const feeds::FeedState*>;
// Feeds of these agencies; without any, all.
Feeds feeds_of(const Frame&, const std::vector<config::AgencyName>& agencies);
bool is_named(const std::vector<config::AgencyName>& agencies, const std::string& agency);  // none named: any is
// Feed, agency, state, the last good reply, how many values were refused today, and why (for staff).
Grid feed_rows(const Frame&, const Feeds&);
// What was refused and why, the newest first; for staff alone a snapshot holds any.
Grid refused_rows(const Frame&, const Feeds&);
void tell_grid(const Grid&, Telling&);

}  // namespace panels
