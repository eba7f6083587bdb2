// XLSX (ECMA-376 part 1): a ZIP archive of XML parts. Shared texts, styles for dates, one sheet.
#include <zip.h>

#include <array>
#include <charconv>
#include <set>

#include "feeds/sheet.h"
#include "feeds/xml.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

constexpr std::uint64_t most_part = 200'000'000;  // bytes of a part when unpacked

class Archive {
 public:
  explicit Archive(const std::string& bytes) {
    zip_error_t ignored;
    zip_error_init(&ignored);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &ignored);
    if (!source) return;
    zip_ = zip_open_from_source(source, ZIP_RDONLY, &ignored);
    if (!zip_) zip_source_free(source);
    zip_error_fini(&ignored);
  }
  ~Archive() {
    if (zip_) zip_discard(zip_);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  bool is_open() const { return zip_ != nullptr; }

  // Nothing where there is no such part.
  Result<std::optional<std::string>> part(const std::string& name) const {
    zip_stat_t stat;
    if (zip_stat(zip_, name.c_str(), 0, &stat) != 0) return std::optional<std::string>();
    if ((stat.valid & ZIP_STAT_SIZE) == 0 || stat.size > most_part)
      return fail("the spreadsheet is too large when unpacked");
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen(zip_, name.c_str(), 0), zip_fclose);
    if (!file) return fail({"the part {} of the spreadsheet cannot be unpacked", {name}});
    std::string out(stat.size, '\0');
    if (zip_fread(file.get(), out.data(), out.size()) != static_cast<zip_int64_t>(out.size()))
      return fail({"the part {} of the spreadsheet cannot be unpacked", {name}});
    return std::optional(std::move(out));
  }

 private:
  zip_t* zip_ = nullptr;
};

std::size_t number_of(std::string_view text) {
  std::size_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// "BC12" is row 11, column 54.
struct Place {
  std::size_t row = 0, column = 0;
};
std::optional<Place> place_of(std::string_view text) {
  std::size_t column = 0, i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i < 4; ++i)
    column = column * 26 + static_cast<std::size_t>(text[i] - 'A' + 1);
  const std::size_t row = number_of(text.substr(i));
  if (column == 0 || row == 0) return {};
  return Place{row - 1, column - 1};
}

// Does a format show a date? Letters of dates outside of quotes, brackets and escapes (ECMA-376 18.8.31).
bool shows_date(std::string_view format) {
  bool quoted = false, bracketed = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '[' || c == ']')) {
      bracketed = c == '[';
    } else if (!quoted && !bracketed && std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
      return true;
    } else if (!quoted && !bracketed && c == ';') {
      break;  // the first section is that of positive numbers
    }
  }
  return false;
}

bool is_date_format(std::size_t id) {  // of those that are built in
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

class Workbook {
 public:
  explicit Workbook(const std::string& bytes) : archive_(bytes) {}

  Result<std::unique_ptr<RowSource>> read(const std::string& sheet) {
    if (!archive_.is_open()) return fail("the file is no XLSX spreadsheet");
    const auto path = find_sheet(sheet);
    if (!path) return tl::unexpected(path.error());
    if (auto done = read_texts(); !done) return tl::unexpected(done.error());
    if (auto done = read_styles(); !done) return tl::unexpected(done.error());
    const auto part = archive_.part(*path);
    if (!part) return tl::unexpected(part.error());
    if (!*part) return fail({"the part {} of the spreadsheet is missing", {*path}});
    return read_cells(**part);
  }

 private:
  Result<void> each(const char* name, const XmlEvents& events, bool needed) {
    const auto part = archive_.part(name);
    if (!part) return tl::unexpected(part.error());
    if (!*part && needed) return fail("the file is no XLSX spreadsheet");
    return *part ? parse_xml(**part, events) : Result<void>();
  }

  Result<std::string> find_sheet(const std::string& wanted) {
    std::string id;
    bool found = false;
    const auto nothing = [](auto&&...) {};
    const auto sheets = [&](std::string_view name, const XmlAttributes& attributes) {
      const std::string_view is_1904 = find(attributes, "date1904");
      if (name == "workbookPr") from_1904_ = is_1904 == "1" || is_1904 == "true";
      if (name != "sheet" || found || (!wanted.empty() && find(attributes, "name") != wanted)) return;
      found = true;
      id = find(attributes, "id");
    };
    if (auto done = each("xl/workbook.xml", {sheets, nothing, nothing}, true); !done)
      return tl::unexpected(done.error());
    if (!found) return fail({"there is no sheet \"{}\"", {wanted}});
    std::string target;
    const auto relations = [&](std::string_view name, const XmlAttributes& attributes) {
      if (name == "Relationship" && find(attributes, "Id") == id) target = find(attributes, "Target");
    };
    if (auto done = each("xl/_rels/workbook.xml.rels", {relations, nothing, nothing}, true); !done)
      return tl::unexpected(done.error());
    return target.starts_with('/') ? target.substr(1) : "xl/" + target;
  }

  Result<void> read_texts() {
    bool in_text = false;
    int phonetic = 0;
    return each("xl/sharedStrings.xml",
                {[&](std::string_view name, const XmlAttributes&) {
                   if (name == "si") texts_.emplace_back();
                   if (name == "rPh") ++phonetic;
                   in_text = name == "t" && phonetic == 0 && !texts_.empty();
                 },
                 [&](std::string_view name) {
                   if (name == "rPh") --phonetic;
                   in_text = false;
                 },
                 [&](std::string_view text) {
                   if (in_text) texts_.back() += text;
                 }},
                false);
  }

  Result<void> read_styles() {
    std::set<std::size_t> dates;
    bool in_formats = false;
    return each("xl/styles.xml",
                {[&](std::string_view name, const XmlAttributes& attributes) {
                   const std::size_t id = number_of(find(attributes, "numFmtId"));
                   if (name == "numFmt" && shows_date(find(attributes, "formatCode"))) dates.insert(id);
                   if (name == "cellXfs") in_formats = true;
                   if (name == "xf" && in_formats) is_date_.push_back(is_date_format(id) || dates.contains(id));
                 },
                 [&](std::string_view name) {
                   if (name == "cellXfs") in_formats = false;
                 },
                 [](std::string_view) {}},
                false);
  }

  Result<std::unique_ptr<RowSource>> read_cells(const std::string& part) {
    auto rows = std::make_unique<SheetRows>();
    std::optional<Place> place;
    std::string type, text;
    std::size_t style = 0;
    bool in_text = false, too_large = false;
    const XmlEvents events{[&](std::string_view name, const XmlAttributes& attributes) {
                             if (name == "c") {
                               place = place_of(find(attributes, "r"));
                               type = find(attributes, "t");
                               style = number_of(find(attributes, "s"));
                               text.clear();
                             }
                             in_text = name == "v" || name == "t";
                           },
                           [&](std::string_view name) {
                             in_text = false;
                             if (name != "c" || !place || text.empty()) return;
                             too_large = too_large || !put(*rows, *place, type, style, text);
                           },
                           [&](std::string_view more) {
                             if (in_text) text += more;
                           }};
    if (auto done = parse_xml(part, events); !done) return tl::unexpected(done.error());
    if (too_large) return fail("the sheet is too large");
    return rows;
  }

  bool put(SheetRows& rows, const Place& place, std::string_view type, std::size_t style, const std::string& text) {
    if (type == "s") {
      const std::size_t index = number_of(text);
      return rows.put(place.row, place.column, Cell::Kind::text, index < texts_.size() ? texts_[index] : std::string());
    }
    if (type == "str" || type == "inlineStr" || type == "e")
      return rows.put(place.row, place.column, Cell::Kind::text, text);
    if (type == "d") return rows.put(place.row, place.column, Cell::Kind::date, text);
    const auto number = read_number(text, Notation::plain);
    if (!number) return rows.put(place.row, place.column, Cell::Kind::text, text);
    if (style < is_date_.size() && is_date_[style])
      if (auto date = serial_date(*number + (from_1904_ ? 1462 : 0)))
        return rows.put(place.row, place.column, Cell::Kind::date, std::move(*date));
    return rows.put(place.row, place.column, Cell::Kind::number, shortest(*number), *number);
  }

  // The shortest text that is the same number.
  static std::string shortest(double number) {
    std::array<char, 32> out{};
    const auto end = std::to_chars(out.data(), out.data() + out.size(), number).ptr;
    return {out.data(), end};
  }

  Archive archive_;
  bool from_1904_ = false;
  std::vector<std::string> texts_;
  std::vector<bool> is_date_;  // by style
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_xlsx(const std::string& bytes, const std::string& sheet) {
  return Workbook(bytes).read(sheet);
}

}  // namespace feeds
