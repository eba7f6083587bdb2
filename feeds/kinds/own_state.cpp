// The program's own state: how old the last verified copy of the store is and where it lies, the store's size and the
// room that its disk has. Feed thread.
#include "feeds/copies.h"
#include "feeds/feed.h"
#include "feeds/reading.h"

namespace feeds {
namespace {

namespace fs = std::filesystem;

constexpr double megabyte = 1e6;

class OwnState : public Feed {
 public:
  struct Options {
    config::IndicatorName copy_age, copy_size, store_size, store_free, copies_free;
    config::TableName copies;

    void describe(auto& field) {
      field("copy_age", copy_age, "Indicator of the hours since the last verified copy was taken",
            {.example = "\"salinan.umur\"", .sampled = true});
      field("copy_size", copy_size, "Indicator of the size of the store in it, in MB",
            {.example = "\"salinan.ukuran\""});
      field("store_size", store_size, "Indicator of the store's size in MB", {.example = "\"basisdata.ukuran\""});
      field("store_free", store_free, "Indicator of the room on the store's disk in MB",
            {.example = "\"basisdata.sisa\""});
      field("copies_free", copies_free, "Indicator of the room on the copies' disk in MB",
            {.example = "\"salinan.sisa\""});
      field("copies", copies, "Table of the copies: place, taken, verified", {.example = "\"salinan\""});
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (named(options).empty() && options.copies.name.empty())
      out.push_back({place, "no indicator is named", "name copy_age, store_size or another of its indicators"});
  }

  OwnState(Options options, const FeedSetup& setup)
      : options_(std::move(options)), store_(setup.store), place_(setup.copies) {}

  Status poll(const Context& context, Batch& out) override {
    tell_store(context.now, out);
    tell_copies(context.now, out);
    if (out.samples.empty() && !out.complaints.empty()) return Status::failed(out.complaints.front().reason);
    return Status::good();
  }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out = named(options_);
    if (!options_.copies.name.empty()) out.push_back(options_.copies.name);
    return out;
  }
  std::string address() const override { return place_.string(); }

 private:
  static std::vector<std::string> named(const Options& of) {
    std::vector<std::string> out;
    for (const auto* one : {&of.copy_age, &of.copy_size, &of.store_size, &of.store_free, &of.copies_free})
      if (!one->name.empty()) out.push_back(one->name);
    return out;
  }

  static void add(const config::IndicatorName& indicator, Time now, double value, Batch& out) {
    if (!indicator.name.empty()) out.samples.push_back({indicator.name, now, value, {}});
  }
  static void add_room(const config::IndicatorName& indicator, const fs::path& folder, Time now, Batch& out) {
    std::error_code unknown;
    const fs::space_info space = fs::space(folder, unknown);
    if (!unknown) add(indicator, now, static_cast<double>(space.available) / megabyte, out);
  }

  void tell_store(Time now, Batch& out) const {
    std::error_code unknown;
    const auto size = fs::file_size(store_, unknown);
    if (store_.empty() || unknown) return;  // a store in memory, or a trial of this feed alone
    fs::path log = store_;
    const auto more = fs::file_size(log += "-wal", unknown);
    add(options_.store_size, now, static_cast<double>(size + (unknown ? 0 : more)) / megabyte, out);
    add_room(options_.store_free, store_.parent_path(), now, out);
  }

  void tell_copies(Time now, Batch& out) const {
    if (place_.empty()) return complain("the center has no [copies]", out);
    const auto copies = copies_in(place_);
    if (!copies) return complain(copies.error().what, out);
    add_room(options_.copies_free, place_, now, out);
    const CopyInfo* newest = nullptr;
    for (const CopyInfo& copy : *copies) {
      if (copy.verified) newest = &copy;
      if (!options_.copies.name.empty()) out.records.push_back(record(copy, now));
    }
    if (!options_.copies.name.empty()) out.complete.push_back({options_.copies.name, ""});
    if (!newest) return complain("no copy has been verified yet", out);
    add(options_.copy_age, now, std::chrono::duration<double, std::ratio<3600>>(now - newest->taken).count(), out);
    add(options_.copy_size, now, static_cast<double>(newest->size) / megabyte, out);
  }

  void complain(Text why, Batch& out) const { out.complaints.push_back({brings().front(), "", std::move(why)}); }

  Record record(const CopyInfo& copy, Time now) const {
    Record out{options_.copies.name, copy.name, now, {}};
    out.fields = {{"tempat", place_.string()},
                  {"diambil", config::to_rfc3339(copy.taken)},
                  {"diperiksa", copy.verified ? config::to_rfc3339(*copy.verified) : std::string("-")},
                  {"ukuran", static_cast<double>(copy.size)}};
    return out;
  }

  Options options_;
  fs::path store_, place_;
};

}  // namespace

extern const FeedKind own_state_kind;
const FeedKind own_state_kind =
    config::kind<Feed, OwnState>("own_state", "The program's own state: copies, the store's size and its disk");

}  // namespace feeds
