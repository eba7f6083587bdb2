// Keyed hashes that stand in the place of what must be recognised but never kept: that a request came before, that a
// person was counted today. They live in a feed's cursor and expire. Pure; any thread.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include "config/time.h"
#include "feeds/digest.h"

namespace feeds {

class Marks {
 public:
  struct Mark {
    config::Time at;         // to the minute
    std::uint8_t group = 0;  // the caller's
  };
  // `text` as text() wrote it; anything else holds none. What is older than `forget_before` is left out.
  Marks(std::string_view text, config::Time forget_before);
  // The first 48 bits of a keyed hash: one false match in 10 million among 7,000.
  static std::uint64_t hash(std::string_view key, std::string_view of);
  static std::uint64_t hash(const Digest&);

  // Null: not seen yet.
  const Mark* find(std::uint64_t hash) const;
  // False, and nothing done, when `most` are held already.
  bool set(std::uint64_t hash, Mark);
  const std::map<std::uint64_t, Mark>& all() const { return all_; }
  std::string text() const;  // 10 bytes a mark, in base64
  static constexpr std::size_t most = 20'000;

 private:
  std::map<std::uint64_t, Mark> all_;
};

}  // namespace feeds
