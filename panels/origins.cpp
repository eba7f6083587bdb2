// Where the numbers of a panel come from, as pairs of a word and what it says; drawn and told alike. Main thread.
#include <algorithm>
#include <set>

#include "panels/draw.h"
#include "panels/entries.h"
#include "panels/format.h"

namespace panels {
namespace {

struct Fact {
  std::string word, text;
};
struct Origin {
  std::string heading;
  std::vector<Fact> facts;
};

const char* basis_word(config::Basis::Kind k) {
  using Kind = config::Basis::Kind;
  switch (k) {
    case Kind::agreement:
      return "agreement";
    case Kind::sop:
      return "standard operating procedure";
    case Kind::order:
      return "order";
    case Kind::open_data:
      return "open data";
    case Kind::own_system:
      return "the center's own system";
    case Kind::pending:
      return "not settled yet";
  }
  return "";
}

std::string basis_text(const config::Basis& b, const Words& w) {
  std::string out(w.word(basis_word(b.kind)));
  if (!b.number.empty()) out += " " + b.number;
  if (b.date) out += ", " + date(*b.date, w);
  if (!b.licence.empty()) out += ", " + b.licence;
  if (b.until) out += ", " + w.say({"until {}", {date(*b.until, w)}});
  return out;
}

std::string approval_text(const std::vector<config::Approval>& all, const Words& w) {
  if (all.empty()) return std::string(w.word("none: for staff only"));
  const config::Approval& a = all.back();
  std::string out = a.letter;
  if (!a.name.empty()) out += (out.empty() ? "" : ", ") + a.name;
  if (!a.period.empty()) out += ", " + w.say({"for {}", {a.period}});
  if (a.date) out += ", " + date(*a.date, w);
  if (a.until) out += ", " + w.say({"until {}", {date(*a.until, w)}});
  return out;
}

std::string agency_text(const Frame& f, const std::string& id) {
  const config::Agency* agency = f.data.catalogue->agency(id);
  return agency ? words(f).pick(agency->name) : id;
}

std::string checks_text(const Indicator& i, const Words& w) {
  std::string out;
  const auto text = [&](double v) { return quantity(v, i.unit, i.decimals, w); };
  const auto add = [&out](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  if (i.least && i.most) {
    add(w.say({"from {} to {}", {text(*i.least), text(*i.most)}}));
  } else if (i.least) {
    add(w.say({"not below {}", {text(*i.least)}}));
  } else if (i.most) {
    add(w.say({"not above {}", {text(*i.most)}}));
  }
  if (i.largest_step) add(w.say({"step of at most {}", {text(*i.largest_step)}}));
  return out;
}

void add(std::vector<Fact>& facts, const Words& w, const char* word, std::string text) {
  if (!text.empty()) facts.push_back({std::string(w.word(word)), std::move(text)});
}

void add_feed(const Frame& f, const feeds::FeedState& feed, std::vector<Fact>& facts) {
  const Words& w = words(f);
  const auto when = [&](std::optional<Time> t) {
    return t ? moment(*t, f.now, f.look.zone, w) : std::string(w.word("never"));
  };
  add(facts, w, "feed", feed.title.empty() ? feed.name : w.pick(feed.title));
  if (feed.simulated) add(facts, w, "kind of data", std::string(w.word("simulated")));
  add(facts, w, "last good reply", when(feed.last_good));
  add(facts, w, "last new value", when(feed.last_new));
  add(facts, w, "checked",
      w.say({"{} accepted, {} refused",
             {number(static_cast<double>(feed.accepted), 0, w), number(static_cast<double>(feed.refused), 0, w)}}));
  if (!feed.reason.empty()) add(facts, w, "fault", w.say(feed.reason));
  add(facts, w, "basis", basis_text(feed.basis, w));
  add(facts, w, "address", feed.address);
}

void add_feeds(const Frame& f, const std::string& indicator, const std::string& named, std::vector<Fact>& facts) {
  for (const feeds::FeedState& feed : f.data.feeds) {
    const bool brings = std::find(feed.indicators.begin(), feed.indicators.end(), indicator) != feed.indicators.end();
    if (feed.name == named || (named.empty() && brings)) add_feed(f, feed, facts);
  }
}

Origin of_indicator(const Frame& f, const Indicator& i, const feeds::Series* one) {
  const Words& w = words(f);
  Origin out{w.pick(i.title), {}};
  add(out.facts, w, "what it means", w.pick(i.meaning));
  add(out.facts, w, "agency", agency_text(f, i.agency));
  if (one && one->current()) {
    const Entry e = entry(f, &i, one);
    add(out.facts, w, "value of", age_text(e, f));
    if (one->observed) add(out.facts, w, "observed", moment(*one->observed, f.now, f.look.zone, w));
    add(out.facts, w, "received", moment(one->current()->received, f.now, f.look.zone, w));
  }
  add(out.facts, w, "accepted values", checks_text(i, w));
  add(out.facts, w, "approval", approval_text(i.approvals, w));
  add_feeds(f, i.name, one ? one->feed : std::string(), out.facts);
  return out;
}

Origin of_table(const Frame& f, const feeds::Table& table) {
  const Words& w = words(f);
  const config::TableInfo* info = f.data.catalogue->table(table.name);
  Origin out{info ? w.pick(info->title) : table.name, {}};
  if (info) add(out.facts, w, "agency", agency_text(f, info->agency));
  add(out.facts, w, "received", moment(table.received, f.now, f.look.zone, w));
  add(out.facts, w, "rows", number(static_cast<double>(table.rows.size()), 0, w));
  if (info) add(out.facts, w, "approval", approval_text(info->approvals, w));
  add_feeds(f, table.name, {}, out.facts);
  return out;
}

std::vector<Origin> origins_of(const Frame& f, const Panel& panel) {
  std::vector<Origin> out;
  std::set<std::string> seen;
  for (const std::string& source : panel.sources()) {
    if (!seen.insert(source).second) continue;
    if (const feeds::Table* table = f.data.table(source)) {
      out.push_back(of_table(f, *table));
    } else if (const Indicator* i = f.data.catalogue->indicator(feeds::parse_series(source).indicator)) {
      const auto all = f.data.of_indicator(i->name);
      const feeds::Series* one = f.data.find(source);
      out.push_back(of_indicator(f, *i, one ? one : all.size() == 1 ? all.front() : nullptr));
    }
  }
  return out;
}

// How wide the words before the texts are; 0: the texts go below them, not beside.
float words_width(const Frame& f, const std::vector<Origin>& all) {
  const Type t = type(f.look, Size::small);
  float wide = 0;
  for (const Origin& o : all)
    for (const Fact& fact : o.facts) wide = std::max(wide, text_width(t, fact.word));
  return wide > f.area.width() * 0.4f ? 0 : wide;
}

std::vector<std::string> lines_of(const Frame& f, const Fact& fact, float words_wide) {
  const bool below = words_wide == 0;
  const float wide = f.area.width() - (below ? 0 : words_wide + f.look.unit_px);
  return wrap(fact.text, type(f.look, Size::small), wide, below ? 4 : 3);
}

// Its heading is left out where the card says it.
bool is_headed(const std::vector<Origin>& all, const Panel& panel, const Frame& f) {
  return all.size() > 1 || (!all.empty() && all.front().heading != panel.title(f.look));
}

// Draws one pair; false when there is no room left for it.
bool draw_fact(const Frame& f, const Fact& fact, float words_wide, float& y) {
  const Look& look = f.look;
  const Type t = type(look, Size::small);
  const bool below = words_wide == 0;
  const float left = below ? f.area.left : f.area.left + words_wide + look.unit_px;
  const auto lines = lines_of(f, fact, words_wide);
  const float rows = static_cast<float>(lines.size()) - (below ? 0.0f : 1.0f);
  if (y + t.line() * rows + t.em * 0.25f > f.area.bottom) return false;
  const Fitted word = fit(fact.word, t, floor_em(look), below ? f.area.width() : words_wide);
  draw_text(f.paint.list, word.type, {f.area.left, y}, look.colours.quiet, word.text);
  if (below) y += t.line();
  for (const std::string& line : lines) {
    draw_text(f.paint.list, t, {left, y}, look.colours.strong, line);
    y += t.line();
  }
  return true;
}

}  // namespace

float origins_height(const Frame& f, const Panel& panel) {
  const Type t = type(f.look, Size::small), head = type(f.look, Size::text, Weight::medium);
  const auto all = origins_of(f, panel);
  const float wide = words_width(f, all);
  float out = head.cap() + t.line();
  for (const Origin& o : all) {
    if (is_headed(all, panel, f)) out += head.line();
    for (const Fact& fact : o.facts)
      out += t.line() * static_cast<float>(lines_of(f, fact, wide).size() + (wide == 0 ? 1 : 0));
    out += t.line() * 0.6f;
  }
  return out;
}

void draw_origins(const Frame& f, const Panel& panel) {
  const Look& look = f.look;
  const Type t = type(look, Size::small), head = type(look, Size::text, Weight::medium);
  const auto all = origins_of(f, panel);
  const float wide = words_width(f, all);
  float y = f.area.top + head.cap();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const float needed = (all.size() - i > 1 ? t.line() : 0) + head.line() + t.line();
    bool room = y + needed < f.area.bottom;
    if (room) {
      if (!is_headed(all, panel, f)) y -= head.line();
      const Fitted title = fit(all[i].heading, head, floor_em(look), f.area.width());
      if (y > f.area.top) draw_text(f.paint.list, title.type, {f.area.left, y}, look.colours.strong, title.text);
      y += head.line();
      for (const Fact& fact : all[i].facts) room = room && draw_fact(f, fact, wide, y);
      y += t.line() * 0.6f;
      if (room) continue;
    }
    const std::size_t more = all.size() - i - (room || y + needed < f.area.bottom ? 1 : 0);
    if (more > 0 && y + t.em * 0.25f < f.area.bottom)
      draw_text(f.paint.list, t, {f.area.left, y}, look.colours.quiet,
                words(f).say({"+{} more", {std::to_string(more)}}));
    return;
  }
}

void tell_origins(const Frame& f, const Panel& panel, Telling& out) {
  for (const Origin& o : origins_of(f, panel)) {
    out.line(o.heading);
    std::vector<std::vector<std::string>> rows;
    for (const Fact& fact : o.facts) rows.push_back({fact.word, fact.text});
    out.table({}, std::move(rows));
  }
}

}  // namespace panels
