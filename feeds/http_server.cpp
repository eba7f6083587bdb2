// The server on the HTTP library: an accepting thread and the library's pool of workers.
#include "feeds/http_server.h"
#include <httplib.h>
#include <sys/socket.h>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <thread>

namespace feeds {
namespace {

constexpr int most_waiting = 256;  // connections not yet accepted

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

ServedRequest from_library(const httplib::Request& request) {
  ServedRequest out{request.method, request.path, request.body, request.remote_addr, {}, {}, {}, {}};
  for (const auto& [name, value] : request.params) out.query.emplace(name, value);
  for (const auto& [name, value] : request.headers) out.headers.emplace(lower(name), value);
  for (const auto& [name, part] : request.files)
    out.parts.insert_or_assign(name, ServedPart{part.content, part.filename});
  for (const auto& match : request.matches) out.matches.push_back(match.str());
  return out;
}

std::unique_ptr<httplib::Server> made(const HttpServer::Setup& setup) {
  if (setup.certificate.empty()) return std::make_unique<httplib::Server>();
  return std::make_unique<httplib::SSLServer>(setup.certificate.c_str(), setup.secret_key.c_str());
}

}  // namespace

struct HttpServer::Impl {
  std::unique_ptr<httplib::Server> library;
  httplib::Server& server;
  std::thread accepting;
  std::atomic<bool> ended = false;
  int socket = -1;  // the one tried last

  explicit Impl(const Setup& setup) : library(made(setup)), server(*library) {
    server.new_task_queue = [workers = setup.workers] {
      return new httplib::ThreadPool(static_cast<std::size_t>(workers));
    };
    // Without the library's SO_REUSEPORT, with which two programs could share one port.
    server.set_socket_options([this](int made) {
      const int yes = 1;
      ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      socket = made;
    });
    server.set_payload_max_length(setup.most_body);
    // An idle connection would hold a worker: one request each, and a slow sender is dropped.
    server.set_keep_alive_max_count(1);
    server.set_keep_alive_timeout(5);
    server.set_read_timeout(std::chrono::seconds(5));
    server.set_write_timeout(std::chrono::seconds(10));
    server.set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      response.status = 500;
      response.set_content("internal fault\n", "text/plain; charset=utf-8");
    });
  }
};

HttpServer::HttpServer(const Setup& setup) : impl_(std::make_unique<Impl>(setup)) {}
HttpServer::~HttpServer() {
  stop();
}

void HttpServer::route(const std::string& method, const std::string& pattern, Handler handler) {
  const auto serve = [handler = std::move(handler)](const httplib::Request& request, httplib::Response& response) {
    const ServedReply reply = handler(from_library(request));
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) response.set_header(name, value);
    if (reply.status != 204 && reply.status != 304) response.set_content(reply.body, reply.content_type);
  };
  httplib::Server& server = impl_->server;
  if (method == "GET") server.Get(pattern, serve);
  if (method == "POST") server.Post(pattern, serve);
  if (method == "PUT") server.Put(pattern, serve);
  if (method == "PATCH") server.Patch(pattern, serve);
  if (method == "DELETE") server.Delete(pattern, serve);
  if (method == "OPTIONS") server.Options(pattern, serve);
}

config::Result<int> HttpServer::listen(const std::string& address, int port, int tries) {
  Impl& me = *impl_;
  if (!me.server.is_valid())
    return config::fail("the certificate or its key cannot be used",
                        "both are files in PEM that belong together; may this user read them?");
  int bound = -1;
  for (int offset = 0; bound < 0 && offset <= (port == 0 ? 0 : tries) && port + offset <= 65535; ++offset) {
    errno = 0;
    if (port == 0)
      bound = me.server.bind_to_any_port(address);
    else if (me.server.bind_to_port(address, port + offset))
      bound = port + offset;
    if (bound < 0 && errno == EACCES)
      return config::fail({"port {} may not be opened by this user", {std::to_string(port)}}, "take one above 1023");
    if (bound < 0 && errno != EADDRINUSE)
      return config::fail({"{} is not an address of this machine", {address}}, "take 127.0.0.1 or 0.0.0.0");
  }
  if (bound < 0)
    return config::fail({"port {} is taken", {std::to_string(port)}}, "stop the other program or take another port");
  // The library lets five wait; with more at once, the rest would try again only after seconds.
  ::listen(me.socket, most_waiting);
  me.accepting = std::thread([&me] {
    me.server.listen_after_bind();
    me.ended = true;
  });
  // Before it runs, the library would overlook a stop().
  while (!me.server.is_running() && !me.ended) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return bound;
}

void HttpServer::stop() {
  if (!impl_->accepting.joinable()) return;
  impl_->server.stop();
  impl_->accepting.join();
}

}  // namespace feeds
