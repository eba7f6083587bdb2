// A network of places: who reaches the data center and what cuts the others off; its nodes and links on the map, as a
// tree or by hand. Main thread.
#include <algorithm>
#include <cmath>

#include "panels/format.h"
#include "panels/network_aside.h"
#include "panels/network_draw.h"
#include "panels/parts.h"

template <>
struct config::Choices<panels::NetArrangement> {
  static constexpr std::pair<const char*, panels::NetArrangement> names[] = {{"map", panels::NetArrangement::map},
                                                                             {"tree", panels::NetArrangement::tree},
                                                                             {"hand", panels::NetArrangement::hand}};
};

namespace panels {
namespace {

struct Place {
  std::string node;
  double x = 50, y = 50;
  void describe(auto& field) {
    field("node", node, "Key of the node", {.required = true, .example = "\"pusat-data\""});
    field("x", x, "From the left, in percent of the picture", {.least = 0, .most = 100});
    field("y", y, "From the top, in percent of the picture", {.least = 0, .most = 100});
  }
};

struct Options {
  NetSource source;
  NetArrangement layout = NetArrangement::map;
  std::vector<Place> place;
  std::vector<SiteOptions> site;

  void describe(auto& field) {
    source.describe(field);
    field("layout", layout,
          "Where nodes stand: by their latitude and longitude, as a tree from the data center, or as `place` says");
    field("place", place, "By hand: where a node stands; the others stand beside their neighbours");
    field("site", site, "Data centers and recovery sites with what is measured there");
  }
};

class Network : public Panel {
 public:
  using Options = panels::Options;
  Network(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const config::TableInfo* t = setup.catalogue.table(options_.source.links.name);
    if (title_.empty() && t) title_ = t->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if ((o.layout == NetArrangement::hand) != !o.place.empty())
      out.push_back(
          {place, {"places and layout do not agree"}, {"set layout = \"hand\" and [[page.panel.place]] together"}});
    for (const std::string& word : o.source.down_words)
      if (std::find(o.source.up_words.begin(), o.source.up_words.end(), word) != o.source.up_words.end())
        out.push_back({place, {"the word \"{}\" means both up and down", {word}}, {"take it out of one of the two"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : indicators()) out.push_back({name, std::chrono::seconds(0), 1});
    if (const std::string& up = options_.source.node.up.name; !up.empty())
      out.push_back({up, std::chrono::hours(1), 0, feeds::Reduce::runs});
    for (const std::string& name : chosen_series_) out.push_back({name, std::chrono::hours(24), 300});
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out{options_.source.nodes.name, options_.source.links.name};
    for (std::string& name : indicators()) out.push_back(std::move(name));
    return out;
  }
  bool tells_age() const override { return true; }
  bool settled() const override { return !layouts_.working(); }
  ImVec2 least_ems() const override { return {12, 5}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const NetView v = network_view(f, options_.source, options_.site);
    tell_network(f, v, options_.source, out);
    if (v.graph.as_of) out.line(as_of_text(f, v));
  }

  void draw(const Frame& f) override {
    const NetView& v = view(f);
    if (v.graph.changes) wake(f, *v.graph.changes);
    if (v.graph.nodes.empty()) return draw_empty(f, f.area, v.graph.why);
    const Look& look = f.look;
    Rect main = f.area, beside{};
    const bool wide = f.area.width() > f.area.height() * 1.2f;
    const bool with_aside = f.full || (f.area.width() > look.unit_px * 54 && f.area.height() > look.unit_px * 14);
    if (with_aside && wide) {
      main.right = f.area.left + f.area.width() * (f.full ? 0.62f : 0.7f);
      beside = {main.right + look.unit_px * 1.4f, f.area.top, f.area.right, f.area.bottom};
    } else if (with_aside) {
      main.bottom = f.area.top + f.area.height() * 0.6f;
      beside = {f.area.left, main.bottom + look.unit_px, f.area.right, f.area.bottom};
    }
    draw_main(f, v, main);
    if (with_aside) draw_beside(f, v, beside);
  }

 private:
  struct Kept {
    std::uint64_t version = 0;
    Time made, drawn;
    const Words* words = nullptr;
    NetView view;
  };
  struct Chosen {
    bool link = false;
    std::string key;
  };

  std::vector<std::string> indicators() const {
    std::vector<std::string> out;
    const NetSource& s = options_.source;
    for (const auto* i : {&s.node.up, &s.link.up_series, &s.link.load_series, &s.link.back_series, &s.link.loss_series,
                          &s.link.latency_series})
      if (!i->name.empty()) out.push_back(i->name);
    for (const SiteOptions& site : options_.site)
      for (std::string& name : site.indicators()) out.push_back(std::move(name));
    return out;
  }

  // Made again with other data, when an age turns, and each minute for the words that tell of today.
  const NetView& view(const Frame& f) {
    const bool same = kept_ && f.data.version != 0 && kept_->version == f.data.version && kept_->made == f.data.made &&
                      kept_->words == f.look.words.get() && f.now >= kept_->drawn &&
                      f.now < kept_->drawn + std::chrono::minutes(1) &&
                      (!kept_->view.graph.changes || f.now < *kept_->view.graph.changes);
    if (!same)
      kept_ =
          Kept{f.data.version, f.data.made, f.now, f.look.words.get(), network_view(f, options_.source, options_.site)};
    return kept_->view;
  }

  static std::string as_of_text(const Frame& f, const NetView& v) {
    const Words& w = words(f);
    const std::string when = moment(*v.graph.as_of, f.now, f.look.zone, w);
    return v.graph.links_late ? w.say({"links late, {}", {when}}) : w.say({"links as of {}", {when}});
  }

  void draw_main(const Frame& f, const NetView& v, Rect area) {
    const Look& look = f.look;
    const Type t = type(look, Size::small);
    const bool picture = area.height() > look.unit_px * 9.5f && area.width() > look.unit_px * 12;
    const float least = picture ? std::max(look.unit_px * 6.5f, area.height() * 0.5f) : 0;
    float top = draw_findings(f, area, v, least);
    float bottom = area.bottom;
    if (!picture) {
      draw_sites(f, {area.left, top, area.right, area.bottom}, v, area.bottom - top - look.gap());
      return;
    }
    bottom = draw_sites(f, area, v, std::min(area.height() * 0.2f, area.bottom - top - look.unit_px * 6.5f));
    bottom -= t.line();
    const Rect room{area.left, top + look.gap(), area.right, bottom};
    // What there is when all is well: findings make the picture smaller, and move nothing in it.
    const Rect whole{area.left, area.top + look.unit_px * 1.9f, area.right, bottom};
    const NetLeftOut left_out = draw_picture(f, v, room, whole);
    draw_foot(f, v, {area.left, bottom, area.right, bottom + t.line()}, left_out);
  }

  NetLeftOut draw_picture(const Frame& f, const NetView& v, Rect room, Rect whole) {
    const Look& look = f.look;
    const std::size_t count = v.graph.nodes.size();
    const Rect inner = nodes_room(look, room, count), laid = nodes_room(look, whole, count);
    const auto layout = layouts_.get(plan_of(look, v, laid));
    if (!layout) {
      wake(f, f.now + std::chrono::milliseconds(20));
      draw_empty(f, room, words(f).say({"laying out {} nodes", {std::to_string(count)}}));
      return {};
    }
    ImVec2 scale{inner.width() / laid.width(), inner.height() / laid.height()};
    if (layout->projection) scale.x = scale.y = std::min(scale.x, scale.y);  // a map keeps its shape
    const ImVec2 origin{inner.left + (inner.width() - laid.width() * scale.x) / 2,
                        inner.top + (inner.height() - laid.height() * scale.y) / 2};
    NetPicture picture{v, *layout, options_.source, room, origin, scale, {}};
    if (f.full && f.input.tap && room.holds(f.input.tap->x, f.input.tap->y))
      choose(v, element_at(look, picture, *f.input.tap));
    picture.chosen = f.full ? chosen(v) : std::nullopt;
    return draw_network(f, picture);
  }

  NetPlan plan_of(const Look& look, const NetView& v, Rect room) const {
    NetPlan out;
    out.how = options_.layout;
    // Without a single place a map would be a heap.
    if (out.how == NetArrangement::map &&
        std::none_of(v.graph.nodes.begin(), v.graph.nodes.end(), [](const NetNode& n) { return n.place.has_value(); }))
      out.how = NetArrangement::tree;
    out.width = std::max(1.0f, std::floor(room.width()));
    out.height = std::max(1.0f, std::floor(room.height()));
    out.apart = nodes_apart(look, room, v.graph.nodes.size());
    out.nodes.reserve(v.graph.nodes.size());
    for (const NetNode& n : v.graph.nodes) {
      NetPlan::Node node{n.role == NodeRole::data_center, static_cast<int>(n.role), n.place, {}};
      for (const Place& p : options_.place)
        if (p.node == n.key) node.by_hand = ImVec2{static_cast<float>(p.x / 100), static_cast<float>(p.y / 100)};
      out.nodes.push_back(node);
    }
    out.links.reserve(v.graph.links.size());
    for (const NetLink& l : v.graph.links) out.links.push_back({l.from, l.to, l.capacity.value_or(0)});
    return out;
  }

  void choose(const NetView& v, std::optional<NetElement> what) {
    chosen_.reset();
    chosen_series_.clear();
    if (!what) return;
    const auto i = static_cast<std::size_t>(what->index);
    chosen_ = Chosen{what->link, what->link ? v.graph.links[i].key : v.graph.nodes[i].key};
    if (what->link) {
      const NetLink& l = v.graph.links[i];
      chosen_series_ = {l.up_series, l.load.series, l.back.series, l.loss.series, l.latency.series};
    } else {
      chosen_series_ = {v.graph.nodes[i].up_series};
    }
    std::erase(chosen_series_, std::string());
  }
  std::optional<NetElement> chosen(const NetView& v) const {
    if (!chosen_) return {};
    const auto find = [&](const auto& all) -> std::optional<NetElement> {
      const auto at = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.key == chosen_->key; });
      if (at == all.end()) return {};
      return NetElement{chosen_->link, static_cast<int>(at - all.begin())};
    };
    return chosen_->link ? find(v.graph.links) : find(v.graph.nodes);
  }

  // What found no room on the left, the age on the right.
  void draw_foot(const Frame& f, const NetView& v, Rect r, NetLeftOut left_out) const {
    const Type t = type(f.look, Size::small);
    const Words& w = words(f);
    const float y = r.bottom - t.em * 0.32f;
    float room = r.width();
    if (v.graph.as_of) {
      const std::string text = as_of_text(f, v);
      const float lead = v.graph.links_late ? t.em : 0, wide = text_width(t, text) + lead;
      if (wide <= room) {
        draw_text_right(f.paint.list, t, {r.right, y}, f.look.colours.quiet, text);
        if (lead > 0)
          draw_shape(f.paint.list, Shape::hatch, {r.right - wide + t.em * 0.4f, y - t.cap() / 2}, t.em * 0.66f,
                     f.look.colours.unknown);
        room -= wide + t.em;
      }
    }
    const std::string names = std::to_string(left_out.names), labels = std::to_string(left_out.labels);
    std::vector<std::string> texts;
    if (left_out.names > 0 && left_out.labels > 0) {
      texts = {w.say({"no room for {} names and {} cable labels", {names, labels}}),
               w.say({"+{} names, +{} labels", {names, labels}})};
    } else if (left_out.names > 0) {
      texts = {w.say({"no room for {} names", {names}})};
    } else if (left_out.labels > 0) {
      texts = {w.say({"no room for {} cable labels", {labels}})};
    }
    if (const std::string* text = texts.empty() ? nullptr : first_that_fits(texts, t, room))
      draw_text(f.paint.list, t, {r.left, y}, f.look.colours.quiet, *text);
  }

  void draw_beside(const Frame& f, const NetView& v, Rect area) const {
    float top = area.top;
    if (const auto e = f.full ? chosen(v) : std::nullopt) {
      top = draw_element(f, area, v, options_.source, *e) + f.look.unit_px * 0.8f;
    } else if (f.full) {
      const Type t = type(f.look, Size::small);
      for (const std::string& line :
           wrap(words(f).word("touch a node or a link to see its last day"), t, area.width(), 2)) {
        draw_text(f.paint.list, t, {area.left, top + t.cap()}, f.look.colours.quiet, line);
        top += t.line();
      }
      top += f.look.unit_px * 0.6f;
    }
    draw_shares(f, {area.left, top, area.right, area.bottom}, v, options_.source);
  }

  Options options_;
  config::Label title_;
  std::optional<Kept> kept_;
  NetLayouts layouts_;
  std::optional<Chosen> chosen_;
  std::vector<std::string> chosen_series_;
};

}  // namespace

extern const PanelKind network_kind;
const PanelKind network_kind = config::kind<Panel, Network>(
    "network", "A network of nodes and links: who is cut off and by what, load, sites, bandwidth by office");

}  // namespace panels
