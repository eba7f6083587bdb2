// The newest of something immutable, handed from one thread to others.
#pragma once
#include <memory>
#include <mutex>

namespace feeds {

template <class T>
class Latest {
 public:
  void put(std::shared_ptr<const T> next) {
    const std::lock_guard lock(mutex_);
    value_.swap(next);
  }
  std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace feeds
