// Staff counted from SIASN (BKN), which answers for one person at a time: a slice of the numbers at each poll, counts
// alone between them and in the end. Numbers come from a secret file and go into requests only; of a reply nothing but
// what is counted is read (C5). Feed thread.
#include <fmt/format.h>
#include "feeds/access.h"
#include "feeds/digest.h"
#include "feeds/json_rules.h"

namespace feeds {
namespace {

struct Counting {
  config::IndicatorName indicator;
  std::string item;
  std::optional<Where> where;
  int retires_within = 0;

  void describe(auto& field) {
    field("indicator", indicator, "Indicator of the count", {.required = true, .example = "\"pegawai.jumlah\""});
    field("item", item, "JSON pointer to what the count is divided by; empty: all together",
          {.example = "\"/data/unorIndukNama\""});
    field("where", where, "Only persons of whom this holds",
          {.example = "{ pointer = \"/data/kedudukanPnsNama\", equals = \"Aktif\" }"});
    field("retires_within", retires_within,
          "Only persons who reach the age of retirement within so many months; 0: all", {.least = 0, .most = 120});
  }
};

constexpr int most_tries = 5;

// What is done of this round, as the cursor keeps it: counts, and no person.
struct Progress {
  std::string day, list;  // when it began; a hash of the list
  std::size_t next = 0, unknown = 0;
  bool done = false;
  std::map<std::string, std::int64_t> counts;  // "0|Dinkes": of the first [[feed.count]]

  static Progress read(const std::string& cursor) {
    Progress out;
    const auto json = parse_json(cursor.empty() ? "{}" : cursor);
    if (!json || !json->is_object()) return out;
    out.day = json->value("day", "");
    out.list = json->value("list", "");
    out.next = json->value("next", std::size_t(0));
    out.unknown = json->value("unknown", std::size_t(0));
    out.done = json->value("done", false);
    if (const auto found = json->find("counts"); found != json->end() && found->is_object())
      for (const auto& [key, value] : found->items())
        if (value.is_number_integer()) out.counts[key] = value.get<std::int64_t>();
    return out;
  }
  std::string text() const {
    return Json{{"day", day}, {"list", list}, {"next", next}, {"unknown", unknown}, {"done", done}, {"counts", counts}}
        .dump();
  }
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (const auto one = trim(text.substr(0, end)); !one.empty()) out.emplace_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

class SiasnCounts : public Feed {
 public:
  struct Options {
    std::string url = "https://apimws.bkn.go.id:8243/apisiasn/1.0/pns/data-utama/{nip}";
    std::string token_url = "https://apimws.bkn.go.id/oauth2/token";
    std::string sso_url = "https://sso-siasn.bkn.go.id/auth/realms/public-siasn/protocol/openid-connect/token";
    std::string consumer, client_id, user;
    config::Secret consumer_secret, password, numbers;
    int at_once = 50;
    std::vector<Counting> count;

    void describe(auto& field) {
      field("url", url, "Address of one person, with {nip}");
      field("token_url", token_url, "Address of the gateway's tokens (WSO2)");
      field("sso_url", sso_url, "Address of the sign-in's tokens (SSO)");
      field("consumer", consumer, "Consumer key of the gateway", {.required = true, .example = "\"KUNCI\""});
      field("consumer_secret", consumer_secret, "Its secret: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/siasn-consumer\""});
      field("client_id", client_id, "Client of the sign-in", {.required = true, .example = "\"tanahbumbukabclient\""});
      field("user", user, "User of the sign-in", {.required = true, .example = "\"pengguna\""});
      field("password", password, "Its password: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/siasn\""});
      field("numbers", numbers, "File with the staff's numbers, one a line, for this feed alone: file:PATH",
            {.required = true, .example = "\"file:rahasia/nip\""});
      field("at_once", at_once, "Persons asked for at each poll", {.least = 1, .most = 1000});
      field("count", count, "What is counted", {.required = true});
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (options.url.find("{nip}") == std::string::npos)
      out.push_back({place, {"\"{}\" has no {nip}", {options.url}}, "write {nip} where the number stands"});
    if (options.count.empty()) out.push_back({place, "nothing is counted", "add [[feed.count]] with its indicator"});
    for (const Counting& one : options.count) {
      check_pointer(one.item, place, out);
      if (one.where) check_pointer(one.where->pointer, place, out);
    }
  }

  SiasnCounts(Options options, const FeedSetup& setup)
      : options_(std::move(options)), catalogue_(setup.catalogue), dir_(setup.dir) {}

  // One round a day; the figures come when its last person has been asked for.
  Status poll(const Context& context, Batch& out) override {
    const config::Date today = config::civil(context.now, catalogue_.zone).date;
    const auto file = reveal(options_.numbers, dir_);
    if (!file) return Status::failed(file.error().what);
    const std::vector<std::string> numbers = lines_of(*file);
    if (numbers.empty()) return Status::failed("the file of the staff's numbers is empty");
    const std::string list = to_hex(sha256(std::as_bytes(std::span(file->data(), file->size())))).substr(0, 16);
    Progress progress = Progress::read(context.cursor);
    out.cursor = context.cursor;
    if (progress.list != list || (progress.done && progress.day != config::to_string(today)))
      progress = {config::to_string(today), list, 0, 0, false, {}};
    if (progress.done) return Status::not_modified();
    const auto headers = sign_in(context);
    if (!headers) return failed_fetch(context.http, headers.error());
    const std::size_t until = std::min(numbers.size(), progress.next + static_cast<std::size_t>(options_.at_once));
    const std::size_t from = progress.next;
    for (; progress.next < until; ++progress.next) {
      const auto asked = ask(context, *headers, numbers[progress.next], today, progress);
      if (asked) continue;
      if (progress.next > from) break;  // what was counted is kept; the next poll begins with this one
      if (++tries_ < most_tries) return failed_fetch(context.http, asked.error());
      ++progress.unknown;  // the rest is not to wait for one person's fault for ever
    }
    tries_ = 0;
    if (progress.next == numbers.size()) finish(numbers.size(), context.now, progress, out);
    out.cursor = progress.text();
    return Status::good();
  }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out;
    for (const Counting& one : options_.count)
      if (std::find(out.begin(), out.end(), one.indicator.name) == out.end()) out.push_back(one.indicator.name);
    return out;
  }
  std::string address() const override { return public_address(options_.url); }

 private:
  config::Result<std::string> token(const Context& context, const std::string& url, const std::string& body,
                                    const Access::Headers& headers) const {
    HttpRequest request{"POST", url, body, "application/x-www-form-urlencoded"};
    request.headers = headers;
    request.validators = false;
    const auto reply = context.http.fetch_data(request, context.stop);
    if (!reply) return tl::unexpected(reply.error());
    const auto document = parse_json(reply->body);
    if (!document) return tl::unexpected(document.error());
    const std::string found = document->is_object() ? document->value("access_token", "") : "";
    if (found.empty()) return config::fail("the sign-in gave no access_token");
    return found;
  }

  config::Result<Access::Headers> sign_in(const Context& context) const {
    Access gateway{{}, options_.consumer, options_.consumer_secret};
    const auto basic = gateway.reveal_all(dir_);
    if (!basic) return tl::unexpected(basic.error());
    const auto password = reveal(options_.password, dir_);
    if (!password) return tl::unexpected(password.error());
    const auto api = token(context, options_.token_url, "grant_type=client_credentials", *basic);
    if (!api) return tl::unexpected(api.error());
    const std::string body = "grant_type=password&client_id=" + encoded(options_.client_id) +
                             "&username=" + encoded(options_.user) + "&password=" + encoded(*password);
    const auto person = token(context, options_.sso_url, body, {});
    if (!person) return tl::unexpected(person.error());
    return Access::Headers{{"Authorization", "Bearer " + *api}, {"Auth", "bearer " + *person}};
  }

  static std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
  }

  config::Result<void> ask(const Context& context, const Access::Headers& headers, const std::string& number,
                           config::Date today, Progress& progress) const {
    HttpRequest request{"GET", options_.url};
    request.url.replace(request.url.find("{nip}"), 5, encoded(number));
    request.headers = headers;
    request.validators = false;
    auto reply = context.http.fetch(request, context.stop);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status == 404) {
      ++progress.unknown;
      return {};
    }
    reply = as_data(std::move(*reply), options_.url);
    if (!reply) return tl::unexpected(reply.error());
    const auto person = parse_json(reply->body);
    if (!person) return tl::unexpected(person.error());
    bool known = false;
    for (std::size_t i = 0; i < options_.count.size(); ++i)
      known = add(options_.count[i], i, *person, today, progress) || known;
    if (!known) ++progress.unknown;
    return {};
  }

  // True: the reply is a person's.
  static bool add(const Counting& counting, std::size_t number, const Json& person, config::Date today,
                  Progress& progress) {
    if (!person.is_object() || !person.contains("data") || !person["data"].is_object()) return false;
    if (counting.where && !holds(*counting.where, person)) return true;
    if (counting.retires_within > 0 && !retires(person["data"], today, counting.retires_within)) return true;
    std::string item;
    if (!counting.item.empty()) {
      const Json* found = JsonPointer::parse(counting.item)->find(person);
      item = found ? trim(scalar_text(*found)) : "";
      if (item.empty()) item = "-";
    }
    ++progress.counts[fmt::format("{}|{}", number, item)];
    return true;
  }

  // Born, and the age at which the office ends (BUP, in years); dates come as 31-03-1968 and as 1968-03-31.
  static bool retires(const Json& data, config::Date today, int months) {
    const std::string born = data.contains("tglLahir") ? scalar_text(data["tglLahir"]) : "";
    const auto age = read_number(data.contains("bup") ? scalar_text(data["bup"]) : "", Notation::plain);
    auto at = read_time(born.substr(0, 10), TimeForm::date, config::Zone::wib);
    if (!at) at = read_time(born.substr(0, 10), TimeForm::dmy, config::Zone::wib);
    if (!at || !age || *age < 1 || *age > 100) return false;
    const config::Date end = config::civil(*at, config::Zone::wib).date + std::chrono::years(static_cast<int>(*age));
    const config::Date last = today + std::chrono::months(months);
    return end >= today && end <= last;
  }

  void finish(std::size_t all, Time now, Progress& progress, Batch& out) const {
    std::map<std::string, std::int64_t> counts = progress.counts;
    for (std::size_t i = 0; i < options_.count.size(); ++i)
      if (options_.count[i].item.empty()) counts.emplace(fmt::format("{}|", i), 0);
    for (const auto& [key, value] : counts) {
      const auto bar = key.find('|');
      const Counting& of = options_.count.at(static_cast<std::size_t>(std::stoul(key.substr(0, bar))));
      const config::Indicator* indicator = catalogue_.indicator(of.indicator.name);
      const config::Freshness fresh = indicator ? indicator->freshness : config::Freshness{};
      const SeriesName name{of.indicator.name, "", key.substr(bar + 1)};
      out.samples.push_back(
          {name.to_string(), config::period_end(now, fresh.period, catalogue_.zone), static_cast<double>(value), {}});
    }
    if (progress.unknown > 0)
      out.complaints.push_back({brings().front(),
                                std::to_string(progress.unknown),
                                {"{} of {} persons are not known to SIASN and are not counted",
                                 {std::to_string(progress.unknown), std::to_string(all)}}});
    progress.counts.clear();
    progress.done = true;
  }

  const Options options_;
  const config::Catalogue& catalogue_;
  const std::filesystem::path dir_;
  int tries_ = 0;  // at the person who is first
};

}  // namespace

extern const FeedKind siasn_counts_kind;
const FeedKind siasn_counts_kind =
    config::kind<Feed, SiasnCounts>("siasn_counts", "Staff counted from SIASN, without keeping anything of a person");

}  // namespace feeds
