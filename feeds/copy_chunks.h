// A copy's bytes as a file: written chunk by chunk, of which those that an earlier copy holds are not written again;
// and read with each chunk's checksum compared. One thread at a time.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include "feeds/copy_files.h"
#include "feeds/copy_manifest.h"

namespace feeds {

using ChunkBytes = std::vector<std::byte>;

class CopyReader final : public PagedFile {
 public:
  CopyReader(std::filesystem::path place, Manifest, std::string name);
  const Manifest& manifest() const { return manifest_; }
  // One chunk, checksum compared. The error names the data file that is missing or damaged.
  config::Result<ChunkBytes> chunk(std::size_t index);
  std::uint64_t size() const override { return manifest_.size; }
  bool read(std::uint64_t offset, std::span<std::byte>) override;
  bool write(std::uint64_t, std::span<const std::byte>) override { return false; }
  const std::string& damaged_part() const { return damaged_part_; }  // the last that chunk() complained of

 private:
  const FileHandle& file_of(std::uint32_t part);

  std::filesystem::path place_;
  Manifest manifest_;
  std::string name_, damaged_part_;
  std::map<std::uint32_t, FileHandle> files_;
  std::vector<bool> checked_;  // chunks whose checksum this object has found right: their pages are read alone
};

class CopyWriter final : public PagedFile {
 public:
  // `base`: an earlier copy whose chunks may be used again; null: none.
  CopyWriter(std::filesystem::path place, std::string name, CopyReader* base);
  std::uint64_t size() const override { return size_; }
  bool read(std::uint64_t offset, std::span<std::byte>) override;
  bool write(std::uint64_t offset, std::span<const std::byte>) override;
  // Puts the data file in its place and fills size, parts and chunks.
  config::Result<void> finish(Manifest&);
  std::uint64_t written() const { return data_ ? data_->size() : 0; }
  const std::optional<config::Error>& fault() const { return fault_; }  // why write() or read() said false

 private:
  static constexpr std::uint32_t own = ~0U;  // the part that is written now
  ChunkBytes* open_chunk(std::size_t index);
  bool close_chunk(std::size_t index);
  bool fail(config::Error);

  std::filesystem::path place_;
  std::string name_;
  CopyReader* base_;
  std::vector<bool> sparse_;  // parts of the base of which less than half is still used: they are left behind
  std::optional<NewFile> data_;
  std::uint64_t size_ = 0;
  std::vector<std::optional<Chunk>> chunks_;
  std::map<std::size_t, ChunkBytes> open_;
  std::optional<config::Error> fault_;
};

}  // namespace feeds
