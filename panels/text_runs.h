// Texts as they were shaped before: glyphs and their places, so that a text that did not change is not shaped again.
// One for an ImGui context, hung on its io.UserData; without one every text is shaped when it is drawn. Main thread.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace panels {

class TextRuns {
 public:
  struct Glyph {
    ImVec2 least, most, uv_least, uv_most;  // around the text's upper left corner
  };
  struct Run {
    std::vector<Glyph> glyphs;
    bool has_glyphs = false;  // a text that was only measured has none yet
    float width = 0;
  };
  // Of this context; null: it has none.
  static TextRuns* current() { return static_cast<TextRuns*>(ImGui::GetIO().UserData); }

  float width(ImFont*, float px, std::string_view);
  void draw(ImDrawList&, ImFont*, float px, ImVec2 at, ImU32, std::string_view);
  std::uint64_t shaped() const { return shaped_; }  // texts, since the beginning

 private:
  struct Key {
    ImFont* font = nullptr;
    float px = 0;
    std::string_view text;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      const std::size_t text = std::hash<std::string_view>()(key.text);
      return text ^ (reinterpret_cast<std::uintptr_t>(key.font) * 31) ^ (static_cast<std::size_t>(key.px * 64) << 20);
    }
  };
  struct Kept {
    std::string text;
    Run run;
  };
  using Map = std::unordered_map<Key, std::unique_ptr<Kept>, Hash>;
  Run& of(ImFont*, float px, std::string_view);

  Map now_, before_;  // what is used; what was used when `now_` began
  int texture_ = -1;
  std::uint64_t shaped_ = 0;
};

}  // namespace panels
