// SQLite's side of copies: the pages of a store that is being written, and the examination of a store that may be no
// plain file. Any thread; connections of its own. Nothing throws.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include "config/result.h"

namespace feeds {

// Bytes by their place, as SQLite asks for them. False: it could not be done; the maker of the object knows why.
class PagedFile {
 public:
  virtual ~PagedFile() = default;
  virtual bool read(std::uint64_t offset, std::span<std::byte>) = 0;  // within size()
  virtual bool write(std::uint64_t offset, std::span<const std::byte>) = 0;
  virtual std::uint64_t size() const = 0;
};

using RowCounts = std::map<std::string, std::uint64_t>;  // by table

// The store as it stands at one moment, page by page in ascending order (the first once more at the end), into `to`,
// while others go on writing: the writer waits for nothing. Returns how many rows each table had at that moment.
config::Result<RowCounts> copy_pages(const std::string& file, PagedFile& to, std::stop_token);

// Whole by PRAGMA integrity_check, and a store of ours: its rows. The error says what SQLite found.
config::Result<RowCounts> examine(PagedFile&, const std::string& name, std::stop_token = {});
config::Result<RowCounts> examine(const std::string& file, std::stop_token = {});

}  // namespace feeds
