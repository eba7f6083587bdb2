// A page in words and tables: for `tell`, the plain page in a browser, speech and text tests.
#pragma once
#include <string>
#include <vector>

namespace panels {

class Telling {
 public:
  void heading(std::string text);
  void line(std::string text);
  void table(std::vector<std::string> head, std::vector<std::vector<std::string>> rows);

  std::string plain() const;  // UTF-8 text, tables aligned
  std::string html() const;   // escaped <h2>, <p>, <table>

 private:
  struct Part {
    enum class Kind { heading, line, table } kind;
    std::string text;
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
  };
  std::vector<Part> parts_;
};

}  // namespace panels
