// load(): a good center, and every rule with a fault put in: the place, what is wrong and what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "config/words.h"
#include "tests/support/temp_center.h"

namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr const char* center_file = "center.toml";
constexpr const char* agency_file = "agencies/dinkes/agency.toml";
constexpr const char* feeds_file = "agencies/dinkes/feeds.toml";
constexpr const char* page_file = "pages/ringkasan.toml";

TEST(ConfigCenter, AGoodCenterLoadsWhole) {
  test::TempCenter folder;
  write_good_center(folder);
  const config::Center center = folder.load();
  EXPECT_THAT(folder.complaints(), IsEmpty());
  EXPECT_TRUE(center.usable);
  EXPECT_EQ(center.catalogue->center.en, "Tanah Bumbu Regency");
  EXPECT_EQ(center.catalogue->zone, config::Zone::wita);
  EXPECT_EQ(center.store, "store.db");
  EXPECT_EQ(center.lang, "id");
  ASSERT_EQ(center.feeds.size(), 1U);
  EXPECT_EQ(center.feeds[0].agency, "dinkes");
  EXPECT_EQ(center.feeds[0].interval, std::chrono::seconds(10));
  EXPECT_EQ(center.feeds[0].deadline, std::chrono::seconds(10)) << "a deadline that nobody gave fits the interval";
  EXPECT_FALSE(center.feeds[0].simulated);
  EXPECT_EQ(center.feeds[0].place.file, feeds_file);
  const config::Indicator* live = center.catalogue->indicator("layanan.antrean");
  ASSERT_TRUE(live);
  EXPECT_EQ(live->agency, "dinkes");
  EXPECT_EQ(live->audience, config::Audience::staff);
  EXPECT_EQ(live->freshness.missing_after, std::chrono::minutes(4)) << "four times stale_after";
  EXPECT_EQ(live->freshness.zone, config::Zone::wita);
  EXPECT_EQ(live->keep, 5 * std::chrono::hours(8766)) << "where nothing is said";
  EXPECT_TRUE(center.catalogue->table("layanan"));
  ASSERT_EQ(center.pages.size(), 1U);
  ASSERT_EQ(center.pages[0].panels.size(), 1U);
  EXPECT_TRUE(center.pages[0].panels[0].options.table.find("indicator"));
  EXPECT_FALSE(center.pages[0].panels[0].options.table.find("at"));
  ASSERT_EQ(center.displays.size(), 1U);
  EXPECT_EQ(center.displays[0].scheme, "dark");
}

struct Fault {
  const char *name, *file, *from, *to;
  std::vector<std::string> lines;
};

// clang-format off
const Fault faults[] = {
    // syntax and sections
    {"syntax", center_file, "code = \"63.10\"", "code = 63.10.01",
     {"center.toml:3:13: this is not TOML: Error while parsing floating-point: expected decimal digit or exponent, saw '.'; correct the line; the fault may lie just before it"}},
    {"unknown section", center_file, "[[region]]", "[[regoin]]\n[[region]]",
     {"center.toml:7:3: unknown section \"regoin\"; did you mean \"region\"?"}},
    {"unknown key", center_file, "zone = ", "zoen = \"WIB\"\nzone = ",
     {"center.toml:4:1: unknown key \"zoen\"; did you mean \"zone\"?"}},
    {"missing key", center_file, "zone = \"WITA\"\n", "", {"center.toml:1:1: \"zone\" is missing; add it to this section"}},
    {"two centers", page_file, "[[page]]", "[center]\nname = \"x\"\ncode = \"63.10\"\nzone = \"WITA\"\n[[page]]",
     {"pages/ringkasan.toml:1:1: [center] is there twice; remove one of them"}},
    {"a list written once", center_file, "[[display]]", "[display]",
     {"center.toml:15:1: this is of the wrong type; write [[display]]"}},
    {"center as a list", center_file, "[center]", "[[center]]",
     {"center.toml:1:1: this is of the wrong type; write [center]"}},
    {"no center", center_file, "[center]\nname = { id = \"Kabupaten Tanah Bumbu\", en = \"Tanah Bumbu Regency\" }\ncode = \"63.10\"\nzone = \"WITA\"\nsimulator = \"http://127.0.0.1:8099\"\n", "",
     {"center.toml: [center] is missing; add it to the center's own files"}},
    {"a feed among the center's own", page_file, "[[page]]", "[[feed]]\nname = \"x\"\n[[page]]",
     {"pages/ringkasan.toml:1:3: \"feed\" does not belong in the center's own files; move it into the folder of an agency, agencies/NAME"}},
    {"a grant among an agency's", agency_file, "[[table]]", "[[grant]]\nholder = \"staff\"\n[[table]]",
     {"agencies/dinkes/agency.toml:18:3: \"grant\" does not belong in an agency's files; move it out of agencies/"}},
    // districts
    {"district twice", center_file, "63.10.02", "63.10.01",
     {"center.toml:12:8: the name \"63.10.01\" is taken already, in center.toml:8; give one of them another name, or remove it"}},
    {"district of another regency", center_file, "63.10.02", "63.11.02",
     {"center.toml:12:8: the district 63.11.02 does not lie in the regency 63.10; a code here begins with \"63.10.\""}},
    // displays
    {"unknown page of a display", center_file, "[\"ringkasan\"]", "[\"ringkasan\", \"ringkasn\"]",
     {"center.toml:17:23: there is no page \"ringkasn\"; did you mean \"ringkasan\"?"}},
    {"unknown scheme", center_file, "pages = ", "scheme = \"drak\"\npages = ",
     {"center.toml:17:10: \"drak\" is not possible here; did you mean \"dark\"? possible are dark, light, contrast-dark, contrast-light"}},
    {"display twice", center_file, "[[display]]", "[[display]]\nname = \"dinding\"\n[[display]]",
     {"center.toml:18:8: the name \"dinding\" is taken already, in center.toml:16; give one of them another name, or remove it"}},
    {"output without size", center_file, "pages = ", "output = [{ width_mm = 1215 }]\npages = ",
     {"center.toml:17:11: \"height_mm\" is missing; add it to this section"}},
    // grants
    {"grant of an unknown scope", center_file, "[[display]]",
     "[[grant]]\nholder = \"leadership\"\nscope = \"layanan.antran\"\nbasis = { kind = \"order\", number = \"1\", date = 2026-01-12 }\n[[display]]",
     {"center.toml:17:9: there is no indicator or table \"layanan.antran\"; did you mean \"layanan.antrean\"?"}},
    {"grant to the public", center_file, "[[display]]",
     "[[grant]]\nholder = \"public\"\nscope = \"layanan.*\"\nbasis = { kind = \"order\", number = \"1\", date = 2026-01-12 }\n[[display]]",
     {"center.toml:16:10: the public cannot hold a grant; publish by an approval and audience = \"public\""}},
    {"grant that ended", center_file, "[[display]]",
     "[[grant]]\nholder = \"staff\"\nscope = \"*\"\nbasis = { kind = \"order\", number = \"1\", date = 2026-01-12 }\nuntil = 2026-11-20\n[[display]]",
     {"center.toml:19:9: warning: this grant ended on 2026-11-20; renew it or remove it; it gives nothing any more"}},
    {"grant on a pending basis", center_file, "[[display]]",
     "[[grant]]\nholder = \"staff\"\nscope = \"layanan\"\nbasis = { kind = \"pending\", until = 2026-12-31 }\n[[display]]",
     {"center.toml:18:9: a grant cannot rest on a pending basis; name the leave of the owner or the order of the regent",
      "center.toml:18:37: warning: the basis is pending until 2026-12-31: staff only until then; name the agreement, SOP or order before that day"}},
    {"grant without basis", center_file, "[[display]]", "[[grant]]\nholder = \"staff\"\nscope = \"layanan\"\n[[display]]",
     {"center.toml:15:1: \"basis\" is missing; add it to this section"}},
    // names
    {"indicator twice", agency_file, "imunisasi.cakupan", "layanan.antrean",
     {"agencies/dinkes/agency.toml:12:8: the name \"layanan.antrean\" is taken already, in agencies/dinkes/agency.toml:6; give one of them another name, or remove it"}},
    {"a name with a mark of series", agency_file, "imunisasi.cakupan", "imunisasi@cakupan",
     {"agencies/dinkes/agency.toml:12:8: the name \"imunisasi@cakupan\" has a character that names cannot have; use letters, digits, \".\", \"_\" and \"-\""}},
    {"table twice", agency_file, "[[table]]", "[[table]]\nname = \"layanan\"\ntitle = \"a\"\n[[table]]",
     {"agencies/dinkes/agency.toml:22:8: the name \"layanan\" is taken already, in agencies/dinkes/agency.toml:19; give one of them another name, or remove it"}},
    {"no agency section", agency_file, "[agency]\nname = \"Dinas Kesehatan\"\nshort = \"Dinkes\"\n", "",
     {"agencies/dinkes: [agency] is missing; add it to a file of this folder"}},
    {"agency twice", feeds_file, "[[feed]]", "[agency]\nname = \"a\"\nshort = \"b\"\n[[feed]]",
     {"agencies/dinkes/feeds.toml:1:1: [agency] is there twice; remove one of them"}},
    // freshness
    {"no freshness", agency_file, "stale_after = \"1m\"\n", "",
     {"agencies/dinkes/agency.toml:5:1: nothing says when a value grows old; add stale_after for a live value, or period and due for a periodic one"}},
    {"live and periodic", agency_file, "due = \"10d\"", "due = \"10d\"\nstale_after = \"1h\"",
     {"agencies/dinkes/agency.toml:15:10: a value is either live or periodic; remove stale_after, or period and due"}},
    {"periodic without due", agency_file, "due = \"10d\"\n", "",
     {"agencies/dinkes/agency.toml:15:10: a periodic value needs the time when it is due; add due, such as due = \"10d\""}},
    {"live with due", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\ndue = \"1d\"",
     {"agencies/dinkes/agency.toml:10:7: \"due\" is for a periodic value; remove it, or give a period"}},
    {"periodic with missing_after", agency_file, "due = \"10d\"", "due = \"10d\"\nmissing_after = \"20d\"",
     {"agencies/dinkes/agency.toml:17:17: \"missing_after\" is for a live value; remove it"}},
    {"missing before late", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nmissing_after = \"30s\"",
     {"agencies/dinkes/agency.toml:10:17: a value is late before it is missing; give at least 1m"}},
    // bounds
    {"hours kept for less than values", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nkeep = \"2y\"\nkeep_rollups = \"1y\"",
     {"agencies/dinkes/agency.toml:11:16: hours and days are kept for 1y, shorter than the values; give keep_rollups at least 2y"}},
    {"kept for ever", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nkeep = \"30y\"",
     {"agencies/dinkes/agency.toml:10:8: hours and days are kept for 20y, shorter than the values; give keep_rollups at least 30y"}},
    {"kept for an hour", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nkeep = \"1h\"",
     {"agencies/dinkes/agency.toml:10:8: 1h is too small; give at least 1d"}},
    {"bound without side", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nwatch = 40",
     {"agencies/dinkes/agency.toml:10:9: this bound has no side; add better = \"higher\" or better = \"lower\""}},
    {"watch and bad the wrong way round", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nbetter = \"lower\"\nwatch = 60\nbad = 40",
     {"agencies/dinkes/agency.toml:12:7: bad = 40 lies on the better side of watch = 60; better = \"lower\": exchange them or correct one"}},
    {"target worse than watch", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nbetter = \"higher\"\ntarget = 70\nwatch = 80.5\nbad = 60",
     {"agencies/dinkes/agency.toml:12:9: watch = 80.5 lies on the better side of target = 70; better = \"higher\": exchange them or correct one"}},
    {"target worse than bad", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nbetter = \"higher\"\ntarget = 70\nbad = 75",
     {"agencies/dinkes/agency.toml:12:7: bad = 75 lies on the better side of target = 70; better = \"higher\": exchange them or correct one"}},
    {"range turned round", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nleast = 5\nmost = 4",
     {"agencies/dinkes/agency.toml:10:9: \"least\" is larger than \"most\": every value would be refused; exchange them"}},
    // approvals
    {"public without approval", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\naudience = \"public\"",
     {"agencies/dinkes/agency.toml:10:12: warning: there is no approval: it will not leave the staff audience, although it is meant for \"public\"; add the approval by the head of the agency"}},
    {"table for leaders without approval", agency_file, "title = \"Layanan\"", "title = \"Layanan\"\naudience = \"leadership\"",
     {"agencies/dinkes/agency.toml:21:12: warning: there is no approval: it will not leave the staff audience, although it is meant for \"leadership\"; add the approval by the head of the agency"}},
    {"approval without date", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\napproval = [{ letter = \"900/1\", name = \"Kepala\" }]",
     {"agencies/dinkes/agency.toml:10:13: \"date\" is missing; add it to this section"}},
    {"approval that ended", agency_file, "stale_after = \"1m\"",
     "stale_after = \"1m\"\naudience = \"public\"\napproval = [{ letter = \"900/1\", name = \"Kepala\", date = 2025-01-12, until = 2026-11-20 }]",
     {"agencies/dinkes/agency.toml:11:77: warning: the approval 900/1 ended on 2026-11-20; renew it; until then it approves nothing"}},
    {"approval to come", agency_file, "stale_after = \"1m\"",
     "stale_after = \"1m\"\naudience = \"public\"\napproval = [{ letter = \"900/1\", name = \"Kepala\", date = 2026-12-01 }]",
     {"agencies/dinkes/agency.toml:11:57: warning: the approval 900/1 begins on 2026-12-01 only; until then it approves nothing"}},
    {"approval that ends before it begins", agency_file, "stale_after = \"1m\"",
     "stale_after = \"1m\"\napproval = [{ letter = \"900/1\", name = \"Kepala\", date = 2026-02-01, until = 2026-01-01 }]",
     {"agencies/dinkes/agency.toml:10:77: the approval ends before it begins; correct one of the two dates"}},
    {"period of a standing approval", agency_file, "due = \"10d\"",
     "due = \"10d\"\napproval = [{ letter = \"900/1\", name = \"Kepala\", date = 2026-11-05, period = \"2026-10\" }]",
     {"agencies/dinkes/agency.toml:17:78: an approval of one period needs periods that are approved one by one; add per_period_approval = true, or remove the period here"}},
    {"approval without its period", agency_file, "due = \"10d\"",
     "due = \"10d\"\nper_period_approval = true\napproval = [{ letter = \"900/1\", name = \"Kepala\", date = 2026-11-05 }]",
     {"agencies/dinkes/agency.toml:18:13: this approval names no period, but each period needs its own; add the period, such as \"2026-10\""}},
    {"approval of no such period", agency_file, "due = \"10d\"",
     "due = \"10d\"\nper_period_approval = true\napproval = [{ letter = \"900/1\", name = \"Kepala\", date = 2026-11-05, period = \"2026-Q4\" }]",
     {"agencies/dinkes/agency.toml:18:78: \"2026-Q4\" names no period of the kind \"month\"; write it as \"2026-10\""}},
    {"periods of a live value", agency_file, "stale_after = \"1m\"", "stale_after = \"1m\"\nper_period_approval = true",
     {"agencies/dinkes/agency.toml:10:23: a live value has no periods to approve; give a period, or remove per_period_approval"}},
    // feeds
    {"feed without basis", feeds_file, "basis = { kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12 }\n", "",
     {"agencies/dinkes/feeds.toml:1:1: \"basis\" is missing; add it to this section"}},
    {"SOP without number and date", feeds_file, ", number = \"000.8/12/2026\", date = 2026-01-12", "",
     {"agencies/dinkes/feeds.toml:5:9: the basis \"sop\" has no number; add number",
      "agencies/dinkes/feeds.toml:5:9: the basis \"sop\" has no date; add date"}},
    {"open data without licence", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12", "kind = \"open_data\"",
     {"agencies/dinkes/feeds.toml:5:9: the basis \"open_data\" has no licence; add licence"}},
    {"agreement without number", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\",", "kind = \"agreement\",",
     {"agencies/dinkes/feeds.toml:5:9: the basis \"agreement\" has no number; add number"}},
    {"order without date", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12", "kind = \"order\", number = \"1\"",
     {"agencies/dinkes/feeds.toml:5:9: the basis \"order\" has no date; add date"}},
    {"own system needs nothing", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12", "kind = \"own_system\"", {}},
    {"pending without end", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12", "kind = \"pending\"",
     {"agencies/dinkes/feeds.toml:5:9: a pending basis needs its last day; add until, the day by which the basis will be there"}},
    {"pending", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12", "kind = \"pending\", until = 2026-11-21",
     {"agencies/dinkes/feeds.toml:5:37: warning: the basis is pending until 2026-11-21: staff only until then; name the agreement, SOP or order before that day"}},
    {"pending too long", feeds_file, "kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12", "kind = \"pending\", until = 2026-11-20",
     {"agencies/dinkes/feeds.toml:5:37: the basis was pending until 2026-11-20: the feed is refused; name the agreement, SOP or order"}},
    {"basis that ended", feeds_file, "date = 2026-01-12", "date = 2026-01-12, until = 2026-06-30",
     {"agencies/dinkes/feeds.toml:5:78: warning: the basis ended on 2026-06-30; renew it"}},
    {"unknown basis", feeds_file, "\"sop\"", "\"sopp\"",
     {"agencies/dinkes/feeds.toml:5:18: \"sopp\" is not possible here; did you mean \"sop\"? possible are agreement, sop, order, open_data, own_system, pending"}},
    {"interval too short", feeds_file, "\"10s\"", "\"500ms\"",
     {"agencies/dinkes/feeds.toml:4:12: 500ms is too small; give at least 1s"}},
    {"deadline longer than interval", feeds_file, "interval = \"10s\"", "interval = \"10s\"\ndeadline = \"15s\"",
     {"agencies/dinkes/feeds.toml:5:12: warning: the deadline 15s is longer than the interval 10s; a slow poll will delay the next one: shorten the deadline or lengthen the interval"}},
    {"unknown district", feeds_file, "interval = ", "districts = [\"63.10.01\", \"63.10.09\"]\ninterval = ",
     {"agencies/dinkes/feeds.toml:4:26: there is no district \"63.10.09\"; did you mean \"63.10.01\"?"}},
    {"priority out of range", feeds_file, "interval = ", "priority = 0\ninterval = ",
     {"agencies/dinkes/feeds.toml:4:12: 0 is too small; give at least 1"}},
    {"no such CA", feeds_file, "interval = ", "ca_file = \"ca.pem\"\ninterval = ",
     {"agencies/dinkes/feeds.toml:4:11: there is no file \"ca.pem\"; the path counts from the center's folder"}},
    {"feed twice", feeds_file, "[[feed]]", "[[feed]]\nname = \"antrean\"\nkind = \"probe\"\nbasis = { kind = \"own_system\" }\n[[feed]]",
     {"agencies/dinkes/feeds.toml:6:8: the name \"antrean\" is taken already, in agencies/dinkes/feeds.toml:2; give one of them another name, or remove it"}},
    // pages
    {"rotation too short", page_file, "title = ", "rotation = \"4s\"\ntitle = ",
     {"pages/ringkasan.toml:3:12: 4s is too small; give at least 5s"}},
    {"panel beyond the grid", page_file, "[0, 0, 6, 4]", "[20, 0, 6, 4]",
     {"pages/ringkasan.toml:7:6: the panel leaves the grid of 24 columns and 12 rows; move it, make it smaller, or give the page a larger grid"}},
    {"panel below the grid", page_file, "[0, 0, 6, 4]", "[0, 2147483647, 6, 4]",
     {"pages/ringkasan.toml:7:6: the panel leaves the grid of 24 columns and 12 rows; move it, make it smaller, or give the page a larger grid"}},
    {"panel before the grid", page_file, "[0, 0, 6, 4]", "[-1, 0, 6, 4]",
     {"pages/ringkasan.toml:7:7: -1 is too small; give at least 0"}},
    {"panel without area", page_file, "[0, 0, 6, 4]", "[0, 0, 0, 4]",
     {"pages/ringkasan.toml:7:6: the panel has no area; give width and height"}},
    {"place of three numbers", page_file, "[0, 0, 6, 4]", "[0, 0, 6]",
     {"pages/ringkasan.toml:7:6: a place has four numbers; write at = [column, row, width, height]"}},
    {"panels overlap", page_file, "indicator = ", "[[page.panel]]\nkind = \"clock\"\nat = [5, 3, 2, 2]\n[[page.panel]]\nkind = \"number\"\nat = [6, 0, 2, 3]\nindicator = ",
     {"pages/ringkasan.toml:10:6: the panel overlaps the one of line 5; move one of them"}},
    {"panels far away", page_file, "indicator = ", "[[page.panel]]\nkind = \"clock\"\nat = [2147483647, 0, 2147483647, 2]\n[[page.panel]]\nkind = \"number\"\nat = [6, 0, 2, 3]\nindicator = ",
     {"pages/ringkasan.toml:10:6: the panel leaves the grid of 24 columns and 12 rows; move it, make it smaller, or give the page a larger grid"}},
    {"page without panel", page_file, "[[page.panel]]\nkind = \"number\"\nat = [0, 0, 6, 4]\nindicator = \"layanan.antrean\"\n", "",
     {"pages/ringkasan.toml:1:1: warning: the page \"ringkasan\" has no panel; add [[page.panel]] below it"}},
    {"number key twice", page_file, "title = \"Ringkasan\"", "title = \"Ringkasan\"\nkey = 2\n[[page.panel]]\nkind = \"clock\"\nat = [0,0,1,1]\n[[page]]\nname = \"lain\"\ntitle = \"Lain\"\nkey = 2",
     {"pages/ringkasan.toml:11:7: the number key 2 opens the page \"ringkasan\" already; choose another number, or remove it"}},
    {"number key that is none", page_file, "title = ", "key = 10\ntitle = ",
     {"pages/ringkasan.toml:3:7: 10 is too large; give at most 9"}},
    {"page twice", page_file, "[[page]]", "[[page]]\nname = \"ringkasan\"\ntitle = \"a\"\n[[page.panel]]\nkind = \"clock\"\nat = [0,0,1,1]\n[[page]]",
     {"pages/ringkasan.toml:8:8: the name \"ringkasan\" is taken already, in pages/ringkasan.toml:2; give one of them another name, or remove it"}},
};
// clang-format on

TEST(ConfigCenter, EveryFaultIsSaidAtItsPlaceWithWhatToDo) {
  const auto words = config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", "id");
  ASSERT_TRUE(words);
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.name);
    test::TempCenter folder;
    write_good_center(folder);
    folder.replace(fault.file, fault.from, fault.to);
    EXPECT_THAT(folder.complaints(), ElementsAreArray(fault.lines));
    for (const config::Complaint& complaint : folder.load().complaints) {
      EXPECT_NE(words->word(complaint.what.key), complaint.what.key) << "not in id.toml";
      EXPECT_FALSE(complaint.cure.empty()) << "nothing says what to do";
      EXPECT_NE(words->word(complaint.cure.key), complaint.cure.key) << "not in id.toml";
    }
  }
}

}  // namespace
