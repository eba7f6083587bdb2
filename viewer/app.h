// `anjungan run`: owns everything in order and runs the frame loop, which sleeps until a snapshot, input or a panel's
// hour. Main thread.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include "config/catalogue.h"
#include "feeds/clock.h"
#include "viewer/display.h"

namespace viewer {

struct AppOptions {
  std::filesystem::path center, state;  // state: empty: as found (assets.h)
  bool simulate = false;
  std::string display, page;       // names; a page given holds the rotation until a person moves on
  std::optional<SizePx> windowed;  // empty: the primary monitor whole
  bool headless = false;           // no window even where there is a window system
  int port = 8080;                 // of the live page on loopback; the next free one where taken; 0: any; -1: none
  std::optional<config::Audience> audience;  // of the window; empty: the display's. The live page is the public's.
  std::string at;                            // a past moment to show (moments.h); empty: now
  std::string lang;                          // "id", "en"; empty: the display's
};

// Until the window is closed or SIGINT or SIGTERM comes. Returns the program's exit code: 0 good, 1 failed, 2 wrong
// configuration or arguments; what went wrong has been said on standard error.
int run(const AppOptions&, feeds::Clock&);

// Memory in few arenas: call first in main.
void be_frugal();

}  // namespace viewer
