// One address that answers in CSV, read into values and records. Feed thread.
#include "feeds/csv.h"
#include "feeds/http_ask.h"

namespace feeds {
namespace {

class HttpCsv : public Feed {
 public:
  struct Options {
    HttpAsk ask;
    CsvForm form;
    RowShape shape;
    std::vector<ColumnValueRule> value;
    std::vector<ColumnRecordRule> record;

    void describe(auto& field) {
      ask.describe(field);
      form.describe(field);
      shape.describe(field);
      field("value", value, "Values to take from the rows");
      field("record", record, "Records to take from the rows");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    options.ask.check(place, out);
    check_rules({options.value, options.record}, place, out);
  }

  HttpCsv(Options options, const FeedSetup& setup)
      : options_(std::move(options)), catalogue_(setup.catalogue), dir_(setup.dir) {}

  Status poll(const Context& context, Batch& out) override {
    const auto headers = options_.ask.access.reveal_all(dir_);
    if (!headers) return Status::failed(headers.error().what);
    auto reply = options_.ask.fetch(context, *headers, "text/csv");
    if (!reply) return failed_fetch(context.http, reply.error());
    out.cursor = context.cursor;
    if (reply->not_modified) return Status::not_modified();
    auto text = to_utf8(std::move(reply->body), options_.form.encoding);
    if (!text) return Status::failed(text.error().what);
    CsvRows rows(std::move(*text), options_.form.delimiter);
    const auto read = read_rows(rows, options_.shape, {options_.value, options_.record}, catalogue_, context.now, out);
    return read ? Status::good() : Status::failed(read.error().what);
  }

  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override { return public_address(options_.ask.url); }

 private:
  Options options_;
  const config::Catalogue& catalogue_;
  std::filesystem::path dir_;
};

}  // namespace

extern const FeedKind http_csv_kind;
const FeedKind http_csv_kind =
    config::kind<Feed, HttpCsv>("http_csv", "Values and records from an address that answers in CSV");

}  // namespace feeds
