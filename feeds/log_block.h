// The samples of one commit, of many series as they arrived, as a block of bytes and back, bit for bit: cheap to make.
// It carries a checksum. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "config/result.h"
#include "feeds/stored.h"

namespace feeds {

struct LogSample {
  std::int64_t line = 0;  // a small number of the store's for the series
  Stored stored;
};

class LogWriter {
 public:
  void add(std::int64_t line, const Stored&);
  std::size_t count() const { return count_; }
  // The block of what was added; then begins anew.
  std::string finish();

 private:
  std::string body_;
  std::size_t used_ = 0, count_ = 0;
  LogSample last_;
  int decimals_ = 0;  // that the last decimal had
};

// In the order of arrival. Errors: damaged, or of a newer program.
config::Result<std::vector<LogSample>> unpack_log(std::string_view bytes);

}  // namespace feeds
