// See imgui_host.h. Main thread.
#include "viewer/imgui_host.h"
#include <algorithm>

namespace viewer {

ImGuiHost::ImGuiHost() : context_(ImGui::CreateContext()) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.UserData = &runs_;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;  // glyphs are made when first drawn, at any size
  io.ConfigErrorRecovery = false;
}

ImGuiHost::~ImGuiHost() {
  // Textures that no renderer took are our own to drop.
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
    if (texture->TexID == ImTextureID_Invalid) texture->SetStatus(ImTextureStatus_Destroyed);
  ImGui::DestroyContext(context_);
}

std::unique_ptr<ImDrawList> ImGuiHost::new_list() const {
  return std::make_unique<ImDrawList>(ImGui::GetDrawListSharedData());
}

void ImGuiHost::begin(float width, float height) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {std::max(1.0f, width), std::max(1.0f, height)};
  io.DeltaTime = 1.0f / 60;
  ImGui::NewFrame();
}

void ImGuiHost::end() {
  ImGui::EndFrame();
}

}  // namespace viewer
