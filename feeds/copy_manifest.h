// What one copy is made of: a text file that lists the store's bytes in chunks, each with its SHA-256 and where it
// lies. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "config/time.h"
#include "feeds/digest.h"
#include "feeds/history_copy.h"

namespace feeds {

inline constexpr std::uint64_t chunk_size = 65536;  // a whole number of pages; the last may be shorter

struct Chunk {
  Digest digest{};
  std::uint32_t part = 0;    // which of the copy's data files
  std::uint64_t offset = 0;  // in it
};

struct Manifest {
  std::string center, store;  // the center's folder and the store's file, names alone
  config::Time taken;
  std::uint64_t size = 0;          // of the store in bytes
  RowCounts rows;                  // of each table when it was taken
  std::vector<std::string> parts;  // data files, the copy's own last
  std::vector<Chunk> chunks;

  std::uint64_t chunk_bytes(std::size_t index) const {
    return std::min(chunk_size, size - static_cast<std::uint64_t>(index) * chunk_size);
  }
};

// The last line is the SHA-256 of all before it.
std::string to_text(const Manifest&);
config::Result<Manifest> parse_manifest(std::string_view text, const std::string& name);

}  // namespace feeds
