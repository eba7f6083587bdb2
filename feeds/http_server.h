// The one HTTP server: the live page, pushed feeds and the simulator mount their routes on it. Handlers run on the
// server's worker threads, several at once.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include "config/result.h"

namespace feeds {

// A field or a file of a form (multipart/form-data).
struct ServedPart {
  std::string content, filename;
};
struct ServedRequest {
  std::string method, path, body, from;               // `from`: the sender's address
  std::map<std::string, std::string> query, headers;  // header names in lower case
  std::map<std::string, ServedPart> parts;            // of a form; `body` is empty then
  std::vector<std::string> matches;                   // groups of the route's pattern, [0] the whole path
};
struct ServedReply {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8", body;
  std::vector<std::pair<std::string, std::string>> headers;
};

class HttpServer {
 public:
  struct Setup {
    int workers = 4;
    std::size_t most_body = 4 * 1024 * 1024;        // of a request, in bytes
    std::filesystem::path certificate, secret_key;  // PEM; empty: plain HTTP
  };
  explicit HttpServer(int workers = 4) : HttpServer(Setup{.workers = workers}) {}
  explicit HttpServer(const Setup&);  // a certificate that is none: listen() says so
  ~HttpServer();                      // stops
  using Handler = std::function<ServedReply(const ServedRequest&)>;
  // `pattern`: a regular expression for the whole path. Mount before listen().
  void route(const std::string& method, const std::string& pattern, Handler);
  // Binds `address`; `port` 0 takes any free one, `tries` more ports are tried after a taken one. Returns the port.
  config::Result<int> listen(const std::string& address, int port, int tries = 0);
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
