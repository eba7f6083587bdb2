// See pictures.h.
#include "viewer/pictures.h"
#include <imgui_internal.h>
#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include "viewer/picture_file.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;

constexpr int kSmallestSide = 64;         // no level below it
constexpr int kFirstTexture = 1'000'000;  // numbers of textures, apart from those of fonts (see canvas.cpp)

// A file as it was when it was read.
struct Stamp {
  fs::path file;
  fs::file_time_type changed{};
  std::uintmax_t size = 0;
  int longest = 0;
  bool operator==(const Stamp&) const = default;
};

Stamp stamp_of(const fs::path& file, int longest) {
  Stamp out{file, {}, 0, longest};
  std::error_code failed;
  out.changed = fs::last_write_time(file, failed);
  if (failed) out.changed = {};
  out.size = fs::file_size(file, failed);
  if (failed) out.size = 0;
  return out;
}

struct Job {
  std::string path;
  Stamp stamp;
};
struct Done {
  Job job;
  std::vector<Pixels> levels;  // none: `fault`
  config::Text fault;
};

Done read(Job job) {
  Done out{std::move(job), {}, {}};
  auto picture = read_picture(out.job.stamp.file, out.job.stamp.longest);
  if (!picture) {
    out.fault = picture.error().what;
    return out;
  }
  out.levels.push_back(std::move(*picture));
  for (;;) {
    const Pixels& last = out.levels.back();
    if (std::min(last.width, last.height) / 2 < kSmallestSide) return out;
    out.levels.push_back(reduced(last, last.width / 2, last.height / 2));
  }
}

}  // namespace

struct Pictures::Impl {
  struct Entry {
    Stamp stamp;  // of what was asked for last
    panels::Image image;
    config::Text fault;
  };

  std::function<void()> ready;
  std::map<std::string, Entry, std::less<>> entries;
  std::vector<ImTextureData*> leaving;  // until the renderer has given them back
  int next_texture = kFirstTexture;

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;
  std::vector<Done> done;
  bool busy = false, stop = false;
  std::thread thread;

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return stop || !jobs.empty(); });
      if (stop) return;
      Job job = std::move(jobs.front());
      jobs.pop_front();
      busy = true;
      lock.unlock();
      Done result = read(std::move(job));
      lock.lock();
      busy = false;
      done.push_back(std::move(result));
      changed.notify_all();
      lock.unlock();
      if (ready) ready();
      lock.lock();
    }
  }

  void ask(const std::string& path, const Stamp& stamp) {
    const std::lock_guard lock(mutex);
    if (!thread.joinable()) thread = std::thread([this] { work(); });
    jobs.push_back({path, stamp});
    changed.notify_all();
  }

  static ImTextureData* data(const panels::Image::Level& level) { return level.texture._TexData; }
  // A renderer that ended took its textures with it.
  static bool lost(const panels::Image& image) {
    return std::any_of(image.levels.begin(), image.levels.end(),
                       [](const auto& level) { return data(level)->Status == ImTextureStatus_Destroyed; });
  }

  void make(const std::vector<Pixels>& levels, panels::Image& out) {
    for (const Pixels& level : levels) {
      auto* texture = IM_NEW(ImTextureData)();
      texture->Create(ImTextureFormat_RGBA32, level.width, level.height);
      std::memcpy(texture->GetPixels(), level.rgba.data(), level.rgba.size());
      texture->UniqueID = next_texture++;
      texture->UseColors = true;
      texture->SetStatus(ImTextureStatus_WantCreate);
      ImGui::RegisterUserTexture(texture);
      out.levels.push_back({texture->GetTexRef(), level.width, level.height});
    }
  }
  void give_back(panels::Image& image) {
    for (const auto& level : image.levels) {
      ImTextureData* texture = data(level);
      if (texture->Status == ImTextureStatus_WantCreate) texture->SetStatus(ImTextureStatus_Destroyed);
      if (texture->Status != ImTextureStatus_Destroyed) {
        texture->SetStatus(ImTextureStatus_WantDestroy);
        texture->UnusedFrames = 1;
      }
      leaving.push_back(texture);
    }
    image.levels.clear();
  }
  static void drop(ImTextureData* texture) {
    ImGui::UnregisterUserTexture(texture);
    ImGui::GetPlatformIO().Textures.find_erase(texture);
    IM_DELETE(texture);
  }
  void sweep() {
    std::erase_if(leaving, [](ImTextureData* texture) {
      if (texture->Status != ImTextureStatus_Destroyed) return false;
      drop(texture);
      return true;
    });
    for (auto& [path, entry] : entries)
      for (const auto& level : entry.image.levels)
        if (data(level)->Status == ImTextureStatus_OK) data(level)->DestroyPixels();
  }
};

Pictures::Pictures(std::function<void()> ready) : impl_(std::make_unique<Impl>()) {
  impl_->ready = std::move(ready);
}

Pictures::~Pictures() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stop = true;
    impl_->changed.notify_all();
  }
  if (impl_->thread.joinable()) impl_->thread.join();
  for (auto& [path, entry] : impl_->entries) impl_->give_back(entry.image);
  for (ImTextureData* texture : impl_->leaving) Impl::drop(texture);
}

void Pictures::want(const fs::path& dir, const std::vector<std::string>& paths, int longest) {
  Impl& my = *impl_;
  for (auto it = my.entries.begin(); it != my.entries.end();) {
    if (std::find(paths.begin(), paths.end(), it->first) == paths.end()) {
      my.give_back(it->second.image);
      it = my.entries.erase(it);
    } else {
      ++it;
    }
  }
  for (const std::string& path : paths) {
    const Stamp stamp = stamp_of(dir / path, longest);
    const auto [entry, is_new] = my.entries.try_emplace(path);
    if (!is_new && entry->second.stamp == stamp && !Impl::lost(entry->second.image)) continue;
    entry->second.stamp = stamp;
    my.ask(path, stamp);
  }
  my.sweep();
}

bool Pictures::take() {
  Impl& my = *impl_;
  std::vector<Done> done;
  {
    const std::lock_guard lock(my.mutex);
    done.swap(my.done);
  }
  bool any = false;
  for (Done& one : done) {
    const auto entry = my.entries.find(one.job.path);
    if (entry == my.entries.end() || !(entry->second.stamp == one.job.stamp)) continue;
    my.give_back(entry->second.image);
    my.make(one.levels, entry->second.image);
    entry->second.fault = std::move(one.fault);
    any = true;
  }
  my.sweep();
  return any;
}

void Pictures::wait() {
  std::unique_lock lock(impl_->mutex);
  impl_->changed.wait(lock, [this] { return impl_->jobs.empty() && !impl_->busy; });
}

panels::Images::Found Pictures::find(std::string_view path) const {
  const auto entry = impl_->entries.find(path);
  if (entry == impl_->entries.end()) return {};
  const panels::Image& image = entry->second.image;
  return {image.levels.empty() || Impl::lost(image) ? nullptr : &image, entry->second.fault};
}

std::size_t Pictures::textures() const {
  std::size_t count = impl_->leaving.size();
  for (const auto& [path, entry] : impl_->entries) count += entry.image.levels.size();
  return count;
}

}  // namespace viewer
