// A folder for files of a test, and authorities whose certificate lies in a file of it.
#pragma once
#include <filesystem>
#include "feeds/simulate/certificates.h"

namespace tests {

// A folder that is removed at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A private authority; its certificate lies in PEM at `file()`, named after it.
class Authority : public feeds::simulate::Authority {
 public:
  Authority(const TempFolder&, const std::string& name);
  std::string file() const { return file_.string(); }

 private:
  std::filesystem::path file_;
};

using feeds::simulate::self_signed_server;

}  // namespace tests
