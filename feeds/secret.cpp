// Secrets are read when they are used, so that a changed file or variable counts at the next poll. Feed threads.
#include <cstdlib>
#include <fstream>
#include "feeds/feed.h"

namespace feeds {
namespace {

constexpr std::size_t most_bytes = 65536;

}  // namespace

config::Result<std::string> reveal(const config::Secret& secret, const std::filesystem::path& dir) {
  if (secret.source.starts_with("env:")) {
    const std::string name = secret.source.substr(4);
    const char* value = std::getenv(name.c_str());
    if (!value || !*value)
      return config::fail({"the environment variable {} is not set", {name}}, "set it where the program is started");
    return std::string(value);
  }
  if (!secret.source.starts_with("file:")) return secret.source;
  const std::string name = secret.source.substr(5);
  std::ifstream file(dir / name, std::ios::binary);
  std::string value(most_bytes, '\0');
  file.read(value.data(), static_cast<std::streamsize>(value.size()));
  value.resize(static_cast<std::size_t>(file.gcount()));
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
  if (!file.is_open() || value.empty())
    return config::fail({"the secret file {} cannot be read or is empty", {name}}, "look at its place and its rights");
  return value;
}

}  // namespace feeds
