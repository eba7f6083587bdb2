// A page in words: plain text with aligned tables, and HTML.
#include "panels/telling.h"

#include <algorithm>

namespace panels {
namespace {

std::size_t glyphs(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void add_row(std::string& out, const std::vector<std::string>& row, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) {
    line += row[i];
    if (i + 1 < row.size()) line.append(widths[i] - glyphs(row[i]) + 2, ' ');
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  out += line + '\n';
}

std::string aligned(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  const auto widen = [&widths](const std::vector<std::string>& row) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], glyphs(row[i]));
  };
  widen(head);
  for (const auto& row : rows) widen(row);
  std::string out;
  if (!head.empty()) add_row(out, head, widths);
  for (const auto& row : rows) add_row(out, row, widths);
  return out;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_row(const std::vector<std::string>& row, const char* cell) {
  std::string out = "<tr>";
  for (const std::string& text : row) out += "<" + std::string(cell) + ">" + escaped(text) + "</" + cell + ">";
  return out + "</tr>\n";
}

}  // namespace

void Telling::heading(std::string text) {
  parts_.push_back({Part::Kind::heading, std::move(text), {}, {}});
}

void Telling::line(std::string text) {
  parts_.push_back({Part::Kind::line, std::move(text), {}, {}});
}

void Telling::table(std::vector<std::string> head, std::vector<std::vector<std::string>> rows) {
  parts_.push_back({Part::Kind::table, {}, std::move(head), std::move(rows)});
}

std::string Telling::plain() const {
  std::string out;
  for (const Part& part : parts_) {
    switch (part.kind) {
      case Part::Kind::heading:
        if (!out.empty()) out += '\n';
        out += part.text + '\n' + std::string(glyphs(part.text), '-') + '\n';
        break;
      case Part::Kind::line:
        out += part.text + '\n';
        break;
      case Part::Kind::table:
        out += aligned(part.head, part.rows);
        break;
    }
  }
  return out;
}

std::string Telling::html() const {
  std::string out;
  for (const Part& part : parts_) {
    switch (part.kind) {
      case Part::Kind::heading:
        out += "<h2>" + escaped(part.text) + "</h2>\n";
        break;
      case Part::Kind::line:
        out += "<p>" + escaped(part.text) + "</p>\n";
        break;
      case Part::Kind::table:
        out += "<table>\n";
        if (!part.head.empty()) out += "<thead>" + html_row(part.head, "th") + "</thead>\n";
        out += "<tbody>\n";
        for (const auto& row : part.rows) out += html_row(row, "td");
        out += "</tbody>\n</table>\n";
        break;
    }
  }
  return out;
}

}  // namespace panels
