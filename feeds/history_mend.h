// What becomes of a store file that is damaged: it is set aside, never deleted, and the last good copy takes its place.
#pragma once
#include <filesystem>
#include "feeds/history.h"

namespace feeds {

// Whether an error of History says that the file itself is damaged.
bool says_damage(const config::Error&);

struct Mended {
  std::string aside, copy;  // the file without its folder, the copy's name; no copy: the store begins empty
};
// `close` is called once a copy is at hand, then nobody may have the file open. It goes to FILE.damaged-TIME with what
// belongs to it; the newest copy of that center (its folder's name) in `copies` that is good takes its place; `copies`
// empty: there are none. Errors: it cannot be moved, or the copies are being written just now: then nothing was
// changed.
Result<Mended> set_aside(const std::filesystem::path& file, const std::filesystem::path& copies,
                         const std::string& center, Time now, const std::function<void()>& close);

}  // namespace feeds
