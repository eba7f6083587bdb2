// Panels in a panel: what is inside is asked for, told, drawn and checked as it would be on the page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/golden_image.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawn.h"
#include "tests/support/panel_stage.h"
#include "tests/support/temp_center.h"
#include "viewer/kind_checks.h"

namespace {

using namespace std::chrono_literals;
using stage::Regency;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kServices = R"(columns = 3
rows = 2
[[panel]]
kind = "number"
at = [0, 0, 1, 1]
indicator = "layanan.antrean"
[[panel]]
kind = "number"
title = { id = "Saldo kas", en = "Cash" }
at = [0, 1, 1, 1]
indicator = "kas.saldo"
[[panel]]
kind = "bars"
at = [1, 0, 2, 2]
indicator = "progres.fisik"
)";

Regency regency() {
  Regency r;
  r.series("layanan.antrean", {20, 34, 41, 62}, 1h, 3min);
  r.series("kas.saldo", {4.1e11, 4.2e11}, 24h, 9min);
  const double values[] = {82.4, 61.2, 55.0, 28.4, 71, 43.5};
  const config::Time month = *config::parse_time("2026-11-01T00:00:00+08:00");
  for (int i = 0; i < 6; ++i) r.at("progres.fisik@63.10.0" + std::to_string(i + 1), {{month, values[i]}});
  return r;
}

class PanelsGroup : public testing::Test {
 protected:
  std::string said(const Regency& r, const std::string& options, const std::string& lang = "id") {
    return stage::tell(*stage::panel(r.catalogue, "group", options, "Pelayanan"), r.snapshot(), host_.look(lang));
  }
  std::vector<std::string> faults(const std::string& options) {
    test::TempCenter center;
    write_good_center(center);
    center.write("agencies/dinkes/feeds.toml", "");
    center.write("pages/b.toml",
                 "[[page]]\nname = \"b\"\ntitle = \"B\"\n\n[[page.panel]]\nkind = \"group\"\n"
                 "at = [0, 0, 24, 12]\n" +
                     options);
    return center.complaints(viewer::kind_checks());
  }
  stage::Host host_;
};

TEST_F(PanelsGroup, TellsEveryPanelUnderItsTitle) {
  stage::expect_golden("group", "services", said(regency(), kServices));
  stage::expect_golden("group", "services_english", said(regency(), kServices, "en"));
  stage::expect_golden("group", "empty", said(Regency(), kServices));
}

TEST_F(PanelsGroup, AsksForWhatItsPanelsAskFor) {
  const Regency r = regency();
  const auto panel = stage::panel(r.catalogue, "group", kServices);
  EXPECT_THAT(panel->sources(), ElementsAre("layanan.antrean", "kas.saldo", "progres.fisik"));
  std::vector<std::string> wanted;
  for (const panels::Want& want : panel->wants()) wanted.push_back(want.series);
  EXPECT_THAT(wanted, ElementsAre("layanan.antrean", "kas.saldo", "progres.fisik"));
  const auto pictures =
      stage::panel(r.catalogue, "group", "[[panel]]\nkind = 'image'\nat = [0, 0, 1, 1]\nfile = 'a.png'\nalt = 'a'\n");
  EXPECT_THAT(pictures->images(), ElementsAre("a.png"));
  const auto one = stage::panel(r.catalogue, "bars", "indicator = 'progres.fisik'");
  EXPECT_GE(panel->least_ems().x, one->least_ems().x * 1.5f) << "two of three columns are the bars'";
}

TEST_F(PanelsGroup, FaultsInsideAreSaidWithTheirLine) {
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"clock\"\nat = [0, 0, 1, 1]\n"), testing::IsEmpty());
  // The lines of pages/b.toml from 9 on are the options'.
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"number\"\nat = [0, 0, 1, 1]\nindicator = \"layanan.antre\"\n"),
              ElementsAre(HasSubstr("pages/b.toml:11:13: there is no indicator \"layanan.antre\"; did you mean "
                                    "\"layanan.antrean\"?")));
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"clock\"\nat = [0, 0, 1, 1]\nsekonds = true\n"),
              ElementsAre(HasSubstr("pages/b.toml:11:1: unknown key \"sekonds\"; did you mean \"seconds\"?")));
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"clok\"\nat = [0, 0, 1, 1]\n"),
              ElementsAre(HasSubstr("there is no panel kind \"clok\"; did you mean \"clock\"?")));
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"group\"\nat = [0, 0, 1, 1]\n"),
              ElementsAre(HasSubstr("a group cannot hold another group")));
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"clock\"\nat = [1, 0, 2, 1]\n"),
              ElementsAre(HasSubstr("pages/b.toml:8:1: the panel leaves the group's grid of 2 columns and 1 rows")));
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"clock\"\nat = [0, 0, 2, 1]\n"
                     "[[page.panel.panel]]\nkind = \"clock\"\nat = [1, 0, 1, 1]\n"),
              ElementsAre(HasSubstr("the panel overlaps the one of line 8")));
  EXPECT_THAT(faults("[[page.panel.panel]]\nkind = \"clock\"\n"), Contains(HasSubstr("\"at\" is missing")));
  EXPECT_THAT(faults(""), Contains(HasSubstr("\"panel\" is missing")));
}

TEST_F(PanelsGroup, IsDrawnAgainWhenAnyOfItsPanelsMust) {
  const Regency r = regency();
  const auto panel = stage::panel(r.catalogue, "group", kServices);
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushTexture(ImGui::GetIO().Fonts->TexRef);
  list.PushClipRectFullScreen();
  panels::Paint paint{list};
  const panels::Look look = host_.look();
  const feeds::Snapshot data = r.snapshot();
  std::vector<config::Time> wakes;
  panel->draw(
      {data, {0, 0, 900, 500}, stage::now(), look, paint, {}, false, [&](config::Time t) { wakes.push_back(t); }});
  EXPECT_THAT(wakes, Contains(stage::now() + 12min)) << "the queue turns late";
  EXPECT_THAT(wakes, Contains(stage::now() + 6min)) << "the cash turns late";
}

TEST(PanelsGroupImage, StampAndFullScreen) {
  const Regency r = regency();
  const auto draw = [&](viewer::SizePx size, const char* scheme, const std::string& options, float unit) {
    test::Drawing d(size);
    return test::panel_picture(d, *stage::panel(r.catalogue, "group", options, "Pelayanan hari ini"), r.snapshot(),
                               scheme, unit);
  };
  test::expect_golden("group/stamp", draw({320, 180}, "dark",
                                          "[[panel]]\nkind = 'number'\nat = [0, 0, 1, 1]\nindicator = "
                                          "'layanan.antrean'\n[[panel]]\nkind = 'number'\nat = [1, 0, 1, 1]\n"
                                          "title = 'Saldo kas'\nindicator = 'kas.saldo'\n",
                                          11));
  test::expect_golden("group/full", draw({520, 292}, "light", kServices, 10));
}

}  // namespace
