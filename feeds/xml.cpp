// See xml.h. Expat reads; it bounds how much entities may grow, and here none may be declared at all.
#include "feeds/xml.h"

#include <expat.h>

#include <memory>
#include <optional>

namespace feeds {
namespace {

constexpr int most_levels = 100;

std::string_view local(const char* name) {
  const std::string_view whole(name);
  const auto colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

struct Run {
  const XmlEvents& events;
  XML_Parser parser;
  int level = 0;
  std::optional<config::Text> fault;
  XmlAttributes attributes = {};

  void stop(config::Text why) {
    fault = std::move(why);
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_begin(void* user, const char* name, const char** pairs) {
  Run& run = *static_cast<Run*>(user);
  if (++run.level > most_levels) return run.stop({"the XML has more than {} levels", {std::to_string(most_levels)}});
  run.attributes.clear();
  for (; *pairs; pairs += 2) run.attributes.emplace_back(local(pairs[0]), pairs[1]);
  run.events.begin(local(name), run.attributes);
}

void on_end(void* user, const char* name) {
  Run& run = *static_cast<Run*>(user);
  --run.level;
  run.events.end(local(name));
}

void on_text(void* user, const char* text, int size) {
  static_cast<Run*>(user)->events.text({text, static_cast<std::size_t>(size)});
}

void on_entity(void* user, const char*, int, const char*, int, const char*, const char*, const char*, const char*) {
  static_cast<Run*>(user)->stop("the XML declares entities");
}

}  // namespace

std::string_view find(const XmlAttributes& attributes, std::string_view name) {
  for (const auto& [key, value] : attributes)
    if (key == name) return value;
  return {};
}

config::Result<void> parse_xml(std::string_view document, const XmlEvents& events) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), XML_ParserFree);
  Run run{events, parser.get()};
  XML_SetUserData(parser.get(), &run);
  XML_SetElementHandler(parser.get(), on_begin, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetEntityDeclHandler(parser.get(), on_entity);
  constexpr std::size_t at_once = 1 << 20;
  for (std::size_t at = 0; at <= document.size(); at += at_once) {
    const std::string_view part = document.substr(at, at_once);
    const bool last = at + at_once > document.size();
    if (XML_Parse(parser.get(), part.data(), static_cast<int>(part.size()), last) == XML_STATUS_OK) continue;
    if (run.fault) return config::fail(*run.fault);
    return config::fail(
        {"the XML cannot be read in line {}: {}",
         {std::to_string(XML_GetCurrentLineNumber(parser.get())), XML_ErrorString(XML_GetErrorCode(parser.get()))}});
  }
  return {};
}

}  // namespace feeds
