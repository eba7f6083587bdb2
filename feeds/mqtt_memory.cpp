// See mqtt_memory.h. Topics and payloads are remembered by 64 bits of them (FNV-1a).
#include "feeds/mqtt_memory.h"
#include "feeds/json_document.h"

namespace feeds {
namespace {

constexpr std::size_t most_topics = 10'000;

std::uint64_t digest(std::string_view text, std::uint64_t from = 14695981039346656037U) {
  for (const char c : text) from = (from ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return from;
}

template <class Take>
void each_pair(const Json& document, const char* name, Take take) {
  if (!document.contains(name) || !document[name].is_array()) return;
  for (const Json& one : document[name])
    if (one.is_array() && one.size() == 2 && one[0].is_number_unsigned() && one[1].is_number_unsigned())
      take(one[0].get<std::uint64_t>(), one[1].get<std::uint64_t>());
}

}  // namespace

MqttMemory::MqttMemory(const std::string& cursor) {
  const auto document = parse_json(cursor);
  if (!document || !document->is_object()) return;
  each_pair(*document, "kept", [&](std::uint64_t id, std::uint64_t what) {
    if (id > 0 && id <= 65535) kept_[static_cast<std::uint16_t>(id)].what = what;
  });
  each_pair(*document, "said", [&](std::uint64_t topic, std::uint64_t what) {
    if (said_.size() < most_topics) said_[topic] = what;
  });
}

MqttMemory::News MqttMemory::look(const MqttMessage& message) {
  const std::uint64_t topic = digest(message.topic), what = digest(message.payload, digest("\n", topic));
  if (message.qos > 0) {
    const auto known = kept_.find(message.id);
    if (known != kept_.end() && message.again && known->second.what == what) return News::kept_already;
    kept_[message.id] = {what, false};
  }
  const auto before = said_.find(topic);
  const bool same = before != said_.end() && before->second == what;
  if (message.retained && same) return News::same_as_before;
  if (before == said_.end() && said_.size() >= most_topics) said_.erase(said_.begin());
  said_[topic] = what;
  return News::fresh;
}

void MqttMemory::acknowledged(const std::vector<std::uint16_t>& ids) {
  for (const std::uint16_t id : ids)
    if (const auto known = kept_.find(id); known != kept_.end()) known->second.acknowledged = true;
}

void MqttMemory::confirmed() {
  std::erase_if(kept_, [](const auto& one) { return one.second.acknowledged; });
}

void MqttMemory::reconnected() {
  for (auto& [id, kept] : kept_) kept.acknowledged = false;
}

std::string MqttMemory::cursor() const {
  Json kept = Json::array(), said = Json::array();
  for (const auto& [id, one] : kept_) kept.push_back({id, one.what});
  for (const auto& [topic, what] : said_) said.push_back({topic, what});
  return Json{{"kept", std::move(kept)}, {"said", std::move(said)}}.dump();
}

}  // namespace feeds
