// A recording read back as if it came in now: for demonstrations, exercises and tests. The simplest kind, and the one
// to copy: options that describe themselves, a check of what no single field shows, a poll that fills a batch. Feed
// thread.
#include <algorithm>
#include "feeds/feed.h"
#include "feeds/recording.h"

namespace feeds {
namespace {

class Replay : public Feed {
 public:
  struct Options {
    std::string file;
    double speed = 1;
    bool loop = false, shift_to_now = false;

    void describe(auto& field) {
      field("file", file, "Recording in JSON lines, as feed test prints it; relative to the center's folder",
            {.required = true, .example = "\"recordings/antrean.jsonl\""});
      field("speed", speed, "Seconds of the recording in one second; 0: everything at the first poll", {.least = 0});
      field("loop", loop, "Begin again after the end");
      field("shift_to_now", shift_to_now, "Move the recording's times so that it begins with the first poll");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (options.loop && (!options.shift_to_now || options.speed == 0))
      out.push_back({place, "loop would bring the same moments again", "set shift_to_now = true and a speed above 0"});
  }

  // Reads the recording once; a fault of the file is the outcome of every poll.
  Replay(Options options, const FeedSetup& setup)
      : options_(std::move(options)), recording_(read_recording(setup.dir / options_.file, setup.config.most_bytes)) {}

  Status poll(const Context& context, Batch& out) override {
    if (!recording_) return Status::failed(recording_.error().what);
    Progress progress = Progress::parse(context.cursor, context.now);
    if (context.cursor.empty()) out.complaints = recording_->complaints;
    const std::size_t due = rows_due(progress, context.now);
    for (; progress.row < due; ++progress.row) add(recording_->rows[progress.row], progress.begin, out);
    if (options_.loop && progress.row == recording_->rows.size()) progress = {after_end(progress.begin), 0};
    out.cursor = progress.to_string();
    const bool news = !out.samples.empty() || !out.records.empty() || !out.events.empty() || !out.complaints.empty();
    return news ? Status::good() : Status::not_modified();
  }

  std::vector<std::string> brings() const override {
    return recording_ ? recording_->brings() : std::vector<std::string>();
  }
  std::string address() const override { return options_.file; }

 private:
  // When the recording's first row was, or will be, brought, and the row that comes next: survives a restart as cursor.
  struct Progress {
    Time begin;
    std::size_t row = 0;

    static Progress parse(const std::string& cursor, Time now);
    std::string to_string() const {
      return std::to_string(begin.time_since_epoch().count()) + ' ' + std::to_string(row);
    }
  };

  Duration since_begin(Time recorded) const {
    if (options_.speed == 0) return Duration(0);
    constexpr double most = 1e15;  // milliseconds; some 30,000 years
    const double ms = static_cast<double>((recorded - recording_->rows.front().at).count()) / options_.speed;
    return Duration(static_cast<std::int64_t>(std::min(ms, most)));
  }

  std::size_t rows_due(const Progress& progress, Time now) const {
    std::size_t due = std::min(progress.row, recording_->rows.size());
    while (due < recording_->rows.size() && progress.begin + since_begin(recording_->rows[due].at) <= now) ++due;
    return due;
  }

  // The next round begins one step after the last row, as long as the recording's steps are on average.
  Time after_end(Time begin) const {
    const Duration length = since_begin(recording_->rows.back().at);
    return begin + length +
           std::max<Duration>(length / static_cast<std::int64_t>(recording_->rows.size()), std::chrono::seconds(1));
  }

  Time moved(Time recorded, Time begin) const {
    if (!options_.shift_to_now) return recorded;
    return options_.speed > 0 ? begin + since_begin(recorded) : begin + (recorded - recording_->rows.front().at);
  }

  void add(const RecordedRow& row, Time begin, Batch& out) const {
    if (const Sample* sample = std::get_if<Sample>(&row.what)) {
      out.samples.push_back(*sample);
      out.samples.back().at = moved(sample->at, begin);
      if (sample->observed) out.samples.back().observed = moved(*sample->observed, begin);
    }
    if (const Record* record = std::get_if<Record>(&row.what)) {
      out.records.push_back(*record);
      out.records.back().at = moved(record->at, begin);
    }
    if (const Event* event = std::get_if<Event>(&row.what)) {
      out.events.push_back(*event);
      out.events.back().at = moved(event->at, begin);
      out.events.back().until = out.events.back().at + (event->until - event->at);
    }
  }

  Options options_;
  config::Result<Recording> recording_;
};

Replay::Progress Replay::Progress::parse(const std::string& cursor, Time now) {
  std::size_t end = 0, row_end = 0;
  try {
    const long long begin = std::stoll(cursor, &end);
    const unsigned long long row = std::stoull(cursor.substr(end), &row_end);
    return {Time(Duration(begin)), static_cast<std::size_t>(row)};
  } catch (const std::exception&) {
    return {now, 0};  // none yet
  }
}

}  // namespace

extern const FeedKind replay_kind;
const FeedKind replay_kind = config::kind<Feed, Replay>("replay", "A recording, read back at its own pace");

}  // namespace feeds
