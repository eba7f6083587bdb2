// See copy_manifest.h.
#include "feeds/copy_manifest.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace feeds {
namespace {

constexpr std::string_view first_line = "anjungan-copy 1";

std::string checksum(std::string_view text) {
  return to_hex(sha256(std::as_bytes(std::span(text))));
}

// Takes words off the front of a line.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}
  std::string_view word() {
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return out;
  }
  bool number(auto& out) {
    const std::string_view text = word();
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
    return !text.empty() && fault == std::errc() && end == text.data() + text.size();
  }
  std::string rest() { return std::string(std::exchange(rest_, {})); }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool read_line(Words line, Manifest& out) {
  const std::string_view key = line.word();
  if (key == "center") return out.center = line.rest(), true;
  if (key == "store") return out.store = line.rest(), !out.store.empty() && out.store.find('/') == out.store.npos;
  if (key == "size") return line.number(out.size) && line.done();
  if (key == "part") return out.parts.push_back(line.rest()), out.parts.back().find('/') == std::string::npos;
  if (key == "rows") {
    std::uint64_t count = 0;
    if (!line.number(count)) return false;
    out.rows[line.rest()] = count;
    return true;
  }
  if (key == "taken") {
    const auto taken = config::parse_time(line.rest());
    out.taken = taken.value_or(config::Time());
    return taken.has_value();
  }
  const auto digest = parse_digest(key);
  Chunk chunk;
  if (!digest || !line.number(chunk.part) || !line.number(chunk.offset) || !line.done()) return false;
  chunk.digest = *digest;
  out.chunks.push_back(chunk);
  return chunk.part < out.parts.size();
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  std::string out(first_line);
  const auto line = [&](const auto&... words) {
    out += '\n';
    std::string_view between;
    ((out += fmt::format("{}{}", std::exchange(between, " "), words)), ...);
  };
  line("center", manifest.center);
  line("store", manifest.store);
  line("taken", config::to_rfc3339(manifest.taken));
  line("size", manifest.size);
  for (const auto& [table, count] : manifest.rows) line("rows", count, table);
  for (const std::string& part : manifest.parts) line("part", part);
  for (const Chunk& chunk : manifest.chunks) line(to_hex(chunk.digest), chunk.part, chunk.offset);
  out += '\n';
  return out + checksum(out) + '\n';
}

config::Result<Manifest> parse_manifest(std::string_view text, const std::string& name) {
  const auto damaged = [&] { return config::fail({"the copy {} is damaged: its list cannot be read", {name}}); };
  constexpr std::size_t last = 2 * sizeof(Digest) + 1;
  if (text.size() < last || !text.starts_with(first_line)) return damaged();
  const std::string_view body = text.substr(0, text.size() - last);
  if (text.substr(body.size(), last - 1) != checksum(body)) return damaged();
  Manifest out;
  for (std::size_t from = first_line.size() + 1; from < body.size();) {
    const std::size_t end = std::min(body.find('\n', from), body.size());
    if (!read_line(Words(body.substr(from, end - from)), out)) return damaged();
    from = end + 1;
  }
  if (out.store.empty() || out.chunks.size() != (out.size + chunk_size - 1) / chunk_size) return damaged();
  return out;
}

}  // namespace feeds
