// See live_page.h. Handlers: server threads; serve(): main thread.
#include "viewer/hub/live_page.h"
#include <chrono>
#include <deque>
#include <future>
#include <mutex>
#include "feeds/http_server.h"
#include "viewer/hub/live_html.h"
#include "viewer/png.h"

namespace viewer {
namespace {

using feeds::ServedReply;
using feeds::ServedRequest;

constexpr std::chrono::seconds patience{10};           // of a handler for the main thread
constexpr std::chrono::milliseconds good_enough{900};  // a picture of that age is served again
constexpr std::size_t most_waiting = 64;

std::uint64_t fingerprint(const Picture& picture) {  // FNV-1a over words of 8 bytes
  std::uint64_t hash = 14695981039346656037ull;
  for (std::size_t i = 0; i + 8 <= picture.rgba.size(); i += 8) {
    std::uint64_t word = 0;
    std::copy_n(picture.rgba.data() + i, 8, reinterpret_cast<std::uint8_t*>(&word));
    hash = (hash ^ word) * 1099511628211ull;
  }
  return hash;
}

// A picture for a handler: encoded already, or still to be.
struct Shown {
  std::uint64_t hash = 0;
  Picture picture;  // where png is null
  std::shared_ptr<const std::string> png;
};

struct Ask {
  enum class Kind { words, picture } kind = Kind::words;
  std::string page;  // empty: all
  std::size_t sheet = 0;
  std::promise<std::optional<LiveWords>> words;  // nothing: no such page
  std::promise<std::optional<Shown>> picture;
};

struct Cached {
  std::uint64_t hash = 0;
  feeds::Steady drawn{};
  std::shared_ptr<const std::string> png;
};

}  // namespace

struct LivePage::Impl {
  std::function<void()> wake;
  mutable std::mutex mutex;
  std::deque<Ask> waiting;
  std::map<std::pair<std::string, std::size_t>, Cached> cache;
  bool closed = false;
  feeds::HttpServer server{4};

  template <class T>
  std::optional<T> ask(Ask ask, std::future<std::optional<T>> answer, bool& in_time) {
    {
      const std::lock_guard lock(mutex);
      in_time = false;
      if (closed || waiting.size() >= most_waiting) return {};
      waiting.push_back(std::move(ask));
    }
    wake();
    try {
      in_time = answer.wait_for(patience) == std::future_status::ready;
      return in_time ? answer.get() : std::nullopt;
    } catch (const std::future_error&) {  // the program is stopping
      in_time = false;
      return {};
    }
  }

  static ServedReply busy() { return {503, "text/plain; charset=utf-8", "busy\n", {{"Retry-After", "1"}}}; }
  static ServedReply none() { return {404, "text/plain; charset=utf-8", "no such page\n", {}}; }

  ServedReply words(const std::string& page) {
    Ask one;
    one.page = page;
    auto answer = one.words.get_future();
    bool in_time = false;
    const auto told = ask<LiveWords>(std::move(one), std::move(answer), in_time);
    if (!in_time) return busy();
    if (!told) return none();
    return {200,
            "text/html; charset=utf-8",
            live_html(*told),
            {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}}};
  }

  ServedReply picture(const std::string& page, const ServedRequest& request) {
    Ask one;
    one.kind = Ask::Kind::picture;
    one.page = page;
    if (const auto sheet = request.query.find("sheet"); sheet != request.query.end() && !sheet->second.empty())
      one.sheet = static_cast<std::size_t>(std::clamp(std::atoi(sheet->second.c_str()), 1, 99) - 1);
    const std::pair key{page, one.sheet};
    auto answer = one.picture.get_future();
    bool in_time = false;
    auto shown = ask<Shown>(std::move(one), std::move(answer), in_time);
    if (!in_time) return busy();
    if (!shown) return none();
    const std::string tag = '"' + std::to_string(shown->hash) + '"';
    const std::vector<std::pair<std::string, std::string>> headers{{"ETag", tag}, {"Cache-Control", "no-cache"}};
    const auto has = request.headers.find("if-none-match");
    if (has != request.headers.end() && has->second == tag) return {304, "image/png", "", headers};
    if (!shown->png) {
      shown->png = std::make_shared<const std::string>(png_bytes(shown->picture));
      const std::lock_guard lock(mutex);
      if (Cached& cached = cache[key]; cached.hash == shown->hash) cached.png = shown->png;
    }
    return {200, "image/png", *shown->png, headers};
  }

  void mount() {
    server.route("GET", "/", [this](const ServedRequest&) { return words(""); });
    server.route("GET", "/health", [this](const ServedRequest&) {
      const ServedReply page = words("");
      return page.status == 200 ? ServedReply{200, "text/plain; charset=utf-8", "ok\n", {}} : busy();
    });
    server.route("GET", "/page/([^/]+)\\.png", [this](const ServedRequest& r) { return picture(r.matches.at(1), r); });
    server.route("GET", "/page/([^/]+)", [this](const ServedRequest& r) { return words(r.matches.at(1)); });
  }

  std::optional<LiveWords> tell(Scene& scene, const std::string& only, const config::Words& words, Moment now) {
    LiveWords out;
    out.words = words;
    out.center = scene.center();
    out.one = !only.empty();
    for (const std::string& name : scene.pages()) {
      if (!only.empty() && name != only) continue;
      panels::Telling telling;
      scene.tell(name, now.wall, telling);
      scene.show(name, now);
      out.pages.push_back({name, scene.heading(name), scene.sheets(), telling.html()});
    }
    if (out.one && out.pages.empty()) return {};
    return out;
  }

  std::optional<Shown> draw(Scene& scene, Canvas& canvas, const std::string& page, std::size_t sheet, Moment now) {
    {
      const std::lock_guard lock(mutex);
      const auto found = cache.find({page, sheet});
      if (found != cache.end() && found->second.png && now.steady - found->second.drawn < good_enough)
        return Shown{found->second.hash, {}, found->second.png};
    }
    if (!scene.show(page, now) || sheet >= scene.sheets()) return {};
    scene.show_sheet(sheet, now);
    scene.frame(canvas, now);
    Shown shown;
    shown.picture = canvas.read();
    shown.hash = fingerprint(shown.picture);
    const std::lock_guard lock(mutex);
    Cached& cached = cache[{page, sheet}];
    if (cached.hash != shown.hash) cached.png.reset();
    cached.hash = shown.hash;
    cached.drawn = now.steady;
    shown.png = cached.png;
    if (shown.png) shown.picture = {};
    return shown;
  }
};

LivePage::LivePage(std::function<void()> wake) : impl_(std::make_unique<Impl>()) {
  impl_->wake = std::move(wake);
  impl_->mount();
}

LivePage::~LivePage() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closed = true;
    impl_->waiting.clear();  // broken promises: the handlers answer 503
  }
  impl_->server.stop();
}

config::Result<int> LivePage::listen(int port) {
  return impl_->server.listen("127.0.0.1", port, port ? 20 : 0);
}

bool LivePage::asked() const {
  const std::lock_guard lock(impl_->mutex);
  return !impl_->waiting.empty();
}

void LivePage::serve(Scene& scene, Canvas& canvas, const config::Words& words, Moment now) {
  std::deque<Ask> asks;
  {
    const std::lock_guard lock(impl_->mutex);
    asks.swap(impl_->waiting);
  }
  for (Ask& ask : asks) {
    if (ask.kind == Ask::Kind::words)
      ask.words.set_value(impl_->tell(scene, ask.page, words, now));
    else
      ask.picture.set_value(impl_->draw(scene, canvas, ask.page, ask.sheet, now));
  }
}

}  // namespace viewer
