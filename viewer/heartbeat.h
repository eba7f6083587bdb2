// Every few seconds the frame loop proves that its picture stands and that the store goes on: to the service manager
// (which restarts a center that falls silent), to `anjungan status`, and to the journal what changed. Main thread.
#pragma once
#include <memory>
#include <string>
#include "viewer/backing.h"
#include "viewer/journal.h"
#include "viewer/pulse.h"
#include "viewer/service.h"

namespace viewer {

class Heartbeat {
 public:
  Heartbeat(Backing&, Journal&, const feeds::Clock&);
  ~Heartbeat();  // says that it stops

  // `page`: address of the live page, empty: none. `shows`: a picture is to be proven at each beat.
  void begin(const std::string& page, bool shows, const config::Words&);
  bool due() const;
  config::Duration wait(config::Duration most) const;  // no longer than until the next beat
  // `picture`: it stands and the renderer is done with it. The first such call says that the center is ready.
  void beat(bool picture);

 private:
  void tell_status(const std::vector<feeds::FeedState>&);

  Backing& backing_;
  Journal& journal_;
  const feeds::Clock& clock_;
  Service service_;
  config::Duration every_;
  std::unique_ptr<PulseServer> pulse_;
  config::Words words_;
  std::string page_, status_;
  bool shows_ = false, ready_ = false, stalled_ = false;
  feeds::Steady begun_, next_;
};

// Every feed that may be known of to anyone here: with the staff's reasons where they may see it.
std::vector<feeds::FeedState> known_feeds(const feeds::Store&);

}  // namespace viewer
