// Attendance machines of ZKTeco and Solution that send by themselves (ADMS: POST /iclock/cdata?SN=..&table=ATTLOG,
// lines of PIN, local time, status, verification, parted by tabs). Who came is counted; a person's number is read,
// hashed with a key and the day, and never kept; users and fingerprints that machines send too are not read. A server's
// thread.
#include <fmt/format.h>
#include <algorithm>
#include <deque>
#include <set>
#include "feeds/marks.h"
#include "feeds/pushed.h"
#include "feeds/reading.h"

namespace feeds {
namespace {

using namespace std::chrono_literals;

constexpr int days_kept = 2;
constexpr std::size_t most_lags = 10, enough_lags = 5;
constexpr Duration most_ahead = 60s, most_behind = 2min, spread = 1min;
constexpr Duration apart = 30s, remembered = 2h;  // of requests that tell of the clock

// How far a machine's clock is off, by what it sends at once. A scan cannot lie in the future: a machine that sends one
// runs ahead. One that is always late by the same runs behind; one that was cut off and sends what it has kept does
// not.
class DeviceClock {
 public:
  // `newest`: of the scans in one request. Added to the machine's times they are ours. `every`: how long a scan may
  // wait to be sent.
  Duration correction(Time newest, Time now, Duration every) {
    while (!lags_.empty() && (lags_.front().received + remembered < now || lags_.size() == most_lags))
      lags_.pop_front();
    const Duration lag = now - newest;
    if (!lags_.empty() && lags_.back().received + apart > now)
      lags_.back().lag = std::min(lags_.back().lag, lag);
    else
      lags_.push_back({now, lag});
    const auto [least, most] =
        std::minmax_element(lags_.begin(), lags_.end(), [](const Lag& a, const Lag& b) { return a.lag < b.lag; });
    const bool ahead = least->lag < -most_ahead;
    const bool behind =
        least->lag > every + most_behind && lags_.size() >= enough_lags && most->lag - least->lag <= every + spread;
    return ahead || behind ? least->lag : Duration(0);
  }

 private:
  struct Lag {
    Time received;
    Duration lag;
  };
  std::deque<Lag> lags_;
};

struct Device {
  std::string serial, item;
  int staff = 0;
  void describe(auto& field) {
    field("serial", serial, "Serial number that the machine sends as SN",
          {.required = true, .example = "\"BYRT191860123\""});
    field("item", item, "Office whose staff it counts; machines of one office have the same",
          {.required = true, .example = "\"Disdikbud\""});
    field("staff", staff, "Staff of that office, for share; of its first machine", {.least = 0, .most = 100000});
  }
};

struct Scan {
  std::string pin;
  Time at;
};

class AdmsPush : public Feed {
 public:
  struct Options {
    config::Secret key;
    config::IndicatorName present, share, late, clock_error;
    std::string starts = "07:30";
    Duration every = 5min;
    bool one_numbering = false;
    std::vector<Device> device;

    void describe(auto& field) {
      field("device", device, "Machines that may send", {.required = true});
      field("key", key, "Key of the hashes that stand for persons until a day is over: env:NAME or file:PATH",
            {.required = true, .example = "\"file:rahasia/absensi\""});
      field("present", present, "Indicator of the persons who came that day, by office and together",
            {.example = "\"pegawai.hadir\"", .sampled = true});
      field("share", share, "Indicator of their percentage of the staff, by office and together");
      field("late", late, "Indicator of the persons whose first scan was after starts");
      field("starts", starts, "When work starts, in the center's zone");
      field("every", every, "How often machines are told to send; 0s: each scan at once, which writes much to the disk",
            {.least = 0, .most = 3600});
      field("one_numbering", one_numbering, "A person has the same number at the machines of all offices");
      field("clock_error", clock_error,
            "Indicator of the seconds by which a machine's clock runs ahead, by serial number");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    if (options.device.empty()) out.push_back({place, "no machine may send", "add [[feed.device]] with its serial"});
    if (options.device.size() > 200) out.push_back({place, "more than 200 machines", "split them over two feeds"});
    std::set<std::string> serials;
    for (const Device& one : options.device)
      if (!serials.insert(one.serial).second)
        out.push_back({place, {"the machine {} is there twice", {one.serial}}, "keep one of them"});
    if (options.present.name.empty() && options.share.name.empty() && options.late.name.empty())
      out.push_back({place, "nothing is counted", "name present, share or late"});
    if (!config::time_of_day(options.starts))
      out.push_back(
          {place, {"\"{}\" is not a time of day", {options.starts}}, "write hours and minutes, such as \"02:30\""});
  }

  AdmsPush(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        starts_(config::time_of_day(options_.starts).value_or(Duration(0))),
        zone_(setup.catalogue.zone),
        dir_(setup.dir) {
    for (const Device& one : options_.device)
      if (std::find(items_.begin(), items_.end(), one.item) == items_.end()) {
        items_.push_back(one.item);
        staff_.push_back(one.staff);
      }
  }

  Status poll(const Context&, Batch&) override { return not_asked(); }
  bool pushed() const override { return true; }
  bool answers(const Request& request) const override {
    return request.path.starts_with("/iclock/") && device_of(request) != nullptr;
  }

  Taken take(const Request& request, const std::string& cursor, Batch& out) override {
    const Device& device = *device_of(request);
    if (request.method == "GET") return question(200, request.path == "/iclock/cdata" ? greeting(device) : "OK");
    if (request.path != "/iclock/cdata" || parameter(request, "table") != "ATTLOG") return question(200, "OK");
    const auto key = reveal(options_.key, dir_);
    if (!key) return unreadable(key.error().what, 503);
    lines_ = 0;
    const std::vector<Scan> scans = read(request.body, device, out);
    if (scans.empty()) return lines_ == 0 ? question(200, "OK: 0") : Taken{};
    count(scans, device, *key, request.at, Marks(cursor, first_day(request.at)), out);
    return {};
  }

  // The machine forgets what it has sent only at this answer.
  Answer answer(const Receipt&) override { return {200, "text/plain", fmt::format("OK: {}", lines_)}; }

  std::vector<std::string> brings() const override {
    std::vector<std::string> out;
    for (const auto* one : {&options_.present, &options_.share, &options_.late, &options_.clock_error})
      if (!one->name.empty()) out.push_back(one->name);
    return out;
  }
  std::string address() const override { return "/iclock/cdata"; }

 private:
  const Device* device_of(const Request& request) const {
    const std::string serial = parameter(request, "SN");
    const auto found = std::find_if(options_.device.begin(), options_.device.end(),
                                    [&](const Device& one) { return one.serial == serial; });
    return found == options_.device.end() ? nullptr : &*found;
  }

  // It asks how to behave: at once, attendance alone, the center's zone. It sets its clock by the answer's Date.
  std::string greeting(const Device& device) const {
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(options_.every).count();
    const int hours = zone_ == config::Zone::wib ? 7 : zone_ == config::Zone::wita ? 8 : 9;
    return fmt::format(
        "GET OPTION FROM: {}\nATTLOGStamp=None\nErrorDelay=30\nDelay=10\nTransInterval={}\nTransFlag=1000000000\n"
        "Realtime={}\nEncrypt=0\nTimeZone={}\n",
        device.serial, std::max<std::int64_t>(minutes, 1), minutes == 0 ? 1 : 0, hours);
  }

  std::vector<Scan> read(std::string_view body, const Device& device, Batch& out) {
    std::vector<Scan> scans;
    for (std::size_t number = 1; !body.empty(); ++number) {
      const auto end = std::min(body.find('\n'), body.size());
      const std::string_view line = trim(body.substr(0, end));
      body.remove_prefix(std::min(end + 1, body.size()));
      if (line.empty()) continue;
      ++lines_;
      const auto tab = line.find('\t');
      const std::string_view rest = tab == line.npos ? std::string_view() : line.substr(tab + 1);
      const auto at = read_time(rest.substr(0, rest.find('\t')), TimeForm::date, zone_);
      if (tab == 0 || !at)  // without the line: it holds a person's number
        out.complaints.push_back(
            {brings().front(), device.serial, {"line {} holds no number and time", {std::to_string(number)}}});
      else
        scans.push_back({std::string(line.substr(0, tab)), *at});
    }
    return scans;
  }

  Time first_day(Time now) const {
    const config::Date today = config::civil(now, zone_).date;
    return config::midnight(config::Date(std::chrono::sys_days(today) - std::chrono::days(days_kept - 1)), zone_);
  }

  void count(const std::vector<Scan>& scans, const Device& device, const std::string& key, Time now, Marks marks,
             Batch& out) {
    const Time newest =
        std::max_element(scans.begin(), scans.end(), [](const Scan& a, const Scan& b) { return a.at < b.at; })->at;
    const Duration correction = clocks_[device.serial].correction(newest, now, options_.every);
    const auto item = static_cast<std::uint8_t>(std::find(items_.begin(), items_.end(), device.item) - items_.begin());
    std::set<std::chrono::sys_days> days;
    std::size_t too_old = 0, too_many = 0;
    for (const Scan& scan : scans) {
      const Time at = scan.at + correction;
      const config::Date day = config::civil(at, zone_).date;
      if (at < first_day(now)) {
        ++too_old;
        continue;
      }
      const std::uint64_t hash =
          Marks::hash(key, config::to_string(day) + '|' + (options_.one_numbering ? "" : device.item) + '|' + scan.pin);
      const Marks::Mark* known = marks.find(hash);
      if (known && known->at <= at) continue;
      if (marks.set(hash, {at, item}))
        days.insert(std::chrono::sys_days(day));
      else
        ++too_many;
    }
    const auto tell = [&](std::size_t number, const char* key_of_text) {
      if (number > 0)
        out.complaints.push_back({brings().front(), device.serial, {key_of_text, {std::to_string(number)}}});
    };
    tell(too_old, "{} scans are older than yesterday and are not counted");
    tell(too_many, "{} scans are of more persons than one feed counts; split the machines over two feeds");
    for (const std::chrono::sys_days day : days) add_day(day, marks, out);
    if (!options_.clock_error.name.empty())
      out.samples.push_back({SeriesName{options_.clock_error.name, "", device.serial}.to_string(),
                             now,
                             std::chrono::duration<double>(-correction).count(),
                             {}});
    out.cursor = marks.text();
  }

  void add_day(std::chrono::sys_days day, const Marks& marks, Batch& out) const {
    const Time from = config::midnight(config::Date(day), zone_);
    const Time until = config::midnight(config::Date(day + std::chrono::days(1)), zone_);
    std::vector<int> present(items_.size()), late(items_.size());
    for (const auto& [hash, mark] : marks.all()) {
      if (mark.at < from || mark.at >= until || mark.group >= items_.size()) continue;
      ++present[mark.group];
      if (mark.at > from + starts_) ++late[mark.group];
    }
    int all_present = 0, all_late = 0, all_staff = 0, present_of_staff = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      add(options_.present.name, items_[i], until, present[i], out);
      add(options_.late.name, items_[i], until, late[i], out);
      if (staff_[i] > 0) add(options_.share.name, items_[i], until, 100.0 * present[i] / staff_[i], out);
      all_present += present[i];
      all_late += late[i];
      if (staff_[i] > 0) all_staff += staff_[i], present_of_staff += present[i];
    }
    add(options_.present.name, "", until, all_present, out);
    add(options_.late.name, "", until, all_late, out);
    if (all_staff > 0) add(options_.share.name, "", until, 100.0 * present_of_staff / all_staff, out);
  }

  static void add(const std::string& indicator, const std::string& item, Time at, double value, Batch& out) {
    if (!indicator.empty()) out.samples.push_back({SeriesName{indicator, "", item}.to_string(), at, value, {}});
  }

  const Options options_;
  const Duration starts_;  // after midnight
  const config::Zone zone_;
  const std::filesystem::path dir_;
  std::vector<std::string> items_;
  std::vector<int> staff_;
  std::map<std::string, DeviceClock> clocks_;
  std::size_t lines_ = 0;  // of the request that is being answered
};

}  // namespace

extern const FeedKind adms_push_kind;
const FeedKind adms_push_kind = config::kind<Feed, AdmsPush>(
    "adms_push", "Attendance counted from the machines of ZKTeco and Solution, which send by themselves");

}  // namespace feeds
