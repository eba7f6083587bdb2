// Catalogue and feeds of the small center.
#include "tests/support/small_center.h"
#include <stdexcept>

namespace test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

config::Indicator indicator(const std::string& name, const std::string& agency) {
  config::Indicator out;
  out.name = name;
  out.agency = agency;
  out.title = {name};
  out.audience = config::Audience::everyone;
  out.freshness.stale_after = seconds(60);
  out.freshness.missing_after = seconds(300);
  out.freshness.zone = config::Zone::wita;
  out.approvals = {{.letter = "12/KEP", .name = "Kepala Dinas"}};
  return out;
}

}  // namespace

std::shared_ptr<config::Catalogue> small_catalogue() {
  auto out = std::make_shared<config::Catalogue>();
  out->code = "63.10";
  out->zone = config::Zone::wita;
  out->agencies = {{.id = "dinkes", .name = {"Dinas Kesehatan"}}, {.id = "disdik", .name = {"Dinas Pendidikan"}}};
  out->indicators = {indicator("antrean", "dinkes"), indicator("suhu", "dinkes"), indicator("cakupan", "dinkes"),
                     indicator("siswa", "disdik")};
  out->indicators[2].freshness.period = config::Period::month;
  out->indicators[2].freshness.due = hours(240);
  out->tables = {{.name = "layanan",
                  .agency = "dinkes",
                  .audience = config::Audience::everyone,
                  .approvals = out->indicators[0].approvals}};
  out->regions = {{.code = "63.10.01", .name = "Kusan Hilir"}, {.code = "63.10.02", .name = "Sungai Loban"}};
  return out;
}

config::FeedConfig json_feed(const std::string& name, const std::vector<std::string>& indicators,
                             const std::string& url) {
  config::FeedConfig out;
  out.name = name;
  out.kind = "http_json";
  out.agency = "dinkes";
  out.interval = seconds(10);
  out.deadline = seconds(5);
  out.basis.kind = config::Basis::Kind::agreement;
  out.basis.number = "1/PKS/2026";
  out.place = {name + ".toml", 1, 1};
  std::string toml = "url = \"" + url + "\"\n";
  for (const std::string& indicator : indicators) {
    if (indicator == "layanan") {
      toml +=
          "[[record]]\ntable = \"layanan\"\neach = \"/layanan\"\nkey = [\"/nama\"]\ncomplete = true\n"
          "fields = { status = \"/status\" }\n";
      continue;
    }
    toml += "[[value]]\nindicator = \"" + indicator + "\"\neach = \"/" + indicator +
            "\"\npointer = \"/value\"\nat = \"/at\"\nregion = \"/region\"\n";
  }
  config::Complaints complaints;
  const auto node = config::parse_toml(toml, out.place.file, complaints);
  if (!node) throw std::invalid_argument(toml);
  out.options = {*node->table(), out.place};
  return out;
}

std::shared_ptr<config::Center> small_center(std::vector<config::FeedConfig> feeds) {
  auto out = std::make_shared<config::Center>();
  out->catalogue = small_catalogue();
  out->feeds = std::move(feeds);
  out->usable = true;
  return out;
}

}  // namespace test
