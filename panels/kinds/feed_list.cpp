// Every feed with its state, or the values that were refused and why: the page of those who keep data coming. Main
// thread.
#include <algorithm>

#include "panels/feed_rows.h"
#include "panels/format.h"
#include "panels/parts.h"

namespace panels {
namespace {
enum class Listed { feeds, refused };
}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Listed> {
  static constexpr std::pair<const char*, panels::Listed> names[] = {{"feeds", panels::Listed::feeds},
                                                                     {"refused", panels::Listed::refused}};
};

namespace panels {
namespace {

struct Options {
  Listed show = Listed::feeds;
  std::vector<config::AgencyName> agencies;
  bool only_faults = false;

  void describe(auto& field) {
    field("show", show, "The feeds with their state, or the values that were refused and why (for staff)");
    field("agencies", agencies, "Feeds of these agencies only; without it, all", {.example = "[\"diskominfo\"]"});
    field("only_faults", only_faults, "Leave out feeds that are on time");
  }
};

class FeedList : public Panel {
 public:
  using Options = panels::Options;
  FeedList(Options options, const PanelSetup& setup) : options_(std::move(options)), title_(setup.config.title) {
    for (const Indicator& i : setup.catalogue.indicators)
      if (is_named(options_.agencies, i.agency)) sources_.push_back(i.name);
  }

  std::vector<Want> wants() const override { return {}; }
  std::vector<std::string> sources() const override { return sources_; }
  bool tells_age() const override { return true; }
  ImVec2 least_ems() const override { return {20, 7}; }
  std::string title(const Look& look) const override {
    if (!title_.empty()) return look.words->pick(title_);
    return std::string(look.words->word(options_.show == Listed::feeds ? "Feeds" : "Refused values"));
  }

  void tell(const Frame& f, Telling& out) const override {
    const Grid grid = rows_of(f);
    if (grid.rows.empty()) return out.line(empty_text(f));
    tell_grid(grid, out);
  }

  void draw(const Frame& f) override {
    constexpr Duration kMinute = std::chrono::minutes(1);  // ages are written to the minute
    wake(f, Time((f.now.time_since_epoch() / kMinute + 1) * kMinute));
    const Grid grid = rows_of(f);
    if (grid.rows.empty()) return draw_empty(f, f.area, empty_text(f));
    draw_grid(f, f.area, grid);
  }

 private:
  Grid rows_of(const Frame& f) const {
    Feeds all = feeds_of(f, options_.agencies);
    if (options_.only_faults)
      std::erase_if(all, [](const feeds::FeedState* feed) {
        return feed->standing == feeds::Standing::on_time && feed->refused_today == 0;
      });
    return options_.show == Listed::feeds ? feed_rows(f, all) : refused_rows(f, all);
  }

  std::string empty_text(const Frame& f) const {
    const Words& w = words(f);
    if (f.data.feeds.empty()) return std::string(w.word("no agency sends data yet"));
    if (options_.show == Listed::feeds) return std::string(w.word("all data are on time"));
    if (f.data.audience != config::Audience::staff) return std::string(w.word("for staff only"));
    return std::string(w.word("no value was refused"));
  }

  Options options_;
  config::Label title_;
  std::vector<std::string> sources_;
};

}  // namespace

extern const PanelKind feed_list_kind;
const PanelKind feed_list_kind =
    config::kind<Panel, FeedList>("feed_list", "Single feeds with their state, or the values that were refused");

}  // namespace panels
