// The live page as HTML: pictures that renew themselves, and the same in words for those who cannot see them. Any
// thread.
#pragma once
#include <string>
#include <vector>
#include "config/text.h"

namespace viewer {

struct LiveWords {
  struct Page {
    std::string name, heading;
    std::size_t sheets = 1;
    std::string html;  // from panels::Telling
  };
  config::Words words;
  std::string center;
  bool one = false;  // a single page was asked for
  std::vector<Page> pages;
};

// A whole document. Works without scripts; with them the pictures and words renew every few seconds.
std::string live_html(const LiveWords&);

}  // namespace viewer
