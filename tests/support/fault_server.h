// A loopback server that does with each connection what a test says: hangs, drips, cuts, lies. A thread a connection.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace tests {

class FaultServer;

// One connection, in the hands of a script.
class Talk {
 public:
  // The request with its body (by Content-Length); empty when the client went away.
  std::string read_request();
  // False once the client has gone.
  bool send(const std::string& bytes);
  // Until the client goes away or the server ends.
  void hold();
  void close();
  int number() const { return number_; }  // of the connection, from 0

 private:
  friend class FaultServer;
  Talk(FaultServer& server, int socket, int number) : server_(server), socket_(socket), number_(number) {}
  int read(char* to, int most);
  FaultServer& server_;
  int socket_, number_;
  SSL* ssl_ = nullptr;
};

class FaultServer {
 public:
  using Script = std::function<void(Talk&)>;
  explicit FaultServer(Script script, std::shared_ptr<SSL_CTX> tls = {});
  ~FaultServer();
  int port() const { return port_; }
  std::string url(const std::string& path = "/") const;
  int connections() const { return connections_; }
  // All that clients sent, one entry a request.
  std::vector<std::string> requests() const;

 private:
  friend class Talk;
  void accept_all();
  void serve(int socket, int number);

  Script script_;
  std::shared_ptr<SSL_CTX> tls_;
  int listening_ = -1, port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> ending_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

// A port on which nothing listens.
int closed_port();
// A whole reply with its length.
std::string reply_200(const std::string& body, const std::string& content_type = "application/json",
                      const std::string& more_headers = "");

}  // namespace tests
