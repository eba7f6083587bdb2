// Files of a copy: each is written under a temporary name, synced and renamed, so that a name holds the whole or is not
// there. Any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include "config/result.h"

namespace feeds {

// An error of the operating system on `path`, from errno; a full disk is said as such.
config::Error file_error(const std::filesystem::path&, int number);

class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int number) : number_(number) {}
  ~FileHandle();
  FileHandle(FileHandle&&) noexcept;
  FileHandle& operator=(FileHandle&&) noexcept;
  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

// A new file, for its owner and group alone. Without keep() nothing of it remains.
class NewFile {
 public:
  static config::Result<NewFile> make(std::filesystem::path final_path);
  ~NewFile();
  NewFile(NewFile&&) noexcept = default;
  NewFile& operator=(NewFile&&) = delete;
  config::Result<void> append(std::span<const std::byte>);
  bool read(std::uint64_t offset, std::span<std::byte>) const;  // what was appended
  std::uint64_t size() const { return size_; }
  config::Result<void> keep();  // synced, renamed, its folder synced

 private:
  NewFile(std::filesystem::path path, std::filesystem::path part, FileHandle file)
      : path_(std::move(path)), part_(std::move(part)), file_(std::move(file)) {}
  std::filesystem::path path_, part_;
  FileHandle file_;
  std::uint64_t size_ = 0;
};
inline constexpr const char* part_suffix = ".part";  // of a file that is not yet whole

config::Result<void> sync_folder(const std::filesystem::path&);
config::Result<std::string> read_whole(const std::filesystem::path&);
config::Result<void> write_whole(const std::filesystem::path&, std::string_view);
bool read_at(const FileHandle&, std::uint64_t offset, std::span<std::byte>);
FileHandle open_to_read(const std::filesystem::path&);

}  // namespace feeds
