// What leaves for whom: leave of the agency's head (C2), basis (C3), grants (C7), audience (C16). Pure; any thread.
#include "feeds/audience.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace feeds {
namespace {

using config::Approval;
using config::Catalogue;
using config::Date;
using config::Grant;
using config::Indicator;
using config::TableInfo;

std::chrono::sys_days day(Date date) {
  return date;
}

bool holds(const std::optional<Date>& from, const std::optional<Date>& until, Date today) {
  return (!from || day(*from) <= day(today)) && (!until || day(today) <= day(*until));
}

bool covers(std::string_view scope, std::string_view name) {
  if (scope == "*") return true;
  if (scope.ends_with(".*")) return name.starts_with(scope.substr(0, scope.size() - 1));
  return scope == name;
}

// A grant whose own basis is still pending is leave for staff alone.
bool in_force(const Grant& grant, Audience audience, Date today) {
  if (grant.holder != audience || !holds({}, grant.until, today)) return false;
  if (!holds(grant.basis.date, grant.basis.until, today) && grant.basis.kind != config::Basis::Kind::pending)
    return false;
  if (grant.basis.kind != config::Basis::Kind::pending) return true;
  return audience == Audience::staff && holds({}, grant.basis.until, today);
}

bool granted(Audience audience, const Catalogue& catalogue, std::string_view name, Date today) {
  return std::any_of(catalogue.grants.begin(), catalogue.grants.end(),
                     [&](const Grant& grant) { return in_force(grant, audience, today) && covers(grant.scope, name); });
}

// Approved as a whole, or for one period at least (the points of other periods are cut).
bool approved(const std::vector<Approval>& approvals, bool per_period, Date today) {
  return std::any_of(approvals.begin(), approvals.end(), [&](const Approval& approval) {
    return approval.period.empty() != per_period && holds(approval.date, approval.until, today);
  });
}

struct Item {
  std::string_view name;
  Audience audience;
  bool approved, pending;
};

bool allowed(Audience audience, const Catalogue& catalogue, const Item& item, Date today) {
  const bool open = item.audience == Audience::everyone && item.approved && !item.pending;
  switch (audience) {
    case Audience::everyone:
      return open;
    case Audience::leadership:
      return item.approved && !item.pending && (open || granted(audience, catalogue, item.name, today));
    case Audience::staff:
      return item.audience != Audience::leadership && (open || granted(audience, catalogue, item.name, today));
  }
  return false;
}

Date today_of(const Catalogue& catalogue, Time now) {
  return config::civil(now, catalogue.zone).date;
}

std::set<std::string_view> pending_names(const Snapshot& whole) {
  std::set<std::string_view> out;
  for (const FeedState& feed : whole.feeds)
    if (feed.basis.kind == config::Basis::Kind::pending) out.insert(feed.indicators.begin(), feed.indicators.end());
  for (const auto& [name, series] : whole.series)
    if (series->pending) out.insert(series->parts.indicator);
  return out;
}

// One run of only_for.
class Cut {
 public:
  Cut(Audience audience, const Snapshot& whole, Time now)
      : audience_(audience), whole_(whole), now_(now), today_(today_of(*whole.catalogue, now)) {}

  std::shared_ptr<const Snapshot> run() {
    out_->version = whole_.version;
    out_->made = whole_.made;
    out_->audience = audience_;
    out_->simulated = whole_.simulated;
    out_->notices = whole_.notices;
    cut_catalogue();
    for (const Event& event : whole_.events)
      if (event.of.empty() ? audience_ == Audience::staff : seen_.contains(event.of)) out_->events.push_back(event);
    cut_series();
    for (const auto& [name, table] : whole_.tables)
      if (seen_.contains(name)) out_->tables.emplace(name, table);
    for (const FeedState& feed : whole_.feeds) cut_feed(feed);
    return out_;
  }

 private:
  void cut_catalogue() {
    const Catalogue& all = *whole_.catalogue;
    const auto pending = pending_names(whole_);
    auto kept = std::make_shared<Catalogue>(all);
    std::erase_if(kept->indicators, [&](const Indicator& indicator) {
      return !may_see(audience_, all, indicator, pending.contains(indicator.name), now_);
    });
    std::erase_if(kept->tables, [&](const TableInfo& table) {
      return !may_see(audience_, all, table, pending.contains(table.name), now_);
    });
    for (const Indicator& indicator : kept->indicators) seen_.insert(indicator.name);
    for (const TableInfo& table : kept->tables) seen_.insert(table.name);
    std::erase_if(kept->grants, [&](const Grant& grant) {
      const auto covered = [&](const std::string& name) { return covers(grant.scope, name); };
      return grant.holder != audience_ || std::none_of(seen_.begin(), seen_.end(), covered);
    });
    if (audience_ != Audience::staff)
      for (config::Agency& agency : kept->agencies) agency.faults.clear();
    out_->catalogue = std::move(kept);
  }

  void cut_series() {
    for (const auto& [name, series] : whole_.series) {
      if (!seen_.contains(series->parts.indicator)) continue;
      const Indicator& indicator = *out_->catalogue->indicator(series->parts.indicator);
      if (whole_of(indicator)) {
        out_->series.emplace(name, series);
      } else if (auto part = approved_part(*series, indicator)) {
        out_->series.emplace(name, std::move(part));
      }
    }
  }

  // Staff with a grant see periods that are not approved yet.
  bool whole_of(const Indicator& indicator) const {
    if (!indicator.per_period_approval) return true;
    return audience_ == Audience::staff && granted(audience_, *whole_.catalogue, indicator.name, today_);
  }

  std::shared_ptr<const Series> approved_part(const Series& series, const Indicator& indicator) const {
    auto part = std::make_shared<Series>(series);
    std::erase_if(part->points,
                  [&](const Point& point) { return !period_approved(indicator, point.at, *whole_.catalogue, now_); });
    part->hours.clear();  // of periods that are withheld too
    part->days.clear();
    part->runs.clear();
    if (part->points.empty()) return nullptr;
    if (part->points.back().at != series.points.back().at) part->observed.reset();  // it was the withheld value's
    return part;
  }

  void cut_feed(FeedState feed) {
    const std::size_t brought = feed.indicators.size();
    std::erase_if(feed.indicators, [&](const std::string& name) { return !seen_.contains(name); });
    if (feed.indicators.empty() && (brought > 0 || audience_ != Audience::staff)) return;
    if (feed.indicators.size() < brought) {
      feed.accepted = feed.refused = feed.refused_today = 0;  // they count what is withheld too
      std::erase_if(feed.refusals, [&](const Refusal& refusal) { return !seen(refusal); });
    }
    if (audience_ != Audience::staff) {
      feed.refusals.clear();
      feed.reason = {};
      feed.address.clear();
    }
    out_->feeds.push_back(std::move(feed));
  }

  bool seen(const Refusal& refusal) const {
    return seen_.contains(parse_series(refusal.series).indicator) ||
           seen_.contains(refusal.series.substr(0, refusal.series.find('/')));
  }

  const Audience audience_;
  const Snapshot& whole_;
  const Time now_;
  const Date today_;
  std::set<std::string, std::less<>> seen_;  // names of indicators and tables
  std::shared_ptr<Snapshot> out_ = std::make_shared<Snapshot>();
};

}  // namespace

bool may_see(Audience audience, const Catalogue& catalogue, const Indicator& indicator, bool basis_pending, Time now) {
  const Date today = today_of(catalogue, now);
  const bool leave = approved(indicator.approvals, indicator.per_period_approval, today);
  return allowed(audience, catalogue, {indicator.name, indicator.audience, leave, basis_pending}, today);
}

bool may_see(Audience audience, const Catalogue& catalogue, const TableInfo& table, bool basis_pending, Time now) {
  const Date today = today_of(catalogue, now);
  const bool leave = approved(table.approvals, false, today);
  return allowed(audience, catalogue, {table.name, table.audience, leave, basis_pending}, today);
}

bool period_approved(const Indicator& indicator, Time at, const Catalogue& catalogue, Time now) {
  const config::Freshness& freshness = indicator.freshness;
  const std::string period = config::period_name(at, freshness.period, freshness.zone);
  const Date today = today_of(catalogue, now);
  return !period.empty() &&
         std::any_of(indicator.approvals.begin(), indicator.approvals.end(), [&](const Approval& approval) {
           return approval.period == period && holds(approval.date, approval.until, today);
         });
}

std::shared_ptr<const Snapshot> only_for(Audience audience, const Snapshot& whole, Time now) {
  return Cut(audience, whole, now).run();
}

}  // namespace feeds
