// See patches.h. Main thread.
#include "viewer/patches.h"
#include <algorithm>

namespace viewer {

// A draw list as bytes: vertices, indices, and of each command what decides the picture. A texture is known by its own
// number and not by its address: an atlas that was packed anew is another texture, and within one no spot is used
// twice.
void serialise(const ImDrawList& list, std::vector<std::uint8_t>& out) {
  const auto add = [&out](const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    out.insert(out.end(), bytes, bytes + size);
  };
  out.clear();
  const int counts[] = {list.VtxBuffer.Size, list.IdxBuffer.Size, list.CmdBuffer.Size};
  add(counts, sizeof counts);
  if (list.VtxBuffer.Size) add(list.VtxBuffer.Data, list.VtxBuffer.size_in_bytes());
  if (list.IdxBuffer.Size) add(list.IdxBuffer.Data, list.IdxBuffer.size_in_bytes());
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const std::int64_t fields[] = {command.TexRef._TexData ? -1 - command.TexRef._TexData->UniqueID
                                                           : static_cast<std::int64_t>(command.TexRef._TexID),
                                   command.VtxOffset, command.IdxOffset, command.ElemCount};
    add(&command.ClipRect, sizeof command.ClipRect);
    add(fields, sizeof fields);
  }
  if (list._CallbacksDataBuf.Size) add(list._CallbacksDataBuf.Data, list._CallbacksDataBuf.size_in_bytes());
}

// The colour of a first rectangle that covers the whole area and hides what is below: without a GPU clearing costs a
// tenth of painting it.
std::optional<ImU32> opaque_ground(const ImDrawList& list, const RectPx& area) {
  if (list.CmdBuffer.empty() || list.CmdBuffer[0].ElemCount < 6 || list.CmdBuffer[0].IdxOffset != 0) return {};
  if (list.CmdBuffer[0].UserCallback || list.VtxBuffer.Size < 4) return {};
  constexpr ImDrawIdx rectangle[] = {0, 1, 2, 0, 2, 3};
  if (!std::equal(std::begin(rectangle), std::end(rectangle), list.IdxBuffer.Data)) return {};
  const ImDrawVert* corner = list.VtxBuffer.Data;
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (int i = 0; i < 4; ++i) {
    const bool plain = corner[i].uv.x == white.x && corner[i].uv.y == white.y && corner[i].col == corner[0].col;
    if (!plain) return {};
  }
  const auto left = static_cast<float>(area.left), top = static_cast<float>(area.top);
  const auto right = static_cast<float>(area.right), bottom = static_cast<float>(area.bottom);
  const bool covers = corner[0].pos.x <= left && corner[0].pos.y <= top && corner[1].pos.x >= right &&
                      corner[1].pos.y <= top && corner[2].pos.x >= right && corner[2].pos.y >= bottom &&
                      corner[3].pos.x <= left && corner[3].pos.y >= bottom;
  if (!covers || corner[0].col >> IM_COL32_A_SHIFT != 255) return {};
  return corner[0].col;
}

void skip_first_rectangle(ImDrawList& list) {
  list.CmdBuffer[0].IdxOffset += 6;
  list.CmdBuffer[0].ElemCount -= 6;
}

bool overlap(const RectPx& a, const RectPx& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// What of `area` none of `others` covers.
std::vector<RectPx> uncovered(const RectPx& area, const std::vector<RectPx>& others) {
  std::vector<RectPx> left = {area};
  for (const RectPx& other : others) {
    std::vector<RectPx> next;
    for (const RectPx& part : left) {
      if (!overlap(part, other)) {
        next.push_back(part);
        continue;
      }
      const int top = std::max(part.top, other.top), bottom = std::min(part.bottom, other.bottom);
      for (const RectPx& piece :
           {RectPx{part.left, part.top, part.right, top}, RectPx{part.left, bottom, part.right, part.bottom},
            RectPx{part.left, top, std::max(part.left, other.left), bottom},
            RectPx{std::min(part.right, other.right), top, part.right, bottom}})
        if (!piece.empty()) next.push_back(piece);
    }
    left = std::move(next);
  }
  return left;
}

void clip_to(ImDrawList& list, const RectPx& area) {
  for (ImDrawCmd& command : list.CmdBuffer) {
    command.ClipRect.x = std::max(command.ClipRect.x, static_cast<float>(area.left));
    command.ClipRect.y = std::max(command.ClipRect.y, static_cast<float>(area.top));
    command.ClipRect.z = std::min(command.ClipRect.z, static_cast<float>(area.right));
    command.ClipRect.w = std::min(command.ClipRect.w, static_cast<float>(area.bottom));
  }
}

}  // namespace viewer
