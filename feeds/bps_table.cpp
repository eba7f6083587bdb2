// See bps_table.h.
#include "feeds/bps_table.h"
#include <array>
#include "feeds/json_document.h"
#include "feeds/reading.h"
#include "feeds/sheet.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

struct Member {
  std::string value, label;
};

Result<std::vector<Member>> dimension(const Json& document, const char* name) {
  const auto list = document.find(name);
  if (list == document.end() || !list->is_array()) return fail({"there is no list at \"{}\"", {name}});
  std::vector<Member> out;
  for (const Json& one : *list) {
    if (!one.is_object() || !one.contains("val") || !one.contains("label"))
      return fail({"there is no list at \"{}\"", {name}});
    out.push_back({scalar_text(one["val"]), std::string(trim(scalar_text(one["label"])))});
  }
  return out;
}

// What a part of a year is called, by its label.
std::string kind_of(const std::string& label) {
  const std::string plain = lower_case(label);
  if (read_month(label) != 0) return "bulan";
  if (plain.starts_with("triwulan")) return "triwulan";
  if (plain.starts_with("semester")) return "semester";
  return "tahun";
}

constexpr std::array<const char*, 9> columns = {"wilayah", "kode",  "variabel", "turunan", "tahun",
                                                "periode", "jenis", "waktu",    "nilai"};

class Unfolding {
 public:
  explicit Unfolding(const Json& content) : content_(content) {
    for (const char* name : columns) put(name);
    end_row();
  }
  void add(const Member& region, const Member& variable, const Member& derived, const Member& year,
           const Member& part) {
    const auto found = content_.find(region.value + variable.value + derived.value + year.value + part.value);
    if (found == content_.end() || found->is_null()) return;
    const std::string kind = kind_of(part.label);
    for (const std::string& text : {region.label, region.value, variable.label, derived.label, year.label, part.label,
                                    kind, kind == "tahun" ? year.label : part.label + ' ' + year.label})
      put(text);
    if (found->is_number()) {
      put(scalar_text(*found), Cell::Kind::number, found->get<double>());
    } else {
      put(scalar_text(*found));
    }
    end_row();
  }
  bool found_any() const { return row_ > 1; }
  std::unique_ptr<RowSource> finish() { return std::move(rows_); }

 private:
  void put(std::string text, Cell::Kind kind = Cell::Kind::text, double number = 0) {
    rows_->put(row_, column_++, kind, std::move(text), number);
  }
  void end_row() {
    ++row_;
    column_ = 0;
  }
  const Json& content_;
  std::unique_ptr<SheetRows> rows_ = std::make_unique<SheetRows>();
  std::size_t row_ = 0, column_ = 0;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_bps_table(const std::string& body) {
  const auto document = parse_json(body);
  if (!document) return tl::unexpected(document.error());
  const auto says = [&](const char* name, const char* what) {
    return document->is_object() && document->contains(name) && (*document)[name] == what;
  };
  if (!says("status", "OK")) return fail({"the system reports a fault: {}", {shortened(document->dump(), 160)}});
  if (!says("data-availability", "available")) return fail("the system has no data for this table");
  const auto regions = dimension(*document, "vervar"), variables = dimension(*document, "var"),
             derived = dimension(*document, "turvar"), years = dimension(*document, "tahun"),
             parts = dimension(*document, "turtahun");
  for (const auto* list : {&regions, &variables, &derived, &years, &parts})
    if (!*list) return tl::unexpected(list->error());
  const auto content = document->find("datacontent");
  if (content == document->end() || !content->is_object()) return fail({"there is no list at \"{}\"", {"datacontent"}});
  if (const double combinations = static_cast<double>(regions->size()) * static_cast<double>(variables->size()) *
                                  static_cast<double>(derived->size()) * static_cast<double>(years->size()) *
                                  static_cast<double>(parts->size());
      combinations > 5e6)
    return fail("the sheet is too large");
  Unfolding out(*content);
  for (const Member& variable : *variables)
    for (const Member& region : *regions)
      for (const Member& one : *derived)
        for (const Member& year : *years)
          for (const Member& part : *parts) out.add(region, variable, one, year, part);
  if (!out.found_any()) return fail("no value of the table belongs to its dimensions");
  return out.finish();
}

}  // namespace feeds
