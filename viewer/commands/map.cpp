// `anjungan map import` and `map show`: borders of a GeoJSON file as the program's own map, and what a map file holds.
#include <fmt/format.h>

#include <cstdio>

#include "config/geo_map.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/command.h"
#include "viewer/maps/import.h"

namespace viewer::commands {
namespace {

struct Arguments {
  std::string file, out, simplify = "0";
  maps::ImportOptions import;
};

void say(const Shell& shell, const config::Text& text) {
  std::printf("%s\n", shell.words.say(text).c_str());
}

std::string number(double value) {
  return fmt::format("{:.0f}", value);
}

void describe(const Shell& shell, const std::string& file, const config::GeoMap& map) {
  constexpr double metres = 111'319.5;
  std::error_code ignored;
  const auto size = static_cast<double>(std::filesystem::file_size(file, ignored));
  double km2 = 0;
  std::size_t nameless = 0;
  for (const config::MapArea& area : map.areas) {
    km2 += area.km2;
    nameless += area.name.empty() ? 1 : 0;
  }
  say(shell,
      {"{}: {} areas, {} km2, {} kB", {file, std::to_string(map.areas.size()), number(km2), number(size / 1000)}});
  if (!map.source.empty()) say(shell, {"source: {}", {map.source}});
  for (const config::MapLevel& level : map.levels) {
    const std::string triangles = std::to_string(level.indices.size() / 3), arcs = std::to_string(level.arcs.size()),
                      points = std::to_string(level.points.size());
    if (level.tolerance == 0)
      say(shell, {"  full detail: {} triangles, {} borders of {} points", {triangles, arcs, points}});
    else
      say(shell, {"  to within {} m: {} triangles, {} borders of {} points",
                  {number(level.tolerance * metres), triangles, arcs, points}});
  }
  if (nameless > 0) say(shell, {"{} areas have no name; their codes stand for them", {std::to_string(nameless)}});
}

int import(Shell& shell, const Arguments& arguments) {
  maps::ImportOptions options = arguments.import;
  options.simplify_m = parse_number(arguments.simplify, 0, 1e6).value_or(0);
  std::error_code ignored;
  if (std::filesystem::equivalent(arguments.file, arguments.out, ignored))
    return complain(shell.words, {{"{} is the file to import itself", {arguments.out}}, "choose another file"}, wrong);
  config::Complaints complaints;
  const auto map = maps::import_map(arguments.file, options, complaints);
  print(complaints, shell.words);
  if (!map) return wrong;
  if (const auto written = config::write_geo_map(*map, arguments.out); !written)
    return complain(shell.words, written.error(), failed);
  describe(shell, arguments.out, *map);
  return good;
}

int show(Shell& shell, const Arguments& arguments) {
  const auto map = config::read_geo_map(arguments.file);
  if (!map) return complain(shell.words, map.error(), wrong);
  describe(shell, arguments.file, *map);
  return good;
}

void add_import(Command map, Shell& shell) {
  const Command app = add_command(
      map, shell, "import",
      "Make a map file of the areas of a GeoJSON file (RFC 7946), in levels of detail whose borders stay shared",
      "map import kecamatan.geojson --code KDCPUM --name WADMKC --source \"BIG 2024\" --out batas.map");
  const auto arguments = std::make_shared<Arguments>();
  const auto help = [&shell](const char* key) { return std::string(shell.words.word(key)); };
  app.option("file", arguments->file, help("GeoJSON file with areas, in longitude and latitude"))
      .required()
      .type_name(help("FILE"));
  app.option("--out", arguments->out, help("Map file to write")).required().type_name(help("FILE"));
  app.option("--code", arguments->import.read.code, help("Property that holds an area's code; default: code"))
      .type_name(help("PROPERTY"));
  app.option("--name", arguments->import.read.name, help("Property that holds an area's name; default: name"))
      .type_name(help("PROPERTY"));
  app.option("--source", arguments->import.source, help("Whose borders these are, as the map is to say"))
      .type_name(help("TEXT"));
  app.option("--simplify", arguments->simplify, help("Leave out detail finer than this many metres; default: 0"))
      .check(is_number(shell.words, 0, 1e6))
      .type_name(help("METRES"));
  app.option("--keep", arguments->import.read.keep,
             help("Only areas whose code begins so: 63.10 takes one regency out of a national file"))
      .type_name(help("PREFIX"));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return import(shell, *arguments); }; });
}

void add_show(Command map, Shell& shell) {
  const Command app =
      add_command(map, shell, "show", "Say what a map file holds: areas, levels of detail, size", "map show batas.map");
  const auto arguments = std::make_shared<Arguments>();
  app.option("file", arguments->file, std::string(shell.words.word("Map file made by map import")))
      .required()
      .type_name(std::string(shell.words.word("FILE")));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return show(shell, *arguments); }; });
}

}  // namespace

void add_map(Command parent, Shell& shell) {
  const Command map = add_command(parent, shell, "map", "Import borders of areas, and look at map files", "");
  map.wants_command();
  add_import(map, shell);
  add_show(map, shell);
}

}  // namespace viewer::commands
