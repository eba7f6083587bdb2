// See cap.h.
#include "feeds/cap.h"

#include <algorithm>
#include <cctype>

#include "feeds/polygons.h"
#include "feeds/xml.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::size_t most_points = 100'000;  // of a warning

bool inside(const GeoBox& box, const GeoPoint& p) {
  return p.lat >= box.south && p.lat <= box.north && p.lon >= box.west && p.lon <= box.east;
}

// Even-odd rule.
bool inside(const Polygon& polygon, const GeoPoint& p) {
  bool in = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const GeoPoint &a = polygon[i], &b = polygon[j];
    if ((a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon)
      in = !in;
  }
  return in;
}

// Liang and Barsky's clipping: what of the segment is left within the box.
bool crosses(const GeoBox& box, const GeoPoint& a, const GeoPoint& b) {
  double from = 0, to = 1;
  const auto clip = [&](double step, double room) {
    if (step == 0) return room >= 0;
    const double at = room / step;
    if (step < 0) {
      from = std::max(from, at);
    } else {
      to = std::min(to, at);
    }
    return from <= to;
  };
  const double dx = b.lon - a.lon, dy = b.lat - a.lat;
  return clip(-dx, a.lon - box.west) && clip(dx, box.east - a.lon) && clip(-dy, a.lat - box.south) &&
         clip(dy, box.north - a.lat);
}

Severity severity_of(std::string_view word) {
  if (word == "Extreme" || word == "Severe") return Severity::danger;
  return word == "Moderate" ? Severity::watch : Severity::info;
}

class CapReader {
 public:
  Result<CapAlert> read(std::string_view xml) {
    const XmlEvents events{[this](std::string_view name, const XmlAttributes&) { begin(name); },
                           [this](std::string_view name) { end(name); },
                           [this](std::string_view text) { text_ += text; }};
    if (auto done = parse_xml(xml, events); !done) return tl::unexpected(done.error());
    if (fault_) return fail(*fault_);
    if (!is_alert_ || out_.identifier.empty()) return fail("the reply is no CAP warning");
    return std::move(out_);
  }

 private:
  void begin(std::string_view name) {
    path_.emplace_back(name);
    text_.clear();
    if (path_.size() == 1) is_alert_ = name == "alert";
    if (name == "info" && path_.size() == 2) out_.infos.emplace_back();
  }

  void end(std::string_view name) {
    const std::string_view text = trim(text_);
    if (path_.size() == 2) take_alert(name, text);
    if (path_.size() == 3 && path_[1] == "info") take_info(name, text, out_.infos.back());
    if (path_.size() == 4 && path_[1] == "info" && path_[2] == "area" && name == "polygon")
      take_area(polygon_of(text), "\"{}\" is not a polygon of a warning", text);
    if (path_.size() == 4 && path_[1] == "info" && path_[2] == "area" && name == "circle")
      take_area(polygon_of_circle(text), "\"{}\" is not a circle of a warning", text);
    path_.pop_back();
    text_.clear();
  }

  void take_alert(std::string_view name, std::string_view text) {
    if (name == "identifier") out_.identifier = text;
    if (name == "sent") out_.sent = time_of(text).value_or(Time{});
    if (name == "status") out_.actual = text == "Actual";
    if (name == "msgType")
      out_.type = text == "Alert"    ? CapAlert::Type::alert
                  : text == "Update" ? CapAlert::Type::update
                  : text == "Cancel" ? CapAlert::Type::cancel
                                     : CapAlert::Type::other;
    if (name != "references") return;
    for (const std::string_view reference : words_of(text)) {  // "sender,identifier,sent"
      const auto first = reference.find(','), last = reference.rfind(',');
      if (first != std::string_view::npos && last > first)
        out_.references.emplace_back(reference.substr(first + 1, last - first - 1));
    }
  }

  void take_info(std::string_view name, std::string_view text, CapInfo& info) {
    if (name == "language") info.language = text;
    if (name == "event") info.event = text;
    if (name == "headline") info.headline = text;
    if (name == "description") info.description = text;
    if (name == "severity") info.severity = severity_of(text);
    if (name == "effective") info.effective = time_of(text);
    if (name == "onset") info.onset = time_of(text);
    if (name == "expires") info.expires = time_of(text);
  }

  void take_area(std::optional<Polygon> polygon, const char* why_not, std::string_view text) {
    if (!polygon) {
      fault_ = {why_not, {shortened(text, 60)}};
      return;
    }
    points_ += polygon->size();
    if (points_ > most_points) {
      fault_ = {"the warning has more than {} points", {std::to_string(most_points)}};
      return;
    }
    out_.infos.back().polygons.push_back(*std::move(polygon));
  }

  std::optional<Time> time_of(std::string_view text) {
    const auto time = config::parse_time(text);
    if (!time) fault_ = {"\"{}\" is not a time in the form {}", {shortened(text, 60), "rfc3339"}};
    return time;
  }

  CapAlert out_;
  bool is_alert_ = false;
  std::vector<std::string> path_;
  std::string text_;
  std::size_t points_ = 0;
  std::optional<Text> fault_;
};

// Letters and digits; everything else is one blank.
std::string only_words(std::string_view text) {
  std::string out = " ";
  for (const char c : text) {
    const bool word = std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
    if (word) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

}  // namespace

bool touches(const Polygon& polygon, const GeoBox& box) {
  if (polygon.empty()) return false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++)
    if (inside(box, polygon[i]) || crosses(box, polygon[j], polygon[i])) return true;
  return inside(polygon, {box.south, box.west});  // all of the box lies within, or none of it
}

Result<CapAlert> parse_cap(std::string_view xml) {
  return CapReader().read(xml);
}

Result<std::vector<RssItem>> parse_rss(std::string_view xml) {
  std::vector<RssItem> out;
  std::vector<std::string> path;
  std::string text;
  bool is_rss = false;
  const XmlEvents events{[&](std::string_view name, const XmlAttributes&) {
                           path.emplace_back(name);
                           text.clear();
                           is_rss = is_rss || (path.size() == 1 && name == "rss");
                           if (name == "item") out.emplace_back();
                         },
                         [&](std::string_view name) {
                           if (path.size() > 1 && path[path.size() - 2] == "item") {
                             if (name == "link") out.back().link = trim(text);
                             if (name == "guid") out.back().guid = trim(text);
                           }
                           path.pop_back();
                           text.clear();
                         },
                         [&](std::string_view more) { text += more; }};
  if (auto done = parse_xml(xml, events); !done) return tl::unexpected(done.error());
  if (!is_rss) return fail("the reply is no RSS list");
  return out;
}

std::vector<std::string> districts_in(std::string_view text, const config::Catalogue& catalogue) {
  const std::string words = only_words(text);
  std::vector<std::string> out;
  for (const config::Region& region : catalogue.regions) {
    const auto named = [&](const std::string& name) { return words.find(only_words(name)) != std::string::npos; };
    if (named(region.name) || std::any_of(region.aliases.begin(), region.aliases.end(), named))
      out.push_back(region.code);
  }
  return out;
}

}  // namespace feeds
