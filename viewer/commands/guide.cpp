// `anjungan guide`: the operator's guide, from assets/guide/<language>.md.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

int print_guide(const Shell& shell) {
  const std::filesystem::path file = shell.folders.assets / "guide" / (shell.words.lang() + ".md");
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  if (text.str().empty())
    return complain(shell.words, {{"the guide {} cannot be read", {file.string()}}, "install the program again"},
                    failed);
  std::fwrite(text.str().data(), 1, text.str().size(), stdout);
  return good;
}

}  // namespace

void add_guide(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "guide", "Print the operator's guide, in Markdown", "guide | less");
  app.callback([&shell] { shell.chosen = [&shell] { return print_guide(shell); }; });
}

}  // namespace viewer::commands
