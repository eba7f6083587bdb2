// Kinds that read a table of rows from one address. A Form describes itself, says what it accepts and opens a body as
// rows. Feed thread.
#pragma once
#include "feeds/http_ask.h"
#include "feeds/sheet.h"

namespace feeds {

template <class Form>
class HttpRows : public Feed {
 public:
  struct Options {
    HttpAsk ask;
    Form form;
    RowShape shape;
    std::vector<ColumnValueRule> value;
    std::vector<ColumnRecordRule> record;

    void describe(auto& field) {
      ask.describe(field);
      form.describe(field);
      shape.describe(field);
      field("value", value, "Values to take from the rows", {.sampled = true});
      field("record", record, "Records to take from the rows");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    options.ask.check(place, out);
    check_rules({options.value, options.record}, options.shape, place, out);
  }

  HttpRows(Options options, const FeedSetup& setup)
      : options_(std::move(options)), catalogue_(setup.catalogue), dir_(setup.dir) {}

  Status poll(const Context& context, Batch& out) override {
    const auto headers = options_.ask.access.reveal_all(dir_);
    if (!headers) return Status::failed(headers.error().what);
    auto reply = options_.ask.fetch(context, *headers, Form::accept, catalogue_.zone, dir_);
    if (!reply) return failed_fetch(context.http, reply.error());
    out.cursor = context.cursor;
    if (reply->not_modified) return Status::not_modified();
    const auto rows = options_.form.open(std::move(reply->body));
    if (!rows) return Status::failed(rows.error().what);
    const auto read = read_rows(**rows, options_.shape, {options_.value, options_.record}, catalogue_,
                                options_.ask.asked(context.now), out);
    return read ? Status::good() : Status::failed(read.error().what);
  }

  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override { return public_address(options_.ask.url); }

 private:
  Options options_;
  const config::Catalogue& catalogue_;
  std::filesystem::path dir_;
};

}  // namespace feeds
