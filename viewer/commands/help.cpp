// See help.h. The library's error texts are taken apart at its fixed English words (CLI11 2.1, Error.hpp).
#include "viewer/commands/help.h"

#include <algorithm>
#include <sstream>

#include "config/suggest.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

constexpr std::size_t page_width = 100;

// Columns that a UTF-8 text takes: continuation bytes take none.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// `text` in lines of the page, all but the first indented.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::istringstream in(text);
  std::string out, word;
  std::size_t used = indent;
  while (in >> word) {
    if (used > indent && used + 1 + columns(word) > page_width) {
      out += '\n' + std::string(indent, ' ');
      used = indent;
    }
    if (used > indent) {
      out += ' ';
      ++used;
    }
    out += word;
    used += columns(word);
  }
  return out;
}

struct Row {
  std::string name, text;
};

void print_rows(std::ostream& out, const std::string& heading, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, columns(row.name));
  out << '\n' << heading << ":\n";
  for (const Row& row : rows)
    out << "  " << row.name << std::string(width - columns(row.name) + 2, ' ') << wrapped(row.text, width + 4) << '\n';
}

class Formatter : public CLI::FormatterBase {
 public:
  explicit Formatter(const config::Words& words) : words_(words) {}

  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
    std::ostringstream out;
    out << wrapped(app->get_description(), 0) << "\n\n" << usage(*app) << '\n';
    print_rows(out, said("Commands"), commands(*app));
    std::vector<Row> positionals, options;
    for (const CLI::Option* option : app->get_options({})) {
      if (option->get_group().empty()) continue;
      (option->get_positional() ? positionals : options).push_back(row(*option));
    }
    print_rows(out, said("Arguments"), positionals);
    print_rows(out, said("Options"), options);
    if (const std::string footer = app->get_footer(); !footer.empty()) out << '\n' << footer << '\n';
    return out.str();
  }

 private:
  std::string said(const char* key) const { return std::string(words_.word(key)); }

  std::string usage(const CLI::App& app) const {
    std::string line = said("Usage") + ": " + full_name(app);
    if (!commands(app).empty()) line += " " + said("COMMAND");
    for (const CLI::Option* option : app.get_options({}))
      if (option->get_positional()) line += " " + name_of(*option);
    bool more = false;
    for (const CLI::Option* option : app.get_options({})) {
      if (option->get_positional() || option->get_group().empty()) continue;
      if (option->get_required())
        line += " " + name_of(*option);
      else
        more = true;
    }
    return more ? line + " [" + said("options") + "]" : line;
  }

  std::vector<Row> commands(const CLI::App& app) const {
    std::vector<Row> rows;
    for (const CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; }))
      if (!child->get_group().empty()) rows.push_back({child->get_name(), child->get_description()});
    return rows;
  }

  std::string name_of(const CLI::Option& option) const {
    if (option.get_positional()) return option.get_type_name().empty() ? option.get_name() : option.get_type_name();
    std::string name = option.get_name(false, true);
    if (const std::size_t comma = name.find(','); comma != std::string::npos) name.replace(comma, 1, ", ");
    if (option.get_type_size() != 0 && !option.get_type_name().empty()) name += " " + option.get_type_name();
    return name;
  }

  Row row(const CLI::Option& option) const {
    std::string text = option.get_description();
    if (option.get_required()) text += " (" + said("required") + ")";
    return {name_of(option), text};
  }

  const config::Words& words_;
};

// The part of `text` between two fixed words, where both are there.
std::optional<std::string> between(const std::string& text, const std::string& before, const std::string& after) {
  const std::size_t from = text.find(before);
  if (from == std::string::npos) return std::nullopt;
  const std::size_t start = from + before.size();
  const std::size_t end = after.empty() ? text.size() : text.find(after, start);
  if (end == std::string::npos) return std::nullopt;
  return text.substr(start, end - start);
}

const CLI::App& innermost(const CLI::App& root) {
  const std::vector<CLI::App*> chosen = root.get_subcommands();
  return chosen.empty() ? root : innermost(*chosen.back());
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* child : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!child->get_group().empty()) names.push_back(child->get_name());
  return names;
}

std::vector<std::string> names_of_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options({}))
    if (!option->get_positional() && !option->get_group().empty()) names.push_back(option->get_name());
  return names;
}

config::Text see_help(const CLI::App& app) {
  return {"see {} --help", {full_name(app)}};
}

config::Error unexpected(const CLI::App& app, const std::string& argument) {
  const bool option = argument.size() > 1 && argument[0] == '-';
  const std::vector<std::string> known = option ? names_of_options(app) : names_of_commands(app);
  const config::Text what = option          ? config::Text{"there is no option {}", {argument}}
                            : known.empty() ? config::Text{"\"{}\" is not expected here", {argument}}
                                            : config::Text{"there is no command \"{}\"", {argument}};
  const config::Text near = known.empty() ? config::Text{} : config::suggestion(argument, known);
  return {what, near.empty() ? see_help(app) : near};
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> make_formatter(const config::Words& words) {
  return std::make_shared<Formatter>(words);
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() ? full_name(*app.get_parent()) + " " + app.get_name() : app.get_name();
}

config::Error explain(const CLI::ParseError& fault, const CLI::App& root) {
  const CLI::App& app = innermost(root);
  const std::string text = fault.what(), kind = fault.get_name();
  // The library names this fault after the command that met it.
  if (const auto argument = between(text, "not expected: ", "")) return unexpected(app, *argument);
  if (const std::vector<std::string> rest = root.remaining(true); !rest.empty() && kind == "RequiredError")
    return unexpected(app, rest.front());
  if (kind == "RequiredError") {
    if (text.rfind("A subcommand", 0) == 0) return {"no command was given", see_help(app)};
    if (const auto name = between(text, "", " is required")) return {{"{} is missing", {*name}}, see_help(app)};
  }
  if (kind == "ArgumentMismatch") {
    if (const auto name = between(text, "arguments to ", ",")) return {{"{} wants one value", {*name}}, see_help(app)};
    return {{"{} wants one value", {text.substr(0, text.find(": "))}}, see_help(app)};
  }
  if (kind == "ExcludesError") {
    const std::size_t middle = text.find(" excludes ");
    if (middle != std::string::npos)
      return {{"{} and {} do not go together", {text.substr(0, middle), text.substr(middle + 10)}},
              "leave one of them out"};
  }
  if (kind == "ValidationError" || kind == "ConversionError") {
    if (const auto name = between(text, "Could not convert: ", " ="))
      return {{"the value of {} cannot be used", {*name}}, see_help(app)};
    if (kind == "ValidationError") return {{"{}", {text}}, {}};
  }
  return {{"the command line cannot be understood: {}", {text}}, see_help(app)};
}

}  // namespace viewer::commands
