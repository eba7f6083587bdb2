// See page.h.
#include "viewer/commands/page.h"

#include <algorithm>

#include "config/suggest.h"
#include "viewer/commands/arguments.h"

namespace viewer::commands {
namespace {

constexpr double wait_of_simulation = 20;  // seconds, where --simulate is given without --wait

// Every feed that any audience may know of has been tried once.
bool all_answered(const feeds::Store& store) {
  for (const auto audience : {config::Audience::everyone, config::Audience::staff, config::Audience::leadership})
    for (const feeds::FeedState& feed : store.latest(audience)->feeds)
      if (!feed.last_try && !feed.pushed) return false;
  return true;
}

// A running center's store is only read. Feeds asked for by --wait fill a store in memory, unless a state folder is
// named.
config::Result<std::unique_ptr<Backing>> open_backing(const Shell& shell, const PageArguments& arguments,
                                                      const std::shared_ptr<const config::Center>& center, bool live,
                                                      const std::shared_ptr<Doorbell>& bell) {
  Backing::Options options;
  options.center = center->dir;
  options.state = arguments.state;
  options.feeds = live;
  options.simulate = live && arguments.simulate;
  options.published = [bell] { bell->ring(); };
  if (live) {
    options.memory = arguments.state.empty();
  } else {
    const auto file = store_file(*center, arguments.state);
    std::error_code ignored;
    options.read_only = file && std::filesystem::file_size(*file, ignored) > 0 && !ignored;
    options.memory = !options.read_only;
  }
  config::Complaints complaints;  // the same as those of open_center(), which found none that matters
  return Backing::open(options, shell.clock, complaints);
}

// The display asked for, else the first that shows the page; empty: the reference display.
config::Result<std::string> choose_display(const config::Center& center, const std::string& asked,
                                           const std::string& page) {
  const auto shows = [&](const config::DisplayConfig& display) {
    return display.pages.empty() || std::find(display.pages.begin(), display.pages.end(), page) != display.pages.end();
  };
  std::vector<std::string> known;
  for (const config::DisplayConfig& display : center.displays) {
    known.push_back(display.name);
    if (!asked.empty() && display.name != asked) continue;
    if (shows(display)) return display.name;
    if (!asked.empty())
      return config::fail({"the display \"{}\" does not show the page \"{}\"", {asked, page}},
                          {"its pages are: {}", {config::joined(display.pages)}});
  }
  if (!asked.empty()) return config::fail({"there is no display \"{}\"", {asked}}, config::suggestion(asked, known));
  if (known.empty()) return std::string();
  return config::fail({"no display shows the page \"{}\"", {page}}, "add it to the pages of a [[display]]");
}

Studio::Options studio_options(const Shell& shell, const PageArguments& arguments, const std::string& display,
                               const std::string& page) {
  Studio::Options options;
  options.display = display;
  options.page = page;
  options.lang = shell.lang;
  if (const auto size = parse_size(arguments.size)) options.size = *size;
  return options;
}

config::Result<void> read_data(const PageArguments& arguments, ReadyPage& ready) {
  ready.studio->scene().set_past(ready.at);
  LocalSource source(ready.backing->store(), config::Audience::everyone);
  const auto audience = config::parse_audience(arguments.audience).value_or(config::Audience::everyone);
  ready.snapshot = source.view(audience, ready.at, ready.studio->scene().wants()).get();
  if (!ready.snapshot) return config::fail("the store gave no answer");
  return {};
}

}  // namespace

void wait_for_feeds(const feeds::Store& store, Doorbell& bell, double seconds, const feeds::Clock& clock) {
  const feeds::Steady until =
      clock.steady() + std::chrono::duration_cast<feeds::Steady::duration>(std::chrono::duration<double>(seconds));
  while (clock.steady() < until) {
    const std::uint64_t heard = bell.heard();
    if (all_answered(store)) return;
    bell.wait(heard, until);
  }
}

void add_page_options(Command app, Shell& shell, PageArguments& arguments) {
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--center", arguments.center, help("Folder of the center")).required().type_name(help("DIR"));
  app.option("--page", arguments.page, help("Name of the page; default: the first")).type_name(help("NAME"));
  app.option("--display", arguments.display,
             help("Display of the center whose size and distance count; default: the first that shows the page"))
      .type_name(help("NAME"));
  app.option("--size", arguments.size, help("Size in pixels; default: the display's"))
      .check(is_size(words))
      .type_name(help("WxH"));
  app.option("--audience", arguments.audience,
             help("For whom: public (the default), staff or leadership; nothing above it is shown"))
      .check(is_audience(words))
      .type_name(help("AUDIENCE"));
  app.option("--at", arguments.at,
             help("As it was known at that time: RFC 3339, or 2026-11-21 14:02 in the "
                  "center's zone"))
      .check(is_time(words))
      .type_name(help("TIME"));
  app.option("--wait", arguments.wait,
             help("Read the agencies' systems first, until each has answered once or so many seconds have "
                  "passed; without it only what is kept is shown"))
      .check(is_number(words, 0, 3600))
      .type_name(help("SECONDS"))
      .excludes("--at");
  app.flag("--simulate", arguments.simulate,
           help("Start pretend agencies for feeds that are marked so, and wait for them (20 s at most, or --wait)"));
  app.option("--state", arguments.state,
             help("Folder for what is kept; default $ANJUNGAN_STATE, else ~/.local/state/anjungan/<center>"))
      .type_name(help("DIR"));
}

std::optional<ReadyPage> make_ready(Shell& shell, const PageArguments& arguments, bool words_only, int& code) {
  code = wrong;
  const auto center = open_center(shell, arguments.center);
  if (!center) return std::nullopt;
  ReadyPage ready{nullptr, nullptr, nullptr, moment(shell.clock), shell.words_of(*center), {}};
  const auto give_up = [&](const config::Error& error, Exit with) {
    code = complain(ready.words, error, with);
    return std::nullopt;
  };
  const auto page = find_page(*center, arguments.page);
  if (!page) return give_up(page.error(), wrong);
  const auto display = choose_display(*center, arguments.display, *page);
  if (!display) return give_up(display.error(), wrong);
  std::optional<config::Time> at;
  if (!arguments.at.empty()) {
    const auto time = parse_moment(arguments.at, center->catalogue->zone);
    if (!time) return give_up(time.error(), wrong);
    at = *time;
  }
  if (at && arguments.simulate)
    return give_up({"--at shows what is kept, --simulate what is read now", "leave one of them out"}, wrong);

  const bool live = arguments.simulate || !arguments.wait.empty();
  const auto bell = std::make_shared<Doorbell>();
  auto backing = open_backing(shell, arguments, center, live, bell);
  if (!backing) return give_up(backing.error(), failed);
  ready.backing = std::move(*backing);
  Studio::Options options = studio_options(shell, arguments, *display, *page);
  options.words_only = words_only;
  auto studio = Studio::open(ready.backing->center(), options, ready.now);
  if (!studio) return give_up(studio.error(), failed);
  ready.studio = std::move(*studio);
  ready.words = *ready.studio->look().words;

  if (live)
    wait_for_feeds(ready.backing->store(), *bell, parse_number(arguments.wait, 0, 3600).value_or(wait_of_simulation),
                   shell.clock);
  ready.now = moment(shell.clock);
  if (at) ready.now.wall = *at;
  ready.at = at;
  if (const auto read = read_data(arguments, ready); !read) return give_up(read.error(), failed);
  code = good;
  return ready;
}

config::Result<void> turn_to(Shell& shell, const PageArguments& arguments, const std::string& page, ReadyPage& ready) {
  const auto display = choose_display(*ready.backing->center(), arguments.display, page);
  if (!display) return tl::unexpected(display.error());
  ready.studio.reset();  // one at a time
  auto studio = Studio::open(ready.backing->center(), studio_options(shell, arguments, *display, page), ready.now);
  if (!studio) return tl::unexpected(studio.error());
  ready.studio = std::move(*studio);
  return read_data(arguments, ready);
}

std::vector<std::string> pages_of(const config::Center& center, const PageArguments& arguments) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& name) {
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  const auto size = parse_size(arguments.size);
  for (const config::DisplayConfig& display : center.displays) {
    if (!arguments.display.empty() && display.name != arguments.display) continue;
    if (size && (size->width < size->height) != (display.width_px < display.height_px)) continue;
    for (const std::string& name : display.pages) add(name);
    if (display.pages.empty())
      for (const config::PageConfig& page : center.pages) add(page.name);
  }
  if (center.displays.empty())
    for (const config::PageConfig& page : center.pages) add(page.name);
  return out;
}

}  // namespace viewer::commands
