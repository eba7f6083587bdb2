// The manual in Markdown and commented samples, both from the outlines of described sections. Any thread.
#include <algorithm>
#include "config/center.h"

namespace config {

namespace {

std::string word(const Words& words, const std::string& key) {
  return std::string(words.word(key));
}

// What a field looks like when it is written: its example, its default, or something of its type.
std::string specimen(const FieldInfo& field);

std::string inline_table(const std::vector<FieldInfo>& children) {
  std::string out;
  for (const FieldInfo& child : children)
    if (child.required || child.sampled)
      out.append(out.empty() ? "{ " : ", ").append(child.name).append(" = ").append(specimen(child));
  return out.empty() ? "{}" : out + " }";
}

std::string one(const FieldInfo& field) {
  if (!field.default_value.empty()) return field.default_value;
  if (!field.choices.empty()) return '"' + field.choices.front() + '"';
  if (field.type == "table") return inline_table(field.children);
  if (field.type == "true or false") return "false";
  if (field.type == "whole number" || field.type == "number") return "0";
  if (field.type == "length of time") return "\"1m\"";
  if (field.type == "date") return "2026-01-12";
  return "\"\"";
}

std::string specimen(const FieldInfo& field) {
  if (!field.example.empty()) return field.example;
  if (!field.list) return one(field);
  return field.required || field.sampled || !field.children.empty() ? "[" + one(field) + "]" : "[]";
}

std::string choices(const FieldInfo& field) {
  std::string out;
  for (const std::string& choice : field.choices) out.append(out.empty() ? "" : ", ").append(choice);
  return out;
}

std::string type_of(const FieldInfo& field, const Words& words) {
  std::string type = word(words, field.type);
  if (!field.choices.empty()) type = words.say({"one of {}", {choices(field)}});
  return field.list ? words.say({"list: {}", {type}}) : type;
}

bool preset_gives(const std::string& preset, const std::string& name) {
  std::size_t from = 0;
  while (from < preset.size()) {
    const std::size_t end = std::min(preset.find('\n', from), preset.size());
    const std::string_view line(preset.data() + from, end - from);
    if (line.substr(0, name.size()) == name && line.find_first_not_of(" \t", name.size()) != std::string_view::npos &&
        line[line.find_first_not_of(" \t", name.size())] == '=')
      return true;
    from = end + 1;
  }
  return false;
}

void sample_children(std::string& out, const FieldInfo& field, const Words& words) {
  for (const FieldInfo& child : field.children)
    out += "#   " + child.name + ": " + word(words, child.help) + " (" + type_of(child, words) + ")\n";
}

// A vertical bar or a line break would end a cell.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

void rows(std::string& out, const std::string& prefix, const std::vector<FieldInfo>& fields, const Words& words) {
  for (const FieldInfo& field : fields) {
    std::string without;
    if (field.required)
      without = word(words, "required");
    else if (!field.default_value.empty() && !field.list)
      without = '`' + field.default_value + '`';
    out += "| `" + prefix + field.name + "` | " + cell(type_of(field, words)) + " | " + cell(without) + " | " +
           cell(word(words, field.help)) + " |\n";
    rows(out, prefix + field.name + ".", field.children, words);
  }
}

}  // namespace

std::string sample(const std::string& section, bool list, const std::vector<FieldInfo>& fields, const Words& words,
                   const std::string& preset) {
  std::string out = list ? "[[" + section + "]]\n" : "[" + section + "]\n";
  out += preset;
  if (!preset.empty() && preset.back() != '\n') out += '\n';
  for (const FieldInfo& field : fields) {
    if (preset_gives(preset, field.name)) continue;
    const std::string note = field.required ? word(words, "required") : type_of(field, words);
    out += "# " + word(words, field.help) + " (" + note + ")\n";
    sample_children(out, field, words);
    out += (field.required || field.sampled ? "" : "# ") + field.name + " = " + specimen(field) + "\n";
  }
  return out;
}

std::string manual(const std::string& heading, const std::string& summary, const std::vector<FieldInfo>& fields,
                   const Words& words) {
  std::string out = "## " + heading + "\n\n" + word(words, summary) + ".\n\n";
  if (fields.empty()) return out;
  out += "| " + word(words, "key") + " | " + word(words, "type") + " | " + word(words, "where nothing is said") +
         " | " + word(words, "meaning") + " |\n|---|---|---|---|\n";
  rows(out, "", fields, words);
  return out + "\n";
}

}  // namespace config
