// Values of arguments as people write them; each is checked while the command line is read, with a message in words.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "config/catalogue.h"
#include "config/result.h"
#include "viewer/commands/command_line.h"
#include "viewer/display.h"
#include "viewer/moments.h"

namespace viewer::commands {

config::Result<SizePx> parse_size(const std::string&);  // "1920x1080": 1 to 16384 each
config::Result<int> parse_count(const std::string&, int least, int most);
config::Result<double> parse_number(const std::string&, double least, double most);

// Checks of options that are kept as strings.
Check is_size(const config::Words&);
Check is_audience(const config::Words&);
Check is_count(const config::Words&, int least, int most);
Check is_number(const config::Words&, double least, double most);
Check is_duration(const config::Words&);  // "90s", "10m", "1h"
Check is_one_of(const config::Words&, std::vector<std::string>);
// RFC 3339, "2026-11-21T14:02", "2026-11-21 14:02" or "2026-11-21"; without an offset in the center's zone.
Check is_time(const config::Words&);

}  // namespace viewer::commands
