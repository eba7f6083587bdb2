// See center_folder.h.
#include "viewer/center_folder.h"
#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <fstream>
#include "config/files.h"

namespace viewer {
namespace {

namespace fs = std::filesystem;
using Values = std::map<std::string, std::string, std::less<>>;

std::string in_quotes(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "\"" : ", \"") + text + '"';
  return out;
}

std::string regions(const std::vector<config::Region>& districts) {
  std::string out;
  for (const config::Region& district : districts) {
    out += fmt::format("[[region]]\ncode = \"{}\"\n", district.code);
    if (!district.bps.empty()) out += fmt::format("bps = \"{}\"\n", district.bps);
    out += fmt::format("name = \"{}\"\n", district.name);
    if (!district.aliases.empty()) out += fmt::format("aliases = [{}]\n", in_quotes(district.aliases));
  }
  return out;
}

// "Kabupaten Blora" -> "Blora Regency".
std::string english(const std::string& name) {
  for (const auto& [kind, word] : {std::pair("Kabupaten ", " Regency"), std::pair("Kota ", " City")})
    if (name.starts_with(kind)) return name.substr(std::string_view(kind).size()) + word;
  return name;
}

// "oku-selatan" -> "okuselatankab.go.id".
std::string domain(const Regency& regency) {
  std::string out = regency.folder;
  std::erase_if(out, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return out + (regency.name.starts_with("Kota ") ? "kota.go.id" : "kab.go.id");
}

Values values_of(const Regency& regency, config::Date today) {
  const auto seat = std::find_if(regency.districts.begin(), regency.districts.end(),
                                 [&](const config::Region& d) { return d.code == regency.seat; });
  const int year = static_cast<int>(today.year());
  return {{"code", regency.code},
          {"name", regency.name},
          {"name_en", english(regency.name)},
          {"zone", std::string(config::name(regency.zone))},
          {"map", map_name(regency)},
          {"domain", domain(regency)},
          {"province", regency.code.substr(0, 2)},
          {"regions", regions(regency.districts)},
          {"seat", regency.seat},
          {"seat_name", seat == regency.districts.end() ? regency.name : seat->name},
          {"year", std::to_string(year)},
          {"from", fmt::format("{}-01-01", year)},
          {"until", fmt::format("{}-12-31", year + 2)}};
}

config::Result<std::string> filled(const std::string& text, const Values& values, const std::string& file) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t open; (open = text.find("{{", at)) != std::string::npos;) {
    const std::size_t close = text.find("}}", open);
    const std::string key = text.substr(open + 2, close == std::string::npos ? close : close - open - 2);
    const auto value = values.find(key);
    if (close == std::string::npos || value == values.end())
      return config::fail({"the template {} has no value for \"{}\"", {file, key.substr(0, 40)}},
                          "install the program again");
    out += text.substr(at, open - at) + value->second;
    at = close + 2;
  }
  return out + text.substr(at);
}

std::string with_all(std::string text, const Values& values) {
  for (const auto& [mark, value] : values)
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size())
      text.replace(at, mark.size(), value);
  return text;
}

// Between {{each_district}} and {{end}} the text stands once for every district, with its {{district}} and
// {{district_name}}, and {{district_digits}} for names.
std::string each_district(std::string text, const std::vector<config::Region>& districts) {
  const std::string begin = "{{each_district}}\n", end = "{{end}}\n";
  for (std::size_t open; (open = text.find(begin)) != std::string::npos;) {
    const std::size_t close = text.find(end, open);
    if (close == std::string::npos) break;
    const std::string once = text.substr(open + begin.size(), close - open - begin.size());
    std::string all;
    for (const config::Region& district : districts) {
      std::string digits = district.code;
      std::erase(digits, '.');
      all += with_all(
          once,
          {{"{{district}}", district.code}, {"{{district_name}}", district.name}, {"{{district_digits}}", digits}});
    }
    text.replace(open, close + end.size() - open, all);
  }
  return text;
}

// What a map writes for a district is the last part of its code.
std::string rows_of_map(const Regency& regency) {
  std::vector<std::string> marks;
  for (const config::Region& district : regency.districts)
    marks.push_back(district.code.substr(regency.code.size() + 1));
  std::string out;
  for (const std::string& row : draw_tiles(marks, regency.positions)) out += "  \"" + row + "\",\n";
  return out;
}

config::Result<std::string> from_template(const fs::path& folder, const std::string& name, const Values& values,
                                          const std::vector<config::Region>& districts) {
  const auto text = config::read_file(folder / name);
  if (!text) return config::fail({"the template {} cannot be read", {name}}, "install the program again");
  return filled(each_district(*text, districts), values, name);
}

}  // namespace

std::string map_name(const Regency& regency) {
  return regency.map.empty() ? regency.folder + ".toml" : regency.map;
}

config::Result<CenterFiles> center_files(const fs::path& assets, const Regency& regency, config::Date today) {
  const fs::path templates = assets / "center-template";
  Values values = values_of(regency, today);
  CenterFiles files;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(templates, failed), end; !failed && it != end; it.increment(failed)) {
    if (!it->is_regular_file(failed)) continue;
    const std::string name = it->path().lexically_relative(templates).generic_string();
    auto text = from_template(templates, name, values, regency.districts);
    if (!text) return tl::unexpected(text.error());
    files.emplace(name, std::move(*text));
  }
  if (files.empty() || failed)
    return config::fail({"the template {} cannot be read", {templates.string()}}, "install the program again");
  if (!regency.map.empty()) return files;
  values["rows"] = rows_of_map(regency);
  auto map = from_template(assets, "map-template.toml", values, regency.districts);
  if (!map) return tl::unexpected(map.error());
  files.emplace("maps/" + map_name(regency), std::move(*map));
  return files;
}

config::Result<void> write_center(const fs::path& asked, const CenterFiles& files) {
  const fs::path folder = asked.filename().empty() ? asked.parent_path() : asked;
  fs::path made = folder;
  made += ".new";
  std::error_code failed;
  for (const fs::path& path : {folder, made})
    if (fs::symlink_status(path, failed).type() != fs::file_type::not_found)
      return config::fail({"{} is there already; nothing was written", {path.string()}},
                          "name another folder with --to, or move this one away");
  const auto give_up = [&](const fs::path& what) {
    return config::fail({"{} cannot be written", {what.string()}},
                        "name a folder with --to where you may write, and see whether its disk is full");
  };
  if (!fs::create_directories(made, failed)) return give_up(made);
  for (const auto& [name, text] : files) {
    const fs::path file = made / name;
    fs::create_directories(file.parent_path(), failed);
    std::ofstream out(file, std::ios::binary);
    if ((out << text) && out.flush()) continue;
    fs::remove_all(made, failed);
    return give_up(folder / name);
  }
  if (fs::rename(made, folder, failed); failed) {
    fs::remove_all(made, failed);
    return give_up(folder);
  }
  return {};
}

}  // namespace viewer
