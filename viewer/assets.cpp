// See assets.h.
#include "viewer/assets.h"
#include <cstdlib>

namespace viewer {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return failed ? fs::current_path(failed) : program.parent_path();
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

config::Result<Folders> find_folders() {
  const fs::path program = program_folder();
  std::vector<fs::path> assets{program / "../assets", program / "../../assets", program / "../share/anjungan/assets"};
  if (const std::string given = environment("ANJUNGAN_ASSETS"); !given.empty()) assets = {given};
  std::error_code ignored;
  Folders found;
  std::string looked;
  for (const fs::path& folder : assets) {
    if (found.assets.empty() && fs::is_directory(folder / "words", ignored))
      found.assets = fs::weakly_canonical(folder);
    looked += (looked.empty() ? "" : ", ") + folder.lexically_normal().string();
  }
  if (found.assets.empty())
    return config::fail({"the program's assets are not in {}", {looked}}, "set ANJUNGAN_ASSETS to their folder");
  for (const fs::path& folder : {program / "fonts", program / "../fonts", found.assets / "fonts"})
    if (found.fonts.empty() && fs::exists(folder / "Inter-Regular.otf", ignored))
      found.fonts = folder.lexically_normal();
  if (found.fonts.empty())
    return config::fail({"the fonts are not in {}", {(program / "fonts").string()}}, "build the program again");
  return found;
}

config::Result<fs::path> state_folder(const fs::path& center, const fs::path& given) {
  fs::path folder = given;
  if (folder.empty()) folder = environment("ANJUNGAN_STATE");
  if (folder.empty()) {
    fs::path base = environment("XDG_STATE_HOME");
    if (base.empty()) base = fs::path(environment("HOME")) / ".local/state";
    std::error_code ignored;
    fs::path whole = fs::weakly_canonical(center, ignored);
    if (whole.filename().empty()) whole = whole.parent_path();
    folder = base / "anjungan" / whole.filename();
  }
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return config::fail({"the state folder {} cannot be made: {}", {folder.string(), failed.message()}},
                        "name another one with --state");
  return folder;
}

}  // namespace viewer
