// See journal_socket.h.
#include "viewer/journal_socket.h"
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cctype>
#include <cstdint>
#include <cstring>

namespace viewer {
namespace {

void add(std::string& entry, const std::string& name, const std::string& value) {
  entry += name;
  if (value.find('\n') == std::string::npos) {
    entry += '=' + value + '\n';
    return;
  }
  entry += '\n';
  for (int byte = 0; byte < 8; ++byte) entry += static_cast<char>(std::uint64_t{value.size()} >> (8 * byte));
  entry += value + '\n';
}

std::string name_of(std::string_view field) {
  std::string out = "ANJUNGAN_";
  for (const char c : field) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

JournalSocket::JournalSocket(std::string path)
    : path_(std::move(path)), socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {}

JournalSocket::~JournalSocket() {
  if (socket_ >= 0) close(socket_);
}

bool JournalSocket::send(int priority, const std::string& line,
                         const std::vector<std::pair<std::string_view, std::string>>& fields) const {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  if (socket_ < 0 || path_.size() >= sizeof to.sun_path) return false;
  std::memcpy(to.sun_path, path_.data(), path_.size());
  std::string entry;
  add(entry, "MESSAGE", line);
  add(entry, "PRIORITY", std::to_string(priority));
  add(entry, "SYSLOG_IDENTIFIER", "anjungan");
  for (const auto& [name, value] : fields)
    if (!value.empty()) add(entry, name_of(name), value);
  const auto* address = reinterpret_cast<const sockaddr*>(&to);
  return sendto(socket_, entry.data(), entry.size(), MSG_NOSIGNAL | MSG_DONTWAIT, address, sizeof to) ==
         static_cast<ssize_t>(entry.size());
}

}  // namespace viewer
