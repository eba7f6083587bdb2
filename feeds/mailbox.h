// A bounded queue from many threads to one. A full one makes the sender wait; nothing is dropped.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace feeds {

template <class T>
class Mailbox {
 public:
  explicit Mailbox(std::size_t most) : most_(most) {}

  // False when stop was asked while waiting: the letter was not taken.
  bool put(T letter, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return letters_.size() < most_; })) return false;
    letters_.push_back(std::move(letter));
    changed_.notify_all();
    return true;
  }
  // All that wait, at most `most`; waits for the first until `until`. Empty on time-out or stop.
  template <class TimePoint>
  std::deque<T> take(std::size_t most, TimePoint until, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, until, [&] { return !letters_.empty(); });
    std::deque<T> out;
    while (!letters_.empty() && out.size() < most) {
      out.push_back(std::move(letters_.front()));
      letters_.pop_front();
    }
    changed_.notify_all();
    return out;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<T> letters_;
  const std::size_t most_;
};

}  // namespace feeds
