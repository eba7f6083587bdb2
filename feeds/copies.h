// Copies of a store in a folder elsewhere (C18): made while the store is written, verified, restored, the old ones
// removed by a rule. A copy NAME is the list NAME.copy and data files NAME.data that later copies use as well;
// NAME.verified says when all of it was last read back. Any thread; one at a time writes in a folder.
#pragma once
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>
#include "config/center.h"
#include "feeds/clock.h"
#include "feeds/history_copy.h"

namespace feeds {

struct CopyInfo {
  std::string name, center;
  config::Time taken;
  std::uint64_t size = 0;  // of the store that it holds, in bytes
  RowCounts rows;
  std::optional<config::Time> verified;
};

struct CopyJob {
  std::filesystem::path store, place;
  std::string center;     // whose copies may lie in `place`: the name of the center's folder
  config::CopyRule keep;  // which older copies stay
  config::Zone zone{};    // whose days the rule counts
  bool whole = false;     // write everything again
};
struct CopyMade {
  CopyInfo copy;
  std::uint64_t written = 0;  // bytes of data that no earlier copy held
  std::size_t removed = 0;    // older copies
};
// The new copy is not yet verified. Errors: no store, the disk is full, another backup is writing there; nothing of the
// new copy remains then.
config::Result<CopyMade> make_copy(const CopyJob&, const Clock&, std::stop_token = {});

// Whether an error of these functions says that another program is at work on the copies.
bool says_copies_busy(const config::Error&);

// The oldest first; lists that cannot be read are left out. Error: there is no such folder.
config::Result<std::vector<CopyInfo>> copies_in(const std::filesystem::path& place);

// Reads all of it: every checksum, PRAGMA integrity_check, the rows of each table against those when it was taken.
// Marks it as verified, or takes the mark away from all copies that use the damaged file. `name` empty: the newest.
config::Result<CopyInfo> verify_copy(const std::filesystem::path& place, const std::string& name, const Clock&,
                                     std::stop_token = {});

// Into a folder that is empty or not there; what is put there has been verified before it gets its name.
config::Result<CopyInfo> restore_copy(const std::filesystem::path& place, const std::string& name,
                                      const std::filesystem::path& into, std::stop_token = {});

// Which of these (the oldest first) the rule lets go: it keeps all of the last day, then the newest of each day for
// `days`, then the newest of each month for `months`; and always the newest verified one.
std::vector<std::string> to_remove(const std::vector<CopyInfo>&, const config::CopyRule&, config::Zone,
                                   config::Time now);

// When the next one is due after the newest: `at` a time of day in `zone` where the rule gives one, else `every`.
config::Time next_copy(const config::CopyRule&, std::optional<config::Time> newest, config::Zone, config::Time now);

}  // namespace feeds
