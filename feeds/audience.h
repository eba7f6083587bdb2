// What one audience may see: the only place that decides (C2, C3, C7, C16). Any thread.
#pragma once
#include <memory>
#include "feeds/snapshot.h"

namespace feeds {

// The rule, for one indicator (or table) whose feeds' bases are `pending` or not:
// - everyone: its audience is public, it is approved on that day, no basis is pending;
// - leadership: approved, no basis pending, and a grant of the holder leadership covers it unless everyone may see it;
// - staff: not meant for leadership alone, and a grant of the holder staff covers it unless everyone may see it.
bool may_see(Audience, const config::Catalogue&, const config::Indicator&, bool basis_pending, Time now);
bool may_see(Audience, const config::Catalogue&, const config::TableInfo&, bool basis_pending, Time now);

// Whether the period that a value describes is approved, and so may leave the staff audience.
bool period_approved(const config::Indicator&, Time at, const config::Catalogue&, Time now);

// A copy without anything above the audience: series, tables, points of unapproved periods, refusals, addresses,
// errors.
std::shared_ptr<const Snapshot> only_for(Audience, const Snapshot& whole, Time now);

}  // namespace feeds
