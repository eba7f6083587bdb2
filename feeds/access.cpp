// Sign-in of feeds over HTTP. Feed threads.
#include "feeds/access.h"

namespace feeds {
namespace {

std::string base64(std::string_view bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += i + k <= bytes.size() ? letters[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

}  // namespace

config::Result<Access::Headers> Access::reveal_all(const std::filesystem::path& dir) const {
  Headers out;
  for (const auto& [name, secret] : headers) {
    auto value = reveal(secret, dir);
    if (!value) return tl::unexpected(value.error());
    out.emplace_back(name, std::move(*value));
  }
  if (password.given() || !user.empty()) {
    const auto word = password.given() ? reveal(password, dir) : config::Result<std::string>(std::string());
    if (!word) return tl::unexpected(word.error());
    out.emplace_back("Authorization", "Basic " + base64(user + ":" + *word));
  }
  return out;
}

Status failed_fetch(const Http& http, const config::Error& error) {
  return Status::failed(error.what, http.asked_to_wait());
}

}  // namespace feeds
