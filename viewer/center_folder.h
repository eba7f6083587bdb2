// The files of a new center: the templates in assets/center-template filled in for one regency. Any thread.
#pragma once
#include <map>
#include "viewer/regency.h"

namespace viewer {

using CenterFiles = std::map<std::string, std::string>;  // text by path below the center's folder

// The map's file, without folder.
std::string map_name(const Regency&);
// `today` dates the examples of approvals and bases: from the year's beginning until the end of the year after next.
config::Result<CenterFiles> center_files(const std::filesystem::path& assets, const Regency&, config::Date today);
// All of them or none. A folder that is there already is an error; nothing in it is touched.
config::Result<void> write_center(const std::filesystem::path& folder, const CenterFiles&);

}  // namespace viewer
