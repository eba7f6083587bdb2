// Lists of SPSE (LPSE) and other systems that answer DataTables of arrays: a page gives a cookie and a token, the list
// is asked for in pages with both, its cells hold HTML, and its total is a fixed number: a short page ends it. Feed
// thread.
#include <algorithm>
#include "feeds/access.h"
#include "feeds/html_text.h"
#include "feeds/http_url.h"
#include "feeds/json_document.h"
#include "feeds/sheet.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

// What follows the name as a quoted value: "authenticityToken = 'x'", or name="authenticityToken" value="x".
std::optional<std::string> token_in(std::string_view page, std::string_view name) {
  for (auto at = page.find(name); at != std::string_view::npos; at = page.find(name, at + 1)) {
    std::string_view rest = page.substr(at + name.size(), 200);
    if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
    const auto equals = rest.find_first_of("=:");
    const auto open = equals == std::string_view::npos ? equals : rest.find_first_of("\"'", equals);
    if (open == std::string_view::npos || open - equals > 3) continue;
    const auto close = rest.find(rest[open], open + 1);
    if (close != std::string_view::npos && close > open + 1)
      return std::string(rest.substr(open + 1, close - open - 1));
  }
  return {};
}

class SpseDatatables : public Feed {
 public:
  struct Options {
    std::string page, url, token = "authenticityToken";
    std::vector<std::string> columns, unknown;
    int rows = 100, most = 5000;
    std::vector<ColumnValueRule> value;
    std::vector<ColumnRecordRule> record;

    void describe(auto& field) {
      field("page", page, "Address of the page that gives the cookie and the token",
            {.required = true, .example = "\"https://spse.example.go.id/kabupaten/lelang\""});
      field("url", url, "Address of the list; {year} stands for this year",
            {.required = true, .example = "\"https://spse.example.go.id/kabupaten/dt/lelang?tahun={year}\""});
      field("token", token, "What the page calls its token");
      field("columns", columns, "Names for the columns of the list, in its order; - for one that is not used",
            {.required = true, .example = "[\"kode\", \"nama\", \"instansi\", \"tahapan\", \"hps\"]"});
      field("unknown", unknown, "Texts that mean that there is no value",
            {.example = "[\"Nilai Kontrak belum dibuat\"]"});
      field("rows", rows, "So many rows are asked for at once; fewer are the last", {.least = 1, .most = 1000});
      field("most", most, "Of more rows nothing is taken", {.least = 1, .most = 100'000});
      field("value", value, "Values to take from the rows", {.sampled = true});
      field("record", record, "Records to take from the rows");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    for (const std::string* address : {&options.page, &options.url})
      if (const auto url = parse_url(with_year(*address, Time{}, config::Zone::wib)); !address->empty() && !url)
        out.push_back({place, url.error().what, url.error().cure});
    check_rules({options.value, options.record}, {}, place, out);
  }

  SpseDatatables(Options options, const FeedSetup& setup) : options_(std::move(options)), catalogue_(setup.catalogue) {}

  Status poll(const Context& context, Batch& out) override {
    out.cursor = context.cursor;
    auto session = open(context);
    if (!session) return failed_fetch(context.http, session.error());
    SheetRows rows;
    for (std::size_t i = 0; i < options_.columns.size(); ++i) rows.put(0, i, Cell::Kind::text, options_.columns[i]);
    if (auto done = fill(context, *session, rows); !done) return failed_fetch(context.http, done.error());
    const auto read = read_rows(rows, {}, {options_.value, options_.record}, catalogue_, context.now, out);
    return read ? Status::good() : Status::failed(read.error().what);
  }

  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override { return public_address(options_.url); }

 private:
  struct Session {
    std::string cookie, token;
  };

  static std::string with_year(std::string text, Time now, config::Zone zone) {
    const std::string year = std::to_string(static_cast<int>(config::civil(now, zone).date.year()));
    for (auto at = text.find("{year}"); at != std::string::npos; at = text.find("{year}")) text.replace(at, 6, year);
    return text;
  }

  Result<Session> open(const Context& context) const {
    HttpRequest request;
    request.url = with_year(options_.page, context.now, catalogue_.zone);
    request.validators = false;
    const auto reply = context.http.fetch(request, context.stop);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status != 200)
      return fail({"the page of the list answers with status {}", {std::to_string(reply->status)}});
    const auto token = token_in(reply->body, options_.token);
    if (!token) return fail("the page of the list has no token: a block page, or it has changed");
    Session out{"", *token};
    for (const std::string& cookie : reply->cookies) out.cookie += (out.cookie.empty() ? "" : "; ") + cookie;
    return out;
  }

  Result<Json> ask(const Context& context, const Session& session, std::size_t start, int draw) const {
    HttpRequest request;
    request.method = "POST";
    request.url = with_year(options_.url, context.now, catalogue_.zone);
    request.content_type = "application/x-www-form-urlencoded";
    request.body = "draw=" + std::to_string(draw) + "&start=" + std::to_string(start) +
                   "&length=" + std::to_string(options_.rows) + "&" + options_.token + "=" +
                   escape_query(session.token);
    request.headers = {{"Referer", with_year(options_.page, context.now, catalogue_.zone)},
                       {"X-Requested-With", "XMLHttpRequest"},
                       {"Accept", "application/json"}};
    if (!session.cookie.empty()) request.headers.emplace_back("Cookie", session.cookie);
    request.validators = false;
    const auto reply = context.http.fetch_data(request, context.stop);
    if (!reply) return tl::unexpected(reply.error());
    auto document = parse_json(reply->body);
    if (!document) return document;
    if (!document->is_object() || !document->contains("data") || !(*document)["data"].is_array())
      return fail({"there is no list at \"{}\"", {"/data"}});
    return std::move((*document)["data"]);
  }

  Result<void> fill(const Context& context, const Session& session, SheetRows& rows) const {
    std::size_t line = 0;
    Json before;
    for (int draw = 1;; ++draw) {
      auto page = ask(context, session, line, draw);
      if (!page) return tl::unexpected(page.error());
      if (!page->empty() && *page == before) return fail("the same page came twice");
      for (const Json& row : *page) {
        if (!row.is_array()) return fail("a row of the list is no array");
        put(row, ++line, rows);
      }
      if (page->size() < static_cast<std::size_t>(options_.rows)) return {};
      if (line >= static_cast<std::size_t>(options_.most))
        return fail({"the list has more than {} rows", {std::to_string(options_.most)}});
      before = std::move(*page);
    }
  }

  void put(const Json& row, std::size_t line, SheetRows& rows) const {
    for (std::size_t i = 0; i < std::min<std::size_t>(row.size(), options_.columns.size()); ++i) {
      if (options_.columns[i] == "-") continue;
      std::string text = text_of_html(scalar_text(row[i]));
      if (std::find(options_.unknown.begin(), options_.unknown.end(), text) != options_.unknown.end()) continue;
      const double number = row[i].is_number() ? row[i].get<double>() : 0;
      rows.put(line, i, row[i].is_number() ? Cell::Kind::number : Cell::Kind::text, std::move(text), number);
    }
  }

  const Options options_;
  const config::Catalogue& catalogue_;
};

}  // namespace

extern const FeedKind spse_datatables_kind;
const FeedKind spse_datatables_kind = config::kind<Feed, SpseDatatables>(
    "spse_datatables", "Values and records from a list of arrays behind a page's token (SPSE, DataTables)");

}  // namespace feeds
