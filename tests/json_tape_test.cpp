// The reader over simdjson's tape brings what the reader over the tree brings, or leaves the text to it.
#include "feeds/json_tape.h"
#include <gtest/gtest.h>
#include <random>
#include "feeds/json_rules.h"
#include "tests/support/json_twins.h"

namespace {

using namespace std::string_literals;

config::Catalogue catalogue() {
  config::Catalogue out;
  out.code = "63.10";
  config::Indicator a, b;
  a.name = "a";
  b.name = "b";
  b.freshness.period = config::Period::month;
  out.indicators = {a, b};
  out.regions = {{"63.10.04", "6310030", "Satui", {}}, {"63.10.07", "6310060", "Batulicin", {"Batu Licin"}}};
  return out;
}
const config::Time now = config::Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21));

void expect_same(const std::string& text) {
  const test::Twins twins = test::read_twice(text, catalogue(), now);
  EXPECT_EQ(twins.tape, twins.tree) << text;
}

TEST(JsonTape, LeavesToTheTreeWhatItIsNotSureOf) {
  const std::string deep = std::string(65, '[') + std::string(65, ']');
  for (const std::string& text :
       {""s, "{"s, "[1,]"s, R"({"a":1,"a":2})"s, R"([{"x":{"b":1,"c":2,"b":3}}])"s, R"({"v":"\ud800"})"s,
        R"({"v":"\uD83D\uDE00"})"s, "[18446744073709551616]"s, "[1e400]"s, "\xff"s, "[\"\xc0\x80\"]"s, deep})
    EXPECT_FALSE(test::read_twice(text, catalogue(), now).read) << text;
}

TEST(JsonTape, TakesSixtyFourLevels) {
  const std::string text = std::string(64, '[') + std::string(64, ']');
  EXPECT_TRUE(test::read_twice(text, catalogue(), now).read);
  expect_same(text);
}

TEST(JsonTape, FindsATwinAmongManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i) text += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_FALSE(test::read_twice(text + "\"k7\":1}", catalogue(), now).read);
  EXPECT_TRUE(test::read_twice(text + "\"x\":1}", catalogue(), now).read);
}

TEST(JsonTape, LeavesPersonalFieldsToTheTree) {
  feeds::JsonRules rules;
  rules.personal = {"nik"};
  feeds::Batch out;
  EXPECT_FALSE(feeds::read_tape("[]", rules, catalogue(), now, out));
}

TEST(JsonTape, BringsTheSameFromChosenTexts) {
  for (
      const std::string& text :
      {"[]"s, "{}"s, "null"s, "3"s, R"("x")"s, R"([1,2.5,-0,-0.0,1e22,5e-324,9007199254740993,18446744073709551615])"s,
       R"({"rows":[{"n":"a","k":"63.10.04","v":"1.234,56","t":"2026-10-01T00:00:00Z"},{"n":"a","k":"63.10.07","v":60.2}]})"s,
       R"({"rows":{"n":{"v":true,"n":null},"b":{"v":[{"v":1e15}]},"0":{"v":0.1,"n":12}}})"s,
       R"({"rows":[{"n":false,"v":1.0},{"n":1e2,"v":100},{"n":123456789012345678,"v":"1,5"}]})"s,
       "{\"rows\":[{\"n\":\"a\\u0000b\",\"v\":1},{\"n\":\"\\u00e9\\n\\\"\",\"v\":2}]}"s, R"([[{"v":1,"n":"x"}],[]])"s,
       R"({"/":1,"~":{"":2},"rows":[[0,{"v":7}]]})"s})
    expect_same(text);
}

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}
  std::string value(int levels) {
    switch (below(levels > 0 ? 9 : 6)) {
      case 0:
        return pick({"null", "true", "false"});
      case 1:
        return std::to_string(static_cast<std::int64_t>(random_()));
      case 2:
        return pick({"0", "-0", "1e3", "-1.5E-7", "0.1", "123456789.125", "1e-320", "18446744073709551615"});
      case 3:
      case 4:
        return '"' + pick({"a", "b", "63.10.04", "Batu Licin", "1.234,56", "60.2", "", " ", "\\u00e9", "2026-10-01"}) +
               '"';
      case 5:
        return std::to_string(static_cast<int>(below(2000)) - 1000) + "." + std::to_string(below(1000));
      case 6:
        return list(levels);
      default:
        return object(levels);
    }
  }

 private:
  std::size_t below(std::size_t most) { return random_() % most; }
  std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }
  std::string list(int levels) {
    std::string out = "[";
    for (std::size_t i = below(5); i-- > 0;) out += value(levels - 1) + (i > 0 ? ", " : "");
    return out + "]";
  }
  std::string object(int levels) {
    std::string out = "{";
    for (const char* name : {"v", "rows", "n", "t", "k", "0"})
      if (below(3) > 0) out += (out.size() > 1 ? "," : "") + ("\"" + std::string(name) + "\": ") + value(levels - 1);
    return out + "}";
  }
  std::mt19937_64 random_;
};

TEST(JsonTape, BringsTheSameFromMadeTexts) {
  int read = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    const std::string text = Maker(seed).value(5);
    const test::Twins twins = test::read_twice(text, catalogue(), now);
    read += twins.read;
    ASSERT_EQ(twins.tape, twins.tree) << "seed " << seed << ": " << text;
  }
  EXPECT_EQ(read, 4000);
}

}  // namespace
