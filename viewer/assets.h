// Where the program's own files and an installation's state are.
#pragma once
#include <filesystem>
#include "config/result.h"

namespace viewer {

struct Folders {
  std::filesystem::path assets, fonts;
};
// $ANJUNGAN_ASSETS, else ../assets or ../share/anjungan/assets from the program; fonts in <program's folder>/fonts,
// else in <assets>/fonts. The error says where was looked.
config::Result<Folders> find_folders();
// `given`, else $ANJUNGAN_STATE, else ${XDG_STATE_HOME:-~/.local/state}/anjungan/<name of the center's folder>. Made
// where it is not there.
config::Result<std::filesystem::path> state_folder(const std::filesystem::path& center,
                                                   const std::filesystem::path& given = {});

}  // namespace viewer
