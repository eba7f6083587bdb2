// An announcement as large as it fits, or the newest rows of a table with their dates. Main thread.
#include <algorithm>

#include "panels/format.h"
#include "panels/parts.h"
#include "panels/typeset.h"

namespace panels {
namespace {

struct Options {
  config::Label text;
  config::TableName table;
  std::string field, date;
  int most_rows = 5;
  std::optional<config::Date> from, until;

  void describe(auto& f) {
    f("text", text,
      "The announcement; blank lines part paragraphs, lines that begin with \"- \" are a list, other line breaks are "
      "spaces",
      {.example = "{ id = \"Pelayanan tutup pada 25 Desember.\", en = \"Services are closed on 25 December.\" }",
       .sampled = true});
    f("table", table, "The newest rows of this table, in place of `text`", {.example = "\"pengumuman\""});
    f("field", field, "The field of the table that is shown", {.example = "\"judul\""});
    f("date", date, "The field that holds each row's date; without it, the time that the row describes",
      {.example = "\"tanggal\""});
    f("most_rows", most_rows, "At most so many rows of the table", {.least = 1, .most = 50});
    f("from", from, "Shown from the beginning of this day on", {.example = "2026-12-01"});
    f("until", until, "Shown until the end of this day", {.example = "2026-12-25"});
  }
};

struct Notice {
  config::Date day;
  Time at;
  std::string text;
};

class TextPanel : public Panel {
 public:
  using Options = panels::Options;
  TextPanel(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    const config::TableInfo* info = setup.catalogue.table(options_.table.name);
    if (title_.empty() && info) title_ = info->title;
  }
  static void check(const Options& o, const config::Place& place, config::Complaints& out) {
    if (o.text.empty() == o.table.name.empty())
      out.push_back({place, {"the panel shows either a text or a table"}, {"set one of text and table"}});
    if (o.field.empty() != o.table.name.empty())
      out.push_back({place, {"a table and the field that is shown belong together"}, {"set both table and field"}});
    if (o.from && o.until && *o.until < *o.from)
      out.push_back({place, {"until lies before from: it would never be shown"}, {"exchange the two dates"}});
  }

  std::vector<Want> wants() const override { return {}; }
  std::vector<std::string> sources() const override {
    return options_.table.name.empty() ? std::vector<std::string>() : std::vector{options_.table.name};
  }
  ImVec2 least_ems() const override { return {10, 5}; }
  std::vector<Loss> losses(const Look& look, Rect room) const override {
    const Typeset set = typeset(look, passages(look.words->pick(options_.text)), room);
    if (set.lines_left_out == 0) return {};
    return {{{"on the display {} {} lines of the text do not fit", {"", std::to_string(set.lines_left_out)}},
             "shorten the text, or give the panel more of the grid"}};
  }
  std::string title(const Look& look) const override {
    return title_.empty() ? std::string(look.words->word("Announcement")) : look.words->pick(title_);
  }

  void tell(const Frame& f, Telling& out) const override {
    if (!is_time(f)) return out.line(std::string(words(f).word("nothing is announced")));
    if (options_.table.name.empty()) {
      for (const Passage& p : passages(words(f).pick(options_.text))) out.line((p.item ? "- " : "") + p.text);
      return;
    }
    std::size_t more = 0;
    const auto all = notices(f, more);
    if (all.empty()) return out.line(empty_text(f));
    for (const Notice& n : all) out.line(date(n.day, words(f)) + ": " + n.text);
    if (more > 0) out.line(words(f).say({"+{} more", {std::to_string(more)}}));
  }

  void draw(const Frame& f) override {
    wake_at_turn(f);
    if (!is_time(f)) return draw_calm(f, words(f).word("nothing is announced"));
    if (options_.table.name.empty()) return draw_passages(f, passages(words(f).pick(options_.text)), 0);
    std::size_t more = 0;
    const auto all = notices(f, more);
    if (all.empty()) return draw_empty(f, f.area, empty_text(f));
    std::vector<Passage> rows;
    for (const Notice& n : all) rows.push_back({date(n.day, words(f)), n.text, false});
    draw_passages(f, rows, more);
  }

 private:
  bool is_time(const Frame& f) const {
    const config::Date today = config::civil(f.now, f.look.zone).date;
    return (!options_.from || *options_.from <= today) && (!options_.until || today <= *options_.until);
  }
  void wake_at_turn(const Frame& f) const {
    const auto ahead = [&](Time t) {
      if (t > f.now) wake(f, t);
    };
    if (options_.from) ahead(config::midnight(*options_.from, f.look.zone));
    if (options_.until)
      ahead(config::midnight(config::Date{std::chrono::sys_days(*options_.until) + std::chrono::days(1)}, f.look.zone));
  }

  // The newest first; `more`: rows beyond them.
  std::vector<Notice> notices(const Frame& f, std::size_t& more) const {
    std::vector<Notice> out;
    const feeds::Table* table = f.data.table(options_.table.name);
    if (!table) return out;
    for (const feeds::Record& record : table->rows) {
      const feeds::Value* v = record.find(options_.field);
      const auto* text = v ? std::get_if<std::string>(v) : nullptr;
      if (!text || text->empty()) continue;
      const Time at = time_of(record, f);
      out.push_back({config::civil(at, f.look.zone).date, at, *text});
    }
    std::stable_sort(out.begin(), out.end(), [](const Notice& a, const Notice& b) { return a.at > b.at; });
    const auto most = static_cast<std::size_t>(options_.most_rows);
    more = out.size() > most ? out.size() - most : 0;
    out.resize(std::min(out.size(), most));
    return out;
  }
  Time time_of(const feeds::Record& record, const Frame& f) const {
    const feeds::Value* v = options_.date.empty() ? nullptr : record.find(options_.date);
    const auto* text = v ? std::get_if<std::string>(v) : nullptr;
    if (!text) return record.at;
    if (const auto day = config::parse_date(*text)) return config::midnight(*day, f.look.zone);
    return config::parse_time(*text, f.look.zone).value_or(record.at);
  }

  std::string empty_text(const Frame& f) const {
    const Words& w = words(f);
    const feeds::Table* table = f.data.table(options_.table.name);
    if (table) return w.say({"no rows, as of {}", {moment(table->received, f.now, f.look.zone, w)}});
    const config::TableInfo* info = f.data.catalogue->table(options_.table.name);
    if (!info || !f.data.catalogue->agency(info->agency)) return std::string(w.word("not open to this display"));
    return w.say({"no data yet from {}", {agency_name(f, info->agency)}});
  }

  // No fault: no mark of one.
  static void draw_calm(const Frame& f, std::string_view text) {
    const Type t = type(f.look, Size::small);
    if (f.area.height() < t.cap() * 1.4f) return;
    const Fitted line = fit(text, t, t.em, f.area.width());
    draw_text(f.paint.list, line.type, {f.area.left, f.area.top + t.cap() * 1.1f}, f.look.colours.quiet, line.text);
  }
  // `more`: rows of the table that are not among them.
  static void draw_passages(const Frame& f, const std::vector<Passage>& all, std::size_t more) {
    const Type small = type(f.look, Size::small);
    const bool rows = !all.empty() && !all.front().lead.empty();
    Rect area = f.area;
    if (more > 0) area.bottom -= small.line();
    const Typeset set = typeset(f.look, all, area, rows);
    if (set.lines.empty()) return draw_empty(f, f.area, words(f).word("too small to be drawn"));
    draw_typeset(f.paint.list, f.look.colours, set);
    more += set.passages_out;
    std::string note;
    if (rows && more > 0) note = words(f).say({"+{} more", {std::to_string(more)}});
    if (!rows && set.lines_left_out > 0)
      note = words(f).say({"continues … {} more lines", {std::to_string(set.lines_left_out)}});
    if (note.empty()) return;
    const Fitted line = fit(note, small, small.em, f.area.right - set.note.x);
    const float y = f.area.bottom - small.em * 0.24f;
    draw_text(f.paint.list, line.type, {set.note.x, y}, f.look.colours.quiet, line.text);
  }

  Options options_;
  config::Label title_;
};

}  // namespace

extern const PanelKind text_kind;
const PanelKind text_kind =
    config::kind<Panel, TextPanel>("text", "An announcement, or the newest rows of a table with their dates");

}  // namespace panels
