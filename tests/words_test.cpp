// Every sentence that the code can say has its Indonesian in assets/words/id.toml, with the same blanks to fill in, and
// every entry there is said somewhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "config/center.h"
#include "config/tree.h"
#include "feeds/feed.h"
#include "panels/panel.h"
#include "tests/support/tree.h"

namespace {

using support::Literal;
using support::SourceFile;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Faults = std::vector<std::string>;
using Sentences = std::map<std::string, std::string>;  // English, and the same in another language

std::string lines(const Faults& faults) {
  std::string out;
  for (const std::string& fault : faults) out += fault + "\n";
  return out;
}

// What the file says, by section; faults: what is wrong with the file itself.
Sentences read_words(const std::string& text, Faults& faults) {
  config::Complaints complaints;
  const auto root = config::parse_toml(text, "words", complaints);
  Sentences out;
  if (!root || !root->table()) {
    faults.push_back("the file cannot be read");
    return out;
  }
  for (const auto& [section, node] : root->table()->entries) {
    if (!node.table()) {
      faults.push_back(section + " stands outside the sections");
      continue;
    }
    for (const auto& [key, value] : node.table()->entries) {
      if (!value.string() || value.string()->empty()) faults.push_back("nothing is said for: " + key);
      if (!value.string()) continue;
      const auto [at, is_new] = out.emplace(key, *value.string());
      if (!is_new && at->second != *value.string()) faults.push_back("said in two ways: " + key);
    }
  }
  return out;
}

int blanks(const std::string& sentence) {
  int count = 0;
  for (std::size_t at = sentence.find("{}"); at != sentence.npos; at = sentence.find("{}", at + 2)) ++count;
  return count;
}

Faults blank_faults(const Sentences& words) {
  Faults faults;
  for (const auto& [key, value] : words)
    if (blanks(key) != blanks(value)) faults.push_back(key + " -> " + value);
  return faults;
}

// Code that hands its string straight to a sentence: Text{"...", say("...", word(words, "...", fail({"...".
bool said(const Literal& literal) {
  static const std::regex calls(R"(\b(Text|say|word|fail|failed)[({]+(\w+, ?)?$)");
  return std::regex_search(literal.before, calls);
}

// Strings reach sentences by other ways too, so whatever reads like one counts: words with spaces between them that
// are no SQL, no markup, no example of configuration or of a command, and no office's name with its abbreviation.
bool reads_like_one(const Literal& literal) {
  static const std::regex two_words(R"([A-Za-z]{2,}[,;:.]? ["({]?[A-Za-z]|\} [A-Za-z]{2,}|[A-Za-z]{2,}:? \{)");
  static const std::regex other(
      "^ *(SELECT|SET|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|ATTACH|VACUUM| WHERE| ORDER| AND "
      ")|<[!/]?[a-z]|"
      "[{;] ?[a-z-]+: ?|^(text|image|application)/|HTTP/|^[a-z]+( [A-Za-z.#]+)* --[a-z]+ ");
  if (literal.raw || literal.before.ends_with(".example = ") || literal.before.ends_with("Short{")) return false;
  return std::regex_search(literal.value, two_words) && !std::regex_search(literal.value, other);
}

// Strings that look like sentences and are none for people.
const std::set<std::string>& exceptions() {
  static const std::set<std::string> known = {
      // columns of the store
      "subject, letter, name, period, since, until", "holder, scope, basis, until",
      // parts of HTTP, beside their status
      "gzip, deflate", "internal fault\n", "no such page\n", "no feed takes this\n", "the reader of this feed failed\n",
      "the basis of this flow of data has ended\n", "not stored yet: send it again\n",
      // to systems that send, in the words of their protocols or for their programmers
      "send it with POST", "the token is missing or wrong", "the signature is missing or wrong",
      "the body is too large", "the sender's clock is {} seconds away from ours", "Data tidak dapat dibaca",
      "Data berhasil diterima", "OK: {}",
      "GET OPTION FROM: {}\nATTLOGStamp=None\nErrorDelay=30\nDelay=10\nTransInterval={}\nTransFlag=1000000000\n"
      "Realtime={}\nEncrypt=0\nTimeZone={}\n",
      // what the command line library says
      " is required", "arguments to ", "Could not convert: ", "not expected: ",
      // names of ODBC drivers, and what they and database servers say
      "PostgreSQL Unicode", "MariaDB Unicode", "password authentication failed", "no password supplied", "SSL error",
      "does not support SSL", "too many clients", "too many connections", "connection slots", "is starting up",
      "is shutting down", "not yet accepting", "timeout expired", "Can't open lib", "server closed the connection",
      "no connection to the server", "connection to server was lost", "terminating connection", "SSL SYSCALL",
      "connection has been lost", "timestamp with time zone",
      // words that agencies' records use for nodes and links, and configuration may change
      "pusat data", "tulang punggung", "serat optik",
      // names of keys, and commands as one types them
      "count or sum", "id, en", "sample http_json", "anjungan status", "map show batas.map"};
  return known;
}

// Sentences of a file without an entry, and all strings of the file into `seen`. What a string of `seen` begins and
// this one ends ("write " + "a list") has its entry as one.
Faults missing_sentences(const SourceFile& file, const Sentences& words, std::set<std::string>& seen) {
  const auto ends_one = [&](const std::string& end) {
    return std::any_of(words.begin(), words.end(), [&](const auto& entry) {
      return entry.first.size() > end.size() && entry.first.ends_with(end) &&
             seen.contains(entry.first.substr(0, entry.first.size() - end.size()));
    });
  };
  Faults faults;
  for (const Literal& literal : support::parse_cpp(file.text).literals) {
    seen.insert(literal.value);
    if (literal.value.empty() || words.contains(literal.value) || exceptions().contains(literal.value)) continue;
    if (!std::any_of(literal.value.begin(), literal.value.end(), [](char c) { return std::isalpha(c) != 0; })) continue;
    if ((said(literal) || reads_like_one(literal)) && !ends_one(literal.value))
      faults.push_back(file.path + ":" + std::to_string(literal.line) + ": " + literal.value);
  }
  return faults;
}

// Is it a string of the code, or two of them: "write " + "a list"?
bool put_together(const std::string& key, const std::set<std::string>& seen) {
  if (seen.contains(key)) return true;
  for (std::size_t at = 1; at < key.size(); ++at)
    if (seen.contains(key.substr(0, at)) && seen.contains(key.substr(at))) return true;
  return false;
}

std::vector<SourceFile> code() {
  auto files = support::read_tree(ANJUNGAN_SOURCE, {"config", "feeds", "panels", "viewer"}, {".cpp", ".h"});
  // The simulator speaks as agencies' systems do, in their language; to people it only names its faults.
  std::erase_if(files, [](const SourceFile& file) {
    return file.path.starts_with("feeds/simulate/") && file.path != "feeds/simulate/fault.cpp";
  });
  return files;
}

Sentences words_of(const std::string& lang, Faults& faults) {
  for (const SourceFile& file : support::read_tree(ANJUNGAN_SOURCE, {"assets/words"}, {lang + ".toml"}))
    return read_words(file.text, faults);
  faults.push_back("there is no " + lang + ".toml");
  return {};
}

TEST(Words, IndonesianIsWellFormed) {
  Faults faults;
  const Sentences words = words_of("id", faults);
  EXPECT_GT(words.size(), 100u);
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_THAT(blank_faults(words), IsEmpty());
}

TEST(Words, EnglishCorrectionsAreWellFormed) {
  Faults faults;
  EXPECT_THAT(blank_faults(words_of("en", faults)), IsEmpty());
  EXPECT_THAT(faults, IsEmpty());
}

TEST(Words, EverySentenceHasItsIndonesian) {
  Faults faults;
  const Sentences words = words_of("id", faults);
  std::set<std::string> seen;
  for (const SourceFile& file : code()) missing_sentences(file, words, seen);
  Faults missing;
  for (const SourceFile& file : code())
    for (const std::string& fault : missing_sentences(file, words, seen)) missing.push_back(fault);
  EXPECT_TRUE(missing.empty()) << lines(missing);
}

TEST(Words, EveryEntryIsSaidSomewhere) {
  Faults faults;
  const Sentences words = words_of("id", faults);
  std::set<std::string> seen;
  for (const SourceFile& file : code()) missing_sentences(file, words, seen);
  Faults idle;
  for (const auto& [key, value] : words)
    if (!put_together(key, seen)) idle.push_back(key);
  EXPECT_TRUE(idle.empty()) << lines(idle);
}

// What describe() says reaches people through the outlines: the manual, the samples.
void collect(const std::vector<config::FieldInfo>& fields, std::set<std::string>& out) {
  for (const config::FieldInfo& field : fields) {
    if (!field.help.empty()) out.insert(field.help);
    collect(field.children, out);
  }
}

TEST(Words, EveryOptionIsExplainedInIndonesian) {
  std::set<std::string> helps;
  for (const config::Section& section : config::sections()) {
    helps.insert(section.summary);
    collect(section.fields, helps);
  }
  for (const feeds::FeedKind* kind : feeds::feed_kinds()) {
    helps.insert(kind->summary);
    collect(kind->outline(), helps);
  }
  for (const panels::PanelKind* kind : panels::panel_kinds()) {
    helps.insert(kind->summary);
    collect(kind->outline(), helps);
  }
  EXPECT_GT(helps.size(), 80u);
  Faults faults;
  const Sentences words = words_of("id", faults);
  Faults missing;
  std::copy_if(helps.begin(), helps.end(), std::back_inserter(missing),
               [&](const std::string& help) { return !words.contains(help); });
  EXPECT_TRUE(missing.empty()) << lines(missing);
}

TEST(Words, PlantedGapsAreFound) {
  const Sentences words = {{"no answer from {}", "tidak ada jawaban dari {}"}, {"fresh", "baru"}};
  std::set<std::string> seen;
  const auto missing = [&](const std::string& line) { return missing_sentences({"a.cpp", line}, words, seen); };
  EXPECT_THAT(missing("return Text{\"stale\"};"), ElementsAre("a.cpp:1: stale"));
  EXPECT_THAT(missing("word(words, \"late\")"), ElementsAre("a.cpp:1: late"));
  EXPECT_THAT(missing("\nwords.say({\"refused\"})"), ElementsAre("a.cpp:2: refused"));
  EXPECT_THAT(missing("push(place, {\"it is \"\n \"too {}\", {a}});"), ElementsAre("a.cpp:1: it is too {}"));
  EXPECT_THAT(missing("field(\"url\", url, \"Address to read\");"), ElementsAre("a.cpp:1: Address to read"));
  EXPECT_THAT(missing("Text{\"no answer from {}\", {host}}; word(\"fresh\"); // \"not a sentence\""), IsEmpty());
  EXPECT_THAT(missing("run(\"SELECT at FROM samples\"); field(\"url\"); get(\"/a b\");"), IsEmpty());
  EXPECT_TRUE(seen.contains("no answer from {}"));
}

TEST(Words, PlantedFaultsOfTheFileAreFound) {
  Faults faults;
  const Sentences words =
      read_words("[a]\n\"at {}\" = \"pada\"\n\"x\" = \"y\"\n[b]\n\"x\" = \"z\"\n\"e\" = \"\"\n", faults);
  EXPECT_THAT(blank_faults(words), ElementsAre("at {} -> pada"));
  EXPECT_THAT(faults,
              testing::UnorderedElementsAre(HasSubstr("said in two ways: x"), HasSubstr("nothing is said for: e")));
  read_words("[a\n", faults);
  EXPECT_THAT(faults, testing::Contains("the file cannot be read"));
}

}  // namespace
