// The register of sites joined with what was measured.
#include "panels/sites.h"

#include <algorithm>
#include <cmath>

#include "config/host_name.h"
#include "panels/format.h"
#include "panels/records.h"

namespace panels {
namespace {

constexpr Duration kDay = std::chrono::hours(24);

std::string text_of(const feeds::Record& record, const std::string& field) {
  const feeds::Value* v = field.empty() ? nullptr : record.find(field);
  return v ? plain_text(*v) : std::string();
}

class Joining {
 public:
  Joining(const Frame& f, const SiteChoice& choice, const feeds::Table& table)
      : f_(f), choice_(choice), table_late_(is_late(table, f)) {}

  SiteRow row(const feeds::Record& record) const {
    const SiteFields& fields = choice_.fields;
    const std::string item = fields.host.empty() ? record.key : text_of(record, fields.host);
    SiteRow r;
    r.host = config::host_name(item);
    if (r.host.empty()) r.host = item;
    r.owner = text_of(record, fields.owner);
    if (!r.owner.empty()) r.owner = agency_name(f_, r.owner);
    r.inside = config::lies_in(item, choice_.domains);
    r.name = r.host;
    if (choice_.domains.size() == 1) {
      const std::string end = "." + choice_.domains.front();
      if (r.host.ends_with(end)) r.name.resize(r.host.size() - end.size());
    }
    add_up(r, record, item);
    if (!choice_.latency.empty()) r.latency = measured(choice_.latency, item);
    if (choice_.certificate.empty()) {
      r.days = number_of(fields.certificate.empty() ? nullptr : record.find(fields.certificate));
    } else if (const Entry days = measured(choice_.certificate, item); days.shown()) {
      r.days = days.value;
    }
    const std::string to = config::host_name(text_of(record, fields.target));
    if (!to.empty() && to != r.host) r.to = to;
    r.changed = fields.changed.empty() ? std::nullopt : time_of(record.find(fields.changed), f_.look.zone);
    if (r.changed && *r.changed > f_.now) r.changed.reset();
    if (r.changed) r.quiet_days = static_cast<int>((f_.now - *r.changed) / kDay);
    r.older = r.changed && text_of(record, fields.basis) == "pertama";
    add_troubles(r);
    return r;
  }

 private:
  Entry measured(const std::string& indicator, const std::string& item) const {
    const Entry e = entry(f_, f_.data.catalogue->indicator(indicator), f_.data.find(series_name(indicator, "", item)));
    wake(f_, e);
    late_ = late_ || e.age == Age::late;
    return e;
  }

  void add_up(SiteRow& r, const feeds::Record& record, const std::string& item) const {
    late_ = table_late_;
    if (!choice_.up.empty()) {
      const Entry up = measured(choice_.up, item);
      if (up.shown()) r.up = *up.value >= (up.indicator->unit == "%" ? 50 : 0.5);
      if (!up.shown()) r.why = why_missing(up, f_);
      return;
    }
    const std::string state = text_of(record, choice_.fields.state);
    if (state.empty()) {
      r.why = words(f_).word("no data");
      return;
    }
    const auto& down = choice_.down_words;
    r.up = std::find(down.begin(), down.end(), state) == down.end();
  }

  void add_troubles(SiteRow& r) const {
    const auto add = [&](SiteTrouble t, bool holds) {
      if (holds) r.troubles.push_back(t);
    };
    const int soon = choice_.certificate_days, still = choice_.unchanged_days;
    add(SiteTrouble::down, r.up == false);
    add(SiteTrouble::expired, r.days && *r.days < 0);
    add(SiteTrouble::unknown, !r.up);
    add(SiteTrouble::expiring, r.days && *r.days >= 0 && *r.days < soon);
    add(SiteTrouble::leaves, r.inside && !r.to.empty() && !config::lies_in(r.to, choice_.domains));
    add(SiteTrouble::outside, !r.inside);
    add(SiteTrouble::unchanged, still > 0 && r.quiet_days > still);
    add(SiteTrouble::late, late_);
  }

  const Frame& f_;
  const SiteChoice& choice_;
  const bool table_late_;
  mutable bool late_ = false;  // something of the row
};

// Of equal need: the certificate that ends first, the page that is longest still, then by agency and name.
bool before(const SiteRow& a, const SiteRow& b) {
  const auto need = [](const SiteRow& r) { return r.troubles.empty() ? -1 : static_cast<int>(r.troubles.front()); };
  if (need(a) != need(b)) return need(a) > need(b);
  const double days_a = a.days.value_or(1e9), days_b = b.days.value_or(1e9);
  const bool by_days = a.has(SiteTrouble::expired) || a.has(SiteTrouble::expiring);
  if (by_days && days_a != days_b) return days_a < days_b;
  if (a.has(SiteTrouble::unchanged) && a.quiet_days != b.quiet_days) return a.quiet_days > b.quiet_days;
  return std::tie(a.owner, a.host) < std::tie(b.owner, b.host);
}

std::string days_text(int n, const Words& w) {
  return w.say({n == 1 ? "{} day" : "{} days", {number(n, 0, w)}});
}

}  // namespace

int Sites::count(SiteTrouble t) const {
  return static_cast<int>(std::count_if(rows.begin(), rows.end(), [t](const SiteRow& r) { return r.has(t); }));
}

Sites sites_of(const Frame& f, const SiteChoice& choice) {
  Sites out;
  const feeds::Table* table = f.data.table(choice.table);
  if (table) {
    const Joining joining(f, choice, *table);
    for (const feeds::Record& record : table->rows) out.rows.push_back(joining.row(record));
  }
  if (out.rows.empty()) out.why = why_no_rows(f, choice.table);
  std::stable_sort(out.rows.begin(), out.rows.end(), before);
  return out;
}

State state_of(const SiteRow& r) {
  if (r.has(SiteTrouble::down) || r.has(SiteTrouble::expired)) return State::bad;
  for (const SiteTrouble t : {SiteTrouble::expiring, SiteTrouble::leaves, SiteTrouble::outside, SiteTrouble::unchanged})
    if (r.has(t)) return State::watch;
  return State::calm;
}

std::string trouble_text(const SiteRow& r, SiteTrouble t, const Frame& f) {
  const Words& w = words(f);
  switch (t) {
    case SiteTrouble::down:
      return std::string(w.word("down"));
    case SiteTrouble::expired:
      return std::string(w.word("certificate expired"));
    case SiteTrouble::unknown:
      return r.why;
    case SiteTrouble::expiring:
      if (*r.days < 1) return std::string(w.word("certificate ends today"));
      return w.say({"certificate ends in {}", {days_text(static_cast<int>(std::floor(*r.days)), w)}});
    case SiteTrouble::leaves:
      return w.say({"redirects to {}", {r.to}});
    case SiteTrouble::outside:
      return std::string(w.word("outside the official domain"));
    case SiteTrouble::unchanged:
      return w.say({"unchanged for {}", {days_text(r.quiet_days, w)}});
    case SiteTrouble::late:
      return std::string(w.word("late"));
  }
  return {};
}

std::string state_text(const SiteRow& r, const Frame& f) {
  const std::string active(words(f).word("active"));
  if (r.troubles.empty()) return active;
  if (r.troubles.front() == SiteTrouble::late) return active + ", " + trouble_text(r, SiteTrouble::late, f);
  std::string out = trouble_text(r, r.troubles[0], f);
  if (r.troubles.size() > 1) out += ", " + trouble_text(r, r.troubles[1], f);
  return out;
}

std::string brief_state(const SiteRow& r, const Frame& f) {
  const Words& w = words(f);
  switch (r.troubles.empty() ? SiteTrouble::late : r.troubles.front()) {
    case SiteTrouble::unknown:
      return std::string(w.word("no data"));
    case SiteTrouble::expiring:
      return std::string(w.word("certificate ends"));
    case SiteTrouble::leaves:
      return std::string(w.word("redirected out"));
    case SiteTrouble::outside:
      return std::string(w.word("outside the domain"));
    case SiteTrouble::unchanged:
      return std::string(w.word("long unchanged"));
    case SiteTrouble::down:
    case SiteTrouble::expired:
    case SiteTrouble::late:
      break;
  }
  return state_text(r, f);
}

std::vector<std::string> worst_texts(const Sites& sites, const Frame& f) {
  std::vector<std::string> out;
  for (const SiteRow& r : sites.rows)
    if (!r.troubles.empty()) out.push_back(r.name + ": " + trouble_text(r, r.troubles.front(), f));
  return out;
}

std::vector<std::string> summaries(const Sites& sites, const Words& w) {
  const int all = static_cast<int>(sites.rows.size());
  const int down = sites.count(SiteTrouble::down), unknown = sites.count(SiteTrouble::unknown);
  std::string counts, brief;
  const auto add = [&](std::string& to, const char* key, int n) {
    if (n > 0) to += (to.empty() ? "" : ", ") + w.say({key, {std::to_string(n)}});
  };
  add(counts, "{} active", all - down - unknown);
  for (std::string* to : {&counts, &brief}) {
    add(*to, "{} down", down);
    add(*to, "{} without data", unknown);
  }
  std::string whole = counts;
  add(whole, "{} outside the official domain", sites.count(SiteTrouble::outside));
  const std::string number = std::to_string(all);
  const char* const key = all == 1 ? "{} site: {}" : "{} sites: {}";
  std::vector<std::string> out{w.say({key, {number, whole}}), w.say({key, {number, counts}})};
  out.push_back(brief.empty() ? counts : brief);
  return out;
}

std::vector<std::string> details(const Sites& sites, const SiteChoice& choice, const Words& w) {
  std::vector<std::string> out;
  const auto add = [&](const char* key, SiteTrouble t, std::vector<std::string> more) {
    const int n = sites.count(t);
    if (n == 0) return;
    more.push_back(std::to_string(n));
    out.push_back(w.say({key, std::move(more)}));
  };
  add("certificates expired: {}", SiteTrouble::expired, {});
  add("certificates that end within {} days: {}", SiteTrouble::expiring, {std::to_string(choice.certificate_days)});
  add("redirected out of the domain: {}", SiteTrouble::leaves, {});
  std::vector<std::string> owners;
  for (const SiteRow& r : sites.rows)
    if (r.has(SiteTrouble::outside) && !r.owner.empty() &&
        std::find(owners.begin(), owners.end(), r.owner) == owners.end())
      owners.push_back(r.owner);
  std::string names;
  for (std::size_t i = 0; i < owners.size() && i < 4; ++i) names += (i > 0 ? ", " : "") + owners[i];
  if (owners.size() > 4) names += " " + w.say({"+{} more", {std::to_string(owners.size() - 4)}});
  if (!names.empty()) out.push_back(w.say({"outside the domain: {}", {names}}));
  add("unchanged for more than {} days: {}", SiteTrouble::unchanged, {std::to_string(choice.unchanged_days)});
  return out;
}

std::string certificate_text(const SiteRow& r, const Words& w) {
  if (!r.days) return "–";
  const int n = static_cast<int>(std::floor(*r.days));
  return n >= 0 ? days_text(n, w) : w.say({"ended {} ago", {days_text(-n, w)}});
}

std::string changed_text(const SiteRow& r, const Frame& f) {
  const Words& w = words(f);
  if (!r.changed) return "–";
  const config::Zone zone = f.look.zone;
  const bool today = config::civil(*r.changed, zone).date == config::civil(f.now, zone).date;
  const std::string day = today ? std::string(w.word("today")) : brief_moment(*r.changed, f.now, zone, w);
  return r.older ? w.say({"before {}", {day}}) : day;
}

}  // namespace panels
