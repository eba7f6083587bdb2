// What a subscriber must remember over a restart, kept in the feed's cursor: messages that are in the store but perhaps
// not yet acknowledged, and what each topic said last. Pure, any thread but one at a time.
#pragma once
#include <map>
#include "feeds/mqtt.h"

namespace feeds {

class MqttMemory {
 public:
  MqttMemory() = default;
  explicit MqttMemory(const std::string& cursor);  // an unreadable one is an empty one

  enum class News { fresh, kept_already, same_as_before };
  // kept_already: it comes again although it is in the store. same_as_before: a retained message that says what the
  // topic said last; it is no new observation.
  News look(const MqttMessage&);
  // Those were sent an acknowledgement; the broker's answer to a later ping confirms it.
  void acknowledged(const std::vector<std::uint16_t>& ids);
  void confirmed();
  // The connection is another: what was not confirmed may come again.
  void reconnected();
  std::string cursor() const;

 private:
  struct Kept {
    std::uint64_t what = 0;
    bool acknowledged = false;
  };
  std::map<std::uint16_t, Kept> kept_;
  std::map<std::uint64_t, std::uint64_t> said_;  // topic, payload
};

}  // namespace feeds
