// Sentences and their languages. Any thread.
#include "config/text.h"

namespace config {

std::string fill(std::string_view key, const std::vector<std::string>& arguments) {
  std::string out;
  std::size_t next = 0, from = 0;
  while (next < arguments.size()) {
    const std::size_t braces = key.find("{}", from);
    if (braces == std::string_view::npos) break;
    out.append(key.substr(from, braces - from)).append(arguments[next++]);
    from = braces + 2;
  }
  return out.append(key.substr(from));
}

Words::Words(std::string lang, std::map<std::string, std::string, std::less<>> sentences)
    : lang_(std::move(lang)), sentences_(std::move(sentences)) {}

std::string_view Words::word(std::string_view key) const {
  const auto found = sentences_.find(key);
  return found == sentences_.end() ? key : std::string_view(found->second);
}

std::string Words::say(const Text& text) const {
  return fill(word(text.key), text.arguments);
}

const std::string& Words::pick(const Label& label) const {
  return indonesian() || label.en.empty() ? label.id : label.en;
}

}  // namespace config
