// A line of news that moves from right to left at the display's rate. Its words are shaped once and then only moved.
// Main thread.
#include <algorithm>
#include <cmath>
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {

constexpr int kFramesPerSecond = 60;
constexpr Duration kStanding = std::chrono::seconds(6);  // of one item where nothing may move

struct Line {
  config::Label text;
  config::IndicatorName indicator;
  config::RegionCode region;
  std::string item;
  std::optional<feeds::Combine> combine;

  void describe(auto& field) {
    field("text", text, "Words, in place of an indicator", {.example = "\"Kantor tutup pukul 16.00\""});
    field("indicator", indicator, "The indicator whose title and value are said", {.example = "\"apbd.serapan\""});
    field("region", region, "The value of this district only", {.example = "\"63.10.04\""});
    field("item", item, "The value of this item only, as the feed names it");
    field("combine", combine, "Make one value of all districts or items", {.example = "\"sum\""});
  }
};

struct Options {
  std::vector<Line> lines;
  config::TableName table;
  std::string field = "judul";
  int most = 10;
  bool events = true;
  double speed = 4;

  void describe(auto& f) {
    f("line", lines, "What is said, in this order: words, or an indicator with its value");
    f("table", table, "Rows of this table are said too, the newest first", {.example = "\"hukum.peraturan\""});
    f("field", field, "The field of the table that is said");
    f("most", most, "At most so many rows", {.least = 1, .most = 100});
    f("events", events, "Warnings in force are said first");
    f("speed", speed, "How fast it moves, in heights of a letter (ems) a second; 4 is read in peace",
      {.least = 1, .most = 12});
  }
};

struct Item {
  Shape shape = Shape::none;
  std::string label, value, note;
  std::string text() const {
    std::string out = lead();
    for (const std::string& more : {value, aside()})
      if (!more.empty()) out += (out.empty() ? "" : " ") + more;
    return out;
  }
  std::string lead() const { return label.empty() || (value.empty() && note.empty()) ? label : label + ":"; }
  std::string aside() const { return note.empty() || value.empty() ? note : "(" + note + ")"; }
  bool operator==(const Item&) const = default;
};

// An item's triangles, as if it began at 0, 0.
struct Shaped {
  float from = 0, to = 0;
  int first_vertex = 0, vertices = 0, first_index = 0, indices = 0;
};

class Ticker : public Panel {
 public:
  using Options = panels::Options;
  Ticker(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {}
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.lines.empty() && o.table.name.empty() && !o.events)
      out.push_back({place, {"the ticker has nothing to say"}, {"add [[page.panel.line]], table or events = true"}});
    for (const Line& line : o.lines)
      if (line.text.empty() == line.indicator.name.empty())
        out.push_back({place, {"a line says either words or an indicator"}, {"set one of text and indicator"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const Line& line : options_.lines)
      if (!line.indicator.name.empty()) out.push_back({source(line), std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out;
    for (const Line& line : options_.lines)
      if (!line.indicator.name.empty()) out.push_back(source(line));
    if (!options_.table.name.empty()) out.push_back(options_.table.name);
    return out;
  }
  bool tells_age() const override { return true; }
  bool wears_mark() const override { return false; }
  ImVec2 least_ems() const override { return {12, 2.2f}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const auto all = items(f);
    for (const Item& item : all) out.line(item.text());
    if (all.empty()) out.line(std::string(words(f).word("nothing to say now")));
  }

  void draw(const Frame& f) override {
    refresh(f);
    if (items_.empty()) return draw_empty(f, f.area, words(f).word("nothing to say now"));
    if (f.look.reduced_motion) return draw_standing(f);
    const float em = type_of(f).em;
    const auto ms = f.now.time_since_epoch().count();
    const std::int64_t step = ms * kFramesPerSecond / 1000;
    // Whole pixels a frame: letters stay sharp, and no frame is longer than another.
    const auto per_frame = std::max<std::int64_t>(1, std::lround(options_.speed * em / kFramesPerSecond));
    const bool moves = length_ > f.area.width();
    if (moves) wake(f, Time(Duration(((step + 1) * 1000 + kFramesPerSecond - 1) / kFramesPerSecond)));
    const auto gone = moves ? static_cast<float>(step * per_frame % std::lround(length_)) : 0.0f;
    ImDrawList& list = f.paint.list;
    draw_whole_pixels(list);
    const float below = em * 0.3f;  // what hangs below the line may use the card's edge
    list.PushClipRect({f.area.left, f.area.top - below}, {f.area.right, f.area.bottom + below}, true);
    const float baseline = std::round((f.area.top + f.area.bottom) / 2 + em * 0.727f / 2);
    for (float start = std::round(f.area.left) - gone; start < f.area.right; start += length_) {
      for (const Shaped& one : shaped_)
        if (start + one.to >= f.area.left && start + one.from < f.area.right) put(list, one, {start, baseline});
      if (!moves) break;
    }
    list.PopClipRect();
  }

 private:
  static std::string source(const Line& line) {
    if (line.combine) return line.indicator.name;
    return series_name(line.indicator.name, line.region.code, line.item);
  }

  static Shape shape_of_severity(feeds::Severity s) {
    return s == feeds::Severity::danger ? Shape::diamond : s == feeds::Severity::watch ? Shape::triangle : Shape::none;
  }

  std::vector<Item> items(const Frame& f) const {
    std::vector<Item> out;
    const Words& w = words(f);
    if (f.data.simulated) out.push_back({Shape::hatch, {}, std::string(w.word("SIMULATED DATA")), {}});
    if (options_.events)
      for (const feeds::Event& event : f.data.events)
        if (event.until > f.now)
          out.push_back({shape_of_severity(event.severity),
                         {},
                         event.title,
                         w.say({"until {}", {moment(event.until, f.now, f.look.zone, w)}})});
    for (const Line& line : options_.lines) out.push_back(item_of(f, line));
    add_rows(f, out);
    return out;
  }

  Item item_of(const Frame& f, const Line& line) const {
    const Words& w = words(f);
    if (!line.text.empty()) return {Shape::none, w.pick(line.text), {}, {}};
    const Indicator* i = f.data.catalogue->indicator(line.indicator.name);
    const Entry e = line.combine ? combined_entry(f, i, *line.combine) : entry(f, i, f.data.find(source(line)));
    std::string label = i ? w.pick(i->title) : line.indicator.name;
    if (!line.region.code.empty()) label += ", " + region_name(*f.data.catalogue, line.region.code);
    if (!line.item.empty()) label += ", " + item_name(line.item);
    if (!e.shown()) return {Shape::hatch, std::move(label), {}, why_missing(e, f)};
    Item out{shape_of(e), std::move(label), value_text(e, w), {}};
    if (e.age == Age::late) out.note = late_texts(age_texts(e, f), e, f).front();
    return out;
  }

  void add_rows(const Frame& f, std::vector<Item>& out) const {
    const feeds::Table* table = f.data.table(options_.table.name);
    if (!table) return;
    std::vector<const feeds::Record*> rows;
    for (const feeds::Record& row : table->rows) rows.push_back(&row);
    std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->at > b->at; });
    if (rows.size() > static_cast<std::size_t>(options_.most)) rows.resize(static_cast<std::size_t>(options_.most));
    for (const feeds::Record* row : rows) {
      const feeds::Value* value = row->find(options_.field);
      const auto* text = value ? std::get_if<std::string>(value) : nullptr;
      if (text && !text->empty())
        out.push_back({Shape::none, {}, *text, short_date(config::civil(row->at, f.look.zone).date, words(f))});
    }
  }

  Type type_of(const Frame& f) const {
    Type t = type(f.look, Size::title);
    t.em = std::floor(std::max(floor_em(f.look), std::min(t.em, f.area.height() / 1.15f)));
    return t;
  }

  // The words are looked for anew when there is other data, and each minute, for ages; they are shaped anew when they
  // differ, or when the picture of the letters was made anew.
  void refresh(const Frame& f) {
    const auto minute = std::chrono::floor<std::chrono::minutes>(f.now);
    const bool same_data = data_ == &f.data && version_ == f.data.version && minute_ == minute;
    const int texture = ImGui::GetIO().Fonts->TexData ? ImGui::GetIO().Fonts->TexData->UniqueID : -1;
    const bool same_look = look_ == f.look.version && area_ == f.area && texture_ == texture;
    if (!same_data) wake(f, minute + std::chrono::minutes(1));
    if (same_data && same_look) return;
    auto now = same_data ? items_ : items(f);
    data_ = &f.data;
    version_ = f.data.version;
    minute_ = minute;
    if (same_look && now == items_) return;
    items_ = std::move(now);
    shape(f);
    look_ = f.look.version;
    area_ = f.area;
  }

  void shape(const Frame& f) {
    for (int tries = 0; tries < 3; ++tries) {  // letters that are met for the first time may move the others
      ImDrawList list(ImGui::GetDrawListSharedData());
      list._ResetForNewFrame();
      draw_whole_pixels(list);
      list.PushTexture(ImGui::GetIO().Fonts->TexRef);
      list.PushClipRect({-1e7f, -1e7f}, {1e7f, 1e7f});
      shaped_.clear();
      float x = 0;
      for (const Item& item : items_) {
        Shaped one{x, x, list.VtxBuffer.Size, 0, list.IdxBuffer.Size, 0};
        one.to = draw_item(list, f, item, x);
        one.vertices = list.VtxBuffer.Size - one.first_vertex;
        one.indices = list.IdxBuffer.Size - one.first_index;
        shaped_.push_back(one);
        x = one.to + type_of(f).em * 2.4f;
      }
      length_ = std::max(1.0f, std::round(x));
      vertices_.assign(list.VtxBuffer.begin(), list.VtxBuffer.end());
      indices_.assign(list.IdxBuffer.begin(), list.IdxBuffer.end());
      texture_ = ImGui::GetIO().Fonts->TexData ? ImGui::GetIO().Fonts->TexData->UniqueID : -1;
      if (list.CmdBuffer.Size == 1) return;
    }
  }

  // Returns where it ends.
  float draw_item(ImDrawList& list, const Frame& f, const Item& item, float x) const {
    const Type t = type_of(f);
    const Colours& c = f.look.colours;
    if (item.shape != Shape::none) {
      draw_shape(list, item.shape, {x + t.em * 0.4f, -t.cap() / 2}, t.em * 0.7f, shape_colour(c, item.shape));
      x += t.em * 1.05f;
    }
    const auto say = [&](const std::string& text, const Type& how, ImU32 colour) {
      if (text.empty()) return;
      draw_text(list, how, {x, 0}, colour, text);
      x += text_width(how, text) + t.em * 0.35f;
    };
    const Type strong{f.look.medium, t.em};
    const bool alone = item.value.empty() && item.note.empty();
    say(item.lead(), t, alone ? c.strong : c.quiet);
    say(item.value, strong, c.strong);
    say(item.aside(), t, c.quiet);
    return x - t.em * 0.35f;
  }
  void put(ImDrawList& list, const Shaped& one, ImVec2 by) const {
    if (one.indices == 0) return;
    list.PrimReserve(one.indices, one.vertices);
    const auto base = static_cast<int>(list._VtxCurrentIdx) - one.first_vertex;
    for (int i = 0; i < one.vertices; ++i) {
      ImDrawVert vertex = vertices_[static_cast<std::size_t>(one.first_vertex + i)];
      vertex.pos.x += by.x;
      vertex.pos.y += by.y;
      list._VtxWritePtr[i] = vertex;
    }
    for (int i = 0; i < one.indices; ++i)
      list._IdxWritePtr[i] = static_cast<ImDrawIdx>(indices_[static_cast<std::size_t>(one.first_index + i)] + base);
    list._VtxWritePtr += one.vertices;
    list._IdxWritePtr += one.indices;
    list._VtxCurrentIdx += static_cast<unsigned>(one.vertices);
  }

  void draw_standing(const Frame& f) const {
    const auto turn = f.now.time_since_epoch() / kStanding;
    if (items_.size() > 1) wake(f, Time((turn + 1) * kStanding));
    const Item& item = items_[static_cast<std::size_t>(turn) % items_.size()];
    Type t = type_of(f);
    const float lead = item.shape == Shape::none ? 0 : t.em * 1.05f;
    const Fitted fitted = fit(item.text(), t, floor_em(f.look), f.area.width() - lead);
    Item shown{item.shape, fitted.text, {}, {}};
    ImDrawList& list = f.paint.list;
    const float baseline = std::round((f.area.top + f.area.bottom) / 2 + fitted.type.cap() / 2);
    if (shown.shape != Shape::none)
      draw_shape(list, shown.shape, {f.area.left + t.em * 0.4f, baseline - t.cap() / 2}, t.em * 0.7f,
                 shape_colour(f.look.colours, shown.shape));
    draw_text(list, fitted.type, {f.area.left + lead, baseline}, f.look.colours.strong, fitted.text);
  }

  Options options_;
  config::Label title_;
  std::vector<Item> items_;
  std::vector<Shaped> shaped_;
  std::vector<ImDrawVert> vertices_;
  std::vector<ImDrawIdx> indices_;
  float length_ = 0;  // from the start of the first item to where it begins again, in pixels
  const feeds::Snapshot* data_ = nullptr;
  std::uint64_t version_ = 0, look_ = 0;
  Time minute_{};
  Rect area_;
  int texture_ = -1;
};

}  // namespace

extern const PanelKind ticker_kind;
const PanelKind ticker_kind =
    config::kind<Panel, Ticker>("ticker", "A line of news: warnings in force, values, announcements");

}  // namespace panels
