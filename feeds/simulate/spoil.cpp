// See spoil.h.
#include "feeds/simulate/spoil.h"
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include "config/time.h"

namespace feeds::simulate {
namespace {

using Json = nlohmann::ordered_json;

enum class Format { json, xml, csv, metrics, binary };

constexpr std::size_t deep = 100'000;
constexpr std::string_view separators = ",\n\r\t ;|\"'<>={}[]:()";

Format format_of(const std::string& body) {
  if (body.starts_with("PK") || body.find('\0') != std::string::npos) return Format::binary;
  const auto first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos) return Format::csv;
  if (body[first] == '<') return Format::xml;
  if (body[first] == '{' || body[first] == '[') return Format::json;
  const std::string line = body.substr(first, body.find('\n', first) - first);
  return line.starts_with('#') || line.find("} ") != std::string::npos ? Format::metrics : Format::csv;
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc() && end == text.data() + text.size() && std::isdigit(text.back()) != 0;
}

// The first number becomes another, and every second one after it; those between stay good.
class Numbers {
 public:
  explicit Numbers(Fault fault) : fault_(fault) {}
  std::string operator()(std::string_view text) {
    if (!is_number(text) || ++seen_ % 2 == 0) return std::string(text);
    if (fault_ == Fault::huge_numbers) return "9223372036854775808";
    static constexpr std::array<const char*, 4> none = {"NaN", "Infinity", "1e400", "-Infinity"};
    return none[seen_ / 2 % none.size()];
  }

 private:
  const Fault fault_;
  std::size_t seen_ = 0;
};

// The document again, with other numbers or with every first member of an object said twice.
class Retold {
 public:
  Retold(Fault fault, std::string& out) : fault_(fault), numbers_(fault), out_(out) {}
  void put(const Json& value) {
    if (value.is_object()) {
      put_object(value);
    } else if (value.is_array()) {
      out_ += '[';
      for (std::size_t i = 0; i < value.size(); ++i) put(value[i]), out_ += i + 1 < value.size() ? "," : "";
      out_ += ']';
    } else {
      const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
      if (fault_ == Fault::duplicate_keys)
        out_ += text;
      else
        out_ += value.is_string() ? '"' + numbers_(text.substr(1, text.size() - 2)) + '"' : numbers_(text);
    }
  }

 private:
  void put_object(const Json& value) {
    out_ += '{';
    bool first = true;
    for (const auto& [name, member] : value.items()) {
      const std::string key = Json(name).dump(-1, ' ', false, Json::error_handler_t::replace) + ':';
      if (!first) out_ += ',';
      if (first && fault_ == Fault::duplicate_keys) out_ += key + "\"lain\",";
      out_ += key;
      put(member);
      first = false;
    }
    out_ += '}';
  }
  const Fault fault_;
  Numbers numbers_;
  std::string& out_;
};

std::string other_numbers(Numbers& numbers, const std::string& body, std::size_t from, std::string_view ends) {
  std::string out = body.substr(0, from);
  while (from < body.size()) {
    const auto end = std::min(body.find_first_of(ends, from), body.size());
    out += numbers(std::string_view(body).substr(from, end - from));
    if (end < body.size()) out += body[end];
    from = end + 1;
  }
  return out;
}

template <class Change>
std::string by_lines(const std::string& body, Change change) {
  std::string out;
  std::size_t number = 0;
  for (std::size_t at = 0; at < body.size(); ++number) {
    const auto end = std::min(body.find('\n', at), body.size());
    out += change(number, body.substr(at, end - at), end < body.size() ? "\n" : "");
    at = end + 1;
  }
  return out;
}

std::string with_other_numbers(Fault fault, Format format, const std::string& body) {
  Numbers numbers(fault);
  if (format == Format::xml) return other_numbers(numbers, body, 0, separators);
  if (format == Format::metrics)  // the values alone, and moments after them
    return by_lines(body, [&](std::size_t, const std::string& line, const char* ending) {
      const auto labels = line.rfind('}'), from = labels == std::string::npos ? line.find(' ') : labels + 1;
      const bool sample = !line.starts_with('#') && from < line.size();
      return (sample ? other_numbers(numbers, line, from, separators) : line) + ending;
    });
  const auto end = std::min(body.find('\n'), body.size());  // of the names of the columns
  const bool by_comma = body.substr(0, end).find_first_of(";|\t") == std::string::npos;
  return other_numbers(numbers, body, std::min(end + 1, body.size()), separators.substr(by_comma ? 0 : 1));
}

std::string said_twice(Format format, const std::string& body) {
  if (format == Format::xml) {
    const auto equals = body.find("=\"", body.find('>')), end = body.find('"', equals + 2);
    const auto name = body.rfind(' ', equals);
    if (equals == std::string::npos || end == std::string::npos || name == std::string::npos) return body;
    return body.substr(0, end + 1) + body.substr(name, equals - name) + "=\"lain\"" + body.substr(end + 1);
  }
  return by_lines(body, [&](std::size_t, const std::string& line, const char* ending) {
    if (format == Format::metrics) {
      const auto value = line.rfind(' ');
      const bool sample = !line.starts_with('#') && value != std::string::npos;
      return line + ending + (sample ? line.substr(0, value) + " 7" + ending : "");
    }
    const bool cr = line.ends_with('\r');
    const auto last = line.find_last_of(";,\t|");
    const std::string text = line.substr(0, line.size() - (cr ? 1 : 0));
    return text + (last < text.size() ? text.substr(last) : "") + (cr ? "\r" : "") + ending;
  });
}

void thin_out(Json& value) {
  if (!value.is_structured()) return;
  const bool rows =
      value.size() > 1 && std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_structured(); });
  Json left = value.is_array() ? Json::array() : Json::object();
  std::size_t number = 0;
  for (const auto& [name, member] : value.items()) {
    Json one = member;
    thin_out(one);
    if (rows && number++ % 2 == 1) continue;
    if (value.is_array())
      left.push_back(std::move(one));
    else
      left[name] = std::move(one);
  }
  value = std::move(left);
}

std::string thinned(Format format, const std::string& body) {
  if (format == Format::json) {
    Json document = Json::parse(body, nullptr, false);
    if (document.is_discarded()) return body;
    thin_out(document);
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (format == Format::xml) {
    std::string out = body;
    for (const std::string name : {"item", "Row"}) {
      std::size_t at = 0;
      for (int number = 0; (at = out.find('<' + name, at)) != std::string::npos; ++number) {
        const auto end = out.find("</" + name + '>', at);
        if (end == std::string::npos) break;
        const std::size_t size = end + name.size() + 3 - at;
        if (number > 1 && number % 2 == 1)
          out.erase(at, size);
        else
          at += size;
      }
    }
    return out;
  }
  return by_lines(body, [&](std::size_t number, const std::string& line, const char* ending) {
    const bool row = number > 0 && !line.starts_with('#');
    return row && number % 2 == 0 ? std::string() : line + ending;
  });
}

// "2026-11-21T08:30:00" and "2026-11-21 08:30:00", and 10 digits that are seconds since 1970.
std::string other_hour(std::string body, int hours) {
  using namespace std::chrono;
  const auto like = [&](std::size_t at, std::string_view shape) {
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const char c = at + i < body.size() ? body[at + i] : '\0';
      if (shape[i] == '0' ? std::isdigit(static_cast<unsigned char>(c)) == 0 : c != shape[i]) return false;
    }
    return true;
  };
  const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(body.substr(at, size)); };
  for (std::size_t at = 0; at + 10 <= body.size(); ++at) {
    if (like(at, "0000-00-00T00:00") || like(at, "0000-00-00 00:00")) {
      const auto day = year(number(at, 4)) / number(at + 5, 2) / number(at + 8, 2);
      const auto moved = sys_days(day) + std::chrono::hours(number(at + 11, 2) + hours);
      const year_month_day date{floor<days>(moved)};
      const auto hour = (moved - floor<days>(moved)).count();
      body.replace(at, 10, config::to_string(date));
      body.replace(at + 11, 2, (hour < 10 ? "0" : "") + std::to_string(hour));
    } else if (like(at, "0000000000") && body[at] == '1' && !like(at + 10, "0") &&
               (at == 0 || (std::isdigit(static_cast<unsigned char>(body[at - 1])) == 0 && body[at - 1] != '.'))) {
      body.replace(at, 10, std::to_string(std::stoll(body.substr(at, 10)) + hours * 3600));
      at += 9;
    }
  }
  return body;
}

std::string in_utf16(const std::string& body) {
  std::string out;
  for (const char c : body) out += {c, '\0'};
  return out;
}

std::string nested(Format format) {
  std::string out;
  const bool xml = format == Format::xml;
  out.reserve(deep * 7);
  for (std::size_t i = 0; i < deep; ++i) out += xml ? "<a>" : "[";
  for (std::size_t i = 0; i < deep; ++i) out += xml ? "</a>" : "]";
  return out;
}

const char* const kLogin =
    "<!DOCTYPE html>\n<html lang=\"id\"><head><title>Masuk</title></head><body><form method=\"post\" "
    "action=\"/masuk\"><input name=\"nip\"><input name=\"sandi\" type=\"password\"><input type=\"hidden\" "
    "name=\"_token\" value=\"9f2c\"></form></body></html>\n";
const char* const kBlocked =
    "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
    "administrator.<br><br>Your support ID is: 8412973650127<br></body></html>";

}  // namespace

std::string spoiled(Fault fault, const std::string& body) {
  const Format format = format_of(body);
  switch (fault) {
    case Fault::login_page:
      return kLogin;
    case Fault::waf_page:
      return kBlocked;
    case Fault::empty_body:
      return {};
    case Fault::empty_list:
      return "[]";
    case Fault::half_content:
      return body.substr(0, body.size() / 2);
    case Fault::wrong_charset:
      return in_utf16(body);
    case Fault::deep_nesting:
      return nested(format);
    case Fault::clock_ahead:
      return other_hour(body, 1);
    case Fault::clock_behind:
      return other_hour(body, -1);
    case Fault::vanishing_rows:
      return format == Format::binary ? body : thinned(format, body);
    case Fault::duplicate_keys:
    case Fault::not_a_number:
    case Fault::huge_numbers:
      break;
    default:
      return body;
  }
  if (format == Format::binary) return body;
  if (format == Format::json) {
    const Json document = Json::parse(body, nullptr, false);
    if (document.is_discarded()) return body;
    std::string out;
    Retold(fault, out).put(document);
    return out;
  }
  if (fault == Fault::duplicate_keys) return said_twice(format, body);
  return with_other_numbers(fault, format, body);
}

std::string spoiled_type(Fault fault, const std::string& good) {
  if (fault == Fault::login_page) return "text/html; charset=utf-8";
  return fault == Fault::wrong_type ? "image/png" : good;
}

// One block with the fixed Huffman code of RFC 1951: 13 bits for 258 bytes.
std::string gzip_bomb(std::size_t repeats) {
  std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10);
  unsigned bits = 0, held = 0;
  const auto put = [&](unsigned value, unsigned count) {  // lowest bit first
    held |= value << bits;
    for (bits += count; bits >= 8; bits -= 8, held >>= 8) out += static_cast<char>(held & 0xFF);
  };
  const auto code = [&](unsigned value, unsigned count) {  // Huffman codes: highest bit first
    while (count-- > 0) put(value >> count & 1, 1);
  };
  put(1, 1);            // the last block
  put(1, 2);            // fixed code
  code(0x30 + ' ', 8);  // a literal
  for (; repeats > 0; --repeats) {
    code(0xC5, 8);  // length 258
    code(0, 5);     // distance 1
  }
  code(0, 7);  // end
  put(0, 7);
  return out + std::string(8, '\0');
}

}  // namespace feeds::simulate
