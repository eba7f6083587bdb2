// The sentences of one language, from assets/words/<lang>.toml. Any thread.
#pragma once
#include <filesystem>
#include <string_view>
#include "config/result.h"

namespace config {

// `lang` is "id" or "en"; `assets` the folder that holds words/. The file's sections mean nothing: all their entries
// are one list. Fails when the file is not there or is not TOML; a sentence that it lacks is said as its key.
Result<Words> load_words(const std::filesystem::path& assets, std::string_view lang);

}  // namespace config
