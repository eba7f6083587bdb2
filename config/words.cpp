// The sentences of one language, from assets/words/<lang>.toml. Any thread.
#include "config/words.h"
#include "config/files.h"
#include "config/tree.h"

namespace config {

Result<Words> load_words(const std::filesystem::path& assets, std::string_view lang) {
  if (lang != "id" && lang != "en")
    return fail({"there is no language \"{}\"", {std::string(lang)}}, "choose \"id\" or \"en\"");
  const std::filesystem::path file = assets / "words" / (std::string(lang) + ".toml");
  const std::optional<std::string> text = read_file(file);
  if (!text) return fail({"{} cannot be read", {file.string()}}, "install the program together with its assets folder");
  Complaints complaints;
  const std::optional<Node> document = parse_toml(*text, file.string(), complaints);
  if (!document) return fail({"{} is not usable: {}", {file.string(), to_line(complaints.front(), Words())}});
  std::map<std::string, std::string, std::less<>> sentences;
  for (const auto& [section, node] : document->table()->entries) {
    if (!node.table()) continue;
    for (const auto& [key, sentence] : node.table()->entries)
      if (sentence.string()) sentences.emplace(key, *sentence.string());
  }
  return Words(std::string(lang), std::move(sentences));
}

}  // namespace config
