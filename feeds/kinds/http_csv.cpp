// One address that answers in CSV, read into values and records. Feed thread.
#include "feeds/http_rows.h"

namespace feeds {
namespace {

struct Csv {
  static constexpr const char* accept = "text/csv";
  CsvForm form;
  void describe(auto& field) { form.describe(field); }
  config::Result<std::unique_ptr<RowSource>> open(std::string body) const {
    return open_sheet(std::move(body), {SheetFormat::csv, {}, form});
  }
};

}  // namespace

extern const FeedKind http_csv_kind;
const FeedKind http_csv_kind =
    config::kind<Feed, HttpRows<Csv>>("http_csv", "Values and records from an address that answers in CSV");

}  // namespace feeds
