// Rules that no single field can keep: bases (C3), approvals (C2), freshness and bounds of indicators. Any thread.
#include <fmt/format.h>
#include <algorithm>
#include "config/loading.h"

namespace config {

namespace {

const Place& inner(const Table* table, const Place& section, std::string_view key) {
  const Node* node = table ? table->find(key) : nullptr;
  return node ? node->place : section;
}

bool in_force(const Approval& approval, Date today) {
  return (!approval.date || *approval.date <= today) && (!approval.until || *approval.until >= today);
}

// The approvals of one indicator or table: their own faults, and whether any lets it leave the staff audience.
struct Approvals {
  Part& part;
  const Entry& entry;
  Date today;
  bool per_period = false;
  Period period = Period::none;

  void check(const std::vector<ApprovalSection>& sections, Audience audience, std::vector<Approval>& into) const {
    bool any = false, explained = false;
    for (std::size_t i = 0; i < sections.size(); ++i) {
      const Approval& approval = sections[i].value;
      const Node* node = item_of(*entry.table, "approval", i);
      const bool said = node && check_dates(approval, node->table(), node->place);
      if (node) check_period(approval, node->table(), node->place);
      any = any || in_force(approval, today);
      explained = explained || said;
      into.push_back(approval);
    }
    if (audience == Audience::staff || any || explained) return;
    complain(part, place_of(*entry.table, entry.place, "audience"),
             {"there is no approval: it will not leave the staff audience, although it is meant for \"{}\"",
              {std::string(name(audience))}},
             "add the approval by the head of the agency", true);
  }

 private:
  bool check_dates(const Approval& approval, const Table* table, const Place& place) const {
    if (approval.date && approval.until && *approval.until < *approval.date) {
      complain(part, inner(table, place, "until"), "the approval ends before it begins",
               "correct one of the two dates");
      return true;
    }
    if (approval.until && *approval.until < today) {
      complain(part, inner(table, place, "until"),
               {"the approval {} ended on {}", {approval.letter, to_string(*approval.until)}},
               "renew it; until then it approves nothing", true);
      return true;
    }
    if (approval.date && *approval.date > today) {
      complain(part, inner(table, place, "date"),
               {"the approval {} begins on {} only", {approval.letter, to_string(*approval.date)}},
               "until then it approves nothing", true);
      return true;
    }
    return false;
  }

  void check_period(const Approval& approval, const Table* table, const Place& place) const {
    if (!per_period) {
      if (!approval.period.empty())
        complain(part, inner(table, place, "period"),
                 "an approval of one period needs periods that are approved one by one",
                 "add per_period_approval = true, or remove the period here");
      return;
    }
    if (approval.period.empty())
      return complain(part, place, "this approval names no period, but each period needs its own",
                      "add the period, such as \"2026-10\"");
    if (period != Period::none && !is_period_name(approval.period, period))
      complain(part, inner(table, place, "period"),
               {"\"{}\" names no period of the kind \"{}\"", {approval.period, choice_name(period)}},
               {"write it as {}", {like(period)}});
  }

  static std::string like(Period period) {
    return '"' + period_name(midnight(std::chrono::year(2026) / 11 / 1, Zone::wib), period, Zone::wib) + '"';
  }
};

void check_freshness(Part& part, const Entry& entry, Freshness& freshness) {
  const Table& table = *entry.table;
  const bool live = table.find("stale_after"), periodic = freshness.period != Period::none;
  if (!live && !periodic)
    return complain(part, entry.place, "nothing says when a value grows old",
                    "add stale_after for a live value, or period and due for a periodic one");
  if (live && periodic)
    return complain(part, place_of(table, entry.place, "period"), "a value is either live or periodic",
                    "remove stale_after, or period and due");
  if (periodic && !table.find("due"))
    complain(part, place_of(table, entry.place, "period"), "a periodic value needs the time when it is due",
             "add due, such as due = \"10d\"");
  if (live && table.find("due"))
    complain(part, place_of(table, entry.place, "due"), "\"due\" is for a periodic value",
             "remove it, or give a period");
  if (periodic && table.find("missing_after"))
    complain(part, place_of(table, entry.place, "missing_after"), "\"missing_after\" is for a live value", "remove it");
  if (!live) return;
  if (!table.find("missing_after")) freshness.missing_after = 4 * freshness.stale_after;
  if (freshness.missing_after < freshness.stale_after)
    complain(part, place_of(table, entry.place, "missing_after"), "a value is late before it is missing",
             {"give at least {}", {to_string(freshness.stale_after)}});
}

// `target`, `watch` and `bad` must follow each other towards the worse side.
void check_bounds(Part& part, const Entry& entry, const Indicator& indicator) {
  const auto at = [&](std::string_view key) { return place_of(*entry.table, entry.place, key); };
  if (indicator.better == Better::neither && (indicator.watch || indicator.bad))
    return complain(part, at(indicator.watch ? "watch" : "bad"), "this bound has no side",
                    "add better = \"higher\" or better = \"lower\"");
  const auto ordered = [&](std::optional<double> good, std::optional<double> worse, std::string_view key,
                           const char* what) {
    if (!good || !worse || indicator.better == Better::neither) return;
    const bool higher = indicator.better == Better::higher;
    if (higher ? *worse <= *good : *worse >= *good) return;
    complain(part, at(key), {what, {fmt::format("{}", *worse), fmt::format("{}", *good)}},
             {"better = \"{}\": exchange them or correct one", {choice_name(indicator.better)}});
  };
  ordered(indicator.watch, indicator.bad, "bad", "bad = {} lies on the better side of watch = {}");
  ordered(indicator.target, indicator.watch, "watch", "watch = {} lies on the better side of target = {}");
  if (!indicator.watch)
    ordered(indicator.target, indicator.bad, "bad", "bad = {} lies on the better side of target = {}");
  if (indicator.least && indicator.most && *indicator.least > *indicator.most)
    complain(part, at("least"), "\"least\" is larger than \"most\": every value would be refused", "exchange them");
}

}  // namespace

void check_basis(Part& part, const Table* table, const Place& place, const Basis& basis, Date today) {
  // A basis that is not a table, or of no such kind, has had its complaint.
  const std::string kind = choice_name(basis.kind);
  const Node* written = table ? table->find("kind") : nullptr;
  if (!written || !written->string() || *written->string() != kind) return;
  const auto at = [&](std::string_view key) { return inner(table, place, key); };
  switch (basis.kind) {
    case Basis::Kind::agreement:
    case Basis::Kind::sop:
    case Basis::Kind::order:
      if (basis.number.empty()) complain(part, place, {"the basis \"{}\" has no number", {kind}}, "add number");
      if (!table->find("date")) complain(part, place, {"the basis \"{}\" has no date", {kind}}, "add date");
      break;
    case Basis::Kind::open_data:
      if (basis.licence.empty()) complain(part, place, {"the basis \"{}\" has no licence", {kind}}, "add licence");
      break;
    case Basis::Kind::own_system:
      break;
    case Basis::Kind::pending:
      if (!table->find("until"))
        complain(part, place, "a pending basis needs its last day",
                 "add until, the day by which the basis will be there");
      else if (basis.until && *basis.until < today)
        complain(part, at("until"), {"the basis was pending until {}: the feed is refused", {to_string(*basis.until)}},
                 "name the agreement, SOP or order");
      else if (basis.until)
        complain(part, at("until"), {"the basis is pending until {}: staff only until then", {to_string(*basis.until)}},
                 "name the agreement, SOP or order before that day", true);
      return;
  }
  if (basis.until && *basis.until < today)
    complain(part, at("until"), {"the basis ended on {}", {to_string(*basis.until)}}, "renew it", true);
}

void check_indicator(Part& part, const Entry& entry, Indicator& indicator,
                     const std::vector<ApprovalSection>& approvals, Date today) {
  check_freshness(part, entry, indicator.freshness);
  check_bounds(part, entry, indicator);
  if (indicator.keep_rollups < indicator.keep)
    complain(part, place_of(*entry.table, entry.place, entry.table->find("keep_rollups") ? "keep_rollups" : "keep"),
             {"hours and days are kept for {}, shorter than the values", {to_string(indicator.keep_rollups)}},
             {"give keep_rollups at least {}", {to_string(indicator.keep)}});
  if (indicator.per_period_approval && indicator.freshness.period == Period::none)
    complain(part, place_of(*entry.table, entry.place, "per_period_approval"), "a live value has no periods to approve",
             "give a period, or remove per_period_approval");
  Approvals{part, entry, today, indicator.per_period_approval, indicator.freshness.period}.check(
      approvals, indicator.audience, indicator.approvals);
}

void check_table(Part& part, const Entry& entry, TableInfo& table, const std::vector<ApprovalSection>& approvals,
                 Date today) {
  Approvals{part, entry, today}.check(approvals, table.audience, table.approvals);
}

}  // namespace config
