// See moments.h. Any thread.
#include "viewer/moments.h"

namespace viewer {

config::Result<config::Time> parse_moment(const std::string& text, config::Zone zone) {
  std::string full = text;
  if (full.size() > 10 && full[10] == ' ') full[10] = 'T';
  if (config::parse_date(full)) full += "T00:00:00";
  if (full.size() == 16 && full[10] == 'T' && full[13] == ':') full += ":00";
  if (const auto time = config::parse_time(full, zone)) return *time;
  return config::fail({"\"{}\" is not a time", {text}},
                      "write 2026-11-21T14:02:00+08:00, or 2026-11-21 14:02 for the center's zone");
}

}  // namespace viewer
