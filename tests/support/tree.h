// The source tree as text, for tests that hold it to the house's rules: files, comments, code and string literals.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace support {

struct SourceFile {
  std::string path;  // below the tree's root, with slashes: "feeds/http.cpp"
  std::string text;
};

// Files below `root`/folder for each folder, whose names end in one of `endings`; sorted. A folder "." is the root
// without what is below it.
std::vector<SourceFile> read_tree(const std::string& root, const std::vector<std::string>& folders,
                                  const std::vector<std::string>& endings);

// A string in the code, neighbours joined as the compiler joins them, escapes resolved.
struct Literal {
  std::string value;
  int line = 0;        // where it begins, from 1
  bool raw = false;    // R"(...)"
  std::string before;  // the code before it, each run of space as one, at most 60 characters
};

struct Parsed {
  std::string code;  // comments gone, strings emptied, lines kept
  std::vector<Literal> literals;
};
// C++ as far as these tests need it.
Parsed parse_cpp(std::string_view text);

// The comment that a file opens with (// or #, after a first line #!), without its marks; empty: it opens with none.
std::string opening_comment(std::string_view text);

int count_lines(std::string_view text);

}  // namespace support
