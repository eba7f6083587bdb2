// What `anjungan status` found out, apart from how it is said.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "feeds/snapshot.h"
#include "viewer/commands/command.h"
#include "viewer/pulse.h"

namespace viewer::commands {

struct StoreStatus {
  std::filesystem::path file;
  std::optional<config::Error> fault;  // why it cannot be read
  std::uint64_t bytes = 0, free_bytes = 0;
  std::optional<config::Duration> written;  // since it was last written
};

// The newest copy whose whole was read back (C18).
struct CopyStatus {
  std::filesystem::path place;  // empty: the center asks for none
  std::optional<config::Duration> taken, verified;
};

struct Status {
  std::shared_ptr<const config::Center> center;
  config::Time now;
  bool running = false;        // a program writes the store
  bool hidden = false;         // this user may not read the store: whether it is written is not known
  std::optional<Pulse> pulse;  // what it says of itself
  StoreStatus store;
  CopyStatus copy;
  std::vector<feeds::FeedState> feeds;  // by agency, in the center's order
  std::vector<std::string> unseen;      // feeds whose data nobody has a grant to see
  std::vector<config::Text> troubles;   // why not all is well; empty: all is
};

Status find_status(Shell&, std::shared_ptr<const config::Center>, const std::string& state);
// Fills Status::troubles from the rest.
void judge(Status&, const config::Words&);

}  // namespace viewer::commands
