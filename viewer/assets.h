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
// `given`, else $ANJUNGAN_STATE, else /var/lib/anjungan/<name of the center's folder> for a center below
// /etc/anjungan, else ${XDG_STATE_HOME:-~/.local/state}/anjungan/<name>.
std::filesystem::path state_path(const std::filesystem::path& center, const std::filesystem::path& given = {});
// The same, made where it is not there.
config::Result<std::filesystem::path> state_folder(const std::filesystem::path& center,
                                                   const std::filesystem::path& given = {});

// The center that the package's service shows, as /etc/default/anjungan names it; empty: none is installed.
std::filesystem::path installed_center();

}  // namespace viewer
