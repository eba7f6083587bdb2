// Store files as earlier versions of the program wrote them, and the life that they hold.
#pragma once
#include <string>
#include <vector>

#include "feeds/history.h"
#include "tests/support/ledger.h"
#include "tests/support/sql.h"

namespace support {

// One writer a version: what a version's commits left behind.
struct OldVersion {
  int number = 0;
  const char* tables;  // SQL that makes them
  // All of them, or more of them where the file holds some already.
  void (*write)(Sql&, const std::vector<feeds::Entry>&);
};
// Ascending; the program's own version is the last, or comes after it.
const std::vector<OldVersion>& old_versions();

// What a file of an earlier version holds, by name: it may have a write-ahead log beside it.
using OldFile = std::map<std::string, std::string>;

class OldStore {
 public:
  // Some batches of a Workload, and about so many samples more, some of them revisions, of a feed of its own.
  OldStore(const OldVersion&, int samples);
  // The last batch is in the log alone, where that is asked for.
  const OldFile& file(bool with_log) const { return with_log ? logged_ : plain_; }
  const Ledger& ledger() const { return ledger_; }
  Workload next() const { return work_; }  // what comes after it
  int version() const { return version_; }
  std::size_t samples() const { return samples_; }

 private:
  int version_;
  Workload work_;
  Ledger ledger_;
  OldFile plain_, logged_;
  std::size_t samples_ = 0;
};

}  // namespace support
