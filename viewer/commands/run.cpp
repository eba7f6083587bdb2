// `anjungan run`: feeds, store and a display in one process. The work is viewer/app's.
#include "viewer/app.h"

#include "viewer/commands/arguments.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

struct Arguments {
  std::string center, state, display, page, windowed, port = "8080", audience, at;
  bool simulate = false, headless = false;
};

AppOptions options_of(const Arguments& arguments, const Shell& shell) {
  AppOptions options;
  options.center = arguments.center;
  options.state = arguments.state;
  options.simulate = arguments.simulate;
  options.display = arguments.display;
  options.page = arguments.page;
  options.headless = arguments.headless;
  options.at = arguments.at;
  options.port = parse_count(arguments.port, -1, 65535).value_or(options.port);
  options.lang = shell.lang;
  if (!arguments.windowed.empty()) {
    const auto size = parse_size(arguments.windowed);
    if (size) options.windowed = *size;
  }
  if (!arguments.audience.empty()) options.audience = config::parse_audience(arguments.audience);
  return options;
}

}  // namespace

void add_run(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "run", "Read the agencies' systems and show the center live",
                                  "run --center config/centers/tanah-bumbu --simulate --windowed 1600x900");
  const auto arguments = std::make_shared<Arguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--center", arguments->center, help("Folder of the center")).required().type_name(help("DIR"));
  app.flag("--simulate", arguments->simulate,
           help("Start pretend agencies for feeds that are marked so; every page then says that data are simulated"));
  app.option("--display", arguments->display, help("Display of the center to be; default: its first"))
      .type_name(help("NAME"));
  app.option("--page", arguments->page, help("Page to show first, held without rotation")).type_name(help("NAME"));
  app.option("--at", arguments->at,
             help("Show what was known at that time, plainly marked, until a person goes back to now: RFC 3339, or "
                  "2026-11-21 14:02 in the center's zone"))
      .check(is_time(words))
      .type_name(help("TIME"));
  app.option("--windowed", arguments->windowed, help("A window of this size instead of the whole monitor"))
      .check(is_size(words))
      .type_name(help("WxH"));
  app.flag("--headless", arguments->headless, help("No window: only the live page for browsers on this machine"));
  app.option("--port", arguments->port,
             help("Port of the live page on 127.0.0.1; default 8080, the next free one where it is taken; 0: any, "
                  "-1: no live page"))
      .check(is_count(words, -1, 65535))
      .type_name("N");
  app.option("--state", arguments->state,
             help("Folder for what is kept; default $ANJUNGAN_STATE, else ~/.local/state/anjungan/<center>"))
      .type_name(help("DIR"));
  app.option("--audience", arguments->audience,
             help("Who looks at the window: public, staff or leadership; default: the display's"))
      .check(is_audience(words))
      .type_name(help("AUDIENCE"));
  app.callback([arguments, &shell] {
    shell.chosen = [arguments, &shell] { return run(options_of(*arguments, shell), shell.clock); };
  });
}

}  // namespace viewer::commands
