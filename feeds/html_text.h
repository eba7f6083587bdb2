// The text of a piece of HTML, as a reader sees it, and text as a piece of HTML. Pure, any thread.
#pragma once
#include <string>
#include <string_view>

namespace feeds {

// Without tags, comments, scripts and styles; common entities resolved; blanks and line ends as one blank.
std::string text_of_html(std::string_view);
// Text as it stands between tags and within double quotes.
std::string escaped(std::string_view);

}  // namespace feeds
