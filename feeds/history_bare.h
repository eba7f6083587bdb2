// Rows keyed by series and moment in a bare SQLite file: what the benchmarks compare History with. One thread.
#pragma once
#include <memory>
#include "feeds/history.h"

namespace feeds {

class BareFile {
 public:
  static Result<std::unique_ptr<BareFile>> open(const std::string& file);
  ~BareFile();
  // One transaction with full sync. Of sample i the line is i % lines.
  Result<void> commit(const std::vector<Sample>&, std::size_t lines, Time received);
  // How many columns have values; each with its least and most.
  Result<int> reduce(std::int64_t line, Time from, Time to, int columns);
  Result<std::uint64_t> bytes();

 private:
  struct Impl;
  explicit BareFile(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
