// One address that answers with a spreadsheet, read into values and records: the exports of SIPD and of DJPK's SIKD,
// the latter called CSV by its address and SpreadsheetML in truth. Feed thread.
#include "feeds/http_rows.h"

namespace feeds {
namespace {

struct Sheet {
  static constexpr const char* accept = "*/*";
  SheetForm form;
  void describe(auto& field) { form.describe(field); }
  config::Result<std::unique_ptr<RowSource>> open(std::string body) const { return open_sheet(std::move(body), form); }
};

}  // namespace

extern const FeedKind http_sheet_kind;
const FeedKind http_sheet_kind = config::kind<Feed, HttpRows<Sheet>>(
    "http_sheet", "Values and records from an address that answers with a spreadsheet");

}  // namespace feeds
