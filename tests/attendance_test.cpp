// Attendance machines: who came is counted once, clocks that are off are corrected and told, and no person's number
// stays anywhere.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include "tests/support/pushed_feed.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// 07:00 in the zone of the small center (WITA).
const Time seven = *config::parse_time("2026-11-20T23:00:00Z");
const std::string options =
    "key = \"kunci\"\none_numbering = true\nevery = \"0s\"\npresent = \"antrean\"\nlate = \"suhu\"\nstarts = "
    "\"07:30\"\n"
    "[[device]]\nserial = \"A1\"\nitem = \"Dinkes\"\nstaff = 10\n[[device]]\nserial = \"A2\"\nitem = \"Dinkes\"\n"
    "[[device]]\nserial = \"B1\"\nitem = \"Disdik\"\nstaff = 30\n";

struct Attendance : testing::Test {
  // Minutes after seven in the machine's time; "" for a line that is none.
  Answer scans(const std::string& serial, const std::vector<std::pair<std::string, int>>& list, Duration after_seven,
               Duration clock_ahead = 0s) {
    std::string body;
    for (const auto& [pin, minutes] : list) {
      const config::Civil c = config::civil(seven + minutes * 1min + clock_ahead, pushed.catalogue->zone);
      body += fmt::format("{}\t{} {:02}:{:02}:{:02}\t0\t1\t0\t0\n", pin, config::to_string(c.date), c.hour, c.minute,
                          c.second);
    }
    return post(serial, body, after_seven);
  }
  Answer post(const std::string& serial, const std::string& body, Duration after_seven,
              const std::string& table = "ATTLOG") {
    return pushed.send({seven + after_seven,
                        "POST",
                        "/iclock/cdata",
                        body,
                        "10.0.0.9",
                        {{"SN", serial}, {"table", table}, {"Stamp", "9999"}},
                        {}});
  }
  test::PushedFeed pushed{"adms_push", options};
};

TEST_F(Attendance, GreetsAMachineThatIsKnown) {
  ASSERT_THAT(pushed.complaints, IsEmpty());
  Request hello{seven, "GET", "/iclock/cdata", "", "", {{"SN", "A1"}, {"options", "all"}}, {}};
  EXPECT_THAT(pushed.send(hello).body, testing::AllOf(HasSubstr("GET OPTION FROM: A1\n"), HasSubstr("TimeZone=8\n")));
  hello.path = "/iclock/getrequest";
  EXPECT_EQ(pushed.send(hello).body, "OK");
  hello.query["SN"] = "lain";
  EXPECT_FALSE(pushed.feed->answers(hello));
  EXPECT_EQ(post("A1", "USER PIN=501\tName=Budi\n", 1min, "OPERLOG").body, "OK");
  EXPECT_TRUE(pushed.batch.samples.empty());
}

TEST_F(Attendance, CountsPersonsOncePerDayByOffice) {
  EXPECT_EQ(scans("A1", {{"501", 5}, {"502", 10}, {"501", 12}}, 13min).body, "OK: 3");
  EXPECT_EQ(pushed.value("antrean#Dinkes"), 2);
  EXPECT_EQ(scans("A2", {{"501", 20}, {"503", 40}}, 41min).body, "OK: 2");
  EXPECT_EQ(pushed.value("antrean#Dinkes"), 3) << "the same person at the second machine";
  EXPECT_EQ(pushed.value("suhu#Dinkes"), 1) << "07:40 is late";
  scans("B1", {{"501", 50}, {"700", 50}}, 51min);
  EXPECT_EQ(pushed.value("antrean"), 4);
  EXPECT_EQ(pushed.value("antrean#Disdik"), 1);
  EXPECT_EQ(pushed.batch.samples.front().at, seven + 17h) << "the end of the day";
}

TEST_F(Attendance, OfficesMayNumberTheirStaffEachForThemselves) {
  std::string own = options;
  own.replace(own.find("true"), 4, "false");
  pushed.feed = std::move(test::PushedFeed("adms_push", own).feed);
  scans("A1", {{"1", 5}, {"2", 10}}, 13min);
  scans("A2", {{"1", 20}}, 21min);
  scans("B1", {{"1", 20}}, 21min);
  EXPECT_EQ(pushed.value("antrean#Dinkes"), 2);
  EXPECT_EQ(pushed.value("antrean#Disdik"), 1);
  EXPECT_EQ(pushed.value("antrean"), 3);
}

TEST_F(Attendance, AResendChangesNothingAlsoAfterARestart) {
  scans("A1", {{"501", 5}, {"502", 10}}, 11min);
  test::PushedFeed restarted("adms_push", options);
  restarted.cursor = pushed.cursor;
  const Answer answer = restarted.send({seven + 30min,
                                        "POST",
                                        "/iclock/cdata",
                                        "501\t2026-11-21 07:05:00\t0\t1\n502\t2026-11-21 07:10:00\t0\t1\n",
                                        "",
                                        {{"SN", "A1"}, {"table", "ATTLOG"}},
                                        {}});
  EXPECT_EQ(answer.body, "OK: 2");
  EXPECT_TRUE(restarted.batch.samples.empty());
  EXPECT_EQ(restarted.cursor, pushed.cursor);
}

TEST_F(Attendance, AnEarlierScanThatComesLateTakesTheLatenessBack) {
  scans("A1", {{"501", 45}}, 46min);
  EXPECT_EQ(pushed.value("suhu#Dinkes"), 1);
  scans("A2", {{"501", 3}}, 50min);
  EXPECT_EQ(pushed.value("suhu#Dinkes"), 0);
  EXPECT_EQ(pushed.value("antrean#Dinkes"), 1);
}

TEST_F(Attendance, AnotherDayIsCountedAnewAndOldOnesAreForgotten) {
  scans("A1", {{"501", 5}}, 6min);
  const std::string first = pushed.cursor;
  scans("A1", {{"501", 5 + 24 * 60}}, 24h + 6min);
  EXPECT_EQ(pushed.value("antrean#Dinkes"), 1);
  EXPECT_EQ(pushed.batch.samples.front().at, seven + 17h + 24h);
  scans("A1", {{"501", 5 + 4 * 24 * 60}}, 96h + 6min);
  EXPECT_EQ(pushed.cursor.size(), first.size()) << "the hashes of days that are over are gone";
  EXPECT_EQ(scans("A1", {{"900", 5}, {"901", 6}}, 96h + 6min).body, "OK: 2");
  ASSERT_EQ(pushed.batch.complaints.size(), 1U) << "sent four days late";
  EXPECT_THAT(pushed.batch.complaints[0].reason.key, HasSubstr("older than yesterday"));
}

TEST_F(Attendance, AClockThatRunsAheadIsCorrectedAndTold) {
  test::PushedFeed told("adms_push", options + "[[device]]\nserial = \"C1\"\nitem = \"X\"\n");
  pushed.feed = std::move(test::PushedFeed("adms_push", "clock_error = \"siswa\"\n" + options).feed);
  scans("A1", {{"501", 29}}, 29min + 5s, 10min);
  EXPECT_EQ(pushed.value("suhu#Dinkes"), 0) << "07:29 and not 07:39";
  EXPECT_NEAR(pushed.value("siswa#A1"), 595, 1);
  for (int i = 0; i < 4; ++i) scans("A2", {{std::to_string(i), 10 + i}}, (10 + i) * 1min + 2s, -20min);
  EXPECT_EQ(pushed.value("siswa#A2"), 0) << "a few delays may be the line's";
  scans("A2", {{"600", 35}}, 35min + 2s, -20min);
  EXPECT_NEAR(pushed.value("siswa#A2"), -1202, 1);
  EXPECT_EQ(pushed.value("suhu#Dinkes"), 1) << "07:35, though the machine says 07:15";
}

TEST_F(Attendance, AMachineThatWasCutOffIsNotBehind) {
  pushed.feed = std::move(test::PushedFeed("adms_push", "clock_error = \"siswa\"\n" + options).feed);
  for (int i = 0; i < 9; ++i) scans("A1", {{std::to_string(i), 5 + i}}, 5h + i * 1s);
  EXPECT_EQ(pushed.value("siswa#A1"), 0) << "all it had kept, at once";
  EXPECT_EQ(pushed.value("suhu#Dinkes"), 0);
  for (int i = 0; i < 9; ++i) scans("A2", {{std::to_string(20 + i), 5 + 20 * i}}, 6h + i * 1min);
  EXPECT_EQ(pushed.value("siswa#A2"), 0) << "or bit by bit";
}

TEST_F(Attendance, NoPersonsNumberStaysAnywhere) {
  const Answer answer =
      post("A1", "123456789012\tkemarin\t0\t1\n\t\n198001012005011001\n501\t2026-11-21 07:05:00\t0\t1\n", 6min);
  EXPECT_EQ(answer.body, "OK: 3");
  EXPECT_EQ(pushed.value("antrean"), 1) << "the good line counts";
  ASSERT_EQ(pushed.batch.complaints.size(), 2U);
  for (const Complaint& one : pushed.batch.complaints) {
    EXPECT_EQ(one.value, "A1");
    for (const std::string& argument : one.reason.arguments) EXPECT_LT(argument.size(), 3U);
  }
  EXPECT_THAT(pushed.cursor, Not(HasSubstr("501")));
}

TEST_F(Attendance, OptionsAreChecked) {
  test::PushedFeed wrong("adms_push",
                         "key = \"k\"\nstarts = \"25:00\"\n[[device]]\nserial = \"A\"\nitem = \"x\"\n"
                         "[[device]]\nserial = \"A\"\nitem = \"y\"\n");
  EXPECT_THAT(wrong.complaints, testing::ElementsAre("the machine A is there twice", "nothing is counted",
                                                     "\"25:00\" is not a time of day"));
}

}  // namespace
