// A line-by-line reader of the text exposition format: a bad line is told and skipped. Any thread.
#include "feeds/prometheus_text.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include "feeds/reading.h"

namespace feeds {
namespace {

constexpr std::size_t most_faults = 100, most_damaged = 1000;

bool name_start(char c, bool metric) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (metric && c == ':');
}

// Reads one line from its front; every function says whether it found what it looks for.
class Line {
 public:
  explicit Line(std::string_view text) : rest_(text) {}

  std::string metric() {
    std::string out;
    skip_blanks();
    name(out, true);
    return out;
  }
  std::optional<PrometheusSample> sample() {
    PrometheusSample out;
    skip_blanks();
    if (!name(out.metric, true)) return {};
    skip_blanks();
    if (take('{') && !labels(out.labels)) return {};
    const auto value = prometheus_number(word());
    if (!value) return {};
    out.value = *value;
    const auto stamp = word();
    if (!stamp.empty()) {
      long long ms = 0;
      const auto [end, error] = std::from_chars(stamp.data(), stamp.data() + stamp.size(), ms);
      constexpr long long most = 7'258'118'400'000;  // the year 2200
      if (error != std::errc() || end != stamp.data() + stamp.size() || ms < 0 || ms > most) return {};
      out.at = config::Time(std::chrono::milliseconds(ms));
    }
    skip_blanks();
    if (!rest_.empty()) return {};
    std::sort(out.labels.begin(), out.labels.end());
    const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
    if (std::adjacent_find(out.labels.begin(), out.labels.end(), same) != out.labels.end()) return {};
    return out;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool name(std::string& out, bool metric) {
    while (!rest_.empty() &&
           (name_start(rest_.front(), metric) || (!out.empty() && rest_.front() >= '0' && rest_.front() <= '9'))) {
      out += rest_.front();
      rest_.remove_prefix(1);
    }
    return !out.empty();
  }
  std::string_view word() {
    skip_blanks();
    const auto end = std::min(rest_.find_first_of(" \t"), rest_.size());
    const auto out = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return out;
  }
  bool quoted(std::string& out) {
    if (!take('"')) return false;
    while (!rest_.empty() && rest_.front() != '"') {
      char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\\') {
        if (rest_.empty()) return false;
        c = rest_.front();
        rest_.remove_prefix(1);
        if (c == 'n')
          c = '\n';
        else if (c != '\\' && c != '"')
          return false;
      }
      out += c;
    }
    return take('"');
  }
  bool labels(std::vector<std::pair<std::string, std::string>>& out) {
    for (skip_blanks(); !take('}'); skip_blanks()) {
      std::pair<std::string, std::string> label;
      if (!name(label.first, false)) return false;
      skip_blanks();
      if (!take('=')) return false;
      skip_blanks();
      if (!quoted(label.second)) return false;
      out.push_back(std::move(label));
      skip_blanks();
      if (!take(',') && (rest_.empty() || rest_.front() != '}')) return false;
    }
    return true;
  }

  std::string_view rest_;
};

}  // namespace

const std::string* PrometheusSample::label(std::string_view name) const {
  for (const auto& [key, text] : labels)
    if (key == name) return &text;
  return nullptr;
}

std::string PrometheusSample::identity() const {
  std::string out = metric;
  for (const auto& [key, text] : labels) out += '\x1f' + key + '\x1e' + text;
  return out;
}

std::optional<double> prometheus_number(std::string_view text) {
  const std::string word = lower_case(text);
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "+inf" || word == "inf") return std::numeric_limits<double>::infinity();
  if (word == "-inf") return -std::numeric_limits<double>::infinity();
  const auto number = read_number(text, Notation::plain);
  if (!number || text.ends_with('%')) return {};
  return *number;
}

PrometheusText parse_prometheus(std::string_view text) {
  PrometheusText out;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const bool ended = end < text.size();
    std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.ends_with('\r')) one.remove_suffix(1);
    const auto first = one.find_first_not_of(" \t");
    if (first == std::string_view::npos || one[first] == '#') continue;  // HELP, TYPE and comments
    // The format ends every line: one without an end is cut, and what is left of its number is another one.
    auto sample = ended ? Line(one).sample() : std::nullopt;
    if (sample) {
      out.samples.push_back(std::move(*sample));
    } else {
      ++out.lines_refused;
      if (out.damaged.size() < most_damaged) out.damaged.insert(Line(one).metric());
      if (out.faults.size() < most_faults) out.faults.push_back({line, shortened(one)});
    }
  }
  return out;
}

}  // namespace feeds
