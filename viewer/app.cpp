// `anjungan run`: owns everything in order of birth and runs the frame loop. Main thread; read run() and loop() first.
#include "viewer/app.h"
#include <malloc.h>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include "config/words.h"
#include "viewer/backing.h"
#include "viewer/heartbeat.h"
#include "viewer/hub/live_page.h"
#include "viewer/loader.h"
#include "viewer/local_source.h"
#include "viewer/moments.h"
#include "viewer/past.h"
#include "viewer/pictures.h"
#include "viewer/reload.h"
#include "viewer/signals.h"

namespace viewer {
namespace {

constexpr int good = 0, failed = 1, wrong = 2;

// Wakes the main loop from any thread, from before there is a display until after it.
class Waker {
 public:
  void wake() {
    const std::lock_guard lock(mutex_);
    if (display_) display_->wake();
  }
  void set(Display* display) {
    const std::lock_guard lock(mutex_);
    display_ = display;
    if (display_) display_->wake();
  }

 private:
  std::mutex mutex_;
  Display* display_ = nullptr;
};

// A scene with all that it is drawn with, for one audience.
struct View {
  config::DisplayConfig display;
  SizePx size;
  std::unique_ptr<LocalSource> source;
  std::shared_ptr<const panels::Look> look;
  std::unique_ptr<Canvas> canvas;
  std::unique_ptr<Scene> scene;
};

class App {
 public:
  App(const AppOptions& options, feeds::Clock& clock) : options_(options), clock_(clock) {}
  ~App() { waker_.set(nullptr); }

  int run() {
    if (const int code = open(); code != good) return code;
    loop();
    return good;
  }

 private:
  void say(std::FILE* where, const config::Text& text) {
    std::fprintf(where, "%s\n", words_.say(text).c_str());
    std::fflush(where);
  }
  int fail(const config::Error& error, int code) {
    std::string line = words_.say(error.what);
    if (!error.cure.empty()) line += "; " + words_.say(error.cure);
    std::fprintf(stderr, "%s%s\n", journal_.prefix(Priority::error).c_str(), line.c_str());
    return code;
  }

  int open() {
    const auto folders = find_folders();
    if (!folders) return fail(folders.error(), failed);
    folders_ = *folders;
    if (auto words = config::load_words(folders_.assets, options_.lang.empty() ? "id" : options_.lang))
      words_ = std::move(*words);
    journal_.set_words(words_);
    if (const int code = open_backing(); code != good) return code;
    const bool window = !options_.headless && window_system();
    auto screen = Display::open(
        {!window, window ? options_.windowed : SizePx{1, 1}, "Anjungan", false, [this] { end_without_window(); }});
    if (!screen) return fail(screen.error(), failed);
    screen_ = std::move(*screen);
    waker_.set(screen_.get());
    host_ = std::make_unique<ImGuiHost>();
    const auto fonts = load_fonts(*host_, folders_.fonts);
    if (!fonts) return fail(fonts.error(), failed);
    fonts_ = *fonts;
    pictures_ = std::make_shared<Pictures>([this] { waker_.wake(); });
    if (window) {
      auto view = make_view(screen_->size(), false);
      if (!view) return fail(view.error(), wrong);
      window_ = std::move(*view);
      if (!options_.at.empty()) {
        const auto at = parse_moment(options_.at, backing_->center()->catalogue->zone);
        if (!at) return fail(at.error(), wrong);
        past_.set(*at);
      }
      if (!options_.page.empty()) {
        if (!window_->scene->show(options_.page, moment(clock_)))
          return fail({{"there is no page named {} on this display", {options_.page}}, "name one of its pages"}, wrong);
        window_->scene->hold(held_ = true);
      }
    }
    if (!window && options_.port >= 0) {
      make_live();
      if (!live_) return wrong;
      if (!options_.page.empty() && !live_->scene->show(options_.page, moment(clock_)))
        return fail({{"there is no page named {} on this display", {options_.page}}, "name one of its pages"}, wrong);
    }
    say_agencies_at_rest();
    want_pictures();
    reload_.emplace(
        std::vector<std::filesystem::path>{options_.center, folders_.assets / "pages"},
        [this] { return backing_->load_again(); }, [this] { waker_.wake(); }, delivery_folders(*backing_->center()));
    if (const int code = open_live_page(); code != good) return code;
    heartbeat_->begin(page_, window_ || live_, words_);
    return good;
  }

  // On any thread, and where nothing can be closed: what is kept is on the disk, and Xlib would end the process too.
  [[noreturn]] void end_without_window() {
    std::_Exit(
        fail({"the window system has gone", "start it again, and then the program; the service does both"}, failed));
  }

  int open_backing() {
    Backing::Options how;
    how.center = options_.center;
    how.state = options_.state;
    how.simulate = options_.simulate;
    how.published = [this] { waker_.wake(); };
    config::Complaints complaints;
    auto backing = Backing::open(std::move(how), clock_, complaints);
    for (const config::Complaint& complaint : complaints)
      std::fprintf(stderr, "%s%s\n", journal_.prefix(complaint.warning ? Priority::warning : Priority::error).c_str(),
                   config::to_line(complaint, words_).c_str());
    const bool faults = std::any_of(complaints.begin(), complaints.end(), [](const auto& c) { return !c.warning; });
    if (!backing) return faults ? wrong : fail(backing.error(), failed);
    backing_ = std::move(*backing);
    heartbeat_ = std::make_unique<Heartbeat>(*backing_, journal_, clock_);
    return good;
  }

  int open_live_page() {
    if (options_.port < 0) return good;
    live_page_ = std::make_unique<LivePage>([this] { waker_.wake(); });
    const auto port = live_page_->listen(options_.port);
    if (!port) return fail(port.error(), failed);
    if (options_.port > 0 && *port != options_.port)
      say(stdout, {"port {} is taken: the next free one is used", {std::to_string(options_.port)}});
    page_ = "http://127.0.0.1:" + std::to_string(*port) + "/";
    say(stdout, {"live page: {}", {page_}});
    return good;
  }

  // `canvas`: one to go on with; null: a new one.
  config::Result<std::unique_ptr<View>> make_view(SizePx size, bool live, std::unique_ptr<Canvas>* canvas = nullptr) {
    auto view = std::make_unique<View>();
    auto display = find_display(*backing_->center(), options_.display, size);
    if (!display) return tl::unexpected(display.error());
    view->display = std::move(*display);
    if (const auto mm = screen_->size_mm(); mm && !live && backing_->center()->displays.empty())
      view->display.outputs = {{mm->width, mm->height, 0, 0, 0}};  // as the window system says
    if (live) size = view->display.width_px >= view->display.height_px ? SizePx{1920, 1080} : SizePx{1080, 1920};
    view->size = size;
    if (!live && options_.audience) view->display.audience = *options_.audience;
    if (live)
      view->display.audience =
          window_ ? config::Audience::everyone : options_.audience.value_or(config::Audience::everyone);
    config::Complaints complaints;
    auto look = make_look(*backing_->center(), view->display, size, fonts_, folders_.assets, options_.lang, complaints);
    if (!look) return tl::unexpected(look.error());
    look->images = pictures_;
    view->look = std::make_shared<const panels::Look>(std::move(*look));
    view->source = std::make_unique<LocalSource>(backing_->store(), view->display.audience);
    view->canvas =
        canvas ? std::move(*canvas) : std::make_unique<Canvas>(*host_, size, !live && screen_->keeps_picture());
    view->scene = std::make_unique<Scene>(backing_->center(), view->display, view->look, size, moment(clock_));
    view->scene->set_turning(!live);
    view->scene->set_snapshot(view->source->latest());
    return view;
  }

  // Notices -----------------------------------------------------------------------------------------------------------
  void say_agencies_at_rest() {
    notices_.clear();
    for (const config::Agency& agency : backing_->center()->catalogue->agencies)
      if (agency.stopped) {
        journal_.say(Priority::warning, "agency.stopped", {{"agency", agency.id}});
        notices_.push_back({feeds::Severity::watch,
                            {"The files of {} have faults: its feeds and pages rest", {words_.pick(agency.short_name)}},
                            clock_.now()});
      }
    if (window_) window_->scene->set_notices(notices_);
    if (live_) live_->scene->set_notices(notices_);
  }

  void say_refused(const config::Complaint& complaint) {
    const std::string line = config::to_line(complaint, words_);
    journal_.say(Priority::error, "reload.refused", {{"reason", line}});
    if (!window_) return;
    std::vector<feeds::Notice> all = notices_;
    all.insert(all.begin(), {feeds::Severity::watch, {"Changed files were refused: {}", {line}}, clock_.now()});
    window_->scene->set_notices(std::move(all));
  }

  // Frame loop --------------------------------------------------------------------------------------------------------
  void loop() {
    while (!stop_) {
      take_reload();
      take_pictures();
      set_wants();
      config::Duration most = std::chrono::minutes(10);
      if (window_) most = draw_window();
      serve_live_page();
      prove();
      if (stop_) break;
      handle(screen_->wait(heartbeat_->wait(most)));
    }
  }

  config::Duration draw_window() {
    const Moment now = take_data();
    const config::Duration sleep = std::min(window_->scene->frame(*window_->canvas, now), past_.sleep(now));
    const bool changed = window_->canvas->version() != presented_;
    if (changed || exposed_) {
      const std::vector<RectPx> whole{{0, 0, window_->size.width, window_->size.height}};
      screen_->present(window_->canvas->framebuffer(), exposed_ ? whole : window_->canvas->damage());
      presented_ = window_->canvas->version();
      exposed_ = false;
    }
    screen_->set_title(window_->scene->title());
    return sleep;
  }

  // The newest data, or those of the past moment that is to be shown. Returns the moment to draw.
  Moment take_data() {
    Moment now = moment(clock_);
    const SnapshotPtr past = past_.take(*window_->source, window_->display.audience, window_->scene->wants(), now);
    if (past) window_->scene->set_snapshot(past);
    if (!past_.active()) window_->scene->set_snapshot(window_->source->latest());
    window_->scene->set_past(past_.shown());
    now.wall = past_.shown().value_or(now.wall);
    return now;
  }

  // That the picture stands: a window's was just drawn; without one it is drawn here.
  void prove() {
    if (!heartbeat_->due()) return;
    View* view = window_ ? window_.get() : live_.get();
    if (view && !window_) {
      view->scene->set_snapshot(view->source->latest());
      view->scene->frame(*view->canvas, moment(clock_));
    }
    if (view) screen_->settle();
    heartbeat_->beat(view && view->canvas->whole());
  }

  void serve_live_page() {
    if (!live_page_ || !live_page_->asked()) return;
    if (!live_) make_live();
    if (!live_) return;
    live_->scene->set_snapshot(live_->source->latest());
    live_page_->serve(*live_->scene, *live_->canvas, *live_->look->words, moment(clock_));
  }

  // For a window's process only once somebody asks: it costs a picture's memory.
  void make_live() {
    auto view = make_view({1920, 1080}, true);
    if (!view) {
      fail(view.error(), failed);
      return;
    }
    live_ = std::move(*view);
    live_->scene->set_notices(notices_);
    set_wants();
    want_pictures();
  }

  // Of the window and the live page; also after a reload, which a changed picture brings about.
  void want_pictures() {
    std::vector<std::string> paths;
    int longest = 1;
    for (const View* view : {window_.get(), live_.get()}) {
      if (!view) continue;
      const std::vector<std::string> some = view->scene->images();
      paths.insert(paths.end(), some.begin(), some.end());
      longest = std::max({longest, view->size.width, view->size.height});
    }
    pictures_->want(backing_->center()->dir, paths, longest);
  }

  void take_pictures() {
    if (!pictures_->take()) return;
    for (const View* view : {window_.get(), live_.get()})
      if (view) view->scene->redraw();
  }

  void handle(const std::vector<InputEvent>& events) {
    using Kind = InputEvent::Kind;
    bool resized = false;
    for (const InputEvent& event : events) {
      resized = resized || event.kind == Kind::resized;
      exposed_ = exposed_ || event.kind == Kind::resized || event.kind == Kind::exposed;
      if (event.kind == Kind::close) stop_ = true;
      if (held_ && (event.kind == Kind::digit || event.kind == Kind::left || event.kind == Kind::right))
        window_->scene->hold(held_ = false);  // a person moved on from the page given at the start
      if (!window_) continue;
      if (past_.handle(event, moment(clock_), window_->look->zone)) continue;
      window_->scene->handle(event, moment(clock_));
    }
    if (!resized || !window_ || screen_->size() == window_->size) return;
    window_->size = screen_->size();
    window_->canvas->resize(window_->size);
    window_->look = std::make_shared<const panels::Look>(scaled(*window_->look, window_->display, window_->size));
    window_->scene->set_look(window_->look, window_->size, moment(clock_));
  }

  void set_wants() {
    std::vector<panels::Want> all;
    if (window_) all = window_->scene->wants();
    if (live_) {
      const auto more = live_->scene->wants();
      all.insert(all.end(), more.begin(), more.end());
    }
    if (all == wants_) return;
    wants_ = all;
    LocalSource(backing_->store(), config::Audience::everyone).set_wants(std::move(all));
  }

  void take_reload() {
    const auto center = reload_ ? reload_->take() : nullptr;
    if (!center) return;
    if (const auto fault = refused(*center)) return say_refused(*fault);
    backing_->adopt(center);
    if (window_) {
      const std::string page = window_->scene->page();
      auto view = make_view(window_->size, false, &window_->canvas);  // the picture stands until the new one differs
      if (!view) return say_refused({{center->dir.string(), 0, 0}, view.error().what, view.error().cure, false});
      window_ = std::move(*view);
      window_->scene->show(page, moment(clock_));
      window_->scene->hold(held_);
    }
    live_.reset();
    if (!window_) make_live();
    want_pictures();
    say_agencies_at_rest();
    journal_.say(Priority::notice, "reload.taken", {{"feeds", std::to_string(center->feeds.size())}});
  }

  const AppOptions options_;
  feeds::Clock& clock_;
  std::atomic<bool> stop_ = false;
  Waker waker_;
  Signals signals_{[this] {
    stop_ = true;
    waker_.wake();
  }};
  config::Words words_;
  Journal journal_{clock_};
  Folders folders_;
  std::unique_ptr<Backing> backing_;
  std::unique_ptr<Heartbeat> heartbeat_;
  std::unique_ptr<Display> screen_;
  std::unique_ptr<ImGuiHost> host_;
  Fonts fonts_;
  std::shared_ptr<Pictures> pictures_;
  std::unique_ptr<View> window_, live_;
  std::unique_ptr<LivePage> live_page_;
  std::optional<Reload> reload_;
  std::vector<feeds::Notice> notices_;
  std::vector<panels::Want> wants_;
  Past past_;
  std::string page_;  // address of the live page
  std::uint64_t presented_ = 0;
  bool exposed_ = true, held_ = false;
};

}  // namespace

int run(const AppOptions& options, feeds::Clock& clock) {
  return App(options, clock).run();
}

void be_frugal() {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

}  // namespace viewer
