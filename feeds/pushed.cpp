// See pushed.h.
#include "feeds/pushed.h"
#include <nlohmann/json.hpp>
#include "feeds/reading.h"

namespace feeds {
namespace {

constexpr const char* json_type = "application/json";

std::string english(const Text& text) {
  return config::fill(text.key, text.arguments);
}

}  // namespace

std::string header(const Request& request, std::string_view name) {
  const auto found = request.headers.find(lower_case(name));
  return found == request.headers.end() ? "" : found->second;
}

std::string parameter(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

void check_path(const std::string& path, const config::Place& place, config::Complaints& out) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' ||
           c == '_' || c == '.';
  };
  if (path.empty() || (path.starts_with('/') && std::all_of(path.begin(), path.end(), plain))) return;
  out.push_back(
      {place, {"\"{}\" is no path", {path}}, "begin it with /, then letters, digits, \"-\", \"_\" and \".\""});
}

Status not_asked() {
  return Status::failed("systems send to this feed; it cannot be asked");
}

Taken question(int status, std::string body, std::string content_type) {
  return {Taken::What::answer, {}, {status, std::move(content_type), std::move(body)}};
}

Taken stranger(int status, const std::string& why) {
  return {Taken::What::stranger, {}, {status, json_type, nlohmann::json{{"error", why}}.dump()}};
}

Taken unreadable(Text why, int status) {
  Answer answer{status, json_type, nlohmann::json{{"error", english(why)}}.dump()};
  return {Taken::What::delivery, Status::failed(std::move(why)), std::move(answer)};
}

Answer told_in_json(const Receipt& receipt) {
  nlohmann::json body = {{"accepted", receipt.accepted}, {"refused", receipt.refused}};
  for (const Refusal& refusal : receipt.refusals)
    body["reasons"].push_back(
        {{"series", refusal.series}, {"value", refusal.value}, {"reason", english(refusal.reason)}});
  const bool none = receipt.accepted == 0 && receipt.refused > 0;
  return {none ? 422 : 200, json_type, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace feeds
