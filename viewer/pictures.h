// The pictures of a center's folder: files are read on a thread of its own and become textures between frames. Public
// functions on the main thread; destroyed after the last canvas and before the ImGuiHost.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include "panels/look.h"

namespace viewer {

class Pictures final : public panels::Images {
 public:
  // `ready`: any thread: take() has something.
  explicit Pictures(std::function<void()> ready = {});
  ~Pictures() override;

  // Exactly these, below `dir`: what is new or has changed on disk is read, what is no longer asked for is given back.
  // A picture stands until the one that replaces it has been read. `longest`: pixels of a side that are of use.
  void want(const std::filesystem::path& dir, const std::vector<std::string>& paths, int longest);
  // Call between frames. True: find() says something new; whoever shows pictures is to be drawn again.
  bool take();
  void wait();  // until everything has been read; then take() has it

  Found find(std::string_view path) const override;
  std::size_t textures() const;  // held, with those that the renderer has yet to give back

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer
