// `anjungan check`: every fault of a center's configuration at once, as file:line:column: what is wrong; what to do.
#include <cstdio>

#include "feeds/collector.h"
#include "viewer/commands/command.h"
#include "viewer/fit_checks.h"
#include "viewer/kind_checks.h"

namespace viewer::commands {
namespace {

int check(Shell& shell, const std::string& folder) {
  const config::Center center = load_center(shell, folder);
  config::Complaints complaints = center.complaints;
  if (center.catalogue) {
    feeds::check_owners(center, complaints);
    check_fit(center, complaints);
    check_legible(center, shell.folders, complaints);
    check_pictures(center, complaints);
    check_map(center, shell.folders.assets, complaints);
  }
  sort(complaints);

  const config::Words words = shell.words_of(center);
  std::size_t errors = 0;
  for (const config::Complaint& complaint : complaints) {
    std::printf("%s\n", config::to_line(complaint, words).c_str());
    if (!complaint.warning) ++errors;
  }
  const std::size_t warnings = complaints.size() - errors;
  if (errors == 0 && center.usable) {
    std::printf("%s\n", words
                            .say({"{}: in order; {} feeds, {} indicators, {} pages, {} warnings",
                                  {folder, std::to_string(center.feeds.size()),
                                   std::to_string(center.catalogue->indicators.size()),
                                   std::to_string(center.pages.size()), std::to_string(warnings)}})
                            .c_str());
    return good;
  }
  std::printf(
      "%s\n",
      words.say({"{}: {} faults, {} warnings", {folder, std::to_string(errors), std::to_string(warnings)}}).c_str());
  return wrong;
}

}  // namespace

void add_check(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "check", "Say every fault of a center's configuration, with its place",
                                  "check --center config/centers/tanah-bumbu");
  const auto center = std::make_shared<std::string>();
  app.option("--center", *center, std::string(shell.words.word("Folder of the center")))
      .required()
      .type_name(std::string(shell.words.word("DIR")));
  app.callback([center, &shell] { shell.chosen = [center, &shell] { return check(shell, *center); }; });
}

}  // namespace viewer::commands
