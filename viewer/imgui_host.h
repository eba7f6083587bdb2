// Dear ImGui's context without windows: fonts, glyphs and draw lists, and no GL. One at a time, main thread.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <memory>
#include "panels/text_runs.h"

namespace viewer {

class ImGuiHost {
 public:
  ImGuiHost();
  ~ImGuiHost();
  ImGuiHost(const ImGuiHost&) = delete;
  ImGuiHost& operator=(const ImGuiHost&) = delete;
  std::unique_ptr<ImDrawList> new_list() const;
  // Between these two glyphs may be drawn for the first time. A host without a renderer is for words alone (`tell`).
  void begin(float width, float height);
  void end();

 private:
  ImGuiContext* context_;
  panels::TextRuns runs_;
};

}  // namespace viewer
