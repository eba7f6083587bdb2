// What becomes of a store file that is damaged: it is set aside, never deleted, and the last good copy takes its place.
#pragma once
#include <filesystem>
#include "feeds/history.h"

namespace feeds {

// Whether an error of History says that the file itself is damaged.
bool says_damage(const config::Error&);

struct Mended {
  std::string aside, copy;  // files without their folders; no copy: the store begins empty
};
// Nobody may have the file open. It goes to FILE.damaged-TIME with what belongs to it; of the files `*.db` in `copies`
// (empty: there are none) the newest that is good is copied to its place. Errors: it cannot be moved.
Result<Mended> set_aside(const std::filesystem::path& file, const std::filesystem::path& copies, Time now);

}  // namespace feeds
