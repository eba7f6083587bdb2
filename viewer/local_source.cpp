// See local_source.h. Main thread.
#include "viewer/local_source.h"

namespace viewer {
namespace {

std::vector<feeds::Want> to_store(const std::vector<panels::Want>& wants) {
  std::vector<feeds::Want> out;
  for (const panels::Want& want : wants) out.push_back({want.series, want.span, want.most_points, want.reduce});
  return out;
}

}  // namespace

SnapshotPtr LocalSource::latest() {
  return store_.latest(audience_);
}
void LocalSource::set_wants(std::vector<panels::Want> wants) {
  store_.set_wants(to_store(wants));
}
Ticket<SnapshotPtr> LocalSource::view(config::Audience audience, std::optional<config::Time> as_known_at,
                                      std::vector<panels::Want> wants) {
  return store_.view(audience, as_known_at, to_store(wants));
}
Ticket<feeds::Outcome> LocalSource::submit(feeds::Command command) {
  return store_.submit(std::move(command));
}

}  // namespace viewer
