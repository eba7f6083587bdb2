// What faults make of a good answer's content, whatever its format: JSON, XML, CSV, metrics. Pure, any thread.
#pragma once
#include <cstddef>
#include <string>
#include "feeds/simulate/fault.h"

namespace feeds::simulate {

// For faults of content; same_page spoils nothing, for it is a matter of which answer comes. What a fault does not
// concern (numbers of an archive) stays as it is.
std::string spoiled(Fault, const std::string& body);
// The content type to send with it; `good` is that of the good answer.
std::string spoiled_type(Fault, const std::string& good);

// A small gzip member that says a blank and then `repeats` times "the same again, 258 times".
std::string gzip_bomb(std::size_t repeats);

}  // namespace feeds::simulate
