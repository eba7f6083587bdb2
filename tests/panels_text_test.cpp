// Announcements: what is said when, how text is set, and that no word of it is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "panels/typeset.h"
#include "tests/support/golden_image.h"
#include "tests/support/golden_text.h"
#include "tests/support/panel_drawn.h"
#include "tests/support/panel_stage.h"

namespace {

using namespace std::chrono_literals;
using panels::Passage;
using panels::Rect;
using stage::Regency;
using testing::HasSubstr;

const char* const kClosed =
    "text = { id = \"\"\"Pelayanan di Mal Pelayanan Publik libur pada\n25 dan 26 Desember 2026.\n\n"
    "Yang tetap buka:\n- Instalasi gawat darurat RSUD\n- Pemadam kebakaran\n- Pengaduan lewat kanal daring\"\"\", "
    "en = \"The public service mall is closed on 25 and 26 December 2026.\" }\n";

Regency with_news(int rows, config::Duration age = 7min) {
  Regency r;
  config::TableInfo news;
  news.name = "pengumuman";
  news.agency = "diskominfo";
  news.title = {"Pengumuman", "Announcements"};
  news.audience = config::Audience::everyone;
  news.stale_after = 1h;
  r.catalogue.tables.push_back(news);
  for (int i = 0; i < rows; ++i)
    r.record("pengumuman", "p" + std::to_string(i),
             {{"judul", "Peraturan Bupati Nomor " + std::to_string(40 + i) +
                            " Tahun 2026 tentang Tata Cara Pelayanan Terpadu Satu Pintu"},
              {"tanggal", "2026-11-" + std::to_string(10 + i % 11)}},
             age);
  return r;
}
const char* const kNews = "table = 'pengumuman'\nfield = 'judul'\ndate = 'tanggal'\n";

class PanelsText : public testing::Test {
 protected:
  void expect(const std::string& name, const Regency& r, const std::string& options, const std::string& lang = "id") {
    stage::expect_golden("text", name, said(r, options, stage::now(), lang));
  }
  std::string said(const Regency& r, const std::string& options, config::Time at, const std::string& lang = "id") {
    return stage::tell(*stage::panel(r.catalogue, "text", options), r.snapshot(), host_.look(lang), at);
  }
  stage::Host host_;
};

TEST_F(PanelsText, IsTold) {
  expect("words", Regency(), kClosed);
  expect("words_english", Regency(), kClosed, "en");
  expect("rows", with_news(9), kNews);
  expect("rows_english", with_news(3), kNews, "en");
  expect("no_rows", with_news(0), kNews);
  expect("late_rows", with_news(2, 3h), kNews);
  expect("many_rows", with_news(1000), kNews);
}

TEST_F(PanelsText, IsShownBetweenItsDatesAlone) {
  const std::string options = std::string(kClosed) + "from = 2026-11-20\nuntil = 2026-11-21\n";
  const auto shown = [&](const char* at) {
    return said(Regency(), options, *config::parse_time(at)).find("libur") != std::string::npos;
  };
  EXPECT_FALSE(shown("2026-11-19T23:59:59+08:00"));
  EXPECT_TRUE(shown("2026-11-20T00:00:00+08:00"));
  EXPECT_TRUE(shown("2026-11-21T23:59:59+08:00"));
  EXPECT_FALSE(shown("2026-11-22T00:00:00+08:00"));
  EXPECT_THAT(said(Regency(), options, *config::parse_time("2026-11-22T00:00:00+08:00")),
              HasSubstr("tidak ada pengumuman"));
}

TEST_F(PanelsText, WakesAtItsDates) {
  Regency r;
  const auto panel = stage::panel(r.catalogue, "text", std::string(kClosed) + "from = 2026-11-25\nuntil = 2026-11-26");
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushTexture(ImGui::GetIO().Fonts->TexRef);
  list.PushClipRectFullScreen();
  panels::Paint paint{list};
  std::vector<config::Time> wakes;
  const panels::Look look = host_.look();
  const feeds::Snapshot data = r.snapshot();
  panel->draw(
      {data, {0, 0, 400, 300}, stage::now(), look, paint, {}, false, [&](config::Time t) { wakes.push_back(t); }});
  EXPECT_THAT(wakes, testing::ElementsAre(*config::parse_time("2026-11-25T00:00:00+08:00"),
                                          *config::parse_time("2026-11-27T00:00:00+08:00")));
}

TEST_F(PanelsText, RefusesWhatCannotBeMeant) {
  const Regency r = with_news(1);
  for (const char* wrong : {"", "text = 'a'\ntable = 'pengumuman'\nfield = 'judul'", "table = 'pengumuman'",
                            "text = 'a'\nfield = 'judul'", "text = 'a'\nfrom = 2026-12-02\nuntil = 2026-12-01"})
    EXPECT_THROW(stage::panel(r.catalogue, "text", wrong), std::runtime_error) << wrong;
}

std::string words_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines)
    for (const char c : line)
      if (c != ' ') out += c;
  return out;
}

TEST_F(PanelsText, NoWordIsLostAndTheRestIsCounted) {
  const panels::Look look = host_.look();
  std::mt19937 random(31);
  for (int round = 0; round < 150; ++round) {
    std::vector<Passage> all;
    std::size_t letters = 0;
    for (int p = static_cast<int>(random() % 6); p >= 0; --p) {
      std::string text;
      for (int w = static_cast<int>(random() % 40); w >= 0; --w) {
        text += (text.empty() ? "" : " ") + std::string(1 + random() % (w % 9 == 8 ? 40 : 10), 'n');
      }
      letters += words_of({text}).size();
      all.push_back({p % 3 == 0 ? "20 November 2026" : "", text, random() % 2 == 0});
    }
    const Rect area{10, 20, 10.0f + static_cast<float>(60 + random() % 1200),
                    20.0f + static_cast<float>(30 + random() % 700)};
    const panels::Typeset set = panels::typeset(look, all, area);
    std::vector<std::string> lines;
    for (const panels::SetLine& line : set.lines) {
      EXPECT_GE(line.type.em, panels::floor_em(look) - 0.01f);
      EXPECT_GE(line.at.x, area.left - 0.1f);
      EXPECT_GE(line.at.y - line.type.cap(), area.top - 0.1f);
      EXPECT_LE(line.at.y, area.bottom);
      if (!line.lead) lines.push_back(line.text);
      if (!line.lead && line.text.size() > 1) {
        EXPECT_LE(line.at.x + panels::text_width(line.type, line.text), area.right + 0.1f);
      }
    }
    if (set.lines_left_out == 0) {
      EXPECT_EQ(words_of(lines).size(), letters);
    } else {
      EXPECT_EQ(set.type.em, panels::floor_em(look)) << "only at the floor is anything left out";
      EXPECT_LT(words_of(lines).size(), letters);
    }
  }
}

TEST_F(PanelsText, ARowIsWholeOrLeftOut) {
  const panels::Look look = host_.look();
  std::vector<Passage> rows(7, Passage{"20 November 2026", std::string("satu dua tiga empat lima enam tujuh"), false});
  for (float height = 60; height < 700; height += 17) {
    const panels::Typeset set = panels::typeset(look, rows, {0, 0, 180, height}, true);
    std::map<std::size_t, std::string> text;
    for (const panels::SetLine& line : set.lines)
      if (!line.lead) text[line.passage] += (text[line.passage].empty() ? "" : " ") + line.text;
    for (const auto& [row, joined] : text) {
      if (text.size() > 1) {
        EXPECT_EQ(joined, rows[0].text) << row;
      }
    }
    EXPECT_EQ(set.passages_out, rows.size() - text.size());
  }
}

TEST_F(PanelsText, ParagraphsAndListsAreReadAsWritten) {
  const auto all = panels::passages("Satu\ndua.\n\n  Tiga\r\n- empat\n lima\n- enam\n\nTujuh\n");
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[0].text, "Satu dua.");
  EXPECT_EQ(all[1].text, "Tiga");
  EXPECT_EQ(all[2].text, "empat lima");
  EXPECT_TRUE(all[2].item);
  EXPECT_EQ(all[3].text, "enam");
  EXPECT_EQ(all[4].text, "Tujuh");
  EXPECT_FALSE(all[4].item);
  EXPECT_TRUE(panels::passages(" \n\n").empty());
}

TEST(PanelsTextImage, StampAndFullScreen) {
  const Regency r = with_news(9);
  {
    test::Drawing d({320, 180});
    test::expect_golden("text/stamp",
                        test::panel_picture(d, *stage::panel(r.catalogue, "text", kNews), r.snapshot(), "dark", 13));
  }
  test::Drawing d({560, 315});
  test::expect_golden("text/full",
                      test::panel_picture(d, *stage::panel(r.catalogue, "text", kClosed), r.snapshot(), "light", 14));
}

}  // namespace
