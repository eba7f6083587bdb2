// Lines to systemd's journal with their fields kept apart, in its native protocol
// (systemd.io/JOURNAL_NATIVE_PROTOCOL): `journalctl ANJUNGAN_FEED=name` finds them. Main thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viewer {

class JournalSocket {
 public:
  explicit JournalSocket(std::string path = "/run/systemd/journal/socket");
  ~JournalSocket();
  JournalSocket(const JournalSocket&) = delete;
  JournalSocket& operator=(const JournalSocket&) = delete;

  // Each field becomes ANJUNGAN_<NAME>. False: the journal did not take it.
  bool send(int priority, const std::string& line,
            const std::vector<std::pair<std::string_view, std::string>>& fields) const;

 private:
  std::string path_;
  int socket_ = -1;
};

}  // namespace viewer
