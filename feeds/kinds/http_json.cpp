// One address that answers in JSON, read into values and records. Feed thread.
#include "feeds/http_ask.h"
#include "feeds/json_pages.h"
#include "feeds/json_rules.h"

namespace feeds {
namespace {

class HttpJson : public Feed {
 public:
  struct Options {
    HttpAsk ask;
    JsonRules rules;
    std::string errors_at;
    std::optional<Where> expect;
    std::optional<JsonPages> pages;

    void describe(auto& field) {
      ask.describe(field);
      rules.describe(field);
      field("errors_at", errors_at, "JSON pointer that must find nothing: the system reports its faults there",
            {.example = "\"/error\""});
      field("expect", expect, "What a good reply holds", {.example = "{ pointer = \"/success\", equals = \"true\" }"});
      field("pages", pages, "The list comes in pages");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    options.ask.check(place, out);
    options.rules.check(place, out);
    check_pointer(options.errors_at, place, out);
    if (options.expect) check_pointer(options.expect->pointer, place, out);
    if (options.pages) options.pages->check(place, out);
  }

  HttpJson(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        catalogue_(setup.catalogue),
        dir_(setup.dir),
        most_bytes_(setup.config.most_bytes) {}

  Status poll(const Context& context, Batch& out) override {
    const auto headers = options_.ask.access.reveal_all(dir_);
    if (!headers) return Status::failed(headers.error().what);
    out.cursor = context.cursor;
    if (is_plain()) return read_plain(context, *headers, out);
    auto document = fetch(context, *headers);
    if (!document) return failed_fetch(context.http, document.error());
    if (!*document) return Status::not_modified();
    options_.rules.read(std::move(**document), catalogue_, options_.ask.asked(context.now), out);
    return Status::good();
  }

  std::vector<std::string> brings() const override { return options_.rules.brings(); }
  std::string address() const override { return public_address(options_.ask.url); }

 private:
  bool is_plain() const { return !options_.pages && !options_.expect && options_.errors_at.empty(); }

  Status read_plain(const Context& context, const Access::Headers& headers, Batch& out) const {
    const auto reply = options_.ask.fetch(context, headers, "application/json", catalogue_.zone, dir_);
    if (!reply) return failed_fetch(context.http, reply.error());
    if (reply->not_modified) return Status::not_modified();
    const auto read = options_.rules.read_text(reply->body, catalogue_, options_.ask.asked(context.now), out);
    return read ? Status::good() : failed_fetch(context.http, read.error());
  }

  // Nothing: it is as it was.
  config::Result<std::optional<Json>> fetch(const Context& context, const Access::Headers& headers) const {
    std::size_t bytes = 0;
    bool not_modified = false;
    const auto ask = [&](const std::string& page) -> config::Result<Json> {
      const auto reply = options_.ask.fetch(context, headers, "application/json", catalogue_.zone, dir_, page);
      if (!reply) return tl::unexpected(reply.error());
      not_modified = reply->not_modified;
      if (not_modified) return Json();
      bytes += reply->body.size();
      if (static_cast<std::int64_t>(bytes) > most_bytes_)
        return config::fail({"the pages together are larger than {} bytes", {std::to_string(most_bytes_)}});
      auto document = parse_json(reply->body);
      if (!document) return document;
      strip(*document, options_.rules.personal);  // a reported fault is quoted
      if (const Text fault = reported_fault(*document, headers); !fault.empty()) return config::fail(fault);
      return document;
    };
    auto document = options_.pages ? fetch_pages(*options_.pages, ask) : ask({});
    if (!document) return tl::unexpected(document.error());
    return not_modified ? std::nullopt : std::optional(std::move(*document));
  }

  // Zabbix, CKAN and others report their faults with status 200. Our own secrets, should one be quoted, stay out.
  Text reported_fault(const Json& document, const Access::Headers& headers) const {
    if (!options_.errors_at.empty()) {
      const auto pointer = JsonPointer::parse(options_.errors_at);
      const Json* found = pointer ? pointer->find(document) : nullptr;
      if (found && !found->is_null()) {
        std::string said = found->dump(-1, ' ', false, Json::error_handler_t::replace);
        for (const auto& [name, value] : headers)
          for (auto at = said.find(value); !value.empty() && at != std::string::npos; at = said.find(value, at + 3))
            said.replace(at, value.size(), "***");
        return {"the system reports a fault: {}", {shortened(said, 160)}};
      }
    }
    if (options_.expect && !holds(*options_.expect, document))
      return {"the reply does not hold \"{}\" at \"{}\"", {options_.expect->equals, options_.expect->pointer}};
    return {};
  }

  Options options_;
  const config::Catalogue& catalogue_;
  std::filesystem::path dir_;
  const std::int64_t most_bytes_;
};

}  // namespace

extern const FeedKind http_json_kind;
const FeedKind http_json_kind =
    config::kind<Feed, HttpJson>("http_json", "Values and records from an address that answers in JSON");

}  // namespace feeds
