// Every kind that asks over HTTP x every fault of a pretend agency: the good answers of tests/cases come through an
// agency that behaves badly. In each cell: no crash, bounded work and memory; the poll fails with a sentence, or good
// rows are kept and bad ones complained about; no record ends because of it, no value is another one; and the next poll
// after the fault is as if nothing had been. A new kind joins with its cases, a new fault with its name.
#include <gmock/gmock.h>
#include <fstream>
#include <set>
#include "feeds/simulate/faults.h"
#include "tests/support/certificates.h"
#include "tests/support/feed_case.h"
#include "tests/support/manual_clock.h"
#include "tests/support/scenario.h"

namespace {

using feeds::Batch;
using feeds::Record;
using feeds::Sample;
using feeds::Status;
using feeds::simulate::Fault;
using feeds::simulate::FaultInfo;
using feeds::simulate::FaultyAgency;
using test::Json;
namespace fs = std::filesystem;

struct Poll {
  Status status;
  Batch batch;
  std::string thrown;
  std::vector<Json> lines;
  bool failed() const { return status.outcome == Status::Outcome::failed; }
};

// A case's server, an agency that can behave badly before it, and the case's feed.
class Rig {
 public:
  Rig(const fs::path& folder, Fault fault)
      : server_(folder), agency_({.fault = fault, .good_port = server_.port(), .ill = false}, clock_) {
    EXPECT_TRUE(agency_.listen(0));
    server_.set_address(agency_.url());
    made_ = test::make_case_feed(folder, agency_.url());
    if (!made_ || !made_->feed) return;
    std::string ca_file;
    if (agency_.is_secure()) {
      ca_file = (files_.path() / "simulasi.pem").string();
      std::ofstream(ca_file) << agency_.authority();
    }
    http_ = std::make_unique<feeds::Http>(feeds::HttpLimits{made_->config.deadline, made_->config.most_bytes, ca_file},
                                          clock_);
  }
  bool is_usable() const { return http_ != nullptr; }
  Poll poll(bool ill) {
    agency_.set_ill(ill);
    server_.begin_again();
    Poll out;
    const config::Time now = *config::parse_time(made_->moments.front());
    try {
      out.status = made_->feed->poll({now, *http_, {}, {}}, out.batch);
    } catch (const std::exception& e) {
      out.thrown = e.what();
    }
    out.lines = test::lines_of(out.status, out.batch);
    test::hide_host(out.lines, agency_.url());
    return out;
  }
  int requests() const { return agency_.requests(); }

 private:
  tests::ManualClock clock_;
  tests::TempFolder files_;
  test::CaseServer server_;
  FaultyAgency agency_;
  std::unique_ptr<test::CaseFeed> made_;
  std::unique_ptr<feeds::Http> http_;
};

struct GoodCase {
  fs::path folder;
  Poll good;
  bool aggregates = false;  // a value of it is made of several rows
  std::string kind() const { return folder.parent_path().filename(); }
};

bool makes_one_of_several(const fs::path& folder) {
  const std::string text = test::slurp(folder / "feed.toml");
  for (const char* key : {"count = true", "sum = true", "agg = ", "of = "})
    if (text.find(key) != std::string::npos) return true;
  return false;
}

// The cases whose first poll is good and brings something over HTTP.
const std::vector<GoodCase>& good_cases() {
  static const std::vector<GoodCase> all = [] {
    std::vector<GoodCase> out;
    for (const fs::path& folder : test::all_feed_cases()) {
      Rig rig(folder, Fault::error_500);
      if (!rig.is_usable()) continue;
      Poll good = rig.poll(false);
      const bool brings = !good.batch.samples.empty() || !good.batch.records.empty() || !good.batch.events.empty();
      if (good.failed() || !brings || rig.requests() == 0) continue;
      out.push_back({folder, std::move(good), makes_one_of_several(folder)});
    }
    return out;
  }();
  return all;
}

class Cell {
 public:
  Cell(const GoodCase& of, const FaultInfo& fault) : of_(of), fault_(fault.fault) {}

  void expect_sound() {
    Rig rig(of_.folder, fault_);
    const Poll bad = rig.poll(true);
    EXPECT_EQ(bad.thrown, "");
    EXPECT_LE(rig.requests(), 150) << "work";
    EXPECT_LE(bad.batch.complaints.size(), 1000u);
    EXPECT_LE(bad.batch.samples.size() + bad.batch.records.size(), 2 * of_.good.lines.size() + 100);
    if (bad.failed()) {
      EXPECT_FALSE(bad.status.reason.empty());
    } else {
      EXPECT_TRUE(feeds::simulate::of_content(fault_) || fault_ == Fault::drip) << "such a poll cannot be good";
      expect_no_other_values(bad.batch);
      expect_no_end(bad.batch);
      expect_complaints(bad.batch);
    }
    const Poll after = rig.poll(false);
    EXPECT_EQ(after.thrown, "");
    if (is_clock() && of_.kind() == "cap_alerts") return;  // a warning counts for an hour as it was read: read_again
    EXPECT_EQ(after.lines, of_.good.lines) << "well again";
  }

 private:
  static bool same(const Sample& a, const Sample& b) {
    return a.series == b.series && a.at == b.at && a.observed == b.observed && a.value == b.value;
  }
  static bool same(const Record& a, const Record& b) {
    return a.table == b.table && a.key == b.key && a.at == b.at && a.fields == b.fields;
  }
  template <class T>
  static bool is_among(const T& one, const std::vector<T>& all) {
    return std::any_of(all.begin(), all.end(), [&](const T& other) { return same(one, other); });
  }
  bool is_clock() const { return fault_ == Fault::clock_ahead || fault_ == Fault::clock_behind; }
  // Texts without an end: half of one is one, and only its last row can show it. What is made of all rows cannot.
  bool is_half_of_lines() const {
    return fault_ == Fault::half_content && (of_.kind() == "http_csv" || of_.kind() == "prometheus");
  }
  bool may_have_fewer() const { return fault_ == Fault::vanishing_rows || is_half_of_lines(); }

  static constexpr const char* none[] = {"NaN", "Infinity", "1e400"};
  // Values that the fault itself says, as numbers or within names.
  bool is_said(const Sample& sample) const {
    if (fault_ == Fault::huge_numbers && sample.series.find("9223372036854775808") != std::string::npos) return true;
    if (fault_ == Fault::not_a_number)
      return std::any_of(std::begin(none), std::end(none),
                         [&](const char* text) { return sample.series.find(text) != std::string::npos; });
    if (fault_ == Fault::huge_numbers) return std::isfinite(sample.value) && std::abs(sample.value) >= 1e12;
    return is_clock() && std::any_of(of_.good.batch.samples.begin(), of_.good.batch.samples.end(),
                                     [&](const Sample& good) { return good.series == sample.series; });
  }
  bool is_said(const Record& record) const {
    if (is_clock()) return true;
    const auto huge = [](const feeds::Field& field) {
      const double* number = std::get_if<double>(&field.value);
      const std::string* text = std::get_if<std::string>(&field.value);
      return (number && *number >= 9e18) || (text && text->find("9223372036854775808") != std::string::npos) ||
             (text && *text == "NaN") || (text && *text == "Infinity") || (text && *text == "1e400");
    };
    const auto in_key = [&](const char* text) { return record.key.find(text) != std::string::npos; };
    return in_key("9223372036854775808") || std::any_of(std::begin(none), std::end(none), in_key) ||
           std::any_of(record.fields.begin(), record.fields.end(), huge);
  }

  void expect_no_other_values(const Batch& bad) const {
    const Batch& good = of_.good.batch;
    int others = 0;
    for (const Sample& sample : bad.samples) {
      EXPECT_TRUE(std::isfinite(sample.value)) << sample.series;
      if (is_among(sample, good.samples) || is_said(sample)) continue;
      ++others;
      if (!(may_have_fewer() && (of_.aggregates || fault_ == Fault::half_content)) &&
          !(fault_ == Fault::huge_numbers && of_.aggregates))
        ADD_FAILURE() << "another value: " << sample.series << ' ' << config::to_rfc3339(sample.at) << ' '
                      << sample.value;
    }
    if (is_half_of_lines() && !of_.aggregates) {
      EXPECT_LE(others, of_.kind() == "prometheus" ? 0 : 2);
    }
    for (const Record& record : bad.records)
      EXPECT_TRUE(is_among(record, good.records) || is_said(record) || is_half_of_lines())
          << "another record: " << record.table << '/' << record.key;
    for (const feeds::Event& event : bad.events)
      EXPECT_TRUE(is_clock() || std::any_of(good.events.begin(), good.events.end(),
                                            [&](const feeds::Event& one) { return one.id == event.id; }))
          << "another event: " << event.id;
  }

  // Only rows that are truly not there may end.
  void expect_no_end(const Batch& bad) const {
    if (may_have_fewer() || is_clock()) return;
    for (const feeds::Scope& scope : bad.complete)
      for (const Record& record : of_.good.batch.records) {
        const bool there = std::any_of(bad.records.begin(), bad.records.end(), [&](const Record& one) {
          return one.table == record.table && one.key == record.key;
        });
        EXPECT_TRUE(there || record.table != scope.table || fault_ == Fault::huge_numbers)
            << record.table << '/' << record.key << " would end";
      }
  }

  void expect_complaints(const Batch& bad) const {
    const std::size_t more =
        of_.good.batch.samples.size() + of_.good.batch.records.size() + of_.good.batch.events.size();
    const std::size_t left = bad.samples.size() + bad.records.size() + bad.events.size();
    if (left >= more || may_have_fewer() || is_clock()) return;
    const auto& before = of_.good.batch.complaints;
    const auto is_new = [&](const feeds::Complaint& one) {
      return std::none_of(before.begin(), before.end(), [&](const feeds::Complaint& other) {
        return one.series == other.series && one.value == other.value && one.reason == other.reason;
      });
    };
    EXPECT_TRUE(std::any_of(bad.complaints.begin(), bad.complaints.end(), is_new))
        << left << " of " << more << ", and no word of it";
  }

  const GoodCase& of_;
  const Fault fault_;
};

void run_cell(const GoodCase& of, const FaultInfo& fault) {
  SCOPED_TRACE(test::feed_case_name(of.folder) + " x " + fault.name);
  Cell(of, fault).expect_sound();
}

TEST(FaultMatrix, EveryKindThatAsksOverHttpHasAGoodCase) {
  const std::set<std::string> others = {"watch_folder", "probe",   "replay", "own_state", "snmp",     "sql",
                                        "mqtt",         "webhook", "upload", "oss_push",  "adms_push"};
  std::set<std::string> found;
  for (const GoodCase& one : good_cases()) found.insert(one.kind());
  for (const feeds::FeedKind* kind : feeds::feed_kinds())
    EXPECT_TRUE(found.contains(kind->name) || others.contains(kind->name))
        << kind->name << ": add a case with a good answer, or name it above as one that does not ask over HTTP";
}

TEST(FaultMatrix, ASeededPart) {
  constexpr std::size_t seed = 20261121, one_in = 14;
  const test::MemoryMark mark;
  std::size_t number = seed, cells = 0;
  std::set<std::string> kinds;
  for (const GoodCase& of : good_cases())
    for (const FaultInfo& fault : feeds::simulate::fault_list()) {
      number = number * 6364136223846793005 + 1442695040888963407;
      if ((number >> 33) % one_in != 0) continue;
      run_cell(of, fault);
      ++cells;
      kinds.insert(of.kind());
    }
  EXPECT_GE(cells, 50u);
  EXPECT_GE(kinds.size(), 6u);
  mark.expect_less_than(200'000);
}

class FullFaultMatrix : public testing::TestWithParam<FaultInfo> {};

TEST_P(FullFaultMatrix, IsSoundForEveryCase) {
  const test::MemoryMark mark;
  for (const GoodCase& of : good_cases()) run_cell(of, GetParam());
  mark.expect_less_than(200'000);
}

INSTANTIATE_TEST_SUITE_P(Faults, FullFaultMatrix, testing::ValuesIn(feeds::simulate::fault_list()),
                         [](const auto& fault) { return std::string(fault.param.name); });

}  // namespace
