// The sites of a regency: which are down, whose certificate ends, what lies outside the official domain. Main thread.
#include "panels/sites.h"

#include <algorithm>

#include "config/host_name.h"
#include "panels/format.h"
#include "panels/grid.h"
#include "panels/headline.h"
#include "panels/parts.h"

namespace panels {
namespace {

struct Options {
  config::TableName table;
  SiteFields fields;
  config::IndicatorName up, latency, certificate;
  std::vector<std::string> domain, down_words{"mati", "down", "0"};
  int certificate_days = 14, unchanged_days = 180;

  void describe(auto& field) {
    field("table", table, "The register of sites, a row each", {.required = true, .example = "\"situs.daftar\""});
    fields.describe(field);
    field("up", up, "The indicator that says whether a site answers, 1 or 0, with the site as its item",
          {.example = "\"situs.hidup\""});
    field("latency", latency, "The indicator of a site's answer's time", {.example = "\"situs.tanggap\""});
    field("certificate_indicator", certificate, "The indicator of the days until a site's certificate ends",
          {.example = "\"situs.sisa_sertifikat\""});
    field("down_words", down_words, "Texts of `state` that mean that the site is down");
    field("domain", domain,
          "The official domains: a site lies in one when its host is the domain or ends with a dot and it; without it, "
          "those of [center]",
          {.example = "[\"contohkab.go.id\"]", .sampled = true});
    field("certificate_days", certificate_days, "A certificate that ends within so many days is to be watched; 0: none",
          {.least = 0, .most = 365});
    field("unchanged_days", unchanged_days, "A page that did not change for more days is to be watched; 0: none",
          {.least = 0, .most = 3650});
  }
};

class SitesPanel : public Panel {
 public:
  using Options = panels::Options;
  SitesPanel(Options options, const PanelSetup& setup) : title_(setup.config.title) {
    if (const config::TableInfo* t = setup.catalogue.table(options.table.name); title_.empty() && t) title_ = t->title;
    choice_.table = options.table.name;
    choice_.fields = options.fields;
    choice_.up = options.up.name;
    choice_.latency = options.latency.name;
    choice_.certificate = options.certificate.name;
    choice_.down_words = options.down_words;
    choice_.domains = options.domain.empty() ? setup.catalogue.domains : options.domain;
    choice_.certificate_days = options.certificate_days;
    choice_.unchanged_days = options.unchanged_days;
  }
  static void check(const Options& o, const config::Place& place, const config::References& refs,
                    config::Complaints& out) {
    if (o.domain.empty() && refs.catalogue && refs.catalogue->domains.empty())
      out.push_back({place, {"no official domain is named"}, {"set domain in [center], or here"}});
    for (const std::string& domain : o.domain)
      if (config::host_name(domain) != domain)
        out.push_back({place, {"{} is no domain", {domain}}, {"write it as contohkab.go.id, without https:// and /"}});
    if (o.up.name.empty() && o.fields.state.empty())
      out.push_back({place, {"nothing says whether a site is up"}, {"set up, or state"}});
  }

  std::vector<Want> wants() const override {
    std::vector<Want> out;
    for (const std::string& name : {choice_.up, choice_.latency, choice_.certificate})
      if (!name.empty()) out.push_back({name, std::chrono::seconds(0), 1});
    return out;
  }
  std::vector<std::string> sources() const override {
    std::vector<std::string> out{choice_.table};
    for (const std::string& name : {choice_.up, choice_.latency, choice_.certificate})
      if (!name.empty()) out.push_back(name);
    return out;
  }
  ImVec2 least_ems() const override { return {13, 6}; }
  std::string title(const Look& look) const override { return look.words->pick(title_); }

  void tell(const Frame& f, Telling& out) const override {
    const Sites sites = sites_of(f, choice_);
    if (!sites.why.empty()) return out.line(sites.why);
    const Words& w = words(f);
    out.line(summaries(sites, w).front());
    for (const std::string& line : details(sites, choice_, w)) out.line(line);
    const Grid grid = grid_of(f, sites, false);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < grid.rows.size(); ++i) {
      std::vector<std::string> line;
      for (const GridCell& c : grid.rows[i].cells) line.push_back(c.text);
      std::string all;
      for (const SiteTrouble t : sites.rows[i].troubles)
        all += (all.empty() ? "" : ", ") + trouble_text(sites.rows[i], t, f);
      line[0] = sites.rows[i].host;
      if (sites.rows[i].troubles.size() > 2) line[1] = all;
      rows.push_back(std::move(line));
    }
    out.table(grid.head, std::move(rows));
  }

  void draw(const Frame& f) override {
    const Sites sites = sites_of(f, choice_);
    wake_at_midnight(f);
    if (!sites.why.empty()) return draw_empty(f, f.area, sites.why);
    Headline headline{summaries(sites, words(f)), State::calm, shape_of(sites.rows.front()), false};
    if (f.area.width() < f.look.unit_px * 7) headline.texts.erase(headline.texts.begin(), headline.texts.end() - 1);
    Rect area = f.area;
    const float row = f.look.unit_px * 1.5f;
    if (area.height() < row * 6 || area.width() < row * 12) {
      draw_headline(f, area, headline, worst_texts(sites, f), 0);
      return;
    }
    area.top = draw_headline(f, area, headline, details(sites, choice_, words(f)), row * 5);
    const bool narrow = area.width() < f.look.unit_px * 62;
    Grid grid = grid_of(f, sites, narrow);
    draw_grid_blocks(f, area, std::move(grid), 62);
  }

 private:
  static void wake_at_midnight(const Frame& f) {  // days are counted
    const config::Date today = config::civil(f.now, f.look.zone).date;
    wake(f, config::midnight(config::Date{std::chrono::sys_days(today) + std::chrono::days(1)}, f.look.zone));
  }

  static Shape shape_of(const SiteRow& r) {
    const State state = state_of(r);
    if (state == State::bad) return Shape::diamond;
    if (state == State::watch) return Shape::triangle;
    return r.troubles.empty() ? Shape::none : Shape::hatch;
  }

  // Columns in order of need: the last are left out first.
  Grid grid_of(const Frame& f, const Sites& sites, bool brief) const {
    const Words& w = words(f);
    Grid out;
    for (const char* head : {"site", "state", "run by", "certificate", "last change"})
      out.head.emplace_back(w.word(head));
    if (!choice_.latency.empty()) out.head.emplace_back(w.word("response"));
    for (const SiteRow& r : sites.rows) {
      GridRow row;
      row.state = state_of(r);
      row.age = r.has(SiteTrouble::unknown) ? Age::missing : r.has(SiteTrouble::late) ? Age::late : Age::fresh;
      const bool dim = row.age != Age::fresh;
      row.cells.push_back({r.name, false, dim});
      row.cells.push_back({brief ? brief_state(r, f) : state_text(r, f), false, false,
                           row.state == State::bad ? State::bad : State::calm});
      row.cells.back().least_ems = 11;
      row.cells.push_back({r.owner.empty() ? "–" : r.owner});
      row.cells.push_back({certificate_text(r, w), true, !r.days});
      row.cells.push_back({changed_text(r, f), true, !r.changed});
      if (!choice_.latency.empty())
        row.cells.push_back({r.latency.shown() ? value_text(r.latency, w) : "–", true, r.latency.age != Age::fresh});
      out.rows.push_back(std::move(row));
    }
    return out;
  }

  SiteChoice choice_;
  config::Label title_;
};

}  // namespace

extern const PanelKind sites_kind;
const PanelKind sites_kind = config::kind<Panel, SitesPanel>(
    "sites", "Web sites: down, certificates that end, redirects, outside the official domain, pages that stand still");

}  // namespace panels
