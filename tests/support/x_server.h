// A virtual X server (Xvfb) of a test's own, its screen read from the memory that the server draws in.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/support/child.h"
#include "viewer/canvas.h"

namespace support {

class XServer {
 public:
  static bool installed();           // and xdotool
  explicit XServer(viewer::SizePx);  // throws std::runtime_error where none answers
  const std::string& display() const { return display_; }
  Child& process() { return *server_; }
  viewer::Picture screen() const;
  viewer::Picture screen(viewer::SizePx part) const;  // its upper left part, where windows stand without a manager
  std::string xdotool(std::vector<std::string> arguments) const;

 private:
  const viewer::SizePx size_;
  Folder folder_{Folder::On::memory};
  std::unique_ptr<Child> server_;
  std::string display_;
};

}  // namespace support
