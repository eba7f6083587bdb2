// The events of an XML document, within bounds. Any thread.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "config/result.h"

namespace feeds {

using XmlAttributes = std::vector<std::pair<std::string_view, std::string_view>>;
// The value of an attribute; empty where there is none.
std::string_view find(const XmlAttributes&, std::string_view name);

// Names come without their prefix. The views are valid during the call.
struct XmlEvents {
  std::function<void(std::string_view name, const XmlAttributes&)> begin;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;  // perhaps in parts
};
// Errors: not well-formed (with its line), declares entities, more than 100 levels.
config::Result<void> parse_xml(std::string_view document, const XmlEvents&);

}  // namespace feeds
