// Business numbers (NIB) and licences that OSS-RBA sends to the regency (receiveNIB, receiveLicense; all values are
// strings, a header Token is SHA-1 of what was agreed). They are counted; names, tax numbers and addresses are not
// read, and the numbers themselves are kept as keyed hashes alone, until their period is over. A server's thread.
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <set>
#include "feeds/json_document.h"
#include "feeds/marks.h"
#include "feeds/pushed.h"
#include "feeds/reading.h"

namespace feeds {
namespace {

using namespace std::chrono_literals;

constexpr auto kept_for = 24h * 95;  // a quarter and what comes late of it
constexpr std::uint8_t licence_bit = 0x80;

std::string sha1_hex(std::string_view text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string out;
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

bool same_text(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string text_at(const Json& in, const char* key) {
  const auto found = in.is_object() ? in.find(key) : in.end();
  return in.is_object() && found != in.end() ? scalar_text(*found) : "";
}

class OssPush : public Feed {
 public:
  struct Options {
    std::string path = "/oss", token = "{user}{password}{nib}{date}";
    config::Secret user, password, key;
    config::IndicatorName nib, licence;

    void describe(auto& field) {
      field("path", path, "Path before /receiveNIB and /receiveLicense");
      field("user", user, "User that was agreed with OSS: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/oss-user\""});
      field("password", password, "Its password: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/oss-password\""});
      field("token", token,
            "What the header Token is SHA-1 of; {user}, {password}, {nib}, {id_izin}, {date} (2026-11-21) and {ymd} "
            "(20261121) are filled in");
      field("key", key, "Key of the hashes that stand for numbers: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/oss\""});
      field("nib", nib, "Indicator of the business numbers issued, by district and together; its period counts",
            {.example = "\"izin.nib\"", .sampled = true});
      field("licence", licence, "Indicator of the licences issued, by district and together; its period counts");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    check_path(options.path, place, out);
    if (options.nib.name.empty() && options.licence.name.empty())
      out.push_back({place, "nothing is counted", "name nib or licence"});
  }

  OssPush(Options options, const FeedSetup& setup)
      : options_(std::move(options)), catalogue_(setup.catalogue), dir_(setup.dir) {}

  Status poll(const Context&, Batch&) override { return not_asked(); }
  bool pushed() const override { return true; }
  bool answers(const Request& request) const override {
    return request.path == options_.path + "/receiveNIB" || request.path == options_.path + "/receiveLicense";
  }

  Taken take(const Request& request, const std::string& cursor, Batch& out) override {
    if (request.method != "POST") return question(405, "send it with POST");
    name_ = request.path.substr(options_.path.size() + 1);
    const auto document = parse_json(request.body);
    if (!document) return stranger(400, config::fill(document.error().what.key, document.error().what.arguments));
    const Json& body = document->begin() == document->end() || !document->is_object() ? *document : *document->begin();
    const auto known = known_sender(request, body);
    if (!known) return unreadable(known.error().what, 503);
    if (!*known) return stranger(401, "the token is missing or wrong");
    const auto key = reveal(options_.key, dir_);
    if (!key) return unreadable(key.error().what, 503);
    Marks marks(cursor, request.at - kept_for);
    std::set<Period> touched;
    if (name_ == "receiveNIB" && !options_.nib.name.empty()) add_nib(body, *key, marks, touched, out);
    if (!options_.licence.name.empty()) add_licences(body, *key, marks, touched, out);
    for (const Period& period : touched) add_counts(period, marks, out);
    out.cursor = marks.text();
    return {};
  }

  Answer answer(const Receipt& receipt) override {
    const bool none = receipt.accepted == 0 && receipt.refused > 0;
    const Json body = {{"respon" + name_,
                        {{"kode", none ? "422" : "200"},
                         {"keterangan", none ? "Data tidak dapat dibaca" : "Data berhasil diterima"}}}};
    return {none ? 422 : 200, "application/json", body.dump()};
  }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out;
    for (const auto* one : {&options_.nib, &options_.licence})
      if (!one->name.empty()) out.push_back(one->name);
    return out;
  }
  std::string address() const override { return options_.path; }

 private:
  struct Period {
    bool licence = false;
    Time end;
    auto operator<=>(const Period&) const = default;
  };

  config::Result<bool> known_sender(const Request& request, const Json& body) const {
    const auto user = reveal(options_.user, dir_), password = reveal(options_.password, dir_);
    if (!user) return tl::unexpected(user.error());
    if (!password) return tl::unexpected(password.error());
    const std::string given = lower_case(header(request, "Token"));
    for (const auto around : {0, -1, 1}) {  // their midnight is not ours
      const auto day =
          std::chrono::sys_days(config::civil(request.at, catalogue_.zone).date) + std::chrono::days(around);
      const std::string date = config::to_string(config::Date(day));
      std::string text = options_.token;
      for (const auto& [mark, value] : {std::pair<const char*, std::string>("{user}", *user),
                                        {"{password}", *password},
                                        {"{nib}", text_at(body, "nib")},
                                        {"{id_izin}", text_at(body, "id_izin")},
                                        {"{date}", date},
                                        {"{ymd}", date.substr(0, 4) + date.substr(5, 2) + date.substr(8, 2)}})
        if (const auto at = text.find(mark); at != text.npos) text.replace(at, std::string_view(mark).size(), value);
      if (same_text(given, sha1_hex(text))) return true;
    }
    return false;
  }

  void add_nib(const Json& body, const std::string& key, Marks& marks, std::set<Period>& touched, Batch& out) const {
    const std::string nib = text_at(body, "nib");
    std::string issued = text_at(body, "tgl_terbit_nib");
    if (issued.empty()) issued = text_at(body, "tgl_pengajuan_nib");
    if (nib.empty()) return refuse(options_.nib.name, "a message has no nib", out);
    add(options_.nib.name, "nib|" + nib, issued, text_at(body, "kd_daerah"), key, marks, touched, out);
  }

  void add_licences(const Json& body, const std::string& key, Marks& marks, std::set<Period>& touched,
                    Batch& out) const {
    const auto list = body.is_object() ? body.find("data_checklist") : body.end();
    if (!body.is_object() || list == body.end() || !list->is_array()) {
      if (name_ == "receiveLicense") refuse(options_.licence.name, "a message has no data_checklist", out);
      return;
    }
    for (const Json& one : *list) {
      const std::string number = text_at(one, "no_izin"), id = text_at(one, "id_izin");
      if (number.empty()) continue;  // asked for, not issued
      add(options_.licence.name, "izin|" + (id.empty() ? number : id), text_at(one, "tgl_izin"),
          text_at(one, "kd_daerah"), key, marks, touched, out);
    }
  }

  static void refuse(const std::string& series, const char* why, Batch& out) {
    out.complaints.push_back({series, "", why});
  }

  // The district's place in the catalogue from 1; 0: the regency, or no district of it.
  std::uint8_t district(const std::string& code) const {
    const auto region = read_region(code, Codes::kemendagri, catalogue_);
    if (!region || region->empty()) return 0;
    const auto& all = catalogue_.regions;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const config::Region& one) { return one.code == *region; });
    return found == all.end() || all.size() > 126 ? 0 : static_cast<std::uint8_t>(found - all.begin() + 1);
  }

  void add(const std::string& indicator, const std::string& id, const std::string& issued, const std::string& code,
           const std::string& key, Marks& marks, std::set<Period>& touched, Batch& out) const {
    const bool licence = indicator == options_.licence.name && id.starts_with("izin|");
    const auto at = read_time(issued, TimeForm::date, catalogue_.zone);
    if (!at) return out.complaints.push_back({indicator, issued, at.error().what});
    const std::uint64_t hash = Marks::hash(key, id);
    if (marks.find(hash)) return;
    // Ten digits: the village; its district is the first six.
    const std::uint8_t group = district(code.substr(0, 6));
    if (!marks.set(hash, {*at, static_cast<std::uint8_t>(licence ? group | licence_bit : group)}))
      return refuse(indicator, "more is sent than one feed counts", out);
    touched.insert({licence, period_of(indicator, *at)});
  }

  Time period_of(const std::string& indicator, Time at) const {
    const config::Indicator* found = catalogue_.indicator(indicator);
    const config::Period period =
        found && found->freshness.period != config::Period::none ? found->freshness.period : config::Period::day;
    return config::period_end(at, period, catalogue_.zone);
  }

  void add_counts(const Period& period, const Marks& marks, Batch& out) const {
    const std::string& indicator = period.licence ? options_.licence.name : options_.nib.name;
    std::vector<int> counts(catalogue_.regions.size() + 1);
    int all = 0;
    for (const auto& [hash, mark] : marks.all()) {
      const std::size_t group = mark.group & 0x7f;
      if (((mark.group & licence_bit) != 0) != period.licence || period_of(indicator, mark.at) != period.end) continue;
      ++all;
      if (group < counts.size()) ++counts[group];
    }
    out.samples.push_back({indicator, period.end, static_cast<double>(all), {}});
    for (std::size_t i = 1; i < counts.size(); ++i)
      out.samples.push_back({SeriesName{indicator, catalogue_.regions[i - 1].code, ""}.to_string(),
                             period.end,
                             static_cast<double>(counts[i]),
                             {}});
  }

  const Options options_;
  const config::Catalogue& catalogue_;
  const std::filesystem::path dir_;
  std::string name_;  // of the message that is being answered
};

}  // namespace

extern const FeedKind oss_push_kind;
const FeedKind oss_push_kind =
    config::kind<Feed, OssPush>("oss_push", "Business numbers and licences counted from what OSS sends by itself");

}  // namespace feeds
