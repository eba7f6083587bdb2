// Whole small files, for what is read at start. Any thread.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace config {

// The bytes of a file; nothing when it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path&);

}  // namespace config
