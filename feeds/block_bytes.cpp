// What every block begins with: its version and the checksum of the rest.
#include "feeds/block_bytes.h"
#include "feeds/crc32c.h"

namespace feeds {

tl::unexpected<config::Error> damaged_block() {
  return config::fail("a block of the store is damaged", "move it away, and restore a copy or start anew");
}

std::string seal_block(std::uint8_t version, std::string_view header, std::string_view body) {
  std::string out;
  out.reserve(sealed_prefix + header.size() + body.size());
  out.resize(sealed_prefix);
  out += header;
  out += body;
  const std::uint32_t checksum = crc32c(std::string_view(out).substr(sealed_prefix));
  out[0] = static_cast<char>(version);
  std::memcpy(out.data() + 1, &checksum, sizeof checksum);
  return out;
}

config::Result<ByteReader> unseal_block(std::uint8_t version, std::string_view bytes) {
  ByteReader from(bytes);
  const std::uint8_t made_by = from.byte();
  if (made_by > version) return config::fail("a block of the store was made by a newer Anjungan", "update Anjungan");
  const auto checksum = from.fixed<std::uint32_t>();
  if (from.failed() || made_by != version || checksum != crc32c(bytes.substr(sealed_prefix))) return damaged_block();
  return from;
}

}  // namespace feeds
