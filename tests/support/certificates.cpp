// See certificates.h.
#include "tests/support/certificates.h"
#include <stdlib.h>
#include <fstream>
#include <stdexcept>

namespace tests {

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "anjungan-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Authority::Authority(const TempFolder& folder, const std::string& name)
    : feeds::simulate::Authority(name), file_(folder.path() / (name + ".pem")) {
  std::ofstream(file_) << pem();
}

}  // namespace tests
