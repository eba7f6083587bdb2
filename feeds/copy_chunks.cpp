// See copy_chunks.h.
#include "feeds/copy_chunks.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace feeds {

using config::Result;
namespace fs = std::filesystem;

CopyReader::CopyReader(fs::path place, Manifest manifest, std::string name)
    : place_(std::move(place)),
      manifest_(std::move(manifest)),
      name_(std::move(name)),
      checked_(manifest_.chunks.size()) {}

const FileHandle& CopyReader::file_of(std::uint32_t part) {
  const auto file = files_.find(part);
  if (file != files_.end()) return file->second;
  return files_.emplace(part, open_to_read(place_ / manifest_.parts[part])).first->second;
}

Result<ChunkBytes> CopyReader::chunk(std::size_t index) {
  const Chunk& chunk = manifest_.chunks[index];
  const std::string& part = manifest_.parts[chunk.part];
  const FileHandle& file = file_of(chunk.part);
  ChunkBytes out(manifest_.chunk_bytes(index));
  checked_[index] = file && read_at(file, chunk.offset, out) && sha256(out) == chunk.digest;
  if (checked_[index]) return out;
  damaged_part_ = part;
  if (!file) return config::fail({"the copy {} is damaged: {} is missing", {name_, part}});
  return config::fail({"the copy {} is damaged: {} is not what was written", {name_, part}});
}

bool CopyReader::read(std::uint64_t offset, std::span<std::byte> out) {
  while (!out.empty()) {
    const auto index = static_cast<std::size_t>(offset / chunk_size);
    if (index >= manifest_.chunks.size() || (!checked_[index] && !chunk(index))) return false;
    const Chunk& from = manifest_.chunks[index];
    const std::uint64_t within = offset % chunk_size, there = manifest_.chunk_bytes(index);
    if (within >= there) return false;
    const std::size_t count = std::min<std::uint64_t>(out.size(), there - within);
    if (!read_at(file_of(from.part), from.offset + within, out.first(count))) return false;
    out = out.subspan(count);
    offset += count;
  }
  return true;
}

CopyWriter::CopyWriter(fs::path place, std::string name, CopyReader* base)
    : place_(std::move(place)), name_(std::move(name)), base_(base) {
  if (!base_) return;
  const Manifest& of = base_->manifest();
  std::vector<std::uint64_t> used(of.parts.size());
  for (std::size_t i = 0; i < of.chunks.size(); ++i) used[of.chunks[i].part] += of.chunk_bytes(i);
  for (std::size_t part = 0; part < used.size(); ++part) {
    std::error_code missing;
    const std::uint64_t size = fs::file_size(place_ / of.parts[part], missing);
    sparse_.push_back(missing || used[part] < size / 2);
  }
}

bool CopyWriter::fail(config::Error error) {
  if (!fault_) fault_ = std::move(error);
  return false;
}

// SQLite writes in ascending order but for the first page; whatever else it asks for is found all the same.
ChunkBytes* CopyWriter::open_chunk(std::size_t index) {
  if (const auto found = open_.find(index); found != open_.end()) return &found->second;
  while (open_.size() > 4) {
    const auto oldest = std::next(open_.begin());  // never the first chunk
    if (!close_chunk(oldest->first)) return nullptr;
  }
  ChunkBytes bytes(chunk_size);
  if (index < chunks_.size() && chunks_[index]) {
    const Chunk& chunk = *chunks_[index];
    if (chunk.part == own) {
      const bool read =
          data_ && data_->read(chunk.offset, {bytes.data(), std::min(chunk_size, size_ - index * chunk_size)});
      if (!read) return fail(file_error(place_ / name_, errno)), nullptr;
    } else {
      auto again = base_->chunk(index);
      if (!again) return fail(again.error()), nullptr;
      std::copy(again->begin(), again->end(), bytes.begin());
    }
  }
  return &open_.emplace(index, std::move(bytes)).first->second;
}

bool CopyWriter::read(std::uint64_t offset, std::span<std::byte> out) {
  const ChunkBytes* bytes = open_chunk(static_cast<std::size_t>(offset / chunk_size));
  if (!bytes || offset % chunk_size + out.size() > chunk_size) return false;
  std::memcpy(out.data(), bytes->data() + offset % chunk_size, out.size());
  return true;
}

bool CopyWriter::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  if (fault_ || offset % chunk_size + bytes.size() > chunk_size) return false;
  ChunkBytes* chunk = open_chunk(static_cast<std::size_t>(offset / chunk_size));
  if (!chunk) return false;
  std::memcpy(chunk->data() + offset % chunk_size, bytes.data(), bytes.size());
  size_ = std::max(size_, offset + bytes.size());
  return true;
}

bool CopyWriter::close_chunk(std::size_t index) {
  const auto found = open_.find(index);
  std::span<const std::byte> bytes = found->second;
  bytes = bytes.first(std::min(chunk_size, size_ - index * chunk_size));
  if (chunks_.size() <= index) chunks_.resize(index + 1);
  Chunk chunk{sha256(bytes), own, 0};
  const Manifest* of = base_ ? &base_->manifest() : nullptr;
  if (of && index < of->chunks.size() && of->chunk_bytes(index) == bytes.size() &&
      of->chunks[index].digest == chunk.digest && !sparse_[of->chunks[index].part]) {
    chunk = of->chunks[index];
  } else {
    if (!data_) {
      auto made = NewFile::make(place_ / (name_ + ".data"));
      if (!made) return fail(made.error());
      data_.emplace(std::move(*made));
    }
    chunk.offset = data_->size();
    if (auto done = data_->append(bytes); !done) return fail(done.error());
  }
  chunks_[index] = chunk;
  open_.erase(found);
  return true;
}

Result<void> CopyWriter::finish(Manifest& out) {
  while (!open_.empty())
    if (!close_chunk(open_.begin()->first)) return tl::unexpected(*fault_);
  for (std::size_t index = 0; index < chunks_.size(); ++index)  // SQLite never writes the page of its lock
    if (!chunks_[index] && (!open_chunk(index) || !close_chunk(index))) return tl::unexpected(*fault_);
  if (data_)
    if (auto kept = data_->keep(); !kept) return kept;
  out.size = size_;
  std::map<std::uint32_t, std::uint32_t> number;  // of a part in the base: in this copy
  const auto part_of = [&](std::uint32_t part) {
    const auto [found, added] = number.emplace(part, static_cast<std::uint32_t>(out.parts.size()));
    if (added) out.parts.push_back(part == own ? name_ + ".data" : base_->manifest().parts[part]);
    return found->second;
  };
  for (const std::optional<Chunk>& chunk : chunks_) {
    out.chunks.push_back({chunk->digest, part_of(chunk->part), chunk->offset});
  }
  return {};
}

}  // namespace feeds
