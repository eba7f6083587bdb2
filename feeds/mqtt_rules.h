// What is taken from messages: by their topics, and by JSON pointers or as plain numbers from their payloads. Any
// thread, no network.
#pragma once
#include <unordered_map>
#include "feeds/feed.h"
#include "feeds/mqtt.h"
#include "feeds/rules.h"

namespace feeds {

constexpr const char* topic_help =
    "Topic, with the wildcards + and #; {item} and {region} stand for a level that names them. Pointers find levels, "
    "too: \"/{item}\", and the payload as text: \"/{payload}\"";

struct TopicValueRule : ValueRule {
  std::string topic;
  void describe(auto& field) {
    field("topic", topic, topic_help, {.required = true, .example = "\"kantor/{item}/suhu\""});
    ValueRule::describe(field);
  }
};
struct TopicRecordRule : RecordRule {
  std::string topic;
  void describe(auto& field) {
    field("topic", topic, topic_help, {.required = true, .example = "\"kantor/{item}/keadaan\""});
    RecordRule::describe(field);
  }
};

void check_rule(const TopicValueRule&, const config::Place&, config::Complaints&);
void check_rule(const TopicRecordRule&, const config::Place&, config::Complaints&);

class TopicReader {
 public:
  // Rules must have passed check_rule; all of them must outlive it.
  TopicReader(const std::vector<TopicValueRule>&, const std::vector<TopicRecordRule>&, const config::Catalogue&);
  // What a broker is asked for: none of them is covered by another.
  std::vector<std::string> filters() const;
  // `now`: when it was received. Values of one series that came at the same moment are moved apart.
  void read(const MqttMessage&, Time now, Batch&);

 private:
  void read_value(const TopicValueRule&, const TopicPattern&, const MqttMessage&, Time now, Batch&);
  void read_record(const TopicRecordRule&, const TopicPattern&, const MqttMessage&, Time now, Batch&) const;
  void apart(Batch& found);

  const std::vector<TopicValueRule>& values_;
  const std::vector<TopicRecordRule>& records_;
  const config::Catalogue& catalogue_;
  std::vector<TopicPattern> value_topics_, record_topics_;
  std::unordered_map<std::string, Time> last_;  // by series, of those without a moment of their own
};

// Of values of the same series and moment the last one counts.
void drop_revised(Batch&);

}  // namespace feeds
