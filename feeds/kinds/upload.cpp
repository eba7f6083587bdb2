// Files that a person hands in on a plain page of the center: looked at first, then accepted. A server's thread.
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <deque>
#include "feeds/digest.h"
#include "feeds/marks.h"
#include "feeds/pushed.h"
#include "feeds/sheet.h"
#include "feeds/upload_page.h"

namespace feeds {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_waiting = 8;  // files looked at and not accepted
constexpr auto waits_for = 15min;
constexpr std::size_t most_wrong = 10;  // tokens within `wrong_for`, then nobody is asked any more
constexpr auto wrong_for = 1min;
constexpr auto known_for = 24h * 400;

class Upload : public Feed {
 public:
  struct Options {
    std::string path, sheet;
    config::Secret token;
    CsvForm csv{.delimiter = Delimiter::semicolon};  // as spreadsheets here write it
    RowShape shape;
    std::vector<ColumnValueRule> value;
    std::vector<ColumnRecordRule> record;

    void describe(auto& field) {
      field("path", path, "Path of the page, on the port of [intake]; empty: /unggah/ and the name",
            {.example = "\"/unggah/perikanan\""});
      field("token", token, "Word that the agency's staff know: env:NAME or file:PATH; without it there is no page",
            {.required = true, .example = "\"file:rahasia/unggah-perikanan\""});
      field("sheet", sheet, "Name of the sheet; empty: the first", {.example = "\"Realisasi\""});
      csv.describe(field);
      shape.describe(field);
      field("value", value, "Values to take from the rows", {.sampled = true});
      field("record", record, "Records to take from the rows");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    check_path(options.path, place, out);
    check_rules({options.value, options.record}, options.shape, place, out);
  }

  Upload(Options options, const FeedSetup& setup)
      : options_(std::move(options)), catalogue_(setup.catalogue), config_(setup.config), dir_(setup.dir) {
    if (setup.words) words_ = *setup.words;
    page_ = std::make_unique<UploadPage>(UploadPage{
        words_, setup.catalogue, words_.pick(setup.config.title), {}, columns(), mark_of(options_.csv.delimiter)});
    if (page_->title.empty()) page_->title = setup.config.name;
    page_->path = options_.path.empty() ? "/unggah/" + setup.config.name : options_.path;
  }

  Status poll(const Context&, Batch&) override { return not_asked(); }
  bool pushed() const override { return true; }
  bool answers(const Request& request) const override {
    return request.path == page_->path || request.path == page_->path + "/contoh.csv";
  }

  Taken take(const Request& request, const std::string& cursor, Batch& out) override {
    if (request.path != page_->path) return question(200, upload_template(*page_), "text/csv; charset=utf-8");
    if (request.method != "POST") return form(200, {});
    std::erase_if(waiting_, [&](const Waiting& one) { return one.since + waits_for < request.at; });
    while (!wrong_.empty() && wrong_.front() + wrong_for < request.at) wrong_.pop_front();
    if (wrong_.size() >= most_wrong) return form(429, "too many wrong tokens: wait a minute");
    const auto token = reveal(options_.token, dir_);
    if (!token) return form(503, token.error().what);
    if (!same_text(part(request, "token"), *token)) {
      wrong_.push_back(request.at);
      Taken turned_away = form(401, "the token is wrong");
      turned_away.what = Taken::What::stranger;
      return turned_away;
    }
    const auto file = request.parts.find("file");
    return file != request.parts.end() ? look(request, file->second) : accept(request, cursor, out);
  }

  Answer answer(const Receipt& receipt) override { return html(200, upload_done(*page_, receipt)); }
  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override { return page_->path; }

 private:
  struct Waiting {
    std::string key;
    Time since;
    Digest digest;
    Batch batch;
  };

  static char mark_of(Delimiter delimiter) {
    switch (delimiter) {
      case Delimiter::comma:
        return ',';
      case Delimiter::tab:
        return '\t';
      case Delimiter::pipe:
        return '|';
      default:
        return ';';
    }
  }
  static Answer html(int status, std::string body) { return {status, "text/html; charset=utf-8", std::move(body)}; }
  Taken form(int status, const Text& said) const {
    return {Taken::What::answer, {}, html(status, upload_form(*page_, said))};
  }
  static bool same_text(const std::string& a, const std::string& b) {
    return !b.empty() && a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
  }
  static std::string part(const Request& request, const std::string& name) {
    const auto found = request.parts.find(name);
    return found == request.parts.end() ? "" : found->second.content;
  }

  // What the file is shows in its first bytes; people rename files.
  SheetForm form_of(const std::string& bytes) const {
    SheetForm form{SheetFormat::csv, options_.sheet, options_.csv};
    if (bytes.starts_with("PK")) form.format = SheetFormat::xlsx;
    if (bytes.starts_with("<?xml") || bytes.starts_with("\xef\xbb\xbf<?xml")) form.format = SheetFormat::spreadsheetml;
    return form;
  }

  Taken look(const Request& request, const Request::Part& file) {
    if (static_cast<std::int64_t>(file.content.size()) > config_.most_bytes)
      return form(413, {"the file is larger than {} bytes", {std::to_string(config_.most_bytes)}});
    if (file.content.empty()) return form(422, "the file is empty");
    const auto rows = open_sheet(file.content, form_of(file.content));
    if (!rows) return form(422, rows.error().what);
    Waiting one{new_key(), request.at, sha256(std::as_bytes(std::span(file.content.data(), file.content.size()))), {}};
    const auto read =
        read_rows(**rows, options_.shape, {options_.value, options_.record}, catalogue_, request.at, one.batch);
    if (!read) return form(422, read.error().what);
    const Known nothing{[](const std::string&) { return std::optional<Point>(); },
                        [](const std::string&, Time) { return std::optional<double>(); }};
    const Checked checked = check_batch(one.batch, config_, brings(), catalogue_, nothing, request.at);
    Answer shown = html(200, upload_preview(*page_, shortened(file.filename, 80), one.key, checked));
    waiting_.push_back(std::move(one));
    if (waiting_.size() > most_waiting) waiting_.pop_front();
    return {Taken::What::answer, {}, std::move(shown)};
  }

  Taken accept(const Request& request, const std::string& cursor, Batch& out) {
    const std::string key = part(request, "key");
    const auto found =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) { return one.key == key; });
    if (found == waiting_.end()) return form(410, "it was looked at too long ago: choose the file again");
    Marks taken(cursor, request.at - known_for);
    const std::uint64_t mark = Marks::hash(found->digest);
    if (taken.find(mark)) return form(409, "the file was taken in before");
    taken.set(mark, {request.at});
    out = std::move(found->batch);
    out.cursor = taken.text();
    waiting_.erase(found);
    return {};
  }

  static std::string new_key() {
    Digest bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return to_hex(bytes);
  }

  std::vector<std::string> columns() const {
    std::vector<std::string> out;
    const auto add = [&](const std::vector<std::string>& names) {
      for (const std::string& name : names)
        if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    };
    for (const ColumnValueRule& rule : options_.value) {
      add({rule.at, rule.region, rule.item, rule.pointer, rule.observed});
      if (rule.rows) add({rule.rows->pointer});
    }
    for (const ColumnRecordRule& rule : options_.record) {
      add(pointers_of(rule));
      if (rule.rows) add({rule.rows->pointer});
    }
    return out;
  }

  const Options options_;
  const config::Catalogue& catalogue_;
  const config::FeedConfig& config_;
  const std::filesystem::path dir_;
  config::Words words_;
  std::unique_ptr<UploadPage> page_;
  std::deque<Waiting> waiting_;
  std::deque<Time> wrong_;
};

}  // namespace

extern const FeedKind upload_kind;
const FeedKind upload_kind = config::kind<Feed, Upload>(
    "upload", "Values and records from files that a person hands in on a page of the center");

}  // namespace feeds
