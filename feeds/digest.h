// SHA-256 of bytes, for copies. Any thread.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace feeds {

using Digest = std::array<std::uint8_t, 32>;
Digest sha256(std::span<const std::byte>);
std::string to_hex(const Digest&);
std::optional<Digest> parse_digest(std::string_view hex);

}  // namespace feeds
