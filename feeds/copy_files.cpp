// See copy_files.h.
#include "feeds/copy_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace feeds {

using config::Result;
namespace fs = std::filesystem;

config::Error file_error(const fs::path& path, int number) {
  if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    return {{"the disk of {} is full", {path.parent_path().string()}}, "make room on it"};
  return {{"{}: {}", {path.string(), std::generic_category().message(number)}},
          "check the disk and the rights of its folder"};
}

FileHandle::~FileHandle() {
  if (number_ >= 0) ::close(number_);
}
FileHandle::FileHandle(FileHandle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Result<NewFile> NewFile::make(fs::path path) {
  fs::path part = path;
  part += part_suffix;
  FileHandle file(::open(part.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0640));
  if (!file) return tl::unexpected(file_error(part, errno));
  return NewFile(std::move(path), std::move(part), std::move(file));
}

NewFile::~NewFile() {
  if (file_) ::unlink(part_.c_str());
}

Result<void> NewFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::pwrite(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return tl::unexpected(file_error(part_, done < 0 ? errno : ENOSPC));
    size_ += static_cast<std::uint64_t>(done);
    bytes = bytes.subspan(static_cast<std::size_t>(done));
  }
  return {};
}

bool NewFile::read(std::uint64_t offset, std::span<std::byte> out) const {
  return read_at(file_, offset, out);
}

Result<void> NewFile::keep() {
  if (::fsync(file_.number()) != 0) return tl::unexpected(file_error(part_, errno));
  if (::rename(part_.c_str(), path_.c_str()) != 0) return tl::unexpected(file_error(path_, errno));
  file_ = FileHandle();
  return sync_folder(path_.parent_path());
}

Result<void> sync_folder(const fs::path& folder) {
  const FileHandle file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file || (::fsync(file.number()) != 0 && errno != EINVAL)) return tl::unexpected(file_error(folder, errno));
  return {};
}

FileHandle open_to_read(const fs::path& path) {
  return FileHandle(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

bool read_at(const FileHandle& file, std::uint64_t offset, std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t done = ::pread(file.number(), out.data(), out.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    offset += static_cast<std::uint64_t>(done);
    out = out.subspan(static_cast<std::size_t>(done));
  }
  return true;
}

Result<std::string> read_whole(const fs::path& path) {
  const FileHandle file = open_to_read(path);
  std::error_code fault;
  const auto size = file ? fs::file_size(path, fault) : 0;
  std::string out(fault ? 0 : size, '\0');
  if (!file || fault || !read_at(file, 0, std::as_writable_bytes(std::span(out))))
    return tl::unexpected(file_error(path, errno));
  return out;
}

Result<void> write_whole(const fs::path& path, std::string_view text) {
  auto file = NewFile::make(path);
  if (!file) return tl::unexpected(file.error());
  if (auto done = file->append(std::as_bytes(std::span(text))); !done) return done;
  return file->keep();
}

}  // namespace feeds
