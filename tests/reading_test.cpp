// Numbers, moments and regions as Indonesian systems write them. Each case names where the writing was met.
#include "feeds/reading.h"
#include <gmock/gmock.h>
#include "feeds/http.h"
#include "feeds/http_url.h"
#include "feeds/json_document.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using config::Zone;

std::string said(const config::Error& error) {
  return config::fill(error.what.key, error.what.arguments);
}

struct NumberCase {
  const char* text;
  Notation notation;
  std::optional<double> value;  // nothing: refused
  const char* source;
  const char* unit = "";
};

const NumberCase number_cases[] = {
    {"1234.5", Notation::plain, 1234.5, "JSON APIs that send numbers as text (LibreNMS, Zabbix)"},
    {" -12 ", Notation::plain, -12, "blanks around"},
    {"+7", Notation::plain, 7, "a sign"},
    {"1e3", Notation::plain, 1000, "Prometheus"},
    {".5", Notation::plain, 0.5, "SNMP exporters"},
    {"12 km", Notation::plain, 12, "BMKG Kedalaman", "km"},
    {"12 KM", Notation::plain, 12, "BMKG, other case", "km"},
    {"12 km", Notation::plain, {}, "a unit that was not declared"},
    {"96,5", Notation::plain, {}, "a comma in plain notation is never guessed"},
    {"1,234.5", Notation::plain, {}, "English grouping in plain notation"},
    {"99.9 %", Notation::plain, 99.9, "portals that write the percent sign"},
    {"", Notation::plain, {}, "nothing"},
    {"-", Notation::plain, {}, "a dash for unknown"},
    {"nan", Notation::plain, {}, "not a number"},
    {"inf", Notation::plain, {}, "infinite"},
    {"0x10", Notation::plain, {}, "hexadecimal"},
    {"1e999", Notation::plain, {}, "too large"},
    {"--5", Notation::plain, {}, "two signs"},
    {"1 234", Notation::plain, {}, "blanks within"},

    {"1.234,56", Notation::id, 1234.56, "CKAN datastore of regency portals"},
    {"1.234", Notation::id, 1234, "the same text is 1.234 in plain notation"},
    {"1234,5", Notation::id, 1234.5, "without grouping"},
    {"Rp. 57.446.418.426,00", Notation::id, 57446418426.0, "SPSE nilai kontrak"},
    {"Rp 1.500.000,-", Notation::id, 1500000, "letters: no sen"},
    {"Rp1.500.000", Notation::id, 1500000, "without a blank"},
    {"60,2 M", Notation::id, 60.2e9, "SPSE HPS: M is miliar"},
    {"541,3 Jt", Notation::id, 541.3e6, "SPSE HPS"},
    {"1,05 T", Notation::id, 1.05e12, "APBD summaries"},
    {"2,5 juta", Notation::id, 2.5e6, "news"},
    {"12 ribu", Notation::id, 12e3, "news"},
    {"3 miliar", Notation::id, 3e9, "news"},
    {"3 milyar", Notation::id, 3e9, "older spelling"},
    {"1,5 triliun", Notation::id, 1.5e12, "news"},
    {"(1.250)", Notation::id, -1250, "accounting's negative, DJPK SIKD"},
    {"-1.250,5", Notation::id, -1250.5, "a sign"},
    {"Rp -1.250", Notation::id, -1250, "a sign behind the currency"},
    {"\xC2\xA0Rp\xC2\xA0"
     "7.000",
     Notation::id, 7000, "no-break blanks of spreadsheets"},
    {"12,5%", Notation::id, 12.5, "percent"},
    {"1,234.5", Notation::id, {}, "English notation in an Indonesian source"},
    {"1.23", Notation::id, {}, "a group of two: the notation is another"},
    {"1.2345", Notation::id, {}, "a group of four"},
    {"1..234", Notation::id, {}, "an empty group"},
    {".234", Notation::id, {}, "no first group"},
    {"1.234,", Notation::id, {}, "no fraction"},
    {"1,2,3", Notation::id, {}, "two commas"},
    {"Nilai Kontrak belum dibuat", Notation::id, {}, "SPSE, before the contract"},
    {"60,2 X", Notation::id, {}, "an unknown factor"},
    {"M", Notation::id, {}, "a factor alone"},

    {"1,234.56", Notation::en, 1234.56, "spreadsheets with an English locale"},
    {"1,234", Notation::en, 1234, "the same text is 1,234 in Indonesian notation"},
    {"(1,234.56)", Notation::en, -1234.56, "accounting's negative"},
    {"60.2 M", Notation::en, {}, "factors are Indonesian only: M would be million"},
    {"1.234,56", Notation::en, {}, "Indonesian notation in an English source"},

    {"8.51 LS", Notation::degrees, -8.51, "BMKG Lintang"},
    {"4.74 LU", Notation::degrees, 4.74, "BMKG Lintang"},
    {"123.27 BT", Notation::degrees, 123.27, "BMKG Bujur"},
    {"8.51", Notation::degrees, {}, "no side"},
    {"8.51 XX", Notation::degrees, {}, "no such side"},
    {"-8.51 LS", Notation::degrees, {}, "a sign and a side"},
    {"200 BT", Notation::degrees, {}, "beyond the circle"},
};

TEST(ReadingTest, Numbers) {
  for (const NumberCase& c : number_cases) {
    const auto read = read_number(c.text, c.notation, c.unit);
    EXPECT_EQ(read.has_value(), c.value.has_value()) << '"' << c.text << "\": " << c.source;
    if (read && c.value) {
      EXPECT_EQ(*read, *c.value) << '"' << c.text << "\": " << c.source;
    } else if (!read && *c.text) {
      EXPECT_THAT(said(read.error()), testing::HasSubstr(c.text));
    }
  }
}

struct TimeCase {
  const char* text;
  TimeForm form;
  const char* moment;  // RFC 3339, UTC; empty: refused
  const char* source;
};

// The source's zone is WIB.
const TimeCase time_cases[] = {
    {"2026-09-23T12:16:56+00:00", TimeForm::rfc3339, "2026-09-23T12:16:56Z", "BMKG DateTime"},
    {"2022-04-01T00:00:00Z", TimeForm::rfc3339, "2022-04-01T00:00:00Z", "SIASN tmtGolongan"},
    {"2026-11-10T21:12:50", TimeForm::rfc3339, "2026-11-10T14:12:50Z", "CKAN metadata: no zone"},
    {"2026-11-10", TimeForm::rfc3339, "", "a date alone is another form"},
    {"2026-11-10", TimeForm::date, "2026-11-09T17:00:00Z", "OSS day_of_publish"},
    {"2026-11-10 08:30:00", TimeForm::date, "2026-11-10T01:30:00Z", "ADMS attendance"},
    {"2026-11-10T08:30:00", TimeForm::date, "2026-11-10T01:30:00Z", "the same with a T"},
    {"2026-02-30", TimeForm::date, "", "no such day"},
    {"10-11-2026", TimeForm::date, "", "the other order"},
    {"1826-11-10", TimeForm::date, "", "before 1900"},
    {"31-03-2022", TimeForm::dmy, "2022-03-30T17:00:00Z", "SIASN skTanggal"},
    {"31/03/2022", TimeForm::dmy, "2022-03-30T17:00:00Z", "spreadsheets"},
    {"31.03.2022", TimeForm::dmy, "2022-03-30T17:00:00Z", "letters"},
    {"31-03-2022 14:05", TimeForm::dmy, "2022-03-31T07:05:00Z", "with a time"},
    {"31-03-2022 14:05 WITA", TimeForm::dmy, "2022-03-31T06:05:00Z", "with a zone of its own"},
    {"2022-03-31", TimeForm::dmy, "", "the other order"},
    {"03/31/2022", TimeForm::dmy, "", "the American order"},
    {"31-03-22", TimeForm::dmy, "", "a year of two digits"},
    {"23 Sep 2026", TimeForm::words, "2026-09-22T17:00:00Z", "BMKG Tanggal"},
    {"23 September 2026 19:16:56 WIB", TimeForm::words, "2026-09-23T12:16:56Z", "BMKG Tanggal and Jam"},
    {"Rabu, 23 September 2026", TimeForm::words, "2026-09-22T17:00:00Z", "news and letters"},
    {"1 Agt 2026 08.30 WIT", TimeForm::words, "2026-07-31T23:30:00Z", "a dot in the time, short August"},
    {"17 Pebruari 2026", TimeForm::words, "2026-02-16T17:00:00Z", "older spelling"},
    {"5 Nop 2026", TimeForm::words, "2026-11-04T17:00:00Z", "older short form"},
    {"31 Juni 2026", TimeForm::words, "", "June has 30 days"},
    {"23 Foo 2026", TimeForm::words, "", "no such month"},
    {"23 Sep 2026 25:00", TimeForm::words, "", "no such hour"},
    {"23 Sep 2026 19:16 PST", TimeForm::words, "", "a zone that is not Indonesia's"},
    {"2026-10", TimeForm::month, "2026-10-31T17:00:00Z", "monthly reports: the end of the month"},
    {"202610", TimeForm::month, "2026-10-31T17:00:00Z", "SIPD"},
    {"10/2026", TimeForm::month, "2026-10-31T17:00:00Z", "spreadsheets"},
    {"Oktober 2026", TimeForm::month, "2026-10-31T17:00:00Z", "reports"},
    {"2026-13", TimeForm::month, "", "no such month"},
    {"2026", TimeForm::month, "", "a year is another form"},
    {"2026", TimeForm::year, "2026-12-31T17:00:00Z", "BPS"},
    {"Triwulan III 2026", TimeForm::part, "2026-09-30T17:00:00Z", "BPS and reports of realisation"},
    {"TW 4 2026", TimeForm::part, "2026-12-31T17:00:00Z", "reports of realisation"},
    {"2026-Q1", TimeForm::part, "2026-03-31T17:00:00Z", "portals"},
    {"Semester II Tahun 2026", TimeForm::part, "2026-12-31T17:00:00Z", "BPS, reports of inspectorates"},
    {"Semester 3 2026", TimeForm::part, "", "a year has two halves"},
    {"III 2026", TimeForm::part, "", "of what?"},
    {"Triwulan III", TimeForm::part, "", "of which year?"},
    {"117", TimeForm::year, "", "BPS tahun val is a code, not a year"},
    {"1795222800", TimeForm::unix, "2026-11-21T01:00:00Z", "Zabbix lastclock"},
    {"1435781451.781", TimeForm::unix, "2015-07-01T20:10:51.781Z", "Prometheus"},
    {"1795222800123", TimeForm::unix, "", "milliseconds"},
    {"0", TimeForm::unix, "", "Zabbix: never"},
    {"1795222800123", TimeForm::unix_ms, "2026-11-21T01:00:00.123Z", "JavaScript"},
    {"", TimeForm::words, "", "nothing"},
};

TEST(ReadingTest, Moments) {
  for (const TimeCase& c : time_cases) {
    const auto read = read_time(c.text, c.form, Zone::wib);
    EXPECT_EQ(read ? config::to_rfc3339(*read) : "", std::string(c.moment)) << '"' << c.text << "\": " << c.source;
  }
}

TEST(ReadingTest, MonthsLongAndShort) {
  const std::vector<std::vector<std::string>> names = {{"Januari", "Jan", "JANUARI"},
                                                       {"Februari", "Feb", "Pebruari"},
                                                       {"Maret", "Mar"},
                                                       {"April", "Apr", "Apr."},
                                                       {"Mei", "May"},
                                                       {"Juni", "Jun"},
                                                       {"Juli", "Jul"},
                                                       {"Agustus", "Agu", "Ags", "Agt", "Aug"},
                                                       {"September", "Sep", "Sept"},
                                                       {"Oktober", "Okt", "Oct"},
                                                       {"November", "Nov", "Nop", "Nopember"},
                                                       {"Desember", "Des", "Dec"}};
  for (unsigned month = 0; month < 12; ++month)
    for (const std::string& name : names[month]) EXPECT_EQ(read_month(name), month + 1) << name;
  EXPECT_EQ(read_month("Sabtu"), 0u);
  EXPECT_EQ(read_month(""), 0u);
}

TEST(ReadingTest, PeriodsEndInTheIndicatorsZone) {
  config::Freshness monthly;
  monthly.period = config::Period::month;
  monthly.zone = Zone::wita;
  const auto at = [&](const char* text, TimeForm form, Zone source) {
    const auto read = read_at(text, form, source, monthly);
    return read ? config::to_rfc3339(*read) : said(read.error());
  };
  const std::string end = "2026-10-31T16:00:00Z";  // midnight in WITA
  EXPECT_EQ(at("2026-10", TimeForm::month, Zone::wib), end);
  EXPECT_EQ(at("2026-10", TimeForm::month, Zone::wit), end);
  EXPECT_EQ(at("2026-10-31", TimeForm::date, Zone::wib), end);
  EXPECT_EQ(at("01-10-2026", TimeForm::dmy, Zone::wit), end);
  EXPECT_EQ(at("2026-10-31T22:30:00+07:00", TimeForm::rfc3339, Zone::wib), end);
  EXPECT_EQ(at("2026-10-31T23:30:00+07:00", TimeForm::rfc3339, Zone::wib), "2026-11-30T16:00:00Z");
  EXPECT_EQ(at("2026", TimeForm::year, Zone::wib), "2026-12-31T16:00:00Z");
}

TEST(ReadingTest, RegionsByCodeAndName) {
  config::Catalogue catalogue;
  catalogue.code = "16.09";
  catalogue.center = config::Label("Kabupaten OKU Selatan");
  catalogue.regions = {{"16.09.01", "1608050", "Muara Dua", {"Muaradua Kisam"}},
                       {"16.09.02", "1608040", "Pulau Beringin", {}}};
  const auto region = [&](const char* text, Codes codes) {
    const auto read = read_region(text, codes, catalogue);
    return read ? *read : "! " + said(read.error());
  };
  EXPECT_EQ(region("16.09.01", Codes::kemendagri), "16.09.01");
  EXPECT_EQ(region("160901", Codes::kemendagri), "16.09.01");
  EXPECT_EQ(region("16.09", Codes::kemendagri), "") << "the regency itself";
  EXPECT_EQ(region("1608050", Codes::bps), "16.09.01");
  EXPECT_EQ(region("1608050", Codes::kemendagri), "! no region has the code 1608050");
  EXPECT_EQ(region("160901", Codes::bps), "! no region has the code 160901") << "BPS codes are never made from others";
  EXPECT_EQ(region("1609", Codes::bps), "! no region has the code 1609") << "in BPS's numbers that is OKU Timur";
  EXPECT_EQ(region("MUARADUA", Codes::name), "16.09.01");
  EXPECT_EQ(region("Kec. Muara Dua", Codes::name), "16.09.01");
  EXPECT_EQ(region("muaradua kisam", Codes::name), "16.09.01") << "an alias";
  EXPECT_EQ(region("Kab. OKU Selatan", Codes::name), "");
  EXPECT_EQ(region("Muara", Codes::name), "! no region has the name Muara");
  EXPECT_EQ(region("", Codes::name), "! there is nothing where a region is due");
}

TEST(HttpUrlTest, Addresses) {
  const auto url = parse_url("HTTPS://Data.BMKG.go.id/a b?x=%20ü#part");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "data.bmkg.go.id");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->target, "/a%20b?x=%20%C3%BC");
  EXPECT_EQ(url->name(), "data.bmkg.go.id");
  EXPECT_EQ(parse_url("http://[::1]:8080")->name(), "[::1]:8080");
  EXPECT_EQ(parse_url("http://[::1]:8080")->host, "::1");
  EXPECT_EQ(parse_url("http://a.example?x=1")->target, "/?x=1");
  for (const char* bad :
       {"", "a.example", "ftp://a.example/", "http://", "http://a.example:0/", "http://a.example:70000/",
        "http://user@a.example/", "http://user:word@a.example/", "http://a b.example/", "http://[::1"})
    EXPECT_FALSE(parse_url(bad)) << bad;
}

TEST(HttpUrlTest, Redirects) {
  const Url from = *parse_url("http://a.example/dir/page?x=1");
  const auto to = [&](const char* location) {
    const auto url = redirect(from, location);
    return url ? url->scheme + "://" + url->name() + url->target : "! " + said(url.error());
  };
  EXPECT_EQ(to("/other"), "http://a.example/other");
  EXPECT_EQ(to("next?y=2"), "http://a.example/dir/next?y=2");
  EXPECT_EQ(to("?y=2"), "http://a.example/dir/page?y=2");
  EXPECT_EQ(to("http://A.example/z"), "http://a.example/z");
  EXPECT_EQ(to("https://a.example/z"), "https://a.example/z") << "to the secure port of the same host";
  EXPECT_EQ(to("//a.example/z"), "http://a.example/z");
  EXPECT_EQ(to("/go?to=http://b.example/"), "http://a.example/go?to=http://b.example/");
  for (const char* bad : {"http://b.example/", "https://b.example/", "//b.example/", "http://a.example:81/",
                          "ftp://a.example/", "http://a.example.evil/", "http://a.example@b.example/"})
    EXPECT_THAT(to(bad), testing::StartsWith("! ")) << bad;
  EXPECT_FALSE(redirect(*parse_url("https://a.example/"), "http://a.example/")) << "never back to the open";
}

TEST(HttpUrlTest, DatesOfHttp) {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    const auto at = parse_http_date(text);
    ASSERT_TRUE(at) << text;
    EXPECT_EQ(config::to_rfc3339(*at), "1994-11-06T08:49:37Z") << text;
  }
  for (const char* bad : {"", "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 WIB"})
    EXPECT_FALSE(parse_http_date(bad)) << bad;
  const config::Time now = *config::parse_time("1994-11-06T08:49:00Z");
  EXPECT_EQ(parse_retry_after("30", now), 30s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), 37s);
  EXPECT_EQ(parse_retry_after("-1", now), std::nullopt);
  EXPECT_EQ(parse_retry_after("99999999999999999999", now), std::nullopt);
}

TEST(HttpUrlTest, PublicAddressesHoldNoSecrets) {
  EXPECT_EQ(public_address("https://user:word@a.example:8443/x/y?token=1#z"), "https://a.example:8443/x/y");
  EXPECT_EQ(public_address("http://a.example"), "http://a.example");
  EXPECT_EQ(public_address("http://a.example/at@sign"), "http://a.example/at@sign");
}

TEST(JsonDocumentTest, Bounds) {
  EXPECT_TRUE(parse_json("{\"a\":{\"k\":1},\"b\":{\"k\":2}}")) << "the same key in different objects";
  EXPECT_FALSE(parse_json("{\"a\":1,\"a\":2}"));
  EXPECT_FALSE(parse_json("{\"x\":[{\"a\":1,\"b\":{},\"a\":2}]}"));
  EXPECT_TRUE(parse_json(std::string(64, '[') + std::string(64, ']')));
  EXPECT_FALSE(parse_json(std::string(65, '[') + std::string(65, ']')));
  EXPECT_FALSE(parse_json(std::string(200'000, '[')));
  EXPECT_FALSE(parse_json("\"\xff\""));
  EXPECT_FALSE(parse_json("1e999"));
  EXPECT_FALSE(parse_json("{} {}"));
  EXPECT_EQ(said(parse_json("{\"v\": [1, 2").error()), "the reply is not JSON: fault at byte 12 of 11");
}

TEST(JsonDocumentTest, PointersOfRfc6901) {
  const Json document = *parse_json(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8," ":7,"{key}":5})");
  const auto at = [&](const char* pointer) {
    const Json* found = JsonPointer::parse(pointer)->find(document);
    return found ? found->dump() : "(nothing)";
  };
  EXPECT_EQ(at("/foo/0"), "\"bar\"");
  EXPECT_EQ(at("/"), "0");
  EXPECT_EQ(at("/a~1b"), "1");
  EXPECT_EQ(at("/m~0n"), "8");
  EXPECT_EQ(at("/ "), "7");
  EXPECT_EQ(at("/foo/2"), "(nothing)");
  EXPECT_EQ(at("/foo/00"), "(nothing)");
  EXPECT_EQ(at("/foo/-"), "(nothing)");
  EXPECT_EQ(at("/foo/99999999999999999999"), "(nothing)");
  EXPECT_EQ(at("/foo/0/x"), "(nothing)");
  EXPECT_FALSE(JsonPointer::parse("foo"));
  EXPECT_FALSE(JsonPointer::parse("/a~2"));
  EXPECT_FALSE(JsonPointer::parse("/a~"));
}

}  // namespace
