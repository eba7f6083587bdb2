// Sentences for people, kept apart from the language they are said in: the English sentence is the key,
// assets/words/<lang>.toml holds the other languages. Any thread.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace config {

// A sentence with `{}` for each argument, in order. It travels, is stored and compared without a language.
struct Text {
  std::string key;
  std::vector<std::string> arguments;
  Text() = default;
  Text(std::string sentence, std::vector<std::string> with = {})
      : key(std::move(sentence)), arguments(std::move(with)) {}
  Text(const char* sentence, std::vector<std::string> with = {}) : key(sentence), arguments(std::move(with)) {}
  bool empty() const { return key.empty(); }
  bool operator==(const Text&) const = default;
};

// A name that configuration gives in one or two languages. `en` empty: `id` serves both.
struct Label {
  std::string id, en;
  Label() = default;
  Label(std::string indonesian, std::string english = {}) : id(std::move(indonesian)), en(std::move(english)) {}
  bool empty() const { return id.empty(); }
  bool operator==(const Label&) const = default;
};

// One language. A sentence that the language lacks is said as its key (English).
class Words {
 public:
  Words() = default;  // English
  // `lang` is "id" or "en"; `sentences` maps English keys to that language.
  Words(std::string lang, std::map<std::string, std::string, std::less<>> sentences);
  const std::string& lang() const { return lang_; }
  bool indonesian() const { return lang_ == "id"; }
  std::string say(const Text&) const;
  std::string_view word(std::string_view key) const;  // no arguments
  const std::string& pick(const Label&) const;

 private:
  std::string lang_ = "en";
  std::map<std::string, std::string, std::less<>> sentences_;
};

// `key` with each `{}` replaced by the next argument; missing arguments leave the braces.
std::string fill(std::string_view key, const std::vector<std::string>& arguments);

}  // namespace config
