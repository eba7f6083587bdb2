// One target over all readers: the first byte chooses the reader, the rest is what an agency's system might send, or
// what a block of the store might say behind a checksum that fits.
#include "tests/fuzz/readers_fuzz.h"
#include <cmath>
#include <cstdlib>
#include "feeds/block.h"
#include "feeds/bps_table.h"
#include "feeds/cap.h"
#include "feeds/html_text.h"
#include "feeds/http.h"
#include "feeds/http_url.h"
#include "feeds/json_pages.h"
#include "feeds/json_rules.h"
#include "feeds/log_block.h"
#include "feeds/mqtt_memory.h"
#include "feeds/mqtt_rules.h"
#include "feeds/prometheus_rules.h"
#include "feeds/recording.h"
#include "feeds/rollup_block.h"
#include "feeds/sheet.h"
#include "feeds/simulate/spoil.h"
#include "feeds/snmp_rates.h"
#include "feeds/sql_query.h"
#include "tests/support/json_twins.h"

namespace {

using namespace feeds;

// What no reader may give: a value that is no number, a series without an indicator.
void must_hold(bool condition) {
  if (!condition) std::abort();
}

config::Catalogue catalogue() {
  config::Catalogue out;
  out.code = "63.10";
  out.center = config::Label("Kabupaten Tanah Bumbu");
  config::Indicator live, monthly;
  live.name = "a";
  monthly.name = "b";
  monthly.freshness.period = config::Period::month;
  out.indicators = {live, monthly};
  out.regions = {{"63.10.04", "6310030", "Satui", {}}, {"63.10.07", "6310060", "Batulicin", {"Batu Licin"}}};
  return out;
}

const config::Time now = config::Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21));

void check(const Batch& batch) {
  for (const Sample& sample : batch.samples) must_hold(!sample.series.empty());
  for (const Complaint& complaint : batch.complaints) {
    must_hold(!complaint.reason.empty());
    must_hold(complaint.value.size() < 400);
  }
  must_hold(batch.complaints.size() <= 1000);
}

void read_json_reply(std::string_view text) {
  const test::Twins twins = test::read_twice(text, catalogue(), now);
  must_hold(twins.tape == twins.tree);
  const auto document = parse_json(text);
  if (!document) return;
  const config::Catalogue known = catalogue();
  Batch out;
  ValueRule value;
  value.indicator.name = "a";
  value.pointer = "/v";
  value.item = "/n";
  value.at = "/t";
  for (const char* each : {"", "/rows", "/rows/*", "/*/*"}) {
    value.each = each;
    for (const Notation notation : {Notation::plain, Notation::id, Notation::en, Notation::degrees}) {
      value.number = notation;
      read_values(*document, value, known, now, out);
    }
  }
  value.indicator.name = "b";
  value.each = "/rows";
  value.region = "/k";
  value.at_format = TimeForm::month;
  value.sum = true;
  for (const Codes codes : {Codes::kemendagri, Codes::bps, Codes::name}) {
    value.codes = codes;
    read_values(*document, value, known, now, out);
  }
  RecordRule record;
  record.table.name = "t";
  record.each = "/rows";
  record.key = {"/n", "{key}"};
  record.fields = {{"v", "/v"}, {"k", "{key}"}};
  record.complete = true;
  read_records(*document, record, known, now, out);
  check(out);
}

void read_metrics(std::string_view text, bool query) {
  const config::Catalogue known = catalogue();
  std::vector<PrometheusSample> samples;
  if (query) {
    samples = parse_query_reply(text).value_or(std::vector<PrometheusSample>());
  } else {
    PrometheusText parsed = parse_prometheus(text);
    must_hold(parsed.faults.size() <= parsed.lines_refused);
    samples = std::move(parsed.samples);
  }
  Batch out;
  MetricRule rule;
  rule.indicator.name = "a";
  rule.item = "n";
  for (const bool rate : {false, true}) {
    rule.rate = rate;
    Counters counters(rate ? std::string(text) : std::string());
    read_metric(samples, rule, known, now, counters, out);
    Counters again(counters.cursor());
    read_metric(samples, rule, known, now + std::chrono::seconds(30), again, out);
  }
  for (const Sample& sample : out.samples) must_hold(!std::isnan(sample.value));
  check(out);
}

void read_texts(std::string_view text) {
  for (const auto& [name, notation] : config::Choices<Notation>::names) {
    const auto number = read_number(text, notation, "km");
    must_hold(!number || std::isfinite(*number));
  }
  for (const auto& [name, form] : config::Choices<TimeForm>::names) {
    const auto at = read_time(text, form, config::Zone::wita);
    if (at && form != TimeForm::rfc3339) {
      const int year = static_cast<int>(config::civil(*at, config::Zone::wita).date.year());
      must_hold(year >= 1899 && year <= 2200);
    }
  }
  const config::Catalogue known = catalogue();
  for (const Codes codes : {Codes::kemendagri, Codes::bps, Codes::name}) (void)read_region(text, codes, known);
  (void)shortened(text, 7);
}

void read_http(std::string_view text) {
  const auto url = parse_url(text);
  if (url) {
    must_hold(url->port > 0 && url->target.starts_with('/'));
    must_hold(url->target.find_first_of(" \r\n") == std::string::npos);
    const auto next = redirect(*url, text);
    must_hold(!next || next->host == url->host);
  }
  const auto next = redirect(Url{"https", "a.example", "/x", 443}, text);
  must_hold(!next || (next->host == "a.example" && next->secure() && next->port == 443));
  const auto wait = parse_retry_after(text, now);
  must_hold(!wait || wait->count() >= 0);
  (void)is_web_page(text.substr(0, 20), text);
  must_hold(public_address(std::string(text)).size() <= text.size());
}

void read_table(std::string_view text, SheetFormat format) {
  const config::Catalogue known = catalogue();
  ColumnValueRule value;
  value.indicator.name = "a";
  value.pointer = "v";
  value.item = "n";
  value.at = "t";
  value.at_format = TimeForm::dmy;
  value.number = Notation::id;
  ColumnRecordRule record;
  record.table.name = "t";
  record.key = {"n"};
  record.fields = {{"v", "v"}};
  for (const Encoding encoding : {Encoding::utf8, Encoding::windows_1252, Encoding::utf16}) {
    if (format != SheetFormat::csv && encoding != Encoding::utf8) continue;
    for (const int rows : {1, 2}) {
      const auto source = open_sheet(std::string(text), {format, {}, {Delimiter::semicolon, encoding}});
      if (!source) continue;
      Batch out;
      (void)read_rows(**source, {.header_row = 1, .header_rows = rows, .until = "z"}, {{value}, {record}}, known, now,
                      out);
      check(out);
    }
  }
}

void read_bps(std::string_view text) {
  const auto source = open_bps_table(std::string(text));
  if (!source) return;
  const config::Catalogue known = catalogue();
  ColumnValueRule value;
  value.indicator.name = "a";
  value.pointer = "nilai";
  value.item = "wilayah";
  Batch out;
  (void)read_rows(**source, {}, {{value}, {}}, known, now, out);
  check(out);
}

void read_pages(std::string_view text) {
  JsonPages pages;
  pages.list = "/rows";
  pages.cursor = "c";
  pages.cursor_at = "/next";
  pages.rows = 2;
  pages.most = 4;
  int asked = 0;
  const auto whole = fetch_pages(pages, [&](const std::string& query) {
    must_hold(query.find_first_of(" \r\n") == std::string::npos);
    ++asked;
    return parse_json(text);
  });
  must_hold(asked <= 4);
  if (whole) must_hold((*whole)["rows"].is_array());
}

// What the pretend agency that behaves badly makes of any answer.
void spoil_all(std::string_view text) {
  for (const simulate::FaultInfo& fault : simulate::fault_list())
    (void)simulate::spoiled(fault.fault, std::string(text));
}

void read_warning(std::string_view text) {
  if (const auto items = parse_rss(text)) must_hold(items->size() <= text.size());
  const auto alert = parse_cap(text);
  if (!alert) return;
  must_hold(!alert->identifier.empty());
  for (const CapInfo& info : alert->infos) {
    for (const Polygon& polygon : info.polygons) (void)touches(polygon, {-3.95, 115.25, -2.85, 116.1});
    must_hold(districts_in(info.description, catalogue()).size() <= 2);
  }
}

// What is let through begins as a query, holds no statement after it, and more blanks or a comment change nothing.
void read_query(std::string_view text) {
  for (const auto& [name, system] : config::Choices<SqlSystem>::names) {
    const auto marks = check_query(text, system);
    if (!marks) continue;
    must_hold(*marks >= 0 && static_cast<std::size_t>(*marks) <= text.size());
    const std::string query(text);
    must_hold(check_query(" /* ? */ " + query, system).value_or(-1) == *marks);
    must_hold(!check_query(query + "\n; DELETE FROM t", system));
    must_hold(!check_query("DELETE FROM t; " + query, system));
  }
}

// What is accepted can be packed again, and is then the same.
void read_block(std::string_view body) {
  const std::string block = seal_block(1, {}, body);
  if (auto reader = BlockReader::open(block, BlockReader::Columns::at_and_value))
    for (auto group = reader->next(); group && !group->empty(); group = reader->next()) {
    }
  std::vector<Stored> points, again;
  if (!unpack_block(block, points)) return;
  must_hold(!points.empty() && points.size() <= most_block_points);
  const auto packed = pack_block(points);
  must_hold(packed && unpack_block(*packed, again) && again.size() == points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    must_hold(points[i].at == again[i].at && points[i].received == again[i].received &&
              points[i].observed == again[i].observed &&
              std::bit_cast<std::uint64_t>(points[i].value) == std::bit_cast<std::uint64_t>(again[i].value));
}

void read_log(std::string_view body) {
  const auto samples = unpack_log(seal_block(1, {}, body));
  if (!samples) return;
  must_hold(samples->size() <= body.size());
  LogWriter writer;
  for (const LogSample& sample : *samples) writer.add(sample.line, sample.stored);
  const auto again = unpack_log(writer.finish());
  must_hold(again && again->size() == samples->size());
}

void read_rollups(std::string_view body) {
  std::vector<RollupRow> rows;
  if (unpack_rollups(seal_block(1, {}, body), rows)) must_hold(pack_rollups(rows).has_value());
}

// The same packets in whatever pieces; the messages then go through the rules.
void read_packets(std::string_view bytes) {
  const config::Catalogue known = catalogue();
  std::vector<TopicValueRule> values(2);
  values[0].indicator.name = values[1].indicator.name = "a";
  values[0].topic = "k/{item}/#";
  values[1].topic = "+/{region}";
  values[1].pointer = "/v";
  std::vector<TopicRecordRule> records(1);
  records[0].table.name = "t";
  records[0].topic = "#";
  records[0].key = {"/{payload}"};
  TopicReader reader(values, records, known);
  std::vector<std::string> whole;
  for (const std::size_t piece : {std::size_t(3), std::max<std::size_t>(bytes.size(), 1)}) {
    MqttParser parser(100);
    MqttMemory memory{std::string(bytes)};
    Batch out;
    std::vector<std::string> got;
    bool good = true;
    for (std::size_t at = 0; at < bytes.size() && good; at += piece) {
      parser.add(bytes.substr(at, piece));
      while (good) {
        const auto packet = parser.next();
        good = packet.has_value();
        if (!good || !*packet) break;
        const MqttMessage& message = (*packet)->message;
        if ((*packet)->kind != MqttPacket::Kind::message) continue;
        must_hold(message.payload.size() <= bytes.size() && (message.qos == 0) == (message.id == 0));
        got.push_back(message.topic + "=" + message.payload);
        (void)memory.look(message);
        reader.read(message, now, out);
      }
    }
    check(out);
    must_hold(whole.empty() || whole == got);
    whole = got;
    (void)MqttMemory(memory.cursor()).cursor();
  }
  if (const auto pattern = TopicPattern::parse(bytes)) must_hold(covers(pattern->filter(), pattern->filter()));
}

void read_counts(std::string_view cursor) {
  SnmpCounters counters(std::string(cursor), std::chrono::hours(1));
  counters.begin("r", {now, {}});
  const auto rate = counters.put("r", "a", {5, false, 100, 0}, 1e9);
  must_hold(!rate.per_second || (std::isfinite(*rate.per_second) && *rate.per_second >= 0));
  (void)SnmpCounters(counters.cursor(), std::chrono::hours(1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'j':
      read_json_reply(text);
      break;
    case 'p':
      read_metrics(text, false);
      break;
    case 'q':
      read_metrics(text, true);
      break;
    case 't':
      read_texts(text);
      break;
    case 'h':
      read_http(text);
      break;
    case 'r':
      (void)parse_recording(text).brings();
      break;
    case 'c':
      read_table(text, SheetFormat::csv);
      break;
    case 'x':
      read_table(text, SheetFormat::xlsx);
      break;
    case 's':
      read_table(text, SheetFormat::spreadsheetml);
      break;
    case 'o':
      read_table(text, SheetFormat::json);
      break;
    case 'w':
      read_warning(text);
      break;
    case 'd':
      read_query(text);
      break;
    case 'm':
      must_hold(text_of_html(text).size() <= text.size());
      break;
    case 'a':
      read_bps(text);
      break;
    case 'g':
      read_pages(text);
      break;
    case 'f':
      spoil_all(text);
      break;
    case 'b':
      read_block(text);
      break;
    case 'l':
      read_log(text);
      break;
    case 'k':
      read_packets(text);
      break;
    case 'n':
      read_counts(text);
      break;
    case 'u':
      read_rollups(text);
      break;
    default:
      break;
  }
  return 0;
}
