// Reading recordings. Any thread.
#include "feeds/recording.h"
#include <algorithm>
#include <cmath>
#include <fstream>
#include "feeds/json_document.h"
#include "feeds/polygons.h"
#include "feeds/reading.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

Result<Time> time_at(const Json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end() || !found->is_string()) return fail({"the line has no {}", {key}});
  return read_time(found->get_ref<const std::string&>(), TimeForm::rfc3339, config::Zone::wib);
}

Result<RecordedRow> sample_row(const Json& line) {
  const auto at = time_at(line, "at");
  if (!at) return tl::unexpected(at.error());
  const auto value = line.find("value");
  if (!line["series"].is_string() || value == line.end() || !value->is_number())
    return fail({"the line has no {}", {"value"}});
  Sample sample{line["series"].get<std::string>(), *at, value->get<double>(), {}};
  if (line.contains("observed")) {
    const auto observed = time_at(line, "observed");
    if (!observed) return tl::unexpected(observed.error());
    sample.observed = *observed;
  }
  return RecordedRow{*at, std::move(sample)};
}

Result<RecordedRow> record_row(const Json& line) {
  const auto at = time_at(line, "at");
  if (!at) return tl::unexpected(at.error());
  const auto key = line.find("key"), fields = line.find("fields");
  if (!line["table"].is_string() || key == line.end() || !key->is_string())
    return fail({"the line has no {}", {"key"}});
  Record record{line["table"].get<std::string>(), key->get<std::string>(), *at, {}};
  if (fields != line.end() && fields->is_object()) {
    for (const auto& [name, value] : fields->items()) {
      Field field{name, std::monostate()};
      if (value.is_boolean()) field.value = value.get<bool>();
      if (value.is_number()) field.value = value.get<double>();
      if (value.is_string()) field.value = value.get<std::string>();
      record.fields.push_back(std::move(field));
    }
  }
  return RecordedRow{*at, std::move(record)};
}

std::string text_at(const Json& line, const char* key) {
  const auto found = line.find(key);
  return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<RecordedRow> event_row(const Json& line) {
  const auto at = time_at(line, "at"), until = time_at(line, "until");
  if (!at) return tl::unexpected(at.error());
  if (!until) return tl::unexpected(until.error());
  const std::string severity = text_at(line, "severity");
  const Severity grade = severity == "danger"  ? Severity::danger
                         : severity == "watch" ? Severity::watch
                                               : Severity::info;
  return RecordedRow{*at,
                     Event{text_at(line, "event"), *at, *until, grade, text_at(line, "region"), text_at(line, "title"),
                           text_at(line, "text"), polygons_of(text_at(line, "area")), text_at(line, "of")}};
}

}  // namespace

std::vector<std::string> Recording::brings() const {
  std::vector<std::string> out;
  for (const RecordedRow& row : rows) {
    std::string name;
    if (const auto* sample = std::get_if<Sample>(&row.what)) name = parse_series(sample->series).indicator;
    if (const auto* record = std::get_if<Record>(&row.what)) name = record->table;
    if (const auto* event = std::get_if<Event>(&row.what)) name = event->of;
    if (!name.empty() && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
  }
  return out;
}

Recording parse_recording(std::string_view text) {
  Recording out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view one = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.empty()) continue;
    const auto complain = [&](const config::Error& error) {
      out.complaints.push_back({"", std::to_string(number) + ": " + shortened(one, 180), error.what});
    };
    const auto line = parse_json(one);
    if (!line) {
      complain(line.error());
      continue;
    }
    if (!line->is_object() || line->contains("refused")) continue;
    if (!line->contains("series") && !line->contains("table") && !line->contains("event")) {
      complain({"the line has neither series, table nor event", {}});
      continue;
    }
    auto row = line->contains("series")  ? sample_row(*line)
               : line->contains("table") ? record_row(*line)
                                         : event_row(*line);
    if (row)
      out.rows.push_back(std::move(*row));
    else
      complain(row.error());
  }
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return out;
}

Result<Recording> read_recording(const std::filesystem::path& file, std::int64_t most_bytes) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  const std::string name = file.filename().string();
  if (error) return fail({"the recording {} cannot be read", {name}}, "look at file");
  if (size > static_cast<std::uintmax_t>(most_bytes))
    return fail({"the recording {} has more than {} bytes", {name, std::to_string(most_bytes)}}, "raise most_bytes");
  std::string text(size, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in) return fail({"the recording {} cannot be read", {name}}, "look at file");
  Recording recording = parse_recording(text);
  if (recording.rows.empty()) return fail({"the recording {} holds no row that can be used", {name}}, "look at file");
  return recording;
}

}  // namespace feeds
