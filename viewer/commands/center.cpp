// `anjungan center new`: the folder of a new center, ready to run with pretend agencies.
#include "config/suggest.h"
#include "viewer/center_folder.h"
#include "viewer/commands/command.h"

#include <cstdio>
#include <set>

namespace viewer::commands {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::string code, name, table, to;
};

// Beside the centers that came with the program.
fs::path default_folder(const Shell& shell, const Regency& regency) {
  const fs::path beside = (shell.folders.assets.parent_path() / "config/centers").lexically_normal();
  std::error_code ignored;
  return (fs::exists(beside, ignored) ? beside : fs::path("/etc/anjungan/centers")) / regency.folder;
}

std::size_t agencies(const CenterFiles& files) {
  std::set<std::string> names;
  for (const auto& [name, text] : files)
    if (name.starts_with("agencies/")) names.insert(name.substr(0, name.find('/', 9)));
  return names.size();
}

void say_next(const Shell& shell, const fs::path& folder, const Regency& regency, const CenterFiles& files) {
  const auto say = [&](const config::Text& text) { std::printf("%s\n", shell.words.say(text).c_str()); };
  const std::string dir = folder.string();
  say({"{}: {}, {} districts, {} agencies, {}; every number is simulated until you name the agencies' systems",
       {dir, regency.name, std::to_string(regency.districts.size()), std::to_string(agencies(files)),
        std::string(config::name(regency.zone))}});
  say({"1. see it: anjungan run --center {} --simulate", {dir}});
  const std::string map = map_name(regency);
  if (regency.map.empty()) {
    say({"2. correct center.toml (grants, displays), agencies/*/agency.toml (names) and the map, maps/{}", {map}});
    say({"   the capital was taken to lie in {}; if not, change adm4 in agencies/bpbd", {regency.seat}});
  } else {
    say({"2. correct center.toml (grants, displays) and agencies/*/agency.toml (names)", {}});
    say({"   the map comes with the program; for one of your own put a file {} into {}/maps", {map, dir}});
  }
  say({"3. agency by agency: url and basis in feeds.toml, approvals and targets in indicators.toml", {}});
  say({"4. after each change: anjungan check --center {}", {dir}});
}

int make(Shell& shell, const Arguments& arguments) {
  config::Complaints complaints;
  const auto regency = arguments.table.empty()
                           ? known_regency(shell.folders.assets, arguments.code, arguments.name, complaints)
                           : regency_of_table(arguments.code, arguments.name, arguments.table, complaints);
  if (!regency) {
    print(complaints, shell.words);
    return wrong;
  }
  const config::Date today = config::civil(shell.clock.now(), regency->zone).date;
  const auto files = center_files(shell.folders.assets, *regency, today);
  if (!files) return complain(shell.words, files.error(), failed);
  const fs::path folder = arguments.to.empty() ? default_folder(shell, *regency) : fs::path(arguments.to);
  if (const auto written = write_center(folder, *files); !written)
    return complain(shell.words, written.error(), failed);
  say_next(shell, folder, *regency, *files);
  return good;
}

}  // namespace

void add_center(Command parent, Shell& shell) {
  const Command center = add_command(parent, shell, "center", "Make the folder of a new center", "");
  center.wants_command();
  const Command app = add_command(
      center, shell, "new",
      "Write a complete center for a regency: districts, agencies, indicators, feeds from the simulator, pages and a "
      "schematic map, as plain files that you then own",
      "center new --code 35.23 --name \"Kabupaten Tuban\" --regions tuban.csv --to /etc/anjungan/centers/tuban");
  const auto arguments = std::make_shared<Arguments>();
  const auto help = [&shell](const char* key) { return std::string(shell.words.word(key)); };
  app.option("--code", arguments->code, help("Code of the regency by the Ministry of Home Affairs, with dots"))
      .required()
      .type_name(help("CODE"));
  app.option("--name", arguments->name,
             help("Name of the regency as pages show it; needed with --regions, else as the program's list has it"))
      .type_name(help("NAME"));
  app.option("--regions", arguments->table,
             help("CSV file with a row for each district, where the program does not know them: code;name, and where "
                  "known aliases (parted by |), bps, lon, lat in degrees; the map follows lon and lat"))
      .type_name(help("FILE"));
  app.option("--to", arguments->to, help("Folder to make; default: beside the centers that came with the program"))
      .type_name(help("DIR"));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return make(shell, *arguments); }; });
}

}  // namespace viewer::commands
