// Help and the faults of a command line in the language of the words: the command line library speaks English only.
#pragma once
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include "config/result.h"

namespace viewer::commands {

std::shared_ptr<CLI::FormatterBase> make_formatter(const config::Words&);
// What is wrong with the command line and what to do.
config::Error explain(const CLI::ParseError&, const CLI::App& root);
// The sub-command that was being read: its full name, "anjungan feed test".
std::string full_name(const CLI::App&);

}  // namespace viewer::commands
