// The tables of a store file, and how older files are brought up. Used by the History that opens the file.
#pragma once
#include "feeds/history.h"

namespace SQLite {
class Database;
}

namespace feeds {

// Times are milliseconds since 1970 UTC. A line is one feed's samples of one series; of the points of one moment the
// newest received is current, the others are its revisions.
//
// A point is in one place: in the log (a block of all lines for each commit), from there in a run (of each line a
// block; runs of a level are merged into one of the next), at last in the line's blocks, which are apart in time.
// Roll-ups are of what is in blocks.
// `zone` is for a new file; gives the file's.
config::Zone bring_up(SQLite::Database&, config::Zone zone);
config::Zone kept_zone(SQLite::Database&);
// Errors: not a store, made by a newer program; for reading also by an older one.
Result<void> fit_of(SQLite::Database&, const std::string& file, bool reading);

}  // namespace feeds
