// Which moment a display shows: now, or a past one as it was known then. A past chosen with keys ends by itself, so
// that no wall is left in it. Main thread; the store's readers answer meanwhile.
#pragma once
#include "viewer/scene.h"

namespace viewer {

class Past {
 public:
  static constexpr std::chrono::minutes left_alone{5};

  bool handle(const InputEvent&, Moment now, config::Zone);  // true: it was for us
  void set(config::Time);                                    // stays until a key ends it
  bool active() const { return at_.has_value(); }
  // Asks for what is wanted and takes what was answered; null: nothing new. Call it each turn of the loop.
  SnapshotPtr take(Source&, config::Audience, const std::vector<panels::Want>&, Moment now);
  // The moment of the newest answer; nothing: none yet, or it is now.
  std::optional<config::Time> shown() const { return shown_; }
  // When take() has to be called again at the latest.
  config::Duration sleep(Moment now) const;

 private:
  void go(config::Time to, Moment now);
  void end();

  std::optional<config::Time> at_, asked_, shown_;
  std::optional<feeds::Steady> until_;
  Ticket<SnapshotPtr> answer_;
};

}  // namespace viewer
