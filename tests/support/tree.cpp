// Reads the source tree for tests: see tree.h.
#include "tests/support/tree.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace support {

namespace {

namespace fs = std::filesystem;

// Walks over C++ text once, telling code, comments and strings apart.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Parsed scan() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  bool ahead(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  void step() {
    if (ahead("//")) return skip_to("\n", 0);
    if (ahead("/*")) return skip_to("*/", 2);
    if (ahead("R\"") && !in_word()) return raw_string();
    if (text_[at_] == '"') return string();
    // An apostrophe within a number (8'000'000) begins no character.
    if (text_[at_] == '\'' && !(at_ > 0 && std::isalnum(static_cast<unsigned char>(text_[at_ - 1]))))
      return character();
    put(text_[at_++]);
  }

  bool in_word() const { return at_ > 0 && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0); }

  void put(char c) {
    if (c == '\n') ++line_;
    out_.code += c;
    if (c == '#' && blank_line()) directive_ = true;
    if (c == '\n') directive_ = false;
    if (std::isspace(static_cast<unsigned char>(c))) {
      if (!before_.empty() && before_.back() != ' ') before_ += ' ';
      return;
    }
    before_ += c;
    joins_ = false;
  }

  bool blank_line() const {
    const std::size_t begin = out_.code.find_last_of('\n') + 1;
    return out_.code.find_first_not_of(" \t", begin) == out_.code.size() - 1;
  }

  void skip_to(std::string_view end, std::size_t included) {
    const std::size_t found = text_.find(end, at_ + 2);
    const std::size_t stop = found == text_.npos ? text_.size() : found + included;
    for (; at_ < stop; ++at_)
      if (text_[at_] == '\n') {
        ++line_;
        out_.code += '\n';
      }
  }

  void character() {
    for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
    out_.code += "''";
    before_ += "''";
    joins_ = false;
  }

  void string() {
    const int begun = line_;
    std::string value;
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_)
      value += text_[at_] == '\\' ? escaped() : text_[at_];
    if (at_ < text_.size() && text_[at_] == '"') ++at_;
    add({std::move(value), begun, false, {}});
  }

  char escaped() {
    if (++at_ >= text_.size()) return '\\';
    if (text_[at_] == 'n') return '\n';
    if (text_[at_] == 't') return '\t';
    return text_[at_];
  }

  void raw_string() {
    const int begun = line_;
    const std::size_t open = text_.find('(', at_);
    if (open == text_.npos) return put(text_[at_++]);
    const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const std::size_t end = std::min(text_.find(close, open), text_.size());
    std::string value(text_.substr(open + 1, end - open - 1));
    const auto lines = std::count(value.begin(), value.end(), '\n');
    line_ += static_cast<int>(lines);
    at_ = std::min(end + close.size(), text_.size());
    add({std::move(value), begun, true, {}});
    out_.code.append(static_cast<std::size_t>(lines), '\n');
  }

  void add(Literal literal) {
    if (directive_) {
      out_.code += '"' + literal.value + '"';  // #include names its file
      return;
    }
    if (joins_ && !literal.raw && !out_.literals.back().raw) {
      out_.literals.back().value += literal.value;
    } else {
      literal.before = before_.size() > 60 ? before_.substr(before_.size() - 60) : before_;
      out_.literals.push_back(std::move(literal));
    }
    out_.code += "\"\"";
    before_ += "\"\"";
    joins_ = true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool joins_ = false;      // nothing but space since the last string
  bool directive_ = false;  // on a line that begins with #
  std::string before_;
  Parsed out_;
};

bool wanted(const fs::path& file, const std::vector<std::string>& endings) {
  const std::string name = file.filename().string();
  return std::any_of(endings.begin(), endings.end(), [&](const std::string& end) { return name.ends_with(end); });
}

void add_file(const fs::path& root, const fs::path& file, std::vector<SourceFile>& out) {
  std::ifstream in(file, std::ios::binary);
  out.push_back({fs::relative(file, root).generic_string(), {std::istreambuf_iterator<char>(in), {}}});
}

}  // namespace

std::vector<SourceFile> read_tree(const std::string& root, const std::vector<std::string>& folders,
                                  const std::vector<std::string>& endings) {
  std::vector<SourceFile> out;
  for (const std::string& folder : folders) {
    const fs::path start = folder == "." ? fs::path(root) : fs::path(root) / folder;
    if (!fs::is_directory(start)) continue;
    if (folder == ".") {
      for (const auto& entry : fs::directory_iterator(start))
        if (entry.is_regular_file() && wanted(entry.path(), endings)) add_file(root, entry.path(), out);
    } else {
      for (const auto& entry : fs::recursive_directory_iterator(start))
        if (entry.is_regular_file() && wanted(entry.path(), endings)) add_file(root, entry.path(), out);
    }
  }
  std::sort(out.begin(), out.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return out;
}

Parsed parse_cpp(std::string_view text) {
  return Scanner(text).scan();
}

std::string opening_comment(std::string_view text) {
  if (text.starts_with("#!")) text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  std::string out;
  while (text.starts_with("//") || text.starts_with("# ")) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += std::string(text.substr(2, end - 2)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

int count_lines(std::string_view text) {
  const auto ends = std::count(text.begin(), text.end(), '\n');
  return static_cast<int>(ends) + (text.empty() || text.back() == '\n' ? 0 : 1);
}

}  // namespace support
