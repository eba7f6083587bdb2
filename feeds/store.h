// The one writer: checks what collectors deliver, keeps it by History, publishes a Snapshot after each commit. It owns
// a thread; the public functions may be called from any.
#pragma once
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include "feeds/clock.h"
#include "feeds/command.h"
#include "feeds/feed.h"
#include "feeds/snapshot.h"

namespace feeds {

// What a panel needs of a series beyond its current value. `series` may be an indicator's name: then all of its series.
struct Want {
  std::string series;
  std::chrono::seconds span{0};
  int most_points = 0;  // of extremes
  Reduce reduce = Reduce::extremes;
  auto operator<=>(const Want&) const = default;
};

// The outcome of one poll on its way to the store.
struct Delivery {
  std::string feed;
  Time tried;
  Status status;
  Batch batch;
  std::shared_ptr<std::promise<Receipt>> answer;  // set after the commit
};

class Store {
 public:
  struct Options {
    std::filesystem::path file;       // ":memory:" for tests
    bool read_only = false;           // beside a running center: nothing is delivered, adopted or written
    std::function<void()> published;  // called on the store's thread after each new snapshot: wakes the main loop
  };
  // Opens or makes the file, brings its schema up, loads the last known values and publishes them before it returns.
  // A damaged file is set aside, then and later; the newest good one of the center's copies takes its place.
  static config::Result<std::unique_ptr<Store>> open(std::shared_ptr<const config::Center>, Options, Clock&);
  virtual ~Store() = default;  // commits what was delivered, then closes

  virtual std::shared_ptr<const Snapshot> latest(Audience) const = 0;
  // When the store's thread last came round: every second while it is well.
  virtual Steady turned() const = 0;
  // The standing wants of this process's displays: series are kept at that span and detail from now on.
  virtual void set_wants(std::vector<Want>) = 0;
  // Waits while the backlog is full; false when stop was asked.
  virtual bool deliver(Delivery, std::stop_token) = 0;
  virtual std::filesystem::path file() const = 0;  // empty: in memory
  virtual std::string cursor(const std::string& feed) const = 0;
  // A good reload: new catalogue and feeds; what is kept stays.
  virtual void adopt(std::shared_ptr<const config::Center>) = 0;
  virtual void set_notices(std::vector<Notice>) = 0;
  // What a visitor asks: a snapshot that holds `wants`, read off the writer's thread.
  virtual std::future<std::shared_ptr<const Snapshot>> view(Audience, std::optional<Time> as_known_at,
                                                            std::vector<Want>) = 0;
  virtual std::future<Outcome> submit(Command) = 0;
};

// Points of one series from a store file, oldest first, as `audience` may see them: `export`, `shot --at`.
struct ExportRow {
  std::string series;
  Time at, received;
  std::optional<Time> observed;
  double value = 0;
};

// `from` <= at < `to`. Errors: no such file, no such series for this audience.
config::Result<std::vector<ExportRow>> export_series(const std::filesystem::path& file, const config::Center&,
                                                     const std::string& series, Time from, Time to, Audience, Time now);

}  // namespace feeds
