// Snapshots of the store in this process, for one audience. Main thread.
#pragma once
#include "feeds/store.h"
#include "viewer/source.h"

namespace viewer {

class LocalSource : public Source {
 public:
  LocalSource(feeds::Store& store, config::Audience audience) : store_(store), audience_(audience) {}
  SnapshotPtr latest() override;
  void set_wants(std::vector<panels::Want>) override;
  Ticket<SnapshotPtr> view(config::Audience, std::optional<config::Time> as_known_at,
                           std::vector<panels::Want>) override;
  Ticket<feeds::Outcome> submit(feeds::Command) override;

 private:
  feeds::Store& store_;
  config::Audience audience_;
};

}  // namespace viewer
