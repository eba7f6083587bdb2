// Files that an agency without a system drops into a folder: each is taken in once and, when that is on disk, moved to
// done/ or refused/ with a report beside it. Feed thread.
#include <fcntl.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <algorithm>
#include "feeds/copy_files.h"
#include "feeds/digest.h"
#include "feeds/sheet.h"

namespace feeds {
namespace {

namespace fs = std::filesystem;

// Seconds since 1970 as the file system has it, on the system's clock.
Time changed_at(const fs::file_time_type& time) {
  return std::chrono::time_point_cast<Duration>(std::chrono::file_clock::to_sys(time));
}

class WatchFolder : public Feed {
 public:
  struct Options {
    std::string folder, files = "*";
    Duration settled = std::chrono::seconds(10);
    SheetForm form;
    RowShape shape;
    std::vector<ColumnValueRule> value;
    std::vector<ColumnRecordRule> record;

    void describe(auto& field) {
      field("folder", folder, "Folder to watch; relative to the center's",
            {.required = true, .example = "\"kiriman/kecamatan\""});
      field("files", files, "Which files, as a pattern of their names", {.example = "\"*.xlsx\""});
      field("settled", settled, "How long a file must not have changed before it is read");
      form.describe(field);
      shape.describe(field);
      field("value", value, "Values to take from the rows", {.sampled = true});
      field("record", record, "Records to take from the rows");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    check_rules({options.value, options.record}, options.shape, place, out);
  }

  WatchFolder(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        catalogue_(setup.catalogue),
        most_bytes_(setup.config.most_bytes),
        folder_(setup.dir / options_.folder) {
    if (setup.words) words_ = *setup.words;
  }

  // One file a poll, the oldest first.
  Status poll(const Context& context, Batch& out) override {
    taken_.reset();
    out.cursor = context.cursor;
    const auto files = waiting(context.now);
    if (!files) return Status::failed(files.error().what);
    if (files->empty()) return Status::not_modified();
    if (const fs::path* kept = kept_before(*files, context.cursor)) {
      const auto moved = move(*kept, "done", {{"the file was taken in before", {}}}, Report::kept);
      return moved ? Status::not_modified() : Status::failed(moved.error().what);
    }
    const Waiting& file = files->front();
    if (file.bytes > most_bytes_)
      return refuse(file, {"the file is larger than {} bytes", {std::to_string(most_bytes_)}}, out);
    auto bytes = read_whole(file.path);
    if (!bytes) return Status::failed({"{} cannot be read", {file.path.filename().string()}});
    const std::string mark = mark_of(*bytes, file.path);
    const auto rows = open_sheet(std::move(*bytes), options_.form);
    if (!rows) return refuse(file, rows.error().what, out);
    Batch batch;
    const auto read =
        read_rows(**rows, options_.shape, {options_.value, options_.record}, catalogue_, context.now, batch);
    if (!read) return refuse(file, read.error().what, out);
    out = std::move(batch);
    out.cursor = mark;
    taken_ = Taken{file, {}};
    return Status::good();
  }

  void committed(const Receipt& receipt) override {
    if (!taken_) return;
    const Taken taken = std::move(*taken_);
    taken_.reset();
    std::vector<Text> report;
    if (!taken.refused_as_a_whole.empty()) report.push_back(taken.refused_as_a_whole);
    report.push_back({"taken: {}", {std::to_string(receipt.accepted)}});
    report.push_back({"refused: {}", {std::to_string(receipt.refused)}});
    for (const Refusal& refusal : receipt.refusals)
      report.push_back({"{} \"{}\": {}", {refusal.series, refusal.value, words_.say(refusal.reason)}});
    if (receipt.refused > receipt.refusals.size())
      report.push_back({"and {} more", {std::to_string(receipt.refused - receipt.refusals.size())}});
    const bool refused = receipt.accepted == 0 && receipt.refused > 0;
    if (state_of(taken.file.path) != taken.file) return;  // another file has come in its place: it is read next
    // What cannot be moved is said at the next poll.
    (void)move(taken.file.path, refused || !taken.refused_as_a_whole.empty() ? "refused" : "done", report,
               Report::written);
  }

  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override { return options_.folder; }

 private:
  // A file as it was when it was looked at; the oldest is the least.
  struct Waiting {
    Time changed;
    fs::path path;
    std::int64_t bytes = 0;
    auto operator<=>(const Waiting&) const = default;
  };
  struct Taken {
    Waiting file;
    Text refused_as_a_whole;  // why; empty: it was read
  };
  enum class Report { written, kept };  // kept: one that is there already stays

  static std::string mark_of(const std::string& bytes, const fs::path& file) {
    return to_hex(sha256(std::as_bytes(std::span(bytes.data(), bytes.size())))) + ' ' + file.filename().string();
  }

  static std::optional<Waiting> state_of(const fs::path& file) {
    std::error_code gone, unread;
    const auto written = fs::last_write_time(file, gone);
    const auto bytes = fs::file_size(file, unread);
    if (gone || unread) return {};
    return Waiting{changed_at(written), file, static_cast<std::int64_t>(bytes)};
  }

  // The file that the cursor tells of, where it is still there: the program ended before it was moved, or it could not
  // be moved. It need not be the oldest.
  const fs::path* kept_before(const std::vector<Waiting>& files, const std::string& cursor) const {
    for (const Waiting& file : files) {
      if (file.bytes > most_bytes_ || !cursor.ends_with(' ' + file.path.filename().string())) continue;
      const auto bytes = read_whole(file.path);
      if (bytes && mark_of(*bytes, file.path) == cursor) return &file.path;
    }
    return nullptr;
  }

  config::Result<std::vector<Waiting>> waiting(Time now) const {
    std::vector<Waiting> found;
    std::error_code fault;
    for (fs::directory_iterator it(folder_, fault), end; !fault && it != end; it.increment(fault)) {
      const std::string name = it->path().filename().string();
      std::error_code gone;
      // Names of files that are still open or only for a moment.
      const bool passing = name.starts_with('.') || name.starts_with('~') || name.ends_with('~') ||
                           name.ends_with(".tmp") || name.ends_with(part_suffix);
      if (passing || it->symlink_status(gone).type() != fs::file_type::regular) continue;
      if (::fnmatch(options_.files.c_str(), name.c_str(), FNM_CASEFOLD) != 0) continue;
      const auto file = state_of(it->path());
      if (file && file->changed + options_.settled <= now) found.push_back(*file);
    }
    if (fault) return config::fail({"the folder cannot be read: {}", {fault.message()}});
    std::sort(found.begin(), found.end());
    return found;
  }

  // As a refused value, so that it is counted and listed where people look for those.
  Status refuse(const Waiting& file, const Text& why, Batch& out) {
    out.complaints.push_back({brings().front(), shortened(file.path.filename().string()), why});
    taken_ = Taken{file, why};
    return Status::good();
  }

  // A name that is taken already gets a number. The report is there before the file, so that none is without.
  config::Result<void> move(const fs::path& file, const char* where, const std::vector<Text>& lines, Report how) const {
    std::error_code fault;
    const fs::path folder = folder_ / where;
    fs::create_directories(folder, fault);
    fs::path target = folder / file.filename();
    for (int i = 2; fs::exists(target, fault); ++i)
      target = folder / fmt::format("{} ({}){}", file.stem().string(), i, file.extension().string());
    const std::string report = target.string() + ".txt";
    std::string text;
    for (const Text& line : lines) text += words_.say(line) + '\n';
    if (how == Report::written || !fs::exists(report, fault)) (void)write_whole(report, text);
    fs::rename(file, target, fault);
    if (!fault) return {};
    return config::fail({"{} cannot be moved to {}: {}", {file.filename().string(), where, fault.message()}});
  }

  const Options options_;
  const config::Catalogue& catalogue_;
  const std::int64_t most_bytes_;
  const fs::path folder_;
  config::Words words_;
  std::optional<Taken> taken_;
};

}  // namespace

extern const FeedKind watch_folder_kind;
const FeedKind watch_folder_kind =
    config::kind<Feed, WatchFolder>("watch_folder", "Values and records from files that are put into a folder");

}  // namespace feeds
