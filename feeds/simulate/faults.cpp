// An accepting thread and a thread for each connection; at most 64 at once. Time passes by the clock it was given.
#include "feeds/simulate/faults.h"
#include <fmt/format.h>
#include <fnmatch.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <atomic>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include "feeds/http_guard.h"
#include "feeds/simulate/certificates.h"
#include "feeds/simulate/connection.h"
#include "feeds/simulate/spoil.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_connections = 64;
constexpr std::size_t bomb_repeats = 400'000;          // 650 KB that say 103 MB
constexpr std::int64_t huge_size = 1'000'000'000;      // bytes
constexpr std::size_t most_remembered_pages = 10'000;  // paths

struct Message {
  std::string first, body;
  std::vector<std::string> headers;  // lines

  static Message parse(const std::string& text) {
    Message out;
    const auto end = text.find("\r\n\r\n");
    for (std::size_t at = 0; at < end && end != std::string::npos;) {
      const auto line = std::min(text.find("\r\n", at), end);
      (at == 0 ? out.first : out.headers.emplace_back()) = text.substr(at, line - at);
      at = line + 2;
    }
    if (end != std::string::npos) out.body = text.substr(end + 4);
    return out;
  }
  static bool is(const std::string& line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' &&
           std::equal(name.begin(), name.end(), line.begin(),
                      [](char a, char b) { return std::tolower(a) == std::tolower(b); });
  }
  void drop(std::string_view name) {
    std::erase_if(headers, [&](const std::string& line) { return is(line, name); });
  }
  std::string header(std::string_view name) const {
    for (const std::string& line : headers)
      if (is(line, name)) return line.substr(line.find_first_not_of(' ', name.size() + 1));
    return {};
  }
  void set(const std::string& name, const std::string& value) {
    drop(name);
    headers.push_back(name + ": " + value);
  }
  std::string head() const {
    std::string out = first + "\r\n";
    for (const std::string& line : headers) out += line + "\r\n";
    return out + "\r\n";
  }
  std::string target() const {
    const auto begin = first.find(' ') + 1;
    return first.substr(begin, first.find(' ', begin) - begin);
  }
  std::string path() const { return target().substr(0, target().find('?')); }
  bool is_200() const { return first.find(" 200 ") != std::string::npos; }
};

const char* status_line(Fault fault) {
  switch (fault) {
    case Fault::redirect_loop:
      return "HTTP/1.1 301 Moved Permanently";
    case Fault::too_many_requests:
      return "HTTP/1.1 429 Too Many Requests";
    case Fault::error_500:
      return "HTTP/1.1 500 Internal Server Error";
    default:
      return "HTTP/1.1 503 Service Unavailable";
  }
}

struct Serving {
  explicit Serving(int socket) : connection(socket) {}
  Connection connection;
  std::atomic<bool> done = false;
  std::jthread thread;
};

}  // namespace

struct FaultyAgency::Impl {
  const Options& options;
  Clock& clock;
  std::optional<Steady> until;
  std::atomic<bool> ill;
  std::atomic<int> requests = 0, busy = 0;
  int port = 0, socket = -1;
  std::atomic<bool> listening = false;
  std::unique_ptr<Authority> authority;
  std::shared_ptr<SSL_CTX> good_tls, ill_tls;
  std::mutex mutex;
  std::map<std::string, std::string> first_pages;  // by path
  std::map<std::string, int> asked;                // by path: how often while ill
  std::list<Serving> serving;
  std::jthread accepting;

  Impl(const Options& o, Clock& c) : options(o), clock(c), ill(o.ill) {
    if (o.lasts) until = c.steady() + *o.lasts;
    if (!of_certificate(o.fault)) return;
    const bool expired = o.fault == Fault::expired_certificate;
    authority = std::make_unique<Authority>("simulasi");
    good_tls = authority->server("IP:127.0.0.1", 30, Chain::whole);
    ill_tls = authority->server("IP:127.0.0.1", expired ? -3 : 30, expired ? Chain::whole : Chain::incomplete);
  }
  ~Impl() {
    accepting.request_stop();
    if (accepting.joinable()) accepting.join();
    for (Serving& one : serving) one.thread.request_stop(), one.connection.interrupt();
    serving.clear();
    if (socket >= 0) ::close(socket);
  }

  // A second of the clock, and a moment of ours where that is one that a test moves at once.
  bool pause(const std::stop_token& stop) {
    std::this_thread::sleep_for(1ms);
    return clock.sleep_until(clock.steady() + 1s, stop);
  }
  bool is_ill() const { return ill && (!until || clock.steady() < *until); }

  void run(const std::stop_token& stop);
  bool follow_state();
  void serve(Serving& one, const std::stop_token& stop);
  Message ask_good(Message request) const;
  void answer(Connection& to, const Message& request, const std::stop_token& stop);
  void answer_ill(Connection& to, const Message& request, const std::stop_token& stop);
  void answer_spoiled(Connection& to, const Message& request);
  void answer_status(Connection& to, const Message& request) const;
  void send_in_parts(Connection& to, Message reply, const std::stop_token& stop);
  bool leaves_out(const std::string& path);
};

// Refusing is not to listen: the port stays bound, so that nobody else takes it. False: not this time.
bool FaultyAgency::Impl::follow_state() {
  const bool wanted = options.fault != Fault::refuse || !is_ill();
  if (wanted == listening) return wanted;
  if (!wanted) {
    ::close(socket);
    socket = bound_socket(port);
  } else if (socket < 0) {
    socket = bound_socket(port);
  }
  listening = wanted && socket >= 0 && ::listen(socket, 128) == 0;
  return listening;
}

void FaultyAgency::Impl::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const bool open = follow_state();
    serving.remove_if([](const Serving& one) { return one.done.load(); });
    pollfd waiting{open ? socket : -1, POLLIN, 0};
    if (::poll(&waiting, 1, 5) <= 0 || serving.size() >= most_connections) continue;
    const int made = ::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
    if (made < 0) continue;
    Serving& one = serving.emplace_back(made);
    ++busy;
    one.thread = std::jthread([this, &one](const std::stop_token& end) { serve(one, end); });
  }
}

void FaultyAgency::Impl::serve(Serving& one, const std::stop_token& stop) {
  const NoPipeSignal quiet;  // OpenSSL writes without MSG_NOSIGNAL
  const bool ready = !good_tls || one.connection.secure(is_ill() ? ill_tls.get() : good_tls.get());
  const std::string text = ready ? one.connection.read_message() : std::string();
  if (!text.empty() && !one.connection.is_gone()) {
    ++requests;
    answer(one.connection, Message::parse(text), stop);
  }
  one.connection.end();
  --busy;
  one.done = true;
}

// Empty: it does not answer.
Message FaultyAgency::Impl::ask_good(Message request) const {
  const int to = connected_socket(options.good_port);
  if (to < 0) return {};
  Connection good(to);
  request.set("Connection", "close");
  request.drop("Accept-Encoding");
  if (!good.send(request.head() + request.body)) return {};
  Message reply = Message::parse(good.read_message());
  reply.set("Connection", "close");
  return reply;
}

void FaultyAgency::Impl::answer(Connection& to, const Message& request, const std::stop_token& stop) {
  const bool chosen = ::fnmatch(options.path.c_str(), request.path().c_str(), 0) == 0;
  if (chosen && is_ill()) return answer_ill(to, request, stop);
  const Message reply = ask_good(request);
  if (!reply.first.empty()) to.send(reply.head() + reply.body);
}

void FaultyAgency::Impl::answer_ill(Connection& to, const Message& request, const std::stop_token& stop) {
  switch (options.fault) {
    case Fault::refuse:
      return;
    case Fault::hang:
      while (is_ill() && !to.is_gone() && pause(stop)) continue;
      return;
    case Fault::redirect_loop:
    case Fault::too_many_requests:
    case Fault::error_500:
    case Fault::unavailable_503:
      return answer_status(to, request);
    case Fault::drip:
    case Fault::cut:
    case Fault::reset:
    case Fault::gzip_bomb:
    case Fault::huge_body:
      return send_in_parts(to, ask_good(request), stop);
    default:
      return answer_spoiled(to, request);
  }
}

void FaultyAgency::Impl::answer_status(Connection& to, const Message& request) const {
  Message reply{status_line(options.fault), "", {"Content-Length: 0", "Connection: close"}};
  if (options.fault == Fault::redirect_loop) reply.set("Location", request.target());
  if (options.fault == Fault::too_many_requests) reply.set("Retry-After", "30");
  to.send(reply.head());
}

void FaultyAgency::Impl::send_in_parts(Connection& to, Message reply, const std::stop_token& stop) {
  if (options.fault == Fault::gzip_bomb) {
    const std::string bomb = gzip_bomb(bomb_repeats);
    reply.set("Content-Encoding", "gzip");
    reply.set("Content-Length", std::to_string(bomb.size()));
    to.send(reply.head() + bomb);
  } else if (options.fault == Fault::huge_body) {
    reply.drop("Content-Length");
    const std::string part(1'000'000, ' ');
    bool goes_on = to.send(reply.head());
    for (std::int64_t sent = 0; goes_on && sent < huge_size; sent += static_cast<std::int64_t>(part.size()))
      goes_on = to.send(part);
  } else if (options.fault == Fault::drip) {
    bool goes_on = to.send(reply.head());
    for (std::size_t i = 0; goes_on && i < reply.body.size(); ++i)
      goes_on = is_ill() && to.send({&reply.body[i], 1}) && !to.is_gone() && pause(stop);
  } else {
    to.send(reply.head() + reply.body.substr(0, reply.body.size() / 2));
    if (options.fault == Fault::reset) to.reset();
  }
}

// Every second answer of a path, beginning with its first one while ill.
bool FaultyAgency::Impl::leaves_out(const std::string& path) {
  const std::lock_guard lock(mutex);
  if (asked.size() > most_remembered_pages) asked.clear();
  return asked[path]++ % 2 == 0;
}

void FaultyAgency::Impl::answer_spoiled(Connection& to, const Message& request) {
  Message reply = ask_good(request);
  if (reply.is_200()) {
    const bool leaves = options.fault != Fault::vanishing_rows || leaves_out(request.path());
    if (leaves) reply.body = spoiled(options.fault, reply.body);
    if (options.fault == Fault::same_page) {
      const std::lock_guard lock(mutex);
      if (first_pages.size() > most_remembered_pages) first_pages.clear();
      reply.body = first_pages.try_emplace(request.path(), reply.body).first->second;
    }
    reply.set("Content-Type", spoiled_type(options.fault, reply.header("Content-Type")));
    reply.set("Content-Length", std::to_string(reply.body.size()));
    if (options.fault == Fault::wrong_charset)
      reply.set("Content-Type",
                reply.header("Content-Type").substr(0, reply.header("Content-Type").find(';')) + "; charset=utf-8");
  }
  to.send(reply.head() + reply.body);
}

FaultyAgency::FaultyAgency(Options options, Clock& clock)
    : options_(std::move(options)), impl_(std::make_unique<Impl>(options_, clock)) {}
FaultyAgency::~FaultyAgency() = default;

config::Result<int> FaultyAgency::listen(int port) {
  Impl& me = *impl_;
  me.port = port;
  me.socket = bound_socket(me.port);
  if (me.socket < 0)
    return config::fail({"port {} is taken", {std::to_string(port)}}, "stop the other program or take another port");
  me.follow_state();
  me.accepting = std::jthread([&me](const std::stop_token& stop) { me.run(stop); });
  return me.port;
}

void FaultyAgency::set_ill(bool ill) {
  impl_->ill = ill;
  const bool refuses = options_.fault == Fault::refuse && impl_->is_ill();
  const auto settled = [&] { return impl_->listening != refuses && impl_->busy == 0; };
  for (int tries = 0; impl_->accepting.joinable() && !settled() && tries < 500; ++tries)
    std::this_thread::sleep_for(2ms);
}
std::string FaultyAgency::url() const {
  return fmt::format("{}://127.0.0.1:{}", is_secure() ? "https" : "http", impl_->port);
}
std::string FaultyAgency::authority() const {
  return impl_->authority ? impl_->authority->pem() : std::string();
}
int FaultyAgency::requests() const {
  return impl_->requests;
}

}  // namespace feeds::simulate
