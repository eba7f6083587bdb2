// CSV as RFC 4180 has it, with the delimiters and encodings that agencies use. Any thread.
#pragma once
#include <deque>
#include "feeds/rows.h"

namespace feeds {

enum class Encoding { utf8, windows_1252, utf16 };
enum class Delimiter { comma, semicolon, tab, pipe };

struct CsvForm {
  Delimiter delimiter = Delimiter::comma;
  Encoding encoding = Encoding::utf8;
  void describe(auto& field) {
    field("delimiter", delimiter, "What stands between two cells");
    field("encoding", encoding, "How characters are written; a byte order mark may stand at the beginning");
  }
};

// Without a byte order mark. Errors: bytes that are no such text, with their place.
config::Result<std::string> to_utf8(std::string, Encoding);

class CsvRows final : public RowSource {
 public:
  CsvRows(std::string utf8, Delimiter);
  config::Result<bool> next(Row&) override;
  std::size_t line() const override { return row_line_; }
  bool is_ragged() const override { return false; }

 private:
  config::Result<std::string_view> quoted();
  std::string_view bare();

  const std::string text_;
  const char delimiter_;
  std::size_t at_ = 0, line_ = 1, row_line_ = 1;
  std::deque<std::string> unquoted_;  // cells of this row that held doubled quotes
};

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::Encoding> {
  static constexpr std::pair<const char*, feeds::Encoding> names[] = {{"utf8", feeds::Encoding::utf8},
                                                                      {"windows_1252", feeds::Encoding::windows_1252},
                                                                      {"utf16", feeds::Encoding::utf16}};
};
template <>
struct Choices<feeds::Delimiter> {
  static constexpr std::pair<const char*, feeds::Delimiter> names[] = {{"comma", feeds::Delimiter::comma},
                                                                       {"semicolon", feeds::Delimiter::semicolon},
                                                                       {"tab", feeds::Delimiter::tab},
                                                                       {"pipe", feeds::Delimiter::pipe}};
};
}  // namespace config
