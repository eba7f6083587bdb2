// Which stage a text belongs to.
#include "panels/stages.h"

#include <algorithm>

namespace panels {
namespace {

std::string folded(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::vector<std::string> claimed(const Stage& s) {
  std::vector<std::string> out;
  for (const std::string& text : s.texts) out.push_back(folded(text));
  if (out.empty()) out.push_back(folded(s.title.id));
  return out;
}

}  // namespace

bool belongs(const Stage& s, std::string_view text) {
  const auto texts = claimed(s);
  return std::find(texts.begin(), texts.end(), folded(text)) != texts.end();
}

std::optional<std::size_t> stage_of(const std::vector<Stage>& stages, std::string_view text) {
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (belongs(stages[i], text)) return i;
  return {};
}

void check_stages(const std::vector<Stage>& stages, const config::Place& place, config::Complaints& out) {
  for (std::size_t i = 0; i < stages.size(); ++i)
    for (const std::string& text : claimed(stages[i]))
      for (std::size_t j = 0; j < i; ++j)
        if (belongs(stages[j], text))
          out.push_back({place,
                         {"\"{}\" belongs to two stages: {} and {}", {text, stages[j].title.id, stages[i].title.id}},
                         {"leave it in one of them"}});
}

std::vector<Stage> e_government_stages() {
  return {{{"Persiapan", "Preparation"}, {}, false},
          {{"Pematangan", "Maturing"}, {}, false},
          {{"Pemantapan", "Consolidation"}, {}, false},
          {{"Pemanfaatan", "Use"}, {}, false},
          {{"Evaluasi", "Evaluation"}, {}, false}};
}

}  // namespace panels
