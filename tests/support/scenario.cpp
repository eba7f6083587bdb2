// See scenario.h.
#include "tests/support/scenario.h"
#include <thread>

namespace test {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::FaultServer;
using tests::Talk;

config::FeedConfig Scenario::feed(const std::string& name, const std::string& indicator, const std::string& url) const {
  auto out = json_feed(name, {indicator}, url);
  out.deadline = 20s;
  return out;
}

std::string Scenario::body(const std::string& indicator) {
  std::string rows;
  for (const char* region : {"63.10.01", "63.10.02"})
    rows += std::string(rows.empty() ? "" : ", ") + R"({"region": ")" + region + R"(", "at": ")" +
            config::to_rfc3339(room_.clock.now()) + R"(", "value": )" + std::to_string(++served_) + "}";
  return "{\"" + indicator + "\": [" + rows + "]}";
}

bool Scenario::pass(const std::function<bool(const Snapshot&)>& enough) {
  for (int second = 0; second < 5000; ++second) {
    const auto snapshot = room_.now();
    for (const auto& [name, series] : snapshot->series)
      if (const Point* value = series->current()) seen_[name][value->at] = value->value;
    if (enough(*snapshot)) return true;
    if (held_) {
      std::this_thread::sleep_for(5ms);
    } else {
      room_.clock.next_wake(3);  // the store's second and the two feeds
    }
    room_.clock.advance(1s);
    if (started_) expect_healthy();
  }
  return false;
}

void Scenario::expect_healthy() {
  room_.when([&](const Snapshot& snapshot) {
    const Series* series = snapshot.find("suhu@63.10.01");
    return series && age_of(*series, room_.clock.now()) == Age::fresh &&
           snapshot.feed("sehat")->standing == Standing::on_time;
  });
}

void Scenario::expect_ill(const char* reason, Course course) {
  const auto snapshot = room_.now();
  const FeedState& state = *snapshot->feed("sakit");
  EXPECT_TRUE(room_.store().latest(Audience::everyone)->feed("sakit")->reason.empty());
  ASSERT_TRUE(snapshot->find("antrean@63.10.01")->current());  // the last value is still there, with its date
  if (course == Course::fails) {
    EXPECT_EQ(snapshot->find("antrean@63.10.01")->points.size(), 1U);
    EXPECT_THAT(state.reason.key, HasSubstr(reason));
    return;
  }
  EXPECT_THAT(state.reason.key, HasSubstr("it answers, but"));
  if (course == Course::old) return;
  ASSERT_FALSE(state.refusals.empty());
  EXPECT_THAT(state.refusals.front().reason.key, HasSubstr(reason));
}

void Scenario::expect_kept() {
  for (const auto& [name, values] : seen_) {
    const auto rows =
        export_series(room_.file, *room_.center, name, Time{}, Time::max(), Audience::everyone, room_.clock.now());
    ASSERT_TRUE(rows) << name;
    Values kept;
    for (const ExportRow& row : *rows) kept[row.at] = row.value;
    for (const auto& [at, value] : values) EXPECT_EQ(kept[at], value) << name;
  }
}

void Scenario::run(const config::FeedConfig& ill, const std::function<void()>& fall_ill,
                   const std::function<void()>& heal, const char* reason, Course course) {
  FaultServer healthy([this](Talk& talk) {
    while (!talk.read_request().empty()) answer_well(talk, "suhu");
  });
  auto catalogue = std::make_shared<config::Catalogue>(*room_.center->catalogue);
  catalogue->indicators[0].freshness.stale_after = 60s;
  catalogue->indicators[0].freshness.missing_after = 120s;
  catalogue->indicators[0].most = 1e6;
  room_.center->catalogue = catalogue;
  room_.center->feeds = {ill, feed("sehat", "suhu", healthy.url())};
  room_.store().adopt(room_.center);
  auto collectors = std::make_unique<Collectors>(room_.center, room_.store(), room_.clock);
  const auto standing = [](Standing wanted) {
    return [wanted](const Snapshot& s) { return s.feed("sakit") && s.feed("sakit")->standing == wanted; };
  };
  ASSERT_TRUE(pass([&](const Snapshot& s) {
    return standing(Standing::on_time)(s) && s.feed("sehat")->standing == Standing::on_time;
  }));
  started_ = true;
  fall_ill();
  if (course == Course::unharmed) {
    const Time until = room_.clock.now() + 200s;
    ASSERT_TRUE(pass([&](const Snapshot& s) {
      EXPECT_TRUE(standing(Standing::on_time)(s));
      return room_.clock.now() >= until;
    }));
  } else {
    ASSERT_TRUE(pass(standing(Standing::late)));
    if (course != Course::half_refused) {
      ASSERT_TRUE(pass(standing(Standing::missing)));
    }
    expect_ill(reason, course);
  }
  heal();
  ASSERT_TRUE(pass(standing(Standing::on_time)));
  EXPECT_EQ(room_.now()->feed("sakit")->failures, 0);
  collectors.reset();
  room_.close();
  expect_kept();
}

}  // namespace test
