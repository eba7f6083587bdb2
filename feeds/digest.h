// SHA-256 of bytes, for copies, and signatures by it. Any thread.
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
Digest hmac_sha256(std::string_view key, std::string_view text);  // RFC 2104
// In a time that does not depend on where they differ.
bool same(const Digest&, const Digest&);
std::string to_hex(const Digest&);
std::optional<Digest> parse_digest(std::string_view hex);

}  // namespace feeds
