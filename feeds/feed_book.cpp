// Counting of polls, and the standing that follows from the last good reply and the age of what came.
#include "feeds/feed_book.h"

#include <algorithm>

namespace feeds {
namespace {

constexpr std::size_t shown_refusals = 10;
constexpr Duration a_day = std::chrono::hours(24);

// A good reply is late after two intervals and missing after six.
Time late_from(const config::FeedConfig& feed, Time last_good) {
  return last_good + 2 * feed.interval + feed.deadline;
}
Time missing_from(const config::FeedConfig& feed, Time last_good) {
  return last_good + 6 * feed.interval + feed.deadline;
}

std::string identity(const Refusal& refusal) {
  std::string out = refusal.series + '\n' + refusal.value + '\n' + refusal.reason.key;
  for (const std::string& argument : refusal.reason.arguments) out += '\n' + argument;
  return out;
}

Standing standing_of(const config::FeedConfig& feed, const FeedRow& row, const BroughtAges& ages, bool brings_any,
                     Time now) {
  if (!row.last_good) return row.last_try ? Standing::missing : Standing::waiting;
  if (now >= missing_from(feed, *row.last_good)) return Standing::missing;
  const bool nothing_usable = brings_any && ages.fresh + ages.late == 0;
  if (nothing_usable) return Standing::missing;
  if (now >= late_from(feed, *row.last_good) || ages.late + ages.missing > 0) return Standing::late;
  return Standing::on_time;
}

Text reason_of(const FeedRow& row, Standing standing, const BroughtAges& ages, Time now) {
  if (row.failures > 0) return row.reason;
  if (standing != Standing::late && standing != Standing::missing) return {};
  if (row.last_good && now - *row.last_good > a_day) return "it was not read for more than a day";
  if (ages.fresh + ages.late + ages.missing == 0) return "it answers, but no value of it could be taken yet";
  return "it answers, but some of its values are old";
}

}  // namespace

Result<void> FeedBook::load(History& history, Time now, std::optional<Time> known_at) {
  auto rows = history.feeds(known_at);
  if (!rows) return tl::unexpected(rows.error());
  for (FeedRow& row : *rows) {
    Page& page = pages_[row.name];
    const auto newest = history.refusals(row.name, static_cast<int>(shown_refusals), known_at);
    if (!newest) return tl::unexpected(newest.error());
    page.newest.assign(newest->begin(), newest->end());
    auto hours = history.refused_by_hour(row.name, now - a_day, known_at);
    if (!hours) return tl::unexpected(hours.error());
    page.refused_by_hour = std::move(*hours);
    page.row = std::move(row);
  }
  return {};
}

void FeedBook::fill_in(const std::map<std::string, Time>& newest_receipts) {
  for (auto& [name, page] : pages_) {
    const auto receipt = newest_receipts.find(name);
    if (page.row.last_try || receipt == newest_receipts.end()) continue;
    page.row.last_new = page.row.last_good = page.row.last_try = receipt->second;
  }
}

FeedRow FeedBook::after(const config::FeedConfig& feed, const Status& status, Time tried, Time now,
                        const std::string& cursor, std::uint64_t accepted, std::uint64_t refused) const {
  FeedRow out = row(kept_name(feed));
  out.name = kept_name(feed);
  out.pending = feed.basis.kind == config::Basis::Kind::pending;
  out.last_try = tried;
  if (status.outcome == Status::Outcome::failed) {
    ++out.failures;
    out.reason = status.reason;
    return out;
  }
  out.failures = 0;
  out.reason = {};
  out.last_good = now;
  if (status.outcome == Status::Outcome::good || !cursor.empty()) out.cursor = cursor;
  if (accepted > 0) out.last_new = now;
  out.accepted += accepted;
  out.refused += refused;
  return out;
}

std::vector<Refusal> FeedBook::fresh_refusals(const std::string& feed, const std::vector<Refusal>& all) const {
  const auto page = pages_.find(feed);
  if (page == pages_.end()) return all;
  std::vector<Refusal> out;
  for (const Refusal& refusal : all)
    if (!page->second.last_refused.contains(identity(refusal))) out.push_back(refusal);
  return out;
}

void FeedBook::put(FeedRow row, const std::vector<Refusal>& fresh, const std::vector<Refusal>* all, Time now) {
  Page& page = pages_[row.name];
  page.row = std::move(row);
  for (const Refusal& refusal : fresh) page.newest.push_front(refusal);
  if (page.newest.size() > shown_refusals) page.newest.resize(shown_refusals);
  if (!fresh.empty()) page.refused_by_hour[std::chrono::floor<std::chrono::hours>(now)] += fresh.size();
  std::erase_if(page.refused_by_hour, [&](const auto& hour) { return hour.first + 2 * a_day < now; });
  if (!all) return;
  page.last_refused.clear();
  for (const Refusal& refusal : *all) page.last_refused.insert(identity(refusal));
}

const FeedRow& FeedBook::row(const std::string& feed) const {
  static const FeedRow none;
  const auto page = pages_.find(feed);
  return page == pages_.end() ? none : page->second.row;
}

FeedState FeedBook::state(const config::FeedConfig& feed, const FeedFacts& facts, const BroughtAges& ages,
                          config::Date today, Time now) const {
  const FeedRow& kept = row(kept_name(feed));
  FeedState out;
  out.name = feed.name;
  out.agency = feed.agency;
  out.kind = feed.kind;
  out.title = feed.title;
  out.basis = feed.basis;
  out.simulated = feed.simulated;
  out.pushed = facts.pushed;
  out.interval = feed.interval;
  out.last_try = kept.last_try;
  out.last_good = kept.last_good;
  out.last_new = kept.last_new;
  out.failures = kept.failures;
  out.accepted = kept.accepted;
  out.refused = kept.refused;
  out.indicators = facts.brings;
  out.address = facts.address;
  if (const auto page = pages_.find(kept_name(feed)); page != pages_.end()) {
    for (const auto& [hour, count] : page->second.refused_by_hour)
      if (hour > now - a_day && hour <= now) out.refused_today += count;
    out.refusals.assign(page->second.newest.begin(), page->second.newest.end());
  }
  if (!facts.refused.empty()) {
    out.standing = Standing::refused;
    out.reason = facts.refused;
  } else if (has_ended(feed.basis, today)) {
    out.standing = Standing::refused;
    out.reason = {"its basis ended on {}", {config::to_string(*feed.basis.until)}};
  } else {
    out.standing = standing_of(feed, kept, ages, !facts.brings.empty(), now);
    out.reason = reason_of(kept, out.standing, ages, now);
  }
  return out;
}

std::optional<Time> FeedBook::changes_at(const config::FeedConfig& feed, Time now) const {
  const auto& last_good = row(kept_name(feed)).last_good;
  if (!last_good) return {};
  if (const Time late = late_from(feed, *last_good); now < late) return late;
  if (const Time missing = missing_from(feed, *last_good); now < missing) return missing;
  return {};
}

}  // namespace feeds
