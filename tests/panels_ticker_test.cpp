// The ticker: what it says, that it moves by whole pixels at the display's rate, and that its words are shaped once.
#include <gtest/gtest.h>
#include <cmath>
#include "tests/support/golden_text.h"
#include "tests/support/panel_stage.h"

namespace {

using namespace std::chrono_literals;
using panels::Rect;
using stage::now;
using stage::Regency;

const char* const kOptions = R"(
speed = 4
[[line]]
text = { id = "Loket MPP tutup pukul 16.00 pada hari Jumat karena rapat koordinasi seluruh perangkat daerah", en = "Counters close at 16.00 on Fridays" }
[[line]]
indicator = "layanan.antrean"
)";

class PanelsTicker : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    const auto panel = stage::panel(r.catalogue, "ticker", options);
    stage::expect_golden("ticker", name, stage::tell(*panel, r.snapshot(), host_.look(lang)));
  }
  static Regency waiting() {
    Regency r;
    r.series("layanan.antrean", {24, 26}, 5min, 3min);
    return r;
  }

  struct Drawn {
    std::vector<ImDrawVert> vertices;
    std::optional<config::Time> due;
  };
  Drawn draw(panels::Panel& panel, const feeds::Snapshot& data, config::Time at, const panels::Look& look) {
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushTexture(ImGui::GetIO().Fonts->TexRef);
    list.PushClipRect({0, 0}, {600, 60});
    panels::Paint paint{list};
    Drawn out;
    const panels::Frame frame{data, Rect{10, 0, 590, 60}, at, look, paint, {}, false, [&](config::Time when) {
                                if (!out.due || when < *out.due) out.due = when;
                              }};
    panel.draw(frame);
    out.vertices.assign(list.VtxBuffer.begin(), list.VtxBuffer.end());
    return out;
  }

  stage::Host host_;
};

TEST_F(PanelsTicker, Empty) {
  expect("empty", Regency(), "");
}

TEST_F(PanelsTicker, FreshInBothLanguages) {
  expect("fresh", waiting(), kOptions);
  expect("fresh_english", waiting(), kOptions, "en");
}

TEST_F(PanelsTicker, LateAndMissingSayIt) {
  Regency r;
  r.series("layanan.antrean", {26}, 5min, 20min);
  expect("late", r, kOptions);
  expect("missing", Regency(), kOptions);
}

TEST_F(PanelsTicker, WarningsComeFirstAndRowsLast) {
  Regency r = waiting();
  for (int i = 0; i < 12; ++i)
    r.record("paket", "p" + std::to_string(i), {{"judul", std::string("Paket ke-") + std::to_string(i)}}, i * 24h);
  feeds::Snapshot data = r.snapshot();
  data.events.push_back(
      {"e1", now() - 1h, now() + 2h, feeds::Severity::danger, "", "Hujan lebat dan angin kencang", ""});
  data.events.push_back({"e0", now() - 3h, now() - 2h, feeds::Severity::watch, "", "Sudah lewat", ""});
  const auto panel = stage::panel(r.catalogue, "ticker", std::string("table = 'paket'\nmost = 3\n") + kOptions);
  const std::string said = stage::tell(*panel, data, host_.look());
  stage::expect_golden("ticker", "events_and_rows", said);
  EXPECT_EQ(said.find("Sudah lewat"), std::string::npos);
}

TEST_F(PanelsTicker, SaysThatDataAreSimulated) {
  feeds::Snapshot data = waiting().snapshot();
  data.simulated = true;
  const auto panel = stage::panel(waiting().catalogue, "ticker", kOptions);
  EXPECT_NE(stage::tell(*panel, data, host_.look()).find("DATA SIMULASI"), std::string::npos);
  EXPECT_FALSE(panel->wears_mark());
}

TEST_F(PanelsTicker, MovesByTheSameWholePixelsEachSixtiethOfASecond) {
  const Regency r = waiting();
  const feeds::Snapshot data = r.snapshot();
  const panels::Look look = host_.look();
  const auto panel = stage::panel(r.catalogue, "ticker", kOptions);
  config::Time at = now();
  Drawn before = draw(*panel, data, at, look);
  std::optional<float> step;
  for (int frame = 0; frame < 120; ++frame) {
    ASSERT_TRUE(before.due);
    EXPECT_GE(*before.due - at, 16ms);
    EXPECT_LE(*before.due - at, 17ms);
    at = *before.due;
    const Drawn after = draw(*panel, data, at, look);
    if (after.vertices.size() == before.vertices.size()) {  // no item came in or went out
      const float moved = before.vertices[0].pos.x - after.vertices[0].pos.x;
      EXPECT_EQ(moved, std::round(moved));
      EXPECT_GT(moved, 0);
      EXPECT_EQ(moved, step.value_or(moved));
      step = moved;
      for (std::size_t i = 0; i < after.vertices.size(); ++i) {
        EXPECT_EQ(before.vertices[i].pos.y, after.vertices[i].pos.y);
        EXPECT_EQ(before.vertices[i].uv.x, after.vertices[i].uv.x);
      }
    }
    before = after;
  }
  EXPECT_TRUE(step);
}

TEST_F(PanelsTicker, StandsWhereAllFitsAndWhereNothingMayMove) {
  const Regency r = waiting();
  const feeds::Snapshot data = r.snapshot();
  const auto brief = stage::panel(r.catalogue, "ticker", "[[line]]\ntext = 'Buka'\n");
  EXPECT_GE(*draw(*brief, data, now(), host_.look()).due - now(), 1s);
  panels::Look still = host_.look();
  still.reduced_motion = true;
  const auto panel = stage::panel(r.catalogue, "ticker", kOptions);
  const Drawn first = draw(*panel, data, now(), still);
  EXPECT_GE(*first.due - now(), 500ms);
  EXPECT_FALSE(first.vertices.empty());
  const Drawn next = draw(*panel, data, *first.due, still);
  EXPECT_NE(first.vertices.size(), next.vertices.size()) << "another item";
}

}  // namespace
