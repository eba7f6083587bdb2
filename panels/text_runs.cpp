// See text_runs.h. Main thread.
#include "panels/text_runs.h"

namespace panels {
namespace {

constexpr std::size_t most_runs = 4096;  // of one generation; a wall of many pages shows some hundreds

const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

// The quads that ImGui makes of the text at 0, 0.
std::vector<TextRuns::Glyph> glyphs_of(ImFont* font, float px, std::string_view text) {
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushTexture(ImGui::GetIO().Fonts->TexRef);
  list.PushClipRect({-1e6f, -1e6f}, {1e6f, 1e6f});
  list.AddText(font, px, {0, 0}, IM_COL32_WHITE, text.data(), end_of(text));
  std::vector<TextRuns::Glyph> out;
  for (int i = 0; i + 3 < list.VtxBuffer.Size; i += 4) {
    const ImDrawVert &first = list.VtxBuffer[i], &third = list.VtxBuffer[i + 2];
    out.push_back({first.pos, third.pos, first.uv, third.uv});
  }
  return out;
}

int texture_id() {
  const ImTextureData* texture = ImGui::GetIO().Fonts->TexData;
  return texture ? texture->UniqueID : -1;
}

}  // namespace

// Runs that were not asked for while a whole generation was filled are dropped.
TextRuns::Run& TextRuns::of(ImFont* font, float px, std::string_view text) {
  const Key asked{font, px, text};
  if (const auto found = now_.find(asked); found != now_.end()) return found->second->run;
  if (now_.size() >= most_runs) {
    before_ = std::move(now_);
    now_.clear();
  }
  std::unique_ptr<Kept> kept;
  if (auto old = before_.extract(asked); !old.empty()) {
    kept = std::move(old.mapped());
  } else {
    kept = std::make_unique<Kept>();
    kept->text = text;
    kept->run.width = font->CalcTextSizeA(px, 1e9f, 0, text.data(), end_of(text)).x;
  }
  const Key own{font, px, kept->text};
  return now_.emplace(own, std::move(kept)).first->second->run;
}

float TextRuns::width(ImFont* font, float px, std::string_view text) {
  return of(font, px, text).width;
}

void TextRuns::draw(ImDrawList& list, ImFont* font, float px, ImVec2 at, ImU32 colour, std::string_view text) {
  if (texture_ != texture_id()) {  // packed anew: glyphs lie elsewhere
    now_.clear();
    before_.clear();
    texture_ = texture_id();
  }
  Run& run = of(font, px, text);
  if (!run.has_glyphs) {
    run.glyphs = glyphs_of(font, px, text);
    run.has_glyphs = texture_ == texture_id();  // else shaping it has packed the glyphs anew
    ++shaped_;
  }
  const auto count = static_cast<int>(run.glyphs.size());
  list.PrimReserve(count * 6, count * 4);
  for (const Glyph& g : run.glyphs)
    list.PrimRectUV({at.x + g.least.x, at.y + g.least.y}, {at.x + g.most.x, at.y + g.most.y}, g.uv_least, g.uv_most,
                    colour);
}

}  // namespace panels
