// JSON that an agency's system sends by itself, signed so that nobody else can. A server's thread.
#include <fmt/format.h>
#include <charconv>
#include "feeds/json_rules.h"
#include "feeds/marks.h"
#include "feeds/pushed.h"

namespace feeds {
namespace {

class Webhook : public Feed {
 public:
  struct Options {
    std::string path, signature = "X-Anjungan-Signature", time = "X-Anjungan-Time";
    config::Secret secret;
    Duration window = std::chrono::minutes(5);
    JsonRules rules;

    void describe(auto& field) {
      field("path", path,
            "Path that the system sends to, with POST, on the port of [intake]; empty: /kirim/ and the name",
            {.example = "\"/kirim/pengaduan\""});
      field("secret", secret, "Key that both sides know: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/pengaduan\""});
      field("signature", signature,
            "Header with HMAC-SHA256 of the time, a dot and the body, in hexadecimal; \"sha256=\" may stand before it");
      field("time", time, "Header with the moment of sending, in seconds since 1970");
      field("window", window, "How far the sender's clock may be off; what was sent earlier counts as a replay",
            {.least = 10, .most = 3600});
      rules.describe(field);
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    check_path(options.path, place, out);
    options.rules.check(place, out);
  }

  Webhook(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        path_(options_.path.empty() ? "/kirim/" + setup.config.name : options_.path),
        catalogue_(setup.catalogue),
        dir_(setup.dir),
        most_bytes_(setup.config.most_bytes) {}

  Status poll(const Context&, Batch&) override { return not_asked(); }
  bool pushed() const override { return true; }
  bool answers(const Request& request) const override { return request.path == path_; }

  Taken take(const Request& request, const std::string& cursor, Batch& out) override {
    if (request.method != "POST") return question(405, "send it with POST");
    if (static_cast<std::int64_t>(request.body.size()) > most_bytes_) return stranger(413, "the body is too large");
    const auto secret = reveal(options_.secret, dir_);
    if (!secret) return unreadable(secret.error().what, 503);
    const auto sent = sent_at(request);
    const auto signature = signature_of(request);
    const std::string text = header(request, options_.time) + '.' + request.body;
    if (!sent || !signature || !same(*signature, hmac_sha256(*secret, text)))
      return stranger(401, "the signature is missing or wrong");
    if (std::chrono::abs(request.at - *sent) > options_.window)
      return stranger(401, fmt::format("the sender's clock is {} seconds away from ours",
                                       std::chrono::round<std::chrono::seconds>(*sent - request.at).count()));
    Marks seen(cursor, request.at - 2 * options_.window);
    const std::uint64_t mark = Marks::hash(*signature);
    if (seen.find(mark)) return question(200, R"({"already_taken":true})", "application/json");
    if (!seen.set(mark, {request.at})) return unreadable("too much is sent in too short a time", 429);
    auto document = parse_json(request.body);
    if (!document) return unreadable(document.error().what);
    options_.rules.read(std::move(*document), catalogue_, request.at, out);
    out.cursor = seen.text();
    return {};
  }

  Answer answer(const Receipt& receipt) override { return told_in_json(receipt); }
  std::vector<std::string> brings() const override { return options_.rules.brings(); }
  std::string address() const override { return path_; }

 private:
  std::optional<Time> sent_at(const Request& request) const {
    const std::string text = header(request, options_.time);
    std::int64_t seconds = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool good = fault == std::errc() && end == text.data() + text.size() && seconds > 0 && seconds < 1LL << 40;
    return good ? std::optional(Time(std::chrono::seconds(seconds))) : std::nullopt;
  }
  std::optional<Digest> signature_of(const Request& request) const {
    const std::string given = header(request, options_.signature);
    std::string_view hex = given;
    if (hex.starts_with("sha256=")) hex.remove_prefix(7);
    return parse_digest(hex);
  }

  const Options options_;
  const std::string path_;
  const config::Catalogue& catalogue_;
  const std::filesystem::path dir_;
  const std::int64_t most_bytes_;
};

}  // namespace

extern const FeedKind webhook_kind;
const FeedKind webhook_kind =
    config::kind<Feed, Webhook>("webhook", "Values and records that a system sends by itself, signed");

}  // namespace feeds
