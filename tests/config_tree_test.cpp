// TOML as plain data: values, places, order, and texts that are no TOML.
#include <gtest/gtest.h>
#include <fstream>
#include <iterator>
#include "config/tree.h"

namespace {

using config::Complaints;
using config::Node;

Node parse(std::string_view text) {
  Complaints complaints;
  std::optional<Node> node = config::parse_toml(text, "a.toml", complaints);
  EXPECT_TRUE(node) << (complaints.empty() ? "" : to_line(complaints.front(), {}));
  return node.value_or(Node{config::Table{}, {}, {}});
}

std::string at(const config::Place& place) {
  return place.file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

TEST(ConfigTree, EveryTypeOfValue) {
  const Node root = parse(R"(
truth = true
whole = 42
real = 1.5
text = "a \"b\""
date = 2026-11-21
moment = 2026-11-21T14:02:00.5+08:00
list = [1, "two"]
table = { a = 1 }
)");
  const config::Table& table = *root.table();
  EXPECT_EQ(std::get<bool>(table.find("truth")->value), true);
  EXPECT_EQ(std::get<std::int64_t>(table.find("whole")->value), 42);
  EXPECT_EQ(std::get<double>(table.find("real")->value), 1.5);
  EXPECT_EQ(*table.find("text")->string(), "a \"b\"");
  EXPECT_EQ(std::get<config::Date>(table.find("date")->value), config::parse_date("2026-11-21").value());
  EXPECT_EQ(std::get<config::Time>(table.find("moment")->value),
            config::parse_time("2026-11-21T06:02:00.500Z").value());
  ASSERT_EQ(table.find("list")->array()->size(), 2U);
  EXPECT_EQ(*(*table.find("list")->array())[1].string(), "two");
  EXPECT_TRUE(table.find("table")->table()->find("a"));
  EXPECT_EQ(table.find("nothing"), nullptr);
}

TEST(ConfigTree, PlacesCountFromOneAndKeysKeepTheirOrder) {
  const Node root =
      parse("zebra = 1\nant = \"x\"\n\n[[feed]]\n  name = \"a\"\n  tags = [ 1,\n 22 ]\n[[feed]]\nname = 'b'\n");
  const config::Table& table = *root.table();
  ASSERT_EQ(table.entries.size(), 3U);
  EXPECT_EQ(table.entries[0].first, "zebra");
  EXPECT_EQ(table.entries[1].first, "ant");
  EXPECT_EQ(at(table.find("zebra")->key_place), "a.toml:1:1");
  EXPECT_EQ(at(table.find("zebra")->place), "a.toml:1:9");
  EXPECT_EQ(at(table.find("ant")->place), "a.toml:2:7");
  const config::Array& feeds = *table.find("feed")->array();
  ASSERT_EQ(feeds.size(), 2U);
  EXPECT_EQ(at(feeds[0].place), "a.toml:4:1");
  EXPECT_EQ(at(feeds[1].place), "a.toml:8:1");
  const config::Table& first = *feeds[0].table();
  EXPECT_EQ(at(first.find("name")->key_place), "a.toml:5:3");
  EXPECT_EQ(at(first.find("name")->place), "a.toml:5:10");
  EXPECT_EQ(at((*first.find("tags")->array())[1].place), "a.toml:7:2");
  EXPECT_EQ(at(feeds[1].table()->find("name")->place), "a.toml:9:8");
}

TEST(ConfigTree, ASyntaxErrorIsOneComplaintWithItsPlace) {
  Complaints complaints;
  EXPECT_FALSE(config::parse_toml("a = 1\nb = = 2\nc = [", "b.toml", complaints));
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(complaints[0].place.file, "b.toml");
  EXPECT_EQ(complaints[0].place.line, 2);
  EXPECT_GT(complaints[0].place.column, 1);
  EXPECT_EQ(complaints[0].what.key, "this is not TOML: {}");
  EXPECT_FALSE(complaints[0].warning);
}

TEST(ConfigTree, AKeyThatIsThereTwiceIsAFault) {
  Complaints complaints;
  EXPECT_FALSE(config::parse_toml("[center]\nname = 'a'\nname = 'b'\n", "a.toml", complaints));
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(complaints[0].place.line, 3);
}

TEST(ConfigTree, ATimeWithoutZoneIsAFault) {
  for (const char* text : {"a = 14:02:00", "a = 2026-11-21T14:02:00"}) {
    Complaints complaints;
    EXPECT_FALSE(config::parse_toml(text, "a.toml", complaints)) << text;
    ASSERT_EQ(complaints.size(), 1U) << text;
    EXPECT_EQ(at(complaints[0].place), "a.toml:1:5");
  }
}

TEST(ConfigTree, DeepNestingIsRefusedAndDoesNoHarm) {
  for (const int depth : {40, 200, 100'000}) {
    Complaints complaints;
    const std::string text =
        "a = " + std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
    EXPECT_FALSE(config::parse_toml(text, "a.toml", complaints)) << depth;
    EXPECT_EQ(complaints.size(), 1U) << depth;
  }
}

// Every beginning of a real file, and every file with one byte changed, is read or refused; never more than one
// complaint of syntax and never an exception.
TEST(ConfigTree, TruncatedAndDamagedTextIsReadOrRefused) {
  const std::string text = R"([center]
name = { id = "Kabupaten \u00e9", en = "Regency" }
code = "63.10" # catatan
[[feed]]
basis = { kind = "sop", date = 2026-01-12 }
list = [1, 2.5, true,
  """lebih
dari satu baris""", 'harfiah', 2026-11-21T14:02:00Z]
[feed.headers]
"kunci panjang" = 0xff
)";
  const auto survives = [](const std::string& input) {
    Complaints complaints;
    const std::optional<Node> node = config::parse_toml(input, "a.toml", complaints);
    EXPECT_EQ(node.has_value(), complaints.empty()) << input;
    EXPECT_LE(complaints.size(), 1U);
  };
  for (std::size_t length = 0; length <= text.size(); ++length) survives(text.substr(0, length));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char byte : {'\0', '"', '[', '}', '=', '\n', '\xff', '\x80'}) {
      std::string damaged = text;
      damaged[i] = byte;
      survives(damaged);
    }
  }
}

}  // namespace
