// Sentences, languages, complaints as lines, suggestions and the finders of a catalogue.
#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include "config/catalogue.h"
#include "config/suggest.h"
#include "config/tree.h"
#include "config/words.h"
#include "tests/support/temp_center.h"

namespace {

using config::Text;
using config::Words;

const std::filesystem::path assets = std::filesystem::path(ANJUNGAN_SOURCE) / "assets";

TEST(ConfigText, FillPutsArgumentsInOrder) {
  EXPECT_EQ(config::fill("no answer from {} in {}", {"host", "5s"}), "no answer from host in 5s");
  EXPECT_EQ(config::fill("{}{}", {"a"}), "a{}") << "a missing argument leaves the braces";
  EXPECT_EQ(config::fill("{} and {}", {"{}", "b"}), "{} and b") << "braces of an argument are not filled";
  EXPECT_EQ(config::fill("nothing", {"more"}), "nothing");
  EXPECT_EQ(config::fill("write { id = 1 }", {"x"}), "write { id = 1 }");
}

TEST(ConfigText, AMissingSentenceIsSaidAsItsKey) {
  const Words words("id", {{"no answer from {}", "tidak ada jawaban dari {}"}});
  EXPECT_EQ(words.say({"no answer from {}", {"10.0.0.1"}}), "tidak ada jawaban dari 10.0.0.1");
  EXPECT_EQ(words.say({"cut off after {}", {"3"}}), "cut off after 3");
  EXPECT_EQ(Words().say({"no answer from {}", {"x"}}), "no answer from x");
}

TEST(ConfigText, LabelsAreGivenInTheLanguageThatIsThere) {
  const Words id("id", {}), en;
  EXPECT_EQ(id.pick({"Antrean", "Queue"}), "Antrean");
  EXPECT_EQ(en.pick({"Antrean", "Queue"}), "Queue");
  EXPECT_EQ(en.pick({"Antrean"}), "Antrean");
}

TEST(ConfigText, AComplaintIsOneLineWithItsPlace) {
  const Words words("id", {{"warning", "peringatan"}, {"bad", "buruk"}, {"repair it", "perbaiki"}});
  EXPECT_EQ(to_line({{"a.toml", 3, 7}, "bad", "repair it"}, words), "a.toml:3:7: buruk; perbaiki");
  EXPECT_EQ(to_line({{"a.toml", 3, 7}, "bad", {}, true}, words), "a.toml:3:7: peringatan: buruk");
  EXPECT_EQ(to_line({{"a.toml"}, "bad", {}}, words), "a.toml: buruk") << "line 0 is the whole file";
}

TEST(ConfigWords, IndonesianAndEnglishAreThere) {
  const auto id = config::load_words(assets, "id");
  ASSERT_TRUE(id) << Words().say(id.error().what);
  EXPECT_TRUE(id->indonesian());
  EXPECT_EQ(id->say({"unknown key \"{}\"", {"intervall"}}), "kunci \"intervall\" tidak dikenal");
  const auto en = config::load_words(assets, "en");
  ASSERT_TRUE(en) << Words().say(en.error().what);
  EXPECT_EQ(en->say({"unknown key \"{}\"", {"x"}}), "unknown key \"x\"");
  EXPECT_FALSE(config::load_words(assets, "jv"));
}

TEST(ConfigWords, AMissingOrBrokenFileIsAnErrorThatNamesIt) {
  test::TempCenter folder;
  const auto missing = config::load_words(folder.dir(), "id");
  ASSERT_FALSE(missing);
  EXPECT_NE(Words().say(missing.error().what).find("id.toml cannot be read"), std::string::npos);
  folder.write("words/id.toml", "[config]\n\"a\" = \n");
  const auto broken = config::load_words(folder.dir(), "id");
  ASSERT_FALSE(broken);
  EXPECT_NE(Words().say(broken.error().what).find("id.toml:2"), std::string::npos);
}

TEST(ConfigWords, SectionsMeanNothing) {
  test::TempCenter folder;
  folder.write("words/id.toml", "[feeds]\n\"a\" = \"satu\"\n[viewer]\n\"b.c\" = \"dua\"\n");
  const auto words = config::load_words(folder.dir(), "id");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->word("a"), "satu");
  EXPECT_EQ(words->word("b.c"), "dua");
}

int braces(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; (at = text.find("{}", at)) != std::string_view::npos; at += 2) ++count;
  return count;
}

TEST(ConfigWords, EverySentenceKeepsItsArguments) {
  for (const char* lang : {"id", "en"}) {
    config::Complaints complaints;
    std::ifstream in(assets / "words" / (std::string(lang) + ".toml"));
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto document = config::parse_toml(text, lang, complaints);
    ASSERT_TRUE(document);
    for (const auto& [section, node] : document->table()->entries) {
      ASSERT_TRUE(node.table()) << section << " stands outside of any section";
      for (const auto& [key, sentence] : node.table()->entries) {
        ASSERT_TRUE(sentence.string()) << key;
        EXPECT_EQ(braces(key), braces(*sentence.string())) << key;
        EXPECT_FALSE(sentence.string()->empty()) << key;
      }
    }
  }
}

TEST(ConfigSuggest, CountsEdits) {
  EXPECT_EQ(config::edit_distance("interval", "interval"), 0);
  EXPECT_EQ(config::edit_distance("intervall", "interval"), 1);
  EXPECT_EQ(config::edit_distance("itnerval", "interval"), 1) << "neighbours that changed places are one edit";
  EXPECT_EQ(config::edit_distance("", "abc"), 3);
  EXPECT_EQ(config::edit_distance("URL", "url"), 0);
}

TEST(ConfigSuggest, NamesTheNearestOrWhatThereIs) {
  const std::vector<std::string> known = {"interval", "deadline", "url"};
  EXPECT_EQ(config::nearest("intervall", known), "interval");
  EXPECT_EQ(config::nearest("ulr", known), "url");
  EXPECT_EQ(config::nearest("temperature", known), "");
  EXPECT_EQ(Words().say(config::suggestion("dedline", known)), "did you mean \"deadline\"?");
  EXPECT_EQ(Words().say(config::suggestion("temperature", known)), "known are interval, deadline, url");
  EXPECT_TRUE(config::suggestion("x", {}).empty());
}

config::Catalogue catalogue_of(int count) {
  config::Catalogue catalogue;
  for (int i = 0; i < count; ++i) {
    config::Indicator indicator;
    indicator.name = "indikator." + std::to_string((i * 37) % count);
    catalogue.indicators.push_back(indicator);
    catalogue.regions.push_back({"63.10." + std::to_string((i * 37) % count), "", "", {}});
  }
  return catalogue;
}

TEST(ConfigCatalogue, FindsEverythingWithAndWithoutIndex) {
  config::Catalogue catalogue = catalogue_of(300);
  for (const bool indexed : {false, true}) {
    if (indexed) catalogue.index();
    for (int i = 0; i < 300; ++i) {
      const std::string name = "indikator." + std::to_string(i);
      ASSERT_TRUE(catalogue.indicator(name)) << name;
      EXPECT_EQ(catalogue.indicator(name)->name, name);
      EXPECT_TRUE(catalogue.region("63.10." + std::to_string(i)));
    }
    EXPECT_FALSE(catalogue.indicator("indikator.300"));
    EXPECT_FALSE(catalogue.indicator(""));
    EXPECT_FALSE(catalogue.table("indikator.1"));
    EXPECT_FALSE(catalogue.agency("dinkes"));
  }
}

TEST(ConfigCatalogue, AnOldIndexNeverHides) {
  config::Catalogue catalogue = catalogue_of(20);
  catalogue.index();
  std::swap(catalogue.indicators[3], catalogue.indicators[17]);
  catalogue.indicators[5].name = "baru";
  EXPECT_TRUE(catalogue.indicator("baru"));
  for (const config::Indicator& indicator : catalogue.indicators)
    EXPECT_EQ(catalogue.indicator(indicator.name), &indicator);
  catalogue.indicators.push_back({});
  catalogue.indicators.back().name = "lagi";
  EXPECT_TRUE(catalogue.indicator("lagi"));
}

TEST(ConfigCatalogue, AudiencesAreNamed) {
  for (const config::Audience audience :
       {config::Audience::everyone, config::Audience::staff, config::Audience::leadership})
    EXPECT_EQ(config::parse_audience(config::name(audience)), audience);
  EXPECT_EQ(config::name(config::Audience::everyone), "public");
  EXPECT_FALSE(config::parse_audience("everyone"));
}

}  // namespace
