// Where a display's snapshots come from: the store in this process, or a hub elsewhere. The same calls for both.
#pragma once
#include <future>
#include <memory>
#include <optional>
#include "feeds/command.h"
#include "feeds/snapshot.h"
#include "panels/panel.h"

namespace viewer {

using SnapshotPtr = std::shared_ptr<const feeds::Snapshot>;
template <class T>
using Ticket = std::future<T>;

class Source {
 public:
  virtual ~Source() = default;
  // The standing wants of this display's pages, for its audience. Never waits.
  virtual SnapshotPtr latest() = 0;
  virtual void set_wants(std::vector<panels::Want>) = 0;
  // What a visitor asks, answered by history readers.
  virtual Ticket<SnapshotPtr> view(config::Audience, std::optional<config::Time> as_known_at,
                                   std::vector<panels::Want>) = 0;
  virtual Ticket<feeds::Outcome> submit(feeds::Command) = 0;
};

}  // namespace viewer
