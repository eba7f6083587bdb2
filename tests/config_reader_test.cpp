// The reader of described options: every type, every fault at its place, and kinds that use it.
#include <gtest/gtest.h>
#include "config/choices.h"
#include "config/kind.h"

namespace {

using config::Complaints;
using config::Duration;

struct Part {
  std::string name;
  int count = 1;
  void describe(auto& field) {
    field("name", name, "Name", {.required = true});
    field("count", count, "How many");
  }
};

struct Options {
  bool truth = false;
  int whole = 0;
  std::int64_t wide = 0;
  double real = 0;
  std::string text;
  Duration wait{};
  config::Date day{};
  config::Label title;
  config::IndicatorName indicator;
  config::TableName table;
  config::RegionCode region;
  config::AgencyName agency;
  config::Secret secret;
  config::Rest rest;
  config::Period period = config::Period::none;
  std::optional<double> limit;
  std::vector<std::string> words;
  std::vector<Part> parts;
  Part part;
  std::map<std::string, std::string> headers;
  void describe(auto& field) {
    field("truth", truth, "");
    field("whole", whole, "", {.least = 1, .most = 9});
    field("wide", wide, "");
    field("real", real, "", {.least = -0.5});
    field("text", text, "");
    field("wait", wait, "", {.least = 1, .most = 60});
    field("day", day, "");
    field("title", title, "");
    field("indicator", indicator, "");
    field("table", table, "");
    field("region", region, "");
    field("agency", agency, "");
    field("secret", secret, "");
    field("rest", rest, "");
    field("period", period, "");
    field("limit", limit, "");
    field("words", words, "");
    field("parts", parts, "");
    field("part", part, "");
    field("headers", headers, "");
  }
};

config::Catalogue catalogue() {
  config::Catalogue c;
  c.code = "63.10";
  c.agencies = {{"dinkes", {"Dinas Kesehatan"}, {"Dinkes"}}, {"diskominfo", {"Diskominfo"}, {"Diskominfo"}}};
  config::Indicator indicator;
  indicator.name = "layanan.antrean";
  indicator.agency = "dinkes";
  c.indicators = {indicator};
  config::TableInfo table;
  table.name = "layanan";
  table.agency = "dinkes";
  c.tables = {table};
  c.regions = {{"63.10.01", "", "Batulicin", {}}};
  return c;
}

struct Outcome {
  Options options;
  std::vector<std::string> lines;
};

Outcome read(std::string_view text, const config::References& refs = {}) {
  Outcome outcome;
  Complaints complaints;
  const auto node = config::parse_toml(text, "o.toml", complaints);
  if (node) {
    config::Reader reader(*node->table(), {"o.toml", 1, 1}, refs, complaints);
    outcome.options.describe(reader);
    reader.finish();
  }
  for (const config::Complaint& complaint : complaints) outcome.lines.push_back(to_line(complaint, {}));
  return outcome;
}

TEST(ConfigReader, ReadsEveryType) {
  const config::Catalogue known = catalogue();
  const Outcome outcome = read(R"(truth = true
whole = 7
wide = 8000000000
real = 2
text = "a"
wait = "5s"
day = 2026-11-21
title = { id = "Antrean", en = "Queue" }
indicator = "layanan.antrean"
table = "layanan"
region = "63.10"
agency = "dinkes"
secret = "env:TOKEN"
rest = { any = 1 }
period = "month"
limit = 1.5
words = ["a", "b"]
part = { name = "x" }
headers = { Accept = "text/plain" }
[[parts]]
name = "p"
count = 3
)",
                               {&known});
  EXPECT_TRUE(outcome.lines.empty()) << outcome.lines.front();
  const Options& o = outcome.options;
  EXPECT_TRUE(o.truth);
  EXPECT_EQ(o.whole, 7);
  EXPECT_EQ(o.wide, 8'000'000'000);
  EXPECT_EQ(o.real, 2.0);
  EXPECT_EQ(o.wait, Duration(5000));
  EXPECT_EQ(config::to_string(o.day), "2026-11-21");
  EXPECT_EQ(o.title, config::Label("Antrean", "Queue"));
  EXPECT_EQ(o.indicator.name, "layanan.antrean");
  EXPECT_EQ(o.indicator.place.line, 9);
  EXPECT_EQ(o.region.code, "63.10") << "the regency itself is a region too";
  EXPECT_EQ(o.secret.source, "env:TOKEN");
  EXPECT_TRUE(o.rest.table.find("any"));
  EXPECT_EQ(o.period, config::Period::month);
  EXPECT_EQ(o.limit, 1.5);
  EXPECT_EQ(o.words, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(o.parts.size(), 1U);
  EXPECT_EQ(o.parts[0].count, 3);
  EXPECT_EQ(o.part.name, "x");
  EXPECT_EQ(o.headers.at("Accept"), "text/plain");
}

struct Fault {
  const char *text, *line;
};
const Fault faults[] = {
    {"truth = 1", "o.toml:1:9: this is of the wrong type; write true or false"},
    {"whole = 1.5", "o.toml:1:9: this is of the wrong type; write a whole number"},
    {"whole = 0", "o.toml:1:9: 0 is too small; give at least 1"},
    {"whole = 10", "o.toml:1:9: 10 is too large; give at most 9"},
    {"wide = \"1\"", "o.toml:1:8: this is of the wrong type; write a whole number"},
    {"real = \"1\"", "o.toml:1:8: this is of the wrong type; write a number"},
    {"real = nan", "o.toml:1:8: this is of the wrong type; write a number"},
    {"real = -0.75", "o.toml:1:8: -0.75 is too small; give at least -0.5"},
    {"text = 5", "o.toml:1:8: this is of the wrong type; write a text in quotes"},
    {"wait = 5",
     "o.toml:1:8: this is of the wrong type; write a length of time such as \"30s\", \"5m\", \"6h\" or \"10d\""},
    {"wait = \"5 minutes\"",
     "o.toml:1:8: this is of the wrong type; write a length of time such as \"30s\", \"5m\", \"6h\" or \"10d\""},
    {"wait = \"500ms\"", "o.toml:1:8: 500ms is too small; give at least 1s"},
    {"wait = \"2m\"", "o.toml:1:8: 2m is too large; give at most 1m"},
    {"day = \"21-11-2026\"", "o.toml:1:7: this is of the wrong type; write a date such as 2026-11-21"},
    {"title = 5", "o.toml:1:9: this is of the wrong type; write a text in quotes or { id = \"...\", en = \"...\" }"},
    {"title = { en = \"Queue\" }", "o.toml:1:9: \"id\" is missing; add it to this section"},
    {"title = { id = \"a\", jv = \"b\" }", "o.toml:1:21: unknown key \"jv\"; known are id, en"},
    {"indicator = \"layanan.antraen\"",
     "o.toml:1:13: there is no indicator \"layanan.antraen\"; did you mean \"layanan.antrean\"?"},
    {"table = \"x\"", "o.toml:1:9: there is no table \"x\"; known are layanan"},
    {"region = \"63.11.01\"", "o.toml:1:10: there is no district \"63.11.01\"; did you mean \"63.10.01\"?"},
    {"agency = \"dinkez\"", "o.toml:1:10: there is no agency \"dinkez\"; did you mean \"dinkes\"?"},
    {"secret = \"env:\"", "o.toml:1:10: the secret has no source; write \"env:NAME\" or \"file:PATH\""},
    {"rest = 1", "o.toml:1:8: this is of the wrong type; write a table"},
    {"period = \"mounth\"",
     "o.toml:1:10: \"mounth\" is not possible here; did you mean \"month\"? possible are none, day, week, month, "
     "quarter, "
     "semester, year"},
    {"period = 3",
     "o.toml:1:10: this is of the wrong type; write one of none, day, week, month, quarter, semester, year"},
    {"limit = true", "o.toml:1:9: this is of the wrong type; write a number"},
    {"words = \"a\"", "o.toml:1:9: this is of the wrong type; write a list"},
    {"words = [\"a\", 2]", "o.toml:1:15: this is of the wrong type; write a text in quotes"},
    {"part = 3", "o.toml:1:8: this is of the wrong type; write a table"},
    {"part = { count = 2 }", "o.toml:1:8: \"name\" is missing; add it to this section"},
    {"part = { name = \"\" }", "o.toml:1:17: this is empty; fill it in"},
    {"parts = [{ name = \"a\" }, { nama = \"b\", name = \"c\" }]",
     "o.toml:1:28: unknown key \"nama\"; did you mean \"name\"?"},
    {"headers = { Accept = 1 }", "o.toml:1:22: this is of the wrong type; write a text in quotes"},
    {"trueth = true", "o.toml:1:1: unknown key \"trueth\"; did you mean \"truth\"?"},
};

TEST(ConfigReader, EveryFaultIsSaidAtItsPlace) {
  const config::Catalogue known = catalogue();
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.text);
    const Outcome outcome = read(fault.text, {&known});
    ASSERT_EQ(outcome.lines.size(), 1U);
    EXPECT_EQ(outcome.lines[0], fault.line);
  }
}

TEST(ConfigReader, GoesOnAfterAFault) {
  const Outcome outcome = read("whole = 0\nreal = \"x\"\nnothing = 1\ntext = \"read\"\n");
  EXPECT_EQ(outcome.lines.size(), 3U);
  EXPECT_EQ(outcome.options.text, "read");
}

TEST(ConfigReader, AnIntegerBeyondIntIsRefusedAndKeepsTheDefault) {
  const Outcome outcome = read("part = { name = \"a\", count = 9999999999 }");
  ASSERT_EQ(outcome.lines.size(), 1U);
  EXPECT_EQ(outcome.lines[0], "o.toml:1:30: 9999999999 is too large; give at most 2147483647");
  EXPECT_EQ(outcome.options.part.count, 1);
}

TEST(ConfigReader, AnOptionalWithAFaultStaysUnset) {
  EXPECT_FALSE(read("limit = \"x\"").options.limit);
  EXPECT_FALSE(read("").options.limit);
}

TEST(ConfigReader, NamesAreNotLookedUpWithoutACatalogue) {
  EXPECT_TRUE(read("indicator = \"a\"\nregion = \"1\"\nagency = \"b\"\ntable = \"c\"").lines.empty());
}

TEST(ConfigReader, AFeedNamesItsOwnAgencysDataAlone) {
  const config::Catalogue known = catalogue();
  const Outcome outcome = read("indicator = \"layanan.antrean\"\ntable = \"layanan\"", {&known, "diskominfo"});
  ASSERT_EQ(outcome.lines.size(), 2U);
  EXPECT_EQ(
      outcome.lines[0],
      "o.toml:1:13: the indicator \"layanan.antrean\" belongs to agency \"dinkes\", not to \"diskominfo\"; only the "
      "owner brings it: move the feed to the owner's folder, or remove it");
  EXPECT_EQ(outcome.lines[1].substr(0, 51), "o.toml:2:9: the table \"layanan\" belongs to agency \"");
  EXPECT_TRUE(read("indicator = \"layanan.antrean\"", {&known, "dinkes"}).lines.empty());
}

TEST(ConfigReader, AnUnknownNameIsExcusedWhileAnAgencyIsStopped) {
  config::Catalogue known = catalogue();
  known.agencies[1].stopped = true;
  const Outcome outcome = read("indicator = \"jaringan.beban\"", {&known});
  ASSERT_EQ(outcome.lines.size(), 1U);
  EXPECT_EQ(
      outcome.lines[0],
      "o.toml:1:13: warning: there is no indicator \"jaringan.beban\"; it may belong to an agency that is stopped; see "
      "there");
  EXPECT_EQ(outcome.options.indicator.name, "jaringan.beban");
}

TEST(ConfigReader, WhatIsLeftGoesToAnotherReaderWithItsNeighboursNames) {
  Complaints complaints;
  const auto node = config::parse_toml("name = \"a\"\nurl = \"u\"\ncuont = 2\n", "o.toml", complaints);
  Part part;
  config::Reader reader(*node->table(), node->place, {}, complaints);
  part.describe(reader);
  const config::Rest rest = reader.rest();
  reader.finish();
  EXPECT_TRUE(complaints.empty());
  EXPECT_EQ(rest.table.entries.size(), 2U);
  config::Reader second(rest.table, rest.place, {}, complaints);
  second.beside(rest.beside);
  std::string url;
  second("url", url, "");
  second.finish();
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(to_line(complaints[0], {}), "o.toml:3:1: unknown key \"cuont\"; did you mean \"count\"?");
}

// A kind as feeds and panels declare theirs.
struct Base {
  struct Setup {
    int number;
  };
  virtual ~Base() = default;
  virtual int sum() const = 0;
};
struct Doubler : Base {
  struct Options {
    int least = 1, most = 2;
    void describe(auto& field) {
      field("least", least, "Smallest");
      field("most", most, "Largest");
    }
  };
  Doubler(Options options, const Setup& setup) : options_(options), number_(setup.number) {}
  static void check(const Options& options, const config::Place& place, Complaints& out) {
    if (options.least > options.most) out.push_back({place, "least is larger than most", "exchange them"});
  }
  int sum() const override { return options_.least + options_.most + number_; }

 private:
  Options options_;
  int number_;
};

TEST(ConfigKind, MakesChecksAndOutlines) {
  const auto kind = config::kind<Base, Doubler>("doubler", "Doubles");
  EXPECT_EQ(kind.outline().size(), 2U);
  EXPECT_EQ(kind.outline()[1].default_value, "2");
  Complaints complaints;
  const auto good = config::parse_toml("most = 5", "k.toml", complaints);
  const auto made = kind.make({*good->table(), good->place, {}}, {}, {10}, complaints);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->sum(), 16);
  const auto bad = config::parse_toml("most = 0\nx = 1", "k.toml", complaints);
  EXPECT_FALSE(kind.make({*bad->table(), bad->place, {}}, {}, {10}, complaints));
  EXPECT_EQ(complaints.size(), 2U);
  kind.check({*bad->table(), bad->place, {}}, {}, complaints);
  EXPECT_EQ(complaints.size(), 4U);
}

}  // namespace
