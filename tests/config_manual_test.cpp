// The manual and the samples: made from the same descriptions that the reader uses, so a sample must load.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "config/sections.h"
#include "config/words.h"
#include "tests/support/temp_center.h"

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

config::Words words(const char* lang) {
  auto words = config::load_words(std::filesystem::path(ANJUNGAN_SOURCE) / "assets", lang);
  EXPECT_TRUE(words);
  return words.value_or(config::Words());
}

const config::Section& section(const std::vector<config::Section>& all, const std::string& name) {
  for (const config::Section& each : all)
    if (each.name == name) return each;
  throw std::runtime_error("no section " + name);
}

// Every optional key taken out of its comment; lines of help stay comments.
std::string all_keys(const std::string& sample, const std::vector<config::FieldInfo>& fields) {
  std::string out = sample;
  for (const config::FieldInfo& field : fields) {
    const std::string commented = "\n# " + field.name + " = ";
    if (const std::size_t at = out.find(commented); at != std::string::npos)
      out.replace(at, commented.size(), "\n" + field.name + " = ");
  }
  return out;
}

std::string sample(const char* name, bool everything = false) {
  const std::vector<config::Section> all = config::sections();
  const config::Section& of = section(all, name);
  const std::string text = config::sample(of.name, of.list, of.fields, words("id"));
  return everything ? all_keys(text, of.fields) : text;
}

TEST(ConfigManual, TheSamplesOfAllSectionsMakeACenterThatLoads) {
  test::TempCenter folder;
  folder.write("center.toml",
               sample("center") + sample("copies") + sample("region") + sample("grant") + sample("display"));
  folder.write("agencies/a/a.toml",
               sample("agency") + sample("indicator") + "stale_after = \"5m\"\n" + sample("table") + sample("feed"));
  folder.write("pages/a.toml", sample("page") + sample("page.panel"));
  EXPECT_THAT(folder.complaints(), IsEmpty());
  EXPECT_TRUE(folder.load().usable);
}

// Every key of every section, with its example or default, is read without a complaint.
template <class S>
void expect_reads(const char* name) {
  SCOPED_TRACE(name);
  config::Complaints complaints;
  const std::string text = sample(name, true);
  const auto document = config::parse_toml(text, name, complaints);
  ASSERT_TRUE(document) << to_line(complaints.front(), {}) << '\n' << text;
  const config::Node* node = &document->table()->entries.front().second;
  if (std::string_view(name) == "page.panel") node = &node->table()->entries.front().second;
  const config::Table* table = node->array() ? node->array()->front().table() : node->table();
  ASSERT_TRUE(table);
  S read;
  config::Outline outline;
  read.describe(outline);
  for (const config::FieldInfo& field : outline.fields) EXPECT_TRUE(table->find(field.name)) << field.name;
  config::Reader reader(*table, node->place, {}, complaints);
  read.describe(reader);
  reader.finish();
  for (const config::Complaint& complaint : complaints) ADD_FAILURE() << to_line(complaint, {}) << '\n' << text;
}

TEST(ConfigManual, EveryKeyOfEverySampleReads) {
  expect_reads<config::CenterSection>("center");
  expect_reads<config::CopiesSection>("copies");
  expect_reads<config::RegionSection>("region");
  expect_reads<config::GrantSection>("grant");
  expect_reads<config::DisplaySection>("display");
  expect_reads<config::AgencySection>("agency");
  expect_reads<config::IndicatorSection>("indicator");
  expect_reads<config::TableSection>("table");
  expect_reads<config::FeedSection>("feed");
  expect_reads<config::PageSection>("page");
  expect_reads<config::PanelSection>("page.panel");
}

TEST(ConfigManual, ASampleTellsWhatIsRequiredAndKeepsThePreset) {
  const std::vector<config::Section> all = config::sections();
  const config::Section& feed = section(all, "feed");
  const std::string text = config::sample("feed", true, feed.fields, words("id"), "kind = \"probe\"");
  EXPECT_EQ(text.substr(0, 25), "[[feed]]\nkind = \"probe\"\n#");
  EXPECT_THAT(text, Not(HasSubstr("http_json")));
  EXPECT_THAT(text, HasSubstr("# Nama sumber data (wajib)\nname = "));
  EXPECT_THAT(text, HasSubstr("# interval = \"1m\"\n"));
}

struct Inner {
  std::string pointer;
  double scale = 1;
  void describe(auto& field) {
    field("pointer", pointer, "Where", {.required = true, .example = "\"/a\""});
    field("scale", scale, "Times");
  }
};
struct Options {
  std::vector<Inner> value;
  Inner one;
  config::Duration wait = std::chrono::seconds(90);
  std::optional<double> limit;
  std::map<std::string, std::string> headers;
  void describe(auto& field) {
    field("value", value, "Values", {.required = true});
    field("one", one, "One");
    field("wait", wait, "Pause");
    field("limit", limit, "Bound");
    field("headers", headers, "Sent along");
  }
};

TEST(ConfigManual, ListsAndTablesHaveSpecimens) {
  Options options;
  config::Outline outline;
  options.describe(outline);
  EXPECT_EQ(
      config::sample("x", false, outline.fields, config::Words()),
      "[x]\n"
      "# Values (required)\n#   pointer: Where (text)\n#   scale: Times (number)\nvalue = [{ pointer = \"/a\" }]\n"
      "# One (table)\n#   pointer: Where (text)\n#   scale: Times (number)\n# one = { pointer = \"/a\" }\n"
      "# Pause (length of time)\n# wait = \"90s\"\n"
      "# Bound (number)\n# limit = 0\n"
      "# Sent along (table)\n# headers = {}\n");
}

TEST(ConfigManual, AManualIsATableWithTypesDefaultsAndInnerKeys) {
  const std::vector<config::Section> all = config::sections();
  const config::Section& display = section(all, "display");
  const std::string text = config::manual("display", display.summary, display.fields, config::Words());
  EXPECT_THAT(text, HasSubstr("## display\n\nA wall, kiosk or desk screen; in the center's own files.\n\n| key |"));
  EXPECT_THAT(text, HasSubstr("| `width_px` | whole number | `1920` | Width in pixels |\n"));
  EXPECT_THAT(text, HasSubstr("| `name` | text | required | Name of the display |\n"));
  EXPECT_THAT(text, HasSubstr("| `output.bezel_mm` | whole number | `0` |"));
  EXPECT_THAT(text, HasSubstr("| `room` | one of wall, kiosk, desk | `\"wall\"` |"));
}

void expect_translated(const config::Words& id, const std::vector<config::FieldInfo>& fields) {
  for (const config::FieldInfo& field : fields) {
    EXPECT_NE(id.word(field.help), field.help) << field.name;
    if (field.choices.empty() && field.type != "true or false") {
      EXPECT_NE(id.word(field.type), field.type) << field.name;
    }
    expect_translated(id, field.children);
  }
}

TEST(ConfigManual, EverythingInItIsThereInIndonesian) {
  const config::Words id = words("id");
  for (const config::Section& each : config::sections()) {
    EXPECT_NE(id.word(each.summary), each.summary);
    expect_translated(id, each.fields);
  }
}

TEST(ConfigManual, AFieldHasAnExampleWhereItMustBeGiven) {
  const auto check = [](const auto& self, const std::vector<config::FieldInfo>& fields) -> void {
    for (const config::FieldInfo& field : fields) {
      EXPECT_TRUE(!field.required || !field.example.empty()) << field.name;
      self(self, field.children);
    }
  };
  for (const config::Section& each : config::sections()) check(check, each.fields);
}

}  // namespace
