// One accepted connection over a raw socket, with or without TLS: able to do what an HTTP library never would. One
// thread; interrupt() from any.
#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace feeds::simulate {

class Connection {
 public:
  explicit Connection(int socket);  // closes it at the end
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool secure(SSL_CTX*);  // the handshake of a server
  // Head and body (by Content-Length) of a request or a reply, at most 64 MB; empty when the other side went away.
  std::string read_message();
  bool send(std::string_view);  // false once the other side has gone
  bool is_gone();               // looked at without waiting
  void reset();                 // end() will be a TCP reset
  void end();                   // what was sent still arrives
  void interrupt();             // all calls end

 private:
  int read(char* to, int most);
  int socket_;
  SSL* ssl_ = nullptr;
  std::mutex mutex_;  // over the end of the socket
  std::atomic<bool> ended_ = false;
};

// Both on loopback. `port` 0: any free one; -1: not possible. A socket that does not listen refuses connections and
// keeps its port.
int bound_socket(int& port);
int connected_socket(int port);

}  // namespace feeds::simulate
