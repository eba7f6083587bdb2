// `anjungan manual` and `anjungan sample`: the configuration as the program itself describes it.
#include <cstdio>

#include "config/center.h"
#include "config/suggest.h"
#include "feeds/feed.h"
#include "panels/panel.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int print_manual(const config::Words& words) {
  const auto heading = [&](int level, const char* key) {
    say(std::string(static_cast<std::size_t>(level), '#') + " " + std::string(words.word(key)) + "\n\n");
  };
  const auto paragraph = [&](const char* key) { say(std::string(words.word(key)) + "\n\n"); };
  heading(1, "The configuration of Anjungan");
  paragraph(
      "A center is a folder: center.toml, pages in pages/, and a folder for each agency in agencies/ with its "
      "indicators, "
      "tables, feeds and pages. Every *.toml is read; names of files mean nothing. Check with: anjungan check --center "
      "FOLDER");
  heading(1, "Sections");
  for (const config::Section& section : config::sections())
    say(config::manual((section.list ? "[[" : "[") + section.name + (section.list ? "]]" : "]"), section.summary,
                       section.fields, words) +
        "\n");
  heading(1, "Kinds of feeds");
  for (const feeds::FeedKind* kind : feeds::feed_kinds())
    say(config::manual(kind->name, kind->summary, kind->outline(), words) + "\n");
  heading(1, "Kinds of panels");
  for (const panels::PanelKind* kind : panels::panel_kinds())
    say(config::manual(kind->name, kind->summary, kind->outline(), words) + "\n");
  return good;
}

// The name without brackets: "[[feed]]", "feed".
std::string bare(const std::string& name) {
  const std::size_t from = name.find_first_not_of('['), to = name.find_last_not_of(']');
  return from == std::string::npos ? name : name.substr(from, to - from + 1);
}

// What every feed and every panel says besides its kind's own keys.
std::string preset_of_feed(const std::string& kind) {
  return "name = \"contoh." + kind + "\"\nkind = \"" + kind +
         "\"\ninterval = \"1m\"\nbasis = { kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12 }\n";
}
std::string preset_of_panel(const std::string& kind) {
  return "kind = \"" + kind + "\"\nat = [0, 0, 6, 4]\n";
}

int print_sample(const config::Words& words, const std::string& asked) {
  const std::string name = bare(asked);
  std::vector<std::string> known;
  if (const feeds::FeedKind* kind = feeds::find_feed_kind(name)) {
    say(config::sample("feed", true, kind->outline(), words, preset_of_feed(name)));
    return good;
  }
  if (const panels::PanelKind* kind = panels::find_panel_kind(name)) {
    say(config::sample("page.panel", true, kind->outline(), words, preset_of_panel(name)));
    return good;
  }
  for (const feeds::FeedKind* kind : feeds::feed_kinds()) known.push_back(kind->name);
  for (const panels::PanelKind* kind : panels::panel_kinds()) known.push_back(kind->name);
  for (const config::Section& section : config::sections()) {
    if (section.name == name) {
      say(config::sample(section.name, section.list, section.fields, words));
      return good;
    }
    known.push_back(section.name);
  }
  return complain(words, {{"there is no kind and no section \"{}\"", {asked}}, config::suggestion(name, known)}, wrong);
}

}  // namespace

void add_manual(Command parent, Shell& shell) {
  const Command app =
      add_command(parent, shell, "manual", "Print the manual of the configuration, in Markdown", "manual > manual.md");
  app.callback([&shell] { shell.chosen = [&shell] { return print_manual(shell.words); }; });
}

void add_sample(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "sample", "Print a commented sample of a kind or a section, in TOML",
                                  "sample http_json");
  const auto name = std::make_shared<std::string>();
  app.option(std::string(shell.words.word("KIND")), *name,
             std::string(shell.words.word("Kind of feed or panel, or a section: http_json, map, indicator, ...")))
      .required()
      .type_name(std::string(shell.words.word("KIND")));
  app.callback([name, &shell] { shell.chosen = [name, &shell] { return print_sample(shell.words, *name); }; });
}

}  // namespace viewer::commands
