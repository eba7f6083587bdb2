// Rows of a center's table, or districts against indicators; what needs a person first, as many as fit. Main thread.
#include "panels/entries.h"

namespace panels {
namespace {

enum class Show { automatic, text, number, money, percent, duration, date, moment, age };
enum class Rows { regions, items };

}  // namespace
}  // namespace panels

template <>
struct config::Choices<panels::Show> {
  static constexpr std::pair<const char*, panels::Show> names[] = {
      {"auto", panels::Show::automatic}, {"text", panels::Show::text},         {"number", panels::Show::number},
      {"money", panels::Show::money},    {"percent", panels::Show::percent},   {"duration", panels::Show::duration},
      {"date", panels::Show::date},      {"moment", panels::Show::moment},     {"age", panels::Show::age}};
};
template <>
struct config::Choices<panels::Rows> {
  static constexpr std::pair<const char*, panels::Rows> names[] = {{"regions", panels::Rows::regions},
                                                                   {"items", panels::Rows::items}};
};

namespace panels {
namespace {

struct Column {
  std::string field;
  config::IndicatorName indicator;
  config::Label title;
  Show show = Show::automatic;
  int decimals = 0;
  std::optional<double> watch, bad;
  bool low_is_bad = false;
  std::vector<std::string> watch_words, bad_words;

  void describe(auto& f) {
    f("field", field, "The field of the table that the column shows; \"key\" and \"at\" are the row's own",
      {.example = "\"nama\""});
    f("indicator", indicator, "The indicator that the column shows, where rows are districts or items",
      {.example = "\"progres.fisik\""});
    f("title", title, "Heading of the column; without it, the indicator's title or the field's name",
      {.example = "\"Paket\""});
    f("show", show,
      "How the field is written: money in rupiah, duration in seconds, date and moment from a time, age as time since");
    f("decimals", decimals, "Digits after the comma of a field", {.least = 0, .most = 6});
    f("watch", watch, "From this value of the field on, the row is to be watched", {.example = "5.0"});
    f("bad", bad, "From this value of the field on, the row is bad", {.example = "10.0"});
    f("low_is_bad", low_is_bad, "`watch` and `bad` hold for values below, not above");
    f("watch_words", watch_words, "Texts of the field that make the row one to be watched");
    f("bad_words", bad_words, "Texts of the field that make the row bad");
  }
};

struct Options {
  config::TableName table;
  Rows rows = Rows::regions;
  std::vector<Column> columns;
  std::map<std::string, std::string> where;
  std::string sort;
  bool descending = false, age = false;
  int most_rows = 0;

  void describe(auto& field) {
    field("table", table, "Rows of this table; without it, rows are districts or items and columns are indicators",
          {.example = "\"paket\""});
    field("rows", rows, "What a row is, without `table`: districts of the center, or the items of the indicators");
    field("columns", columns, "The columns, from left to right; the first names the row", {.required = true});
    field("where", where, "Only rows whose fields have these texts");
    field("sort", sort,
          "Field or indicator that orders the rows; without it: bad, then to be watched, then late, then by name",
          {.example = "\"tenggat\""});
    field("descending", descending, "The largest of `sort` first");
    field("age", age, "A last column with the age of each row");
    field("most_rows", most_rows, "At most so many rows; 0: as many as fit", {.least = 0, .most = 200});
  }
};

}  // namespace
}  // namespace panels
