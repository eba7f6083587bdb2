// `anjungan export`: the history of a series as one audience may see it, as CSV (RFC 4180) or JSON.
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "config/suggest.h"
#include "feeds/audience.h"
#include "feeds/store.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

using nlohmann::ordered_json;

struct Arguments {
  std::string series, center, state, from, to, format = "csv", audience = "public";
};

// The shortest decimal that reads back as the same number.
std::string number(double value) {
  return fmt::format("{}", value);
}

void write_csv(const std::vector<feeds::ExportRow>& rows, config::Zone zone) {
  std::printf("at,received,observed,value\r\n");
  for (const feeds::ExportRow& row : rows)
    std::printf("%s,%s,%s,%s\r\n", config::to_rfc3339(row.at, zone).c_str(),
                config::to_rfc3339(row.received, zone).c_str(),
                row.observed ? config::to_rfc3339(*row.observed, zone).c_str() : "", number(row.value).c_str());
}

void write_json(const std::string& series, const std::string& unit, const std::vector<feeds::ExportRow>& rows,
                config::Zone zone) {
  std::printf("{\"series\":%s,\"unit\":%s,\"points\":[", ordered_json(series).dump().c_str(),
              ordered_json(unit).dump().c_str());
  const char* between = "\n";
  for (const feeds::ExportRow& row : rows) {
    ordered_json point{{"at", config::to_rfc3339(row.at, zone)}, {"received", config::to_rfc3339(row.received, zone)}};
    if (row.observed) point["observed"] = config::to_rfc3339(*row.observed, zone);
    point["value"] = row.value;
    std::printf("%s%s", between, point.dump().c_str());
    between = ",\n";
  }
  std::printf("\n]}\n");
}

// Only names that this audience may know.
config::Text near_series(const config::Center& center, const std::string& series, config::Audience audience,
                         config::Time now) {
  std::vector<std::string> known;
  for (const config::Indicator& indicator : center.catalogue->indicators)
    if (feeds::may_see(audience, *center.catalogue, indicator, false, now)) known.push_back(indicator.name);
  return config::suggestion(feeds::parse_series(series).indicator, known);
}

int run_export(Shell& shell, const Arguments& arguments) {
  const auto center = open_center(shell, arguments.center);
  if (!center) return wrong;
  const config::Words words = shell.words_of(*center);
  const config::Zone zone = center->catalogue->zone;
  const config::Time now = shell.clock.now();
  const auto from = parse_moment(arguments.from, zone), to = parse_moment(arguments.to, zone);
  if (!from || !to) return complain(words, from ? to.error() : from.error(), wrong);
  if (*from >= *to) return complain(words, {"--from is not before --to", "swap them"}, wrong);
  const auto audience = config::parse_audience(arguments.audience).value_or(config::Audience::everyone);

  const config::Indicator* indicator = center->catalogue->indicator(feeds::parse_series(arguments.series).indicator);
  if (!indicator || !feeds::may_see(audience, *center->catalogue, *indicator, false, now)) {
    config::Text cure = near_series(*center, arguments.series, audience, now);
    if (cure.empty()) cure = "give another --audience, or a name from the center's [[indicator]] sections";
    return complain(words, {{"the audience {} knows no series \"{}\"", {arguments.audience, arguments.series}}, cure},
                    wrong);
  }
  const auto file = store_file(*center, arguments.state);
  if (!file) return complain(words, file.error(), failed);
  const auto rows = feeds::export_series(*file, *center, arguments.series, *from, *to, audience, now);
  if (!rows) return complain(words, rows.error(), failed);
  if (arguments.format == "json")
    write_json(arguments.series, indicator->unit, *rows, zone);
  else
    write_csv(*rows, zone);
  return good;
}

}  // namespace

void add_export(Command parent, Shell& shell) {
  const Command app =
      add_command(parent, shell, "export", "Write the history of a series as CSV or JSON",
                  "export layanan.antrean#mpp --center config/centers/tanah-bumbu --from 2026-11-01 --to "
                  "2026-12-01 --format csv");
  const auto arguments = std::make_shared<Arguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option(help("SERIES"), arguments->series, help("Series: indicator@district#item, such as progres.fisik@63.10.04"))
      .required()
      .type_name(help("SERIES"));
  app.option("--center", arguments->center, help("Folder of the center")).required().type_name(help("DIR"));
  app.option("--from", arguments->from, help("From this time on: RFC 3339, or 2026-11-21 14:02 in the center's zone"))
      .required()
      .check(is_time(words))
      .type_name(help("TIME"));
  app.option("--to", arguments->to, help("Before this time")).required().check(is_time(words)).type_name(help("TIME"));
  app.option("--format", arguments->format, help("csv (the default) or json"))
      .check(is_one_of(words, {"csv", "json"}))
      .type_name("csv|json");
  app.option("--audience", arguments->audience,
             help("For whom: public (the default), staff or leadership; nothing above it is shown"))
      .check(is_audience(words))
      .type_name(help("AUDIENCE"));
  app.option("--state", arguments->state,
             help("Folder for what is kept; default $ANJUNGAN_STATE, else ~/.local/state/anjungan/<center>"))
      .type_name(help("DIR"));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return run_export(shell, *arguments); }; });
}

}  // namespace viewer::commands
