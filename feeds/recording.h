// Recordings: JSON lines of samples, records and events, as `feed test` prints them. Any thread.
#pragma once
#include <filesystem>
#include <variant>
#include <vector>
#include "feeds/feed.h"

namespace feeds {

struct RecordedRow {
  Time at;
  std::variant<Sample, Record, Event> what;
};

struct Recording {
  std::vector<RecordedRow> rows;            // oldest first; never empty when read from a file
  std::vector<Complaint> complaints;        // lines that cannot be used
  std::vector<std::string> brings() const;  // indicators and tables in it
};

// {"series":..,"at":RFC 3339,"value":..,"observed":..}, {"table":..,"key":..,"at":..,"fields":{..}},
// {"event":..,"at":..,"until":..,"severity":"info|watch|danger","region":..,"title":..,"text":..,"area":..,
// "of":..}; lines with
// "refused" and empty lines are passed over.
Recording parse_recording(std::string_view text);
// Errors: no such file, larger than `most_bytes`, no usable row.
config::Result<Recording> read_recording(const std::filesystem::path& file, std::int64_t most_bytes);

}  // namespace feeds
