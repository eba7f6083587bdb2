// See assets.h.
#include "viewer/assets.h"
#include <cstdlib>
#include <fstream>

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

fs::path state_path(const fs::path& center, const fs::path& given) {
  if (!given.empty()) return given;
  if (const std::string named = environment("ANJUNGAN_STATE"); !named.empty()) return named;
  std::error_code ignored;
  fs::path whole = fs::weakly_canonical(center, ignored);
  if (whole.filename().empty()) whole = whole.parent_path();
  if (whole.string().starts_with("/etc/anjungan/")) return "/var/lib/anjungan" / whole.filename();
  fs::path base = environment("XDG_STATE_HOME");
  if (base.empty()) base = fs::path(environment("HOME")) / ".local/state";
  return base / "anjungan" / whole.filename();
}

config::Result<fs::path> state_folder(const fs::path& center, const fs::path& given) {
  const fs::path folder = state_path(center, given);
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    return config::fail({"the state folder {} cannot be made: {}", {folder.string(), failed.message()}},
                        "name another one with --state");
  return folder;
}

fs::path installed_center() {
  std::ifstream settings("/etc/default/anjungan");
  const std::string key = "ANJUNGAN_CENTER=";
  std::string found;
  for (std::string line; std::getline(settings, line);)
    if (line.starts_with(key)) found = line.substr(key.size());
  std::erase(found, '"');
  return found;
}

}  // namespace viewer
