// A JSON text read by rules without building a tree of it: simdjson's tape is walked in its place, several times as
// fast. Any thread; no I/O.
#pragma once
#include <string_view>
#include "feeds/json_rules.h"

namespace feeds {

// The same that parse_json and JsonRules::read would bring. False: nothing was done, for the text is not what this
// reader is sure of (not JSON, a key that stands twice, too deep, numbers beyond 64 bits, escaped surrogates); they
// read it, or say what is wrong with it.
bool read_tape(std::string_view text, const JsonRules&, const config::Catalogue&, Time now, Batch& out);

}  // namespace feeds
