// The program: finds its language and its assets, reads the command line and hands over to one sub-command.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "config/words.h"
#include "viewer/app.h"
#include "viewer/commands/command.h"
#include "viewer/commands/command_line.h"

namespace {

using namespace viewer;
using namespace viewer::commands;

// --lang wherever it stands: help needs it before the command line is read.
std::string given_lang(int count, char** arguments) {
  const std::string_view flag = "--lang";
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == flag && i + 1 < count) return arguments[i + 1];
    if (argument.substr(0, flag.size() + 1) == "--lang=") return std::string(argument.substr(flag.size() + 1));
  }
  return {};
}

// As POSIX has it: the first of these that is set and not empty says. English only where it says English.
std::string language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value)
      return std::string_view(value).substr(0, 2) == "en" ? "en" : "id";
  return "id";
}

std::string own_file(const char* called) {
  std::error_code fault;
  const std::filesystem::path file = std::filesystem::read_symlink("/proc/self/exe", fault);
  return fault ? called : file.string();
}

}  // namespace

int main(int count, char** arguments) {
  be_frugal();
  const std::string lang = given_lang(count, arguments);
  const config::Words none;
  if (!lang.empty() && lang != "id" && lang != "en")
    return complain(none, {{"\"{}\" is none of: {}", {lang, "id, en"}}, {}}, wrong);
  const auto folders = find_folders();
  if (!folders) return complain(none, folders.error(), failed);
  const auto words = config::load_words(folders->assets, lang.empty() ? language_of_environment() : lang);
  if (!words) return complain(none, words.error(), failed);
  Shell shell{*folders, *words, lang, own_file(arguments[0]), feeds::system_clock(), {}};
  int code = failed;
  try {
    code = read_and_run(count, arguments, shell);
  } catch (const std::exception& fault) {
    code = complain(shell.words, {{"a fault of the program itself: {}", {fault.what()}}, "please report it"}, failed);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    if (errno == EPIPE) return failed;  // the reader has seen enough
    return complain(shell.words, {"the output could not be written", "see whether its disk is full"}, failed);
  }
  return code;
}
