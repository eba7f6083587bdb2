// Everything known now (or at an earlier moment), from which snapshots are made: current values, tables, events, feeds.
// Owned by one thread: the store's, or a history reader's. Feeds are named here as their data are kept (kept_name).
#pragma once
#include "feeds/checks.h"
#include "feeds/feed_book.h"
#include "feeds/line.h"
#include "feeds/store.h"

namespace feeds {

class Picture {
 public:
  // A configuration: what is known stays, what it no longer names is not shown.
  void adopt(std::shared_ptr<const Setting>);
  // All from the file: as it is known now, or as it was known at a moment.
  Result<void> load(History&, Time now, std::optional<Time> known_at = {});
  // Series are kept at that span and detail from now on; only those whose wants changed are read again.
  Result<void> set_wants(std::vector<Want>, History&, Time now);

  // What checks of that feed compare with. Valid as long as the picture and the history.
  Known known(const std::string& feed, History&) const;
  // Of checked rows those that are new or changed, and those that a complete reply no longer names.
  std::vector<Record> changed(const std::vector<Record>&) const;
  std::vector<Event> changed(const std::vector<Event>&) const;
  std::vector<std::pair<std::string, std::string>> gone(const std::vector<Scope>&, const std::vector<Record>& named,
                                                        const std::string& feed) const;
  // What was committed. Errors: of reading lines again; what could be taken is.
  Result<void> apply(const Entry&, History&, Time now);

  FeedBook& feeds() { return feeds_; }
  const FeedBook& feeds() const { return feeds_; }
  const Setting& setting() const { return *setting_; }
  const std::shared_ptr<const Setting>& shared_setting() const { return setting_; }

  // The lines of a series that may be shown, best feed first.
  std::vector<LineName> lines_of(const std::string& series) const;
  // The whole of it, for no audience yet (see only_for). Values ahead of the clock are replaced from the history.
  std::shared_ptr<Snapshot> make(History&, Time now, std::vector<Notice>);
  // When a standing or the choice between feeds changes by itself.
  std::optional<Time> changes_at(Time now) const;

 private:
  struct Live {
    SeriesName parts;
    const config::Indicator* indicator = nullptr;  // none: not of this configuration, and not shown
    std::vector<Line> lines;                       // best feed first
    Detail detail;
    bool dirty = true;
    std::shared_ptr<const Series> made;
  };
  struct Rows {
    std::map<std::string, RecordRow> by_key;
    Time received;
    bool dirty = true;
    std::shared_ptr<const Table> made;
  };

  Line& line(const LineName&);
  Live& live(const std::string& series);
  void sort_lines(Live&) const;
  Result<void> load_rows(History&, Time now);
  void apply_rows(const Entry&);
  void want(Live&) const;
  Result<void> read(Live&, Line&, History&, Time now);
  void keep_possible(Live&, History&, Time now);
  const Line* current(const Live&, Time now) const;
  std::shared_ptr<const Series> make_series(const Live&, const Line& chosen, Time now) const;
  std::shared_ptr<const Table> make_table(const std::string& name, const Rows&) const;
  int rank(const std::string& feed) const;
  bool pending(const std::string& feed) const;
  std::map<std::string, BroughtAges> ages(Time now) const;

  std::shared_ptr<const Setting> setting_;
  std::optional<Time> known_at_;
  std::vector<Want> wants_;
  std::map<std::string, Live, std::less<>> series_;
  std::map<std::string, Rows, std::less<>> tables_;
  std::map<std::string, Event> events_;
  FeedBook feeds_;
};

}  // namespace feeds
