// Records and series as a graph.
#include "panels/network_graph.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <unordered_map>

#include "panels/records.h"
#include "panels/uptime.h"

namespace panels {
namespace {

std::string small(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}
std::set<std::string> small(const std::vector<std::string>& words) {
  std::set<std::string> out;
  for (const std::string& word : words) out.insert(small(word));
  return out;
}
template <class T>
std::map<std::string, T> small(const std::map<std::string, T>& words) {
  std::map<std::string, T> out;
  for (const auto& [word, meaning] : words) out[small(word)] = meaning;
  return out;
}

class Maker {
 public:
  Maker(const Frame& f, const NetSource& source)
      : frame_(f),
        source_(source),
        down_(small(source.down_words)),
        up_(small(source.up_words)),
        roles_(small(source.roles)),
        media_(small(source.media)) {}

  NetGraph make() {
    const feeds::Table* nodes = frame_.data.table(source_.nodes.name);
    const feeds::Table* links = frame_.data.table(source_.links.name);
    if (!nodes || nodes->rows.empty()) out_.why = why_no_rows(frame_, source_.nodes.name);
    if (nodes) add_nodes(*nodes);
    if (links) add_links(*links);
    if (out_.why.empty() && (!links || links->rows.empty())) out_.why = why_no_rows(frame_, source_.links.name);
    return std::move(out_);
  }

 private:
  static std::string text(const feeds::Record& r, const std::string& field) {
    const feeds::Value* v = field.empty() ? nullptr : r.find(field);
    return v ? plain_text(*v) : std::string();
  }
  static std::string text_or(const feeds::Record& r, const std::string& field, const std::string& otherwise) {
    std::string out = text(r, field);
    return out.empty() ? otherwise : out;
  }
  template <class T>
  static T meant(const std::map<std::string, T>& words, const std::string& word, T otherwise) {
    const auto found = words.find(small(word));
    return found == words.end() ? otherwise : found->second;
  }
  void turns(std::optional<Time> when) {
    if (when && *when > frame_.now && (!out_.changes || *when < *out_.changes)) out_.changes = when;
  }
  bool late(const feeds::Table& table) {
    const config::TableInfo* info = frame_.data.catalogue->table(table.name);
    if (info && info->stale_after > Duration{})
      turns(table.received + info->stale_after + std::chrono::milliseconds(1));
    return is_late(table, frame_);
  }

  // Of the item, or of the district that the item names.
  const feeds::Series* find(const config::IndicatorName& indicator, const std::string& item) const {
    if (indicator.name.empty()) return nullptr;
    const feeds::Series* s = frame_.data.find(series_name(indicator.name, "", item));
    return s ? s : frame_.data.find(series_name(indicator.name, item, ""));
  }
  static std::string name_of(const config::IndicatorName& indicator, const feeds::Series* s, const std::string& item) {
    if (indicator.name.empty()) return {};
    return s ? s->name : series_name(indicator.name, "", item);
  }

  NetValue value(const config::IndicatorName& indicator, const std::string& item, const feeds::Record& r,
                 const std::string& field, bool is_late) {
    NetValue out;
    if (!indicator.name.empty()) {
      out.indicator = frame_.data.catalogue->indicator(indicator.name);
      const feeds::Series* s = find(indicator, item);
      out.series = name_of(indicator, s, item);
      if (!s || !s->current()) return out;
      out.age = feeds::age_of(*s, frame_.now);
      turns(feeds::age_changes_at(*s, frame_.now));
      out.value = s->current()->value;
      if (out.indicator && out.age == Age::fresh) out.state = state_of(*out.indicator, *out.value);
      if (out.age == Age::missing) out.value.reset();
      return out;
    }
    if (field.empty()) return out;
    out.value = number_of(r.find(field));
    out.age = !out.value ? Age::missing : is_late ? Age::late : Age::fresh;
    return out;
  }

  // Down where anything fresh says so; up where something fresh does; else unknown. What nothing can tell is up.
  NetState state(const config::IndicatorName& indicator, const feeds::Series* s, const feeds::Record& r,
                 const std::string& field, bool is_late) {
    NetState out;
    if (indicator.name.empty() && field.empty()) return out;
    bool any_up = false, any_down = false;
    out.live = Live::unknown;
    out.age = Age::missing;
    const auto heard = [&](Live live, Age age) {
      if (live == Live::unknown) return;
      if (age == Age::fresh) (live == Live::up ? any_up : any_down) = true;
      if (out.last != Live::down) out.last = live;
      if (age < out.age) out.age = age;
    };
    if (const std::string word = text(r, field); !word.empty()) {
      const bool down = down_.contains(small(word)), up = up_.contains(small(word));
      if (!down && !up) out.word = word;
      heard(down ? Live::down : up ? Live::up : Live::unknown, is_late ? Age::late : Age::fresh);
    }
    if (s && s->current()) {
      turns(feeds::age_changes_at(*s, frame_.now));
      const bool up = up_share(frame_.data.catalogue->indicator(indicator.name), s->current()->value) >= 0.5;
      heard(up ? Live::up : Live::down, feeds::age_of(*s, frame_.now));
      out.read = s->current()->at;
      if (!up && !s->runs.empty()) out.down_since = s->runs.back().first;
    }
    if (any_down || any_up) out.live = any_down ? Live::down : Live::up;
    if (out.live != Live::unknown) out.word.clear();
    return out;
  }

  void add_nodes(const feeds::Table& table) {
    const NodeFields& fields = source_.node;
    out_.nodes_late = late(table);
    for (const feeds::Record& r : table.rows) {
      NetNode n;
      n.key = r.key;
      n.name = text_or(r, fields.name, r.key);
      n.group = text_or(r, fields.group, n.name);
      n.role = meant(roles_, text(r, fields.role), NodeRole::office);
      const std::string item = text_or(r, fields.item, r.key);
      const feeds::Series* s = find(fields.up, item);
      n.up_series = name_of(fields.up, s, item);
      n.state = state(fields.up, s, r, fields.state, out_.nodes_late);
      const auto latitude = number_of(r.find(fields.latitude)), longitude = number_of(r.find(fields.longitude));
      if (latitude && longitude && std::fabs(*latitude) < 85 && std::fabs(*longitude) <= 180)
        n.place = {*longitude, *latitude};
      by_key_[n.key] = static_cast<int>(out_.nodes.size());
      out_.nodes.push_back(std::move(n));
    }
  }

  void add_links(const feeds::Table& table) {
    const LinkFields& fields = source_.link;
    out_.links_late = late(table);
    out_.as_of = table.received;
    for (const feeds::Record& r : table.rows) {
      const std::string from = text(r, fields.from), to = text(r, fields.to);
      const auto a = by_key_.find(from), b = by_key_.find(to);
      const std::string label = text_or(r, fields.label, r.key);
      if (a == by_key_.end() || b == by_key_.end()) {
        out_.strays.push_back({label, a == by_key_.end() ? from : to});
        continue;
      }
      NetLink l;
      l.key = r.key;
      l.label = label;
      l.from = a->second;
      l.to = b->second;
      l.medium = meant(media_, text(r, fields.medium), Medium::plain);
      const std::string item = text_or(r, fields.item, r.key);
      const feeds::Series* s = find(fields.up_series, item);
      l.up_series = name_of(fields.up_series, s, item);
      l.state = state(fields.up_series, s, r, fields.state, out_.links_late);
      l.capacity = number_of(r.find(fields.capacity));
      l.load = value(fields.load_series, item, r, fields.load, out_.links_late);
      l.back = value(fields.back_series, item, r, fields.back, out_.links_late);
      l.loss = value(fields.loss_series, item, r, fields.loss, out_.links_late);
      l.latency = value(fields.latency_series, item, r, fields.latency, out_.links_late);
      l.since = fields.since.empty() ? std::nullopt : time_of(r.find(fields.since), frame_.look.zone);
      l.share = share(l, l.load);
      l.share_back = share(l, l.back);
      if (!l.loss.indicator && l.loss.value && l.loss.age == Age::fresh && *l.loss.value >= source_.lossy)
        l.loss.state = State::watch;
      out_.links.push_back(std::move(l));
    }
  }

  // The share that it carries, also where the load came in percent; then the load becomes an amount.
  std::optional<double> share(const NetLink& l, NetValue& load) const {
    if (!load.value) return {};
    std::optional<double> out;
    if (load.indicator && load.indicator->unit == "%") {
      out = *load.value / 100;
      load.value = l.capacity ? std::optional(*out * *l.capacity) : std::nullopt;
    } else if (l.capacity && *l.capacity > 0) {
      out = *load.value / *l.capacity;
    }
    if (out && !load.indicator && load.age == Age::fresh && *out * 100 >= source_.busy) load.state = State::watch;
    return out && *out >= 0 ? out : std::nullopt;
  }

  const Frame& frame_;
  const NetSource& source_;
  std::set<std::string> down_, up_;
  std::map<std::string, NodeRole> roles_;
  std::map<std::string, Medium> media_;
  std::unordered_map<std::string, int> by_key_;
  NetGraph out_;
};

}  // namespace

std::optional<double> NetLink::busiest() const {
  if (!share || !share_back) return share ? share : share_back;
  return std::max(*share, *share_back);
}

NetGraph network_graph(const Frame& f, const NetSource& source) {
  return Maker(f, source).make();
}

double distance_km(std::pair<double, double> a, std::pair<double, double> b) {
  constexpr double kRadian = std::numbers::pi / 180, kEarthKm = 6371.0088;  // mean radius, IUGG
  const double north = std::sin((b.second - a.second) * kRadian / 2),
               east = std::sin((b.first - a.first) * kRadian / 2);
  const double h = north * north + std::cos(a.second * kRadian) * std::cos(b.second * kRadian) * east * east;
  return 2 * kEarthKm * std::asin(std::min(1.0, std::sqrt(h)));
}

}  // namespace panels
