// See regency.h: a regency from a table of its districts.
#include <algorithm>
#include <map>
#include "config/files.h"
#include "feeds/csv.h"
#include "feeds/reading.h"
#include "viewer/regency.h"
#include "viewer/regency_parts.h"

namespace viewer {
namespace {

enum Column { code_column, name_column, aliases_column, bps_column, lon_column, lat_column, columns };
constexpr std::pair<const char*, Column> kHeadings[] = {
    {"code", code_column},       {"kode", code_column},     {"name", name_column}, {"nama", name_column},
    {"aliases", aliases_column}, {"alias", aliases_column}, {"bps", bps_column},   {"kode_bps", bps_column},
    {"lon", lon_column},         {"bujur", lon_column},     {"lat", lat_column},   {"lintang", lat_column},
};

struct Line {
  config::Place place;
  std::string cells[columns];
};

// Letters and digits in small letters: names that differ only in blanks are one name.
std::string plain(std::string_view name) {
  std::string out = feeds::lower_case(name);
  std::erase_if(out, [](unsigned char c) { return c < 0x80 && !std::isalnum(c); });
  return out;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Table {
 public:
  Table(const std::filesystem::path& file, config::Complaints& out) : file_(file.filename().string()), out_(out) {
    load(file);
  }

  const std::vector<Line>& lines() const { return lines_; }
  bool has(Column column) const { return at_.contains(column); }
  // A number of degrees; a decimal comma may stand where cells are parted by semicolons.
  std::optional<double> degrees(const Line& line, Column column) const {
    std::string text = line.cells[column];
    if (semicolons_) std::replace(text.begin(), text.end(), ',', '.');
    const auto value = feeds::read_number(text, feeds::Notation::plain);
    return value ? std::optional(*value) : std::nullopt;
  }

 private:
  void load(const std::filesystem::path& file) {
    const auto bytes = config::read_file(file);
    if (!bytes) return complain(0, "the file cannot be read", "allow the program to read it");
    auto text = feeds::to_utf8(*bytes, feeds::Encoding::utf8);
    if (!text) return complain(0, text.error().what, "save the table as CSV UTF-8");
    const std::string heading = text->substr(0, text->find('\n'));
    semicolons_ = std::count(heading.begin(), heading.end(), ';') >= std::count(heading.begin(), heading.end(), ',');
    read(std::move(*text));
  }
  void complain(std::size_t line, config::Text what, config::Text cure) {
    out_.push_back({{file_, static_cast<int>(line), line ? 1 : 0}, std::move(what), std::move(cure)});
  }
  void read(std::string text) {
    feeds::CsvRows rows(std::move(text), semicolons_ ? feeds::Delimiter::semicolon : feeds::Delimiter::comma);
    feeds::Row row;
    for (bool first = true;; first = false) {
      const auto more = rows.next(row);
      if (!more) return complain(rows.line(), more.error().what, more.error().cure);
      if (!*more && first) read_headings({});
      if (!*more) return;
      if (first)
        read_headings(row);
      else
        read_line(row, rows.line());
    }
  }
  void read_headings(const feeds::Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i)
      for (const auto& [heading, column] : kHeadings)
        if (feeds::lower_case(feeds::trim(row[i].text)) == heading) at_.emplace(column, i);
    for (const auto& [column, heading] : {std::pair(code_column, "code"), std::pair(name_column, "name")})
      if (!at_.contains(column))
        complain(1, {"there is no column \"{}\"", {heading}},
                 "the first row names them: code;name;aliases;bps;lon;lat");
  }
  void read_line(const feeds::Row& row, std::size_t number) {
    Line line{{file_, static_cast<int>(number), 1}, {}};
    bool any = false;
    for (const auto& [column, i] : at_) {
      if (i < row.size()) line.cells[column] = feeds::trim(row[i].text);
      any = any || !line.cells[column].empty();
    }
    if (any) lines_.push_back(std::move(line));
  }

  std::string file_;
  config::Complaints& out_;
  bool semicolons_ = false;
  std::map<Column, std::size_t> at_;
  std::vector<Line> lines_;
};

// One district after the other, with what was said before in mind.
class Districts {
 public:
  Districts(std::string code, config::Complaints& out) : prefix_(code + '.'), out_(out) {}

  config::Region read(const Line& line) {
    config::Region region{line.cells[code_column], line.cells[bps_column], line.cells[name_column], {}};
    check_code(line, region.code);
    if (region.name.empty())
      complain(line, "the district has no name", "fill it in");
    else if (region.name.find_first_of("\"\\{}\n") != std::string::npos)
      complain(line, {"\"{}\" is not a name", {region.name}}, "leave out quotes and braces");
    else
      once(line, plain(region.name), region.name);
    if (!region.bps.empty() && (region.bps.size() != 7 || !all_digits(region.bps)))
      complain(line, {"\"{}\" is not a BPS code", {region.bps}}, "write its seven digits, or leave the cell empty");
    else if (!region.bps.empty())
      once(line, region.bps, region.bps);
    std::string rest = line.cells[aliases_column];
    while (!rest.empty()) {
      const std::string alias(feeds::trim(rest.substr(0, rest.find('|'))));
      rest.erase(0, rest.find('|') == std::string::npos ? rest.size() : rest.find('|') + 1);
      if (alias.empty() || alias == region.name) continue;
      if (alias.find_first_of("\"\\{}\n") != std::string::npos)
        complain(line, {"\"{}\" is not a name", {alias}}, "leave out quotes and braces");
      if (plain(alias) != plain(region.name)) once(line, plain(alias), alias);
      region.aliases.push_back(alias);
    }
    return region;
  }

 private:
  void complain(const Line& line, config::Text what, config::Text cure) {
    out_.push_back({line.place, std::move(what), std::move(cure)});
  }
  void check_code(const Line& line, const std::string& code) {
    if (code.size() != 8 || code[5] != '.' || !all_digits(code.substr(6)) || code[2] != '.' ||
        !all_digits(code.substr(0, 2)) || !all_digits(code.substr(3, 2)))
      complain(line, {"\"{}\" is not the code of a district", {code}},
               {"write the Ministry's code with its dots, such as {}01", {prefix_}});
    else if (!code.starts_with(prefix_))
      complain(line, {"the district {} does not lie in the regency {}", {code, prefix_.substr(0, prefix_.size() - 1)}},
               {"a code here begins with \"{}\"", {prefix_}});
    else
      once(line, code, code);
  }
  void once(const Line& line, const std::string& key, const std::string& shown) {
    const auto [found, added] = lines_.emplace(key, line.place.line);
    if (!added)
      complain(line, {"\"{}\" is there twice; the other is in line {}", {shown, std::to_string(found->second)}},
               "each district is there once, with a name and a code of its own");
  }

  std::string prefix_;
  config::Complaints& out_;
  std::map<std::string, int> lines_;  // where a code or name was first
};

// Positions of all districts, or none with a complaint where one is not to be used.
std::vector<Position> read_positions(const Table& table, config::Complaints& out) {
  std::vector<Position> all;
  if (!table.has(lon_column) || !table.has(lat_column)) return all;
  const auto given = [](const Line& line) {
    return !line.cells[lon_column].empty() || !line.cells[lat_column].empty();
  };
  if (std::none_of(table.lines().begin(), table.lines().end(), given)) return all;
  for (const Line& line : table.lines()) {
    const auto lon = table.degrees(line, lon_column), lat = table.degrees(line, lat_column);
    if (lon && lat && *lon > 94 && *lon < 142 && *lat > -12 && *lat < 7) {
      all.push_back({*lon, *lat});
      continue;
    }
    out.push_back({line.place,
                   {"\"{}\", \"{}\" is no place in Indonesia", {line.cells[lon_column], line.cells[lat_column]}},
                   "write degrees, such as 111.42 in lon and -6.96 in lat, for every district or for none"});
  }
  return all;
}

// "Kabupaten Tuban" for "Tuban"; a city has a code from 71 on.
std::string whole_name(const std::string& code, const std::string& name) {
  if (name.starts_with("Kabupaten ") || name.starts_with("Kota ")) return name;
  return (code.substr(3) >= "71" ? "Kota " : "Kabupaten ") + name;
}

// The district that is called as the regency is, else the first.
std::string likely_seat(const Regency& regency) {
  const std::string name = plain(regency.name.substr(regency.name.find(' ') + 1));
  for (const config::Region& district : regency.districts)
    if (plain(district.name) == name) return district.code;
  return regency.districts.front().code;
}

std::string folder_name(const std::string& name) {
  std::string out;
  for (const char c : feeds::lower_case(name.substr(name.find(' ') + 1)))
    out += std::isalnum(static_cast<unsigned char>(c)) ? c : '-';
  return out;
}

}  // namespace

std::optional<Regency> regency_of_table(const std::string& code, const std::string& name,
                                        const std::filesystem::path& file, config::Complaints& out) {
  const config::Province* province = check_code(code, out);
  const bool named = check_name(name, out);
  if (!province || !named) return {};
  const Table table(file, out);
  if (!out.empty()) return {};
  Regency regency{code, whole_name(code, name), {}, {}, {}, province->zone, {}, read_positions(table, out)};
  regency.folder = folder_name(regency.name);
  Districts districts(code, out);
  for (const Line& line : table.lines()) regency.districts.push_back(districts.read(line));
  if (regency.districts.empty())
    out.push_back({{file.filename().string()}, "the table has no district", "write one row for each district"});
  if (!out.empty()) return {};
  regency.seat = likely_seat(regency);
  return regency;
}

}  // namespace viewer
