// Tables of Statistics Indonesia's WebAPI, as rows. Feed thread.
#include "feeds/bps_table.h"
#include "feeds/http_rows.h"

namespace feeds {
namespace {

struct Bps {
  static constexpr const char* accept = "application/json";
  void describe(auto&) {}
  static config::Result<std::unique_ptr<RowSource>> open(const std::string& body) { return open_bps_table(body); }
};

}  // namespace

extern const FeedKind bps_webapi_kind;
const FeedKind bps_webapi_kind =
    config::kind<Feed, HttpRows<Bps>>("bps_webapi", "Values of a table of Statistics Indonesia's WebAPI");

}  // namespace feeds
