// See upload_page.h.
#include "feeds/upload_page.h"
#include <fmt/format.h>
#include <algorithm>
#include "feeds/html_text.h"

namespace feeds {
namespace {

constexpr std::size_t most_rows = 200;  // shown of each table

constexpr const char* style = R"(
:root{color-scheme:light dark;--ground:#f4f5f2;--panel:#fff;--ink:#14191e;--quiet:#4a545e;--line:#c9cfcb;--link:#1e5a88;--bad:#8c2f1b}
@media(prefers-color-scheme:dark){:root{--ground:#11161c;--panel:#1a2129;--ink:#e8ecef;--quiet:#9fabb6;--line:#2b3540;--link:#97c6e4;--bad:#f0a08c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem;background:var(--ground);color:var(--ink);font:1.05rem/1.55 Inter,system-ui,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}a{color:var(--link)}
form{background:var(--panel);border:1px solid var(--line);padding:1.25rem;margin:1.25rem 0}
label{display:block;font-weight:600;margin:0 0 1rem}input{display:block;width:100%;font:inherit;margin-top:.35rem;padding:.6rem;border:1px solid var(--quiet);background:var(--ground);color:var(--ink)}
button{font:inherit;font-weight:600;min-height:3rem;padding:.6rem 1.4rem;border:0;background:var(--link);color:var(--ground);cursor:pointer}
a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.bad{color:var(--bad);font-weight:600}.quiet{color:var(--quiet)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
th{color:var(--quiet)}
)";

std::string page(const UploadPage& of, const std::string& content) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\"><title>{}</title><style>{}</style></head>"
      "<body><h1>{}</h1>\n{}</body></html>\n",
      of.words.lang(), escaped(of.title), style, escaped(of.title), content);
}

std::string paragraph(const std::string& text, const char* look = "") {
  return fmt::format("<p{}>{}</p>\n", look, escaped(text));
}

std::string table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::string out = "<div class=\"scroll\"><table><thead><tr>";
  for (const std::string& cell : head) out += "<th>" + escaped(cell) + "</th>";
  out += "</tr></thead><tbody>";
  for (const auto& row : rows) {
    out += "<tr>";
    for (const std::string& cell : row) out += "<td>" + escaped(cell) + "</td>";
    out += "</tr>";
  }
  return out + "</tbody></table></div>\n";
}

std::vector<std::string> headings(const config::Words& words, std::initializer_list<const char*> all) {
  std::vector<std::string> out;
  for (const char* one : all) out.emplace_back(words.word(one));
  return out;
}

// "Produksi · Batulicin · Udang": as people know it.
std::string called(const UploadPage& of, const std::string& series) {
  const SeriesName name = parse_series(series);
  const config::Indicator* indicator = of.catalogue.indicator(name.indicator);
  if (!indicator) return series;
  std::string out = of.words.pick(indicator->title);
  if (out.empty()) out = name.indicator;
  for (const config::Region& region : of.catalogue.regions)
    if (!name.region.empty() && region.code == name.region) out += " · " + region.name;
  return name.item.empty() ? out : out + " · " + name.item;
}

// In the center's zone; of a period its last day.
std::string moment(const UploadPage& of, const Sample& sample) {
  const config::Indicator* indicator = of.catalogue.indicator(parse_series(sample.series).indicator);
  const bool periodic = indicator && indicator->freshness.period != config::Period::none;
  const config::Civil civil =
      config::civil(periodic ? sample.at - std::chrono::milliseconds(1) : sample.at, of.catalogue.zone);
  const std::string date = config::to_string(civil.date);
  return periodic ? date : fmt::format("{} {:02}:{:02}", date, civil.hour, civil.minute);
}

std::string number(const UploadPage& of, double value) {
  std::string out = fmt::format("{}", value);
  if (of.words.indonesian()) std::replace(out.begin(), out.end(), '.', ',');
  return out;
}

std::string refused_table(const UploadPage& of, const std::vector<Refusal>& refused, std::uint64_t all) {
  const config::Words& words = of.words;
  if (all == 0) return {};
  std::vector<std::vector<std::string>> rows;
  for (const Refusal& one : refused) {
    if (rows.size() == most_rows) break;
    rows.push_back({called(of, one.series), one.value, words.say(one.reason)});
  }
  std::string out = "<h2>" + escaped(words.say({"refused: {}", {std::to_string(all)}})) + "</h2>\n";
  out += table(headings(words, {"Series", "Value", "Reason"}), rows);
  if (all > rows.size()) out += paragraph(words.say({"and {} more", {std::to_string(all - rows.size())}}));
  return out;
}

std::string value_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  return {};
}

std::string taken_tables(const UploadPage& of, const Checked& checked) {
  const config::Words& words = of.words;
  std::string out;
  std::vector<std::vector<std::string>> rows;
  for (const Sample& one : checked.samples)
    if (rows.size() < most_rows) rows.push_back({called(of, one.series), moment(of, one), number(of, one.value)});
  if (!rows.empty()) out += table(headings(words, {"Series", "Moment", "Value"}), rows);
  rows.clear();
  for (const Record& one : checked.records) {
    if (rows.size() == most_rows) break;
    std::string fields;
    for (const Field& field : one.fields)
      fields += (fields.empty() ? "" : ", ") + field.name + ": " + value_text(field.value);
    rows.push_back({one.table, one.key, fields});
  }
  if (!rows.empty()) out += table(headings(words, {"Table", "Key", "Fields"}), rows);
  const std::size_t all = checked.samples.size() + checked.records.size();
  const std::size_t shown = std::min(checked.samples.size(), most_rows) + rows.size();
  if (all > shown) out += paragraph(words.say({"and {} more", {std::to_string(all - shown)}}));
  return out;
}

std::string again(const UploadPage& of) {
  return fmt::format("<p><a href=\"{}\">{}</a></p>\n", escaped(of.path), escaped(of.words.word("Another file")));
}

}  // namespace

std::string upload_form(const UploadPage& of, const Text& said) {
  std::string columns;
  for (const std::string& name : of.columns) columns += (columns.empty() ? "" : ", ") + name;
  std::string out;
  if (!said.empty()) out += paragraph(of.words.say(said), " class=\"bad\" role=\"alert\"");
  out += fmt::format(
      "<form method=\"post\" action=\"{}\" enctype=\"multipart/form-data\">"
      "<label>{}<input type=\"password\" name=\"token\" autocomplete=\"off\" required></label>"
      "<label>{}<input type=\"file\" name=\"file\" accept=\".csv,.xlsx,.xml\" required></label>"
      "<button>{}</button></form>\n",
      escaped(of.path), escaped(of.words.word("Token of the agency")), escaped(of.words.word("File (CSV or XLSX)")),
      escaped(of.words.word("Look at it first")));
  out += paragraph(of.words.say({"Columns that the file must have: {}", {columns}}));
  out += fmt::format("<p><a href=\"{}/contoh.csv\" download>{}</a></p>\n", escaped(of.path),
                     escaped(of.words.word("Download an empty file with these columns")));
  return page(of, out);
}

std::string upload_preview(const UploadPage& of, const std::string& filename, const std::string& key,
                           const Checked& checked) {
  const std::size_t taken = checked.samples.size() + checked.records.size();
  std::string out = paragraph(of.words.say({"{}: nothing is kept yet", {filename}}));
  if (taken > 0)
    out += fmt::format(
        "<form method=\"post\" action=\"{}\" enctype=\"multipart/form-data\"><input type=\"hidden\" name=\"key\" "
        "value=\"{}\"><label>{}<input type=\"password\" name=\"token\" autocomplete=\"off\" required></label>"
        "<button>{}</button></form>\n",
        escaped(of.path), escaped(key), escaped(of.words.word("Token of the agency")),
        escaped(of.words.word("Hand it in")));
  out += again(of);
  out += "<h2>" + escaped(of.words.say({"would be taken: {}", {std::to_string(taken)}})) + "</h2>\n";
  out += taken_tables(of, checked);
  out += refused_table(of, checked.refused, checked.refused.size());
  return page(of, out);
}

std::string upload_done(const UploadPage& of, const Receipt& receipt) {
  std::string out = "<h2>" + escaped(of.words.say({"taken: {}", {std::to_string(receipt.accepted)}})) + "</h2>\n";
  out += refused_table(of, receipt.refusals, receipt.refused);
  return page(of, out + again(of));
}

std::string upload_template(const UploadPage& of) {
  std::string out = "\xef\xbb\xbf";
  for (const std::string& name : of.columns) {
    if (&name != &of.columns.front()) out += of.delimiter;
    const bool plain = name.find_first_of(std::string("\"\r\n") + of.delimiter) == name.npos;
    if (plain) {
      out += name;
      continue;
    }
    out += '"';
    for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

}  // namespace feeds
