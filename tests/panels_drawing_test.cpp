// What panels draw, whatever their place: all of it inside, no words over other words, again when they must.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "panels/draw.h"
#include "tests/support/panel_drawing.h"
#include "tests/support/panel_stage.h"

namespace {

using namespace std::chrono_literals;
using panels::Rect;
using stage::Drawing;
using stage::now;

struct Sample {
  const char *kind, *options;
};
constexpr Sample kPanels[] = {
    {"number", "indicator = 'layanan.antrean'"},
    {"number", "indicator = 'anggaran.serapan'"},
    {"number", "indicator = 'kas.saldo'\ncompare = '1h'"},
    {"number", "indicator = 'progres.fisik'\ncombine = 'mean'"},
    {"number", "indicator = 'progres.fisik'\nregion = '63.10.04'"},
    {"line_chart", "indicator = 'layanan.antrean'"},
    {"line_chart", "indicator = 'jaringan.latensi'"},
    {"line_chart",
     "indicator = 'layanan.antrean'\nstates = true\nrange_low = 'layanan.antrean'\nrange_high = 'layanan.antrean'\n"
     "[[moments]]\nat = '2026-11-21 06:00'\nlabel = 'Loket ketiga dibuka untuk umum'\n"
     "[[moments]]\nat = '2026-11-21 07:00'\nlabel = 'Rapat'"},
    {"line_chart", "indicator = 'anggaran.serapan'\nbars = true\nspan = '365d'"},
    {"bars", "indicator = 'progres.fisik'"},
    {"bars", "indicator = 'jaringan.latensi'\norder = 'name'"},
    {"bars", "indicator = 'penduduk.jumlah'\nstack = true"},
    {"bars", "indicator = 'jaringan.latensi'\nstack = true"},
    {"bars", "indicators = ['anggaran.serapan', 'progres.fisik', 'penduduk.jumlah']"},
    {"table",
     "table = 'paket'\nage = true\n[[columns]]\nfield = 'nama'\n[[columns]]\nfield = 'nilai'\nshow = 'money'\n"
     "[[columns]]\nfield = 'hari'\nwatch = 5.0\nbad = 30.0"},
    {"table", "[[columns]]\nindicator = 'progres.fisik'"},
    {"map", "indicator = 'progres.fisik'"},
    {"funnel",
     "table = 'paket'\nfield = 'tahap'\nvalue = 'nilai'\nwatch = '1m'\nstages = [{ title = 'Perencanaan pengadaan' }, "
     "{ "
     "title = 'Pemilihan' }, { title = 'Kontrak' }, { title = 'Serah terima pekerjaan', end = true }]"},
    {"funnel", "indicator = 'jaringan.latensi'\nstages = [{ title = 'rsud' }, { title = 'kantor_bupati' }]"},
    {"stage_board", "indicator = 'jaringan.latensi'\nexpected = 2\nagencies = ['pupr', 'bpkad']"},
    {"stage_board", "table = 'paket'\nname = 'nama'\nfield = 'tingkat'"},
    {"progress", "table = 'paket'\ndone = 'hari'\nplanned = 'tingkat'\ndue = 'tenggat'\nwatch = -1.0"},
    {"progress", "real = 'progres.fisik'\nplan = 'progres.fisik'"},
    {"s_curve", "real = 'anggaran.serapan'\nplanned = [10.0, 90.0]\nwatch = -1.0"},
    {"s_curve", "real = 'anggaran.serapan'\nplan = 'anggaran.serapan'\ncritical = -10.0"},
    {"feed_health", ""},
    {"clock", ""},
    {"text",
     "text = 'Pelayanan libur pada 25 Desember 2026; yang tetap buka hanya instalasi gawat darurat dan pemadam "
     "kebakaran.'\nuntil = 2026-12-26"},
    {"text", "table = 'paket'\nfield = 'nama'"},
    {"group",
     "columns = 3\nrows = 2\n[[panel]]\nkind = 'number'\nat = [0, 0, 1, 1]\nindicator = 'layanan.antrean'\n"
     "[[panel]]\nkind = 'number'\ntitle = 'Saldo kas daerah hari ini'\nat = [0, 1, 1, 1]\nindicator = 'kas.saldo'\n"
     "[[panel]]\nkind = 'line_chart'\nat = [1, 0, 2, 2]\nindicator = 'jaringan.latensi'"},
    {"qr", "address = 'https://pusat.contoh-kabupaten.go.id/layanan/{center}/antrean?bahasa=id'"},
};

stage::Regency regency() {
  stage::Regency r;
  r.catalogue.regions[4].name = "Kecamatan Pemekaran Kusan Hulu Seberang Tengah";
  std::vector<double> wait, cash;
  for (int i = 0; i < 300; ++i) {
    wait.push_back(40 + 25 * std::sin(i * 0.11));
    cash.push_back(4e11 + 3e10 * std::cos(i * 0.05));
  }
  r.series("layanan.antrean", wait, 5min, 3min);
  r.series("kas.saldo", cash, 5min, 40min);
  for (const char* item : {"rsud", "kantor_bupati", "pusat_data_dan_pusat_pemulihan", "dinas_kesehatan"})
    r.series(std::string("jaringan.latensi#") + item, wait, 5min, item[0] == 'p' ? 45min : 2min);
  std::vector<std::pair<config::Time, double>> months;
  for (unsigned m = 2; m <= 11; ++m)
    months.emplace_back(
        config::midnight(config::Date{std::chrono::year(2026), std::chrono::month(m), std::chrono::day(1)},
                         config::Zone::wita),
        m * 5.5);
  r.at("anggaran.serapan", months);
  int value = 12;
  for (const char* code : {"01", "02", "03", "04", "06"})
    r.at(std::string("progres.fisik@63.10.") + code, {{months[code[1] == '3' ? 6 : 9].first, value += 17}});
  for (const char* code : {"01", "02", "03", "04", "05", "06"})
    for (const char* item : {"anak", "dewasa", "penyandang_disabilitas", "lansia"})
      r.at(std::string("penduduk.jumlah@63.10.") + code + "#" + item,
           {{months.back().first, item[0] == 'd' && code[1] == '2' ? -1.0 : 1234.0 * (code[1] - '0')}});
  for (int i = 0; i < 30; ++i)
    r.record("paket", "p" + std::to_string(i),
             {{"nama", std::string("Rehabilitasi Jaringan Irigasi Kecamatan Kusan Hilir Tahap ") + std::to_string(i)},
              {"nilai", 1.7e9 * i},
              {"tenggat", std::string(i % 4 == 0 ? "2026-11-18" : "2027-02-28")},
              {"tingkat", static_cast<double>(i % 6)},
              {"tahap", std::string(i % 3 == 0   ? "Pemilihan"
                                    : i % 5 == 0 ? "Kontrak"
                                    : i % 7 == 0 ? "Batal"
                                                 : "serah terima pekerjaan")},
              {"hari", static_cast<double>(i * 2)}},
             7min);
  for (const config::Agency& agency : r.catalogue.agencies) {
    feeds::FeedState feed;
    feed.name = "sumber." + agency.id;
    feed.agency = agency.id;
    feed.last_new = now() - 5min;
    feed.refused_today = agency.id == "bpkad" ? 1234 : 0;
    feed.standing = feeds::Standing::late;
    feed.reason = {"no answer from {}", {"server.yang.namanya.panjang.sekali.contoh.go.id"}};
    r.feed(feed);
  }
  return r;
}

TEST(PanelsDrawing, EverythingStaysInsideAndNoWordsOverlap) {
  const stage::Host host;
  const stage::Regency r = regency();
  const feeds::Snapshot data = r.snapshot();
  for (const Sample& sample : kPanels) {
    SCOPED_TRACE(std::string(sample.kind) + " " + sample.options);
    stage::expect_well_drawn(*stage::panel(r.catalogue, sample.kind, sample.options), data, host);
  }
}

TEST(PanelsDrawing, NothingToReadIsSmallerThanTheFloor) {
  const stage::Host host;
  const panels::Look look = host.look();
  const panels::Type wanted = panels::type(look, panels::Size::title);
  std::mt19937 random(23);
  for (const char* text : {"Dinas Pemberdayaan Masyarakat dan Desa", "Jumlah pengaduan (lewat tenggat)",
                           "1.234.567,8 miliar", "é…é…é…é…é…é…é…", "x"}) {
    for (int round = 0; round < 200; ++round) {
      const float width = static_cast<float>(random() % 600);
      const panels::Fitted f = panels::fit(text, wanted, panels::floor_em(look), width);
      EXPECT_GE(f.type.em, panels::floor_em(look) - 0.01f);
      EXPECT_LE(f.width, width + 0.01f);
      if (f.whole) {
        EXPECT_EQ(f.text, text);
      }
    }
  }
}

TEST(PanelsDrawing, NamesAreAbbreviatedBeforeTheyAreCut) {
  const stage::Host host;
  const panels::Look look = host.look();
  const panels::Type t = panels::type(look, panels::Size::small);
  const std::string name = "Dinas Komunikasi dan Informatika Kabupaten Contoh";
  const panels::Fitted brief = panels::fit(name, t, t.em, panels::text_width(t, "Dinas Kominfo Kabupaten Contoh") + 1);
  EXPECT_EQ(brief.text, "Dinas Kominfo Kabupaten Contoh");
  EXPECT_FALSE(brief.whole);
  const panels::Fitted cut = panels::fit("Rehabilitasi Jaringan", t, t.em, panels::text_width(t, "Rehabilitasi J…"));
  EXPECT_EQ(cut.text, "Rehabilitasi…");
  EXPECT_TRUE(panels::fit("Rehabilitasi", t, t.em, 2).text.empty());
}

TEST(PanelsDrawing, WrappedTextIsWholeOrSaysThatItIsNot) {
  const stage::Host host;
  const panels::Look look = host.look();
  const panels::Type t = panels::type(look, panels::Size::small);
  const std::string text = "Berapa lama pengunjung terakhir menunggu sebelum dilayani di mal pelayanan publik.";
  for (float width = 30; width < 900; width += 13) {
    const auto lines = panels::wrap(text, t, width, 3);
    ASSERT_LE(lines.size(), 3u);
    std::string joined;
    for (const std::string& line : lines) {
      EXPECT_LE(panels::text_width(t, line), width + 0.01f);
      joined += (joined.empty() ? "" : " ") + line;
    }
    if (joined.find("…") == std::string::npos && lines.size() < 3) {
      EXPECT_EQ(joined, text);
    }
  }
}

TEST(PanelsDrawing, TickingDigitsStandStill) {
  const stage::Host host;
  const panels::Look look = host.look();
  const panels::Type t = panels::type(look, panels::Size::huge);
  EXPECT_FLOAT_EQ(panels::tabular_width(t, "11.11.11"), panels::tabular_width(t, "04.08.40"));
  EXPECT_NE(panels::text_width(t, "11.11.11"), panels::text_width(t, "04.08.40"));
}

TEST(PanelsWaking, AClockTicksAtTheNextSecondOrMinute) {
  const stage::Host host;
  const stage::Regency r;
  const panels::Look look = host.look();
  for (const auto& [options, next] :
       {std::pair{"", "2026-11-21T14:02:34+08:00"}, {"seconds = false", "2026-11-21T14:03:00+08:00"}}) {
    Drawing d;
    d.draw(*stage::panel(r.catalogue, "clock", options), r.snapshot(), look, {0, 0, 500, 200});
    ASSERT_EQ(d.wakes.size(), 1u);
    EXPECT_EQ(d.wakes[0], *config::parse_time(next));
  }
}

TEST(PanelsWaking, AValueIsDrawnAgainWhenItsAgeOrItsWordsChange) {
  const stage::Host host;
  stage::Regency r;
  r.series("layanan.antrean", {20, 20}, 5min, 3min);
  Drawing d;
  d.draw(*stage::panel(r.catalogue, "number", "indicator = 'layanan.antrean'"), r.snapshot(), host.look(),
         {0, 0, 600, 400});
  const auto asked = [&](config::Time t) { return std::find(d.wakes.begin(), d.wakes.end(), t) != d.wakes.end(); };
  EXPECT_TRUE(asked(now() + 12min)) << "late after a quarter of an hour";
  EXPECT_TRUE(asked(now() + 1min)) << "four minutes ago";
}

TEST(PanelsWaking, AChangedNumberMovesOnceForLessThanAThirdOfASecond) {
  const stage::Host host;
  stage::Regency r;
  r.series("layanan.antrean", {20, 21}, 5min, 3min);
  const feeds::Snapshot before = r.snapshot();
  r.series("layanan.antrean", {20, 26}, 5min, 3min);
  const feeds::Snapshot after = r.snapshot();
  const auto panel = stage::panel(r.catalogue, "number", "indicator = 'layanan.antrean'");
  const auto soon = [&](const feeds::Snapshot& data, config::Time at, bool reduced) {
    panels::Look look = host.look();
    look.reduced_motion = reduced;
    Drawing d;
    d.draw(*panel, data, look, {0, 0, 600, 400}, false, at);
    return std::any_of(d.wakes.begin(), d.wakes.end(), [&](config::Time t) { return t < at + 500ms; });
  };
  EXPECT_FALSE(soon(before, now(), false)) << "the first value does not move";
  EXPECT_TRUE(soon(after, now() + 10ms, false));
  EXPECT_TRUE(soon(after, now() + 200ms, false));
  EXPECT_FALSE(soon(after, now() + 300ms, false));
  EXPECT_FALSE(soon(before, now() + 400ms, true));
}

TEST(PanelsWaking, EveryPanelAsksForATimeAhead) {
  const stage::Host host;
  const stage::Regency r = regency();
  for (const Sample& sample : kPanels) {
    if (std::string(sample.kind) == "clock" || std::string(sample.kind) == "qr") continue;  // a code has no age
    Drawing d;
    d.draw(*stage::panel(r.catalogue, sample.kind, sample.options), r.snapshot(), host.look(), {0, 0, 900, 600});
    EXPECT_FALSE(d.wakes.empty()) << sample.kind;
    for (const config::Time t : d.wakes) EXPECT_GT(t, now()) << sample.kind << " " << sample.options;
  }
}

}  // namespace
