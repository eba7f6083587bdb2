// `anjungan backup`, `verify` and `restore`: copies of a center's store (feeds/copies.h).
#include <fmt/format.h>

#include <cstdio>

#include "feeds/copy_keeper.h"
#include "viewer/commands/arguments.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

struct Arguments {
  std::string center, state, to, copy, name, into;
  bool whole = false;
};

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f}", static_cast<double>(bytes) / 1e6) + " MB";
}

void say(const config::Words& words, const config::Text& text) {
  std::printf("%s\n", words.say(text).c_str());
}

// One line a table: what is in it.
void say_rows(const config::Words& words, const feeds::RowCounts& rows) {
  for (const auto& [table, count] : rows) say(words, {"  {}: {} rows", {table, std::to_string(count)}});
}

int backup(Shell& shell, const Arguments& arguments) {
  const auto center = open_center(shell, arguments.center);
  if (!center) return wrong;
  const config::Words words = shell.words_of(*center);
  const auto store = store_file(*center, arguments.state);
  if (!store) return complain(words, store.error(), failed);
  config::Center with = *center;
  if (!arguments.to.empty()) with.copies.to = std::filesystem::absolute(arguments.to);
  auto job = feeds::job_for(with, *store);
  if (!job) return complain(words, {"no folder for copies is known", "give --to, or a [copies] section"}, wrong);
  job->whole = arguments.whole;
  const auto made = feeds::make_copy(*job, shell.clock);
  if (!made) return complain(words, made.error(), failed);
  say(words, {"copy {}: {} in all, {} newly written to {}; {} older copies removed",
              {made->copy.name, megabytes(made->copy.size), megabytes(made->written), job->place.string(),
               std::to_string(made->removed)}});
  std::fflush(stdout);
  const auto verified = feeds::verify_copy(job->place, made->copy.name, shell.clock);
  if (!verified) return complain(words, verified.error(), failed);
  say(words, {"verified: every checksum, the whole store and the rows of its tables"});
  return good;
}

// There is something to look at; else it has been said.
bool has_copies(const config::Words& words, const std::string& place) {
  if (const auto copies = feeds::copies_in(place); !copies) {
    complain(words, copies.error(), wrong);
    return false;
  }
  std::error_code fault;
  for (std::filesystem::directory_iterator it(place, fault), end; !fault && it != end; it.increment(fault))
    if (it->path().extension() == ".copy") return true;
  complain(words, {{"{} holds no copy", {place}}, "make one: anjungan backup"}, wrong);
  return false;
}

int verify(Shell& shell, const Arguments& arguments) {
  const config::Words& words = shell.words;
  if (!has_copies(words, arguments.copy)) return wrong;
  const auto verified = feeds::verify_copy(arguments.copy, arguments.name, shell.clock);
  if (!verified) return complain(words, verified.error(), failed);
  say(words, {"copy {}, taken {}, {}: every checksum, the whole store and the rows of its tables are as they were",
              {verified->name, config::to_rfc3339(verified->taken), megabytes(verified->size)}});
  say_rows(words, verified->rows);
  return good;
}

int restore(Shell& shell, const Arguments& arguments) {
  const config::Words& words = shell.words;
  if (!has_copies(words, arguments.copy)) return wrong;
  const auto restored = feeds::restore_copy(arguments.copy, arguments.name, arguments.into);
  if (!restored) return complain(words, restored.error(), failed);
  say(words, {"copy {}, taken {}, is restored and verified in {}; start with --state {}",
              {restored->name, config::to_rfc3339(restored->taken), arguments.into, arguments.into}});
  say_rows(words, restored->rows);
  return good;
}

void add_which(Command app, Arguments& arguments, const config::Words& words) {
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--copy", arguments.copy, help("Folder of the copies")).required().type_name(help("DIR"));
  app.option("--name", arguments.name, help("One of the copies in it; default: the newest")).type_name(help("NAME"));
}

}  // namespace

void add_backup(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "backup", "Copy the store while the center runs, and verify the copy",
                                  "backup --center config/centers/tanah-bumbu --to /srv/cadangan/anjungan");
  const auto arguments = std::make_shared<Arguments>();
  const config::Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--center", arguments->center, help("Folder of the center")).required().type_name(help("DIR"));
  app.option("--to", arguments->to, help("Folder for the copies; default: that of the center's [copies]"))
      .type_name(help("DIR"));
  app.flag("--whole", arguments->whole, help("Write everything again, also what an earlier copy holds"));
  app.option("--state", arguments->state,
             help("Folder for what is kept; default $ANJUNGAN_STATE, else ~/.local/state/anjungan/<center>"))
      .type_name(help("DIR"));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return backup(shell, *arguments); }; });
}

void add_verify(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "verify", "Read a copy of the store back and compare all of it",
                                  "verify --copy /srv/cadangan/anjungan");
  const auto arguments = std::make_shared<Arguments>();
  add_which(app, *arguments, shell.words);
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return verify(shell, *arguments); }; });
}

void add_restore(Command parent, Shell& shell) {
  const Command app = add_command(parent, shell, "restore", "Put a copy of the store into an empty folder",
                                  "restore --copy /srv/cadangan/anjungan --into /var/lib/anjungan/pulih");
  const auto arguments = std::make_shared<Arguments>();
  add_which(app, *arguments, shell.words);
  app.option("--into", arguments->into, std::string(shell.words.word("Folder that is empty or not there yet")))
      .required()
      .type_name(std::string(shell.words.word("DIR")));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return restore(shell, *arguments); }; });
}

}  // namespace viewer::commands
