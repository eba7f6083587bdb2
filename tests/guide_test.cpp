// The operator's guide: it explains every sentence that a wall can show, and its sample agency is in order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "config/center.h"
#include "config/words.h"
#include "feeds/feed.h"
#include "tests/support/program.h"
#include "tests/support/tree.h"

namespace {

using support::Literal;
using support::SourceFile;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string assets = std::string(ANJUNGAN_SOURCE) + "/assets";

std::string guide(const std::string& lang) {
  return support::read_text(assets + "/guide/" + lang + ".md");
}

void add_helps(const std::vector<config::FieldInfo>& fields, std::set<std::string>& out) {
  for (const config::FieldInfo& field : fields) {
    out.insert(field.help);
    add_helps(field.children, out);
  }
}

// What only the manual says: of sections, kinds and their keys.
std::set<std::string> helps() {
  std::set<std::string> out{""};
  for (const config::Section& section : config::sections()) {
    out.insert(section.summary);
    add_helps(section.fields, out);
  }
  for (const feeds::FeedKind* kind : feeds::feed_kinds()) {
    out.insert(kind->summary);
    add_helps(kind->outline(), out);
  }
  return out;
}

// Sentences of feeds and of the configuration reach a wall as reasons, refusals and complaints; of the viewer those
// that it makes a notice of.
std::set<std::string> shown_by(const SourceFile& file, const config::Words& words) {
  static const std::regex notice(R"(Severity::[a-z]+,\s*\{+$)"), help(R"(field\("[a-z_]*", [\w.]+,\s*$)");
  std::set<std::string> out;
  for (const Literal& literal : support::parse_cpp(file.text).literals) {
    const bool sentence = literal.value.find(' ') != std::string::npos && words.word(literal.value) != literal.value;
    if (sentence && !std::regex_search(literal.before, help) &&
        (!file.path.starts_with("viewer/") || std::regex_search(literal.before, notice)))
      out.insert(literal.value);
  }
  return out;
}

std::set<std::string> shown(const config::Words& words) {
  const std::set<std::string> manual = helps(), of_the_manual{"config/manual.cpp", "config/outline.cpp"};
  std::set<std::string> out;
  for (const SourceFile& file : support::read_tree(ANJUNGAN_SOURCE, {"config", "feeds", "viewer"}, {".cpp", ".h"})) {
    if (file.path.starts_with("feeds/simulate/") || of_the_manual.contains(file.path)) continue;
    for (const std::string& sentence : shown_by(file, words))
      if (!manual.contains(sentence)) out.insert(sentence);
  }
  return out;
}

// As the guide writes it: dots for what is filled in.
std::string in_the_guide(std::string sentence) {
  for (std::size_t at = sentence.find("{}"); at != std::string::npos; at = sentence.find("{}", at))
    sentence.replace(at, 2, "…");
  return sentence;
}

std::vector<std::string> unexplained(const std::string& lang) {
  const config::Words id = config::load_words(assets, "id").value();
  const std::string text = guide(lang);
  std::vector<std::string> out;
  for (const std::string& sentence : shown(id))
    if (text.find(in_the_guide(lang == "id" ? std::string(id.word(sentence)) : sentence)) == std::string::npos)
      out.push_back(sentence);
  return out;
}

// "`path`:" and the block of TOML after it.
std::map<std::string, std::string> files_of(const std::string& text) {
  static const std::regex block(R"(`([a-z/]+\.toml)`:\n\n```toml\n([^`]*)```)");
  std::map<std::string, std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), block), end; it != end; ++it) out[(*it)[1]] = (*it)[2];
  return out;
}

TEST(Guide, ExplainsEverySentenceThatAWallCanShow) {
  EXPECT_GT(shown(config::load_words(assets, "id").value()).size(), 200u);
  EXPECT_THAT(unexplained("id"), IsEmpty());
  EXPECT_THAT(unexplained("en"), IsEmpty());
}

TEST(Guide, NoticesOfTheViewerAreFound) {
  const config::Words words("id", {{"it is {} now", "sekarang {}"}, {"a reason of it", "sebabnya"}});
  EXPECT_THAT(shown_by({"viewer/a.cpp", "push({feeds::Severity::watch, {\"it is {} now\", {a}}});"}, words),
              testing::ElementsAre("it is {} now"));
  EXPECT_THAT(shown_by({"viewer/a.cpp", "say({\"it is {} now\", {a}});"}, words), IsEmpty());
  EXPECT_THAT(shown_by({"feeds/a.cpp", "fail(\"a reason of it\");"}, words), testing::ElementsAre("a reason of it"));
}

TEST(Guide, BothLanguagesGiveTheSameFiles) {
  EXPECT_EQ(files_of(guide("id")), files_of(guide("en")));
}

TEST(ProgramGuide, IsPrintedInBothLanguages) {
  const support::Program program;
  EXPECT_THAT(program({"guide"}).out, HasSubstr("# Panduan operator Anjungan"));
  EXPECT_THAT(program({"guide", "--lang", "en"}).out, HasSubstr("# The operator's guide to Anjungan"));
}

// What a block of shell runs of the program: the command, then its options.
std::vector<std::vector<std::string>> calls_in(const std::string& text) {
  static const std::regex block("```sh\\n([^`]*)```"),
      call(R"((?:^|\s)anjungan (?!anjungan)([a-z]+)((?:[^\n\\]|\\\n)*))");
  static const std::regex option(R"( (--[a-z-]+))");
  std::vector<std::vector<std::string>> out;
  const std::sregex_iterator end;
  for (std::sregex_iterator one(text.begin(), text.end(), block); one != end; ++one) {
    const std::string lines = (*one)[1];
    for (std::sregex_iterator it(lines.begin(), lines.end(), call); it != end; ++it) {
      const std::string rest = (*it)[2];
      out.push_back({(*it)[1]});
      for (std::sregex_iterator o(rest.begin(), rest.end(), option); o != end; ++o) out.back().push_back((*o)[1]);
    }
  }
  return out;
}

TEST(ProgramGuide, ItsCommandsAreThoseOfTheProgram) {
  const support::Program program;
  EXPECT_EQ(calls_in(guide("id")), calls_in(guide("en")));
  std::set<std::string> commands;
  for (const std::vector<std::string>& call : calls_in(guide("id"))) {
    commands.insert(call[0]);
    std::vector<std::string> help{call[0], "--help"};
    if (call[0] == "feed") help.insert(help.begin() + 1, "test");
    if (call[0] == "center") help.insert(help.begin() + 1, "new");
    const support::ChildResult result = program(help);
    EXPECT_EQ(result.code, 0) << call[0];
    for (std::size_t i = 1; i < call.size(); ++i) EXPECT_THAT(result.out, HasSubstr("  " + call[i] + " ")) << call[0];
  }
  EXPECT_THAT(commands, testing::IsSupersetOf({"status", "check", "feed", "backup", "verify"}));
}

TEST(ProgramGuide, ItsSampleAgencyIsInOrder) {
  const support::Program program;
  const support::Folder folder;
  const auto files = files_of(program({"guide"}).out);
  EXPECT_TRUE(files.contains("agencies/perpustakaan/agency.toml"));
  for (const auto& [name, text] : files) folder.write("contoh/" + name, text);
  const support::ChildResult result = program({"check", "--center", folder.file("contoh"), "--lang", "en"});
  EXPECT_EQ(result.code, 0) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("in order; 1 feeds, 1 indicators, 1 pages, 0 warnings"));
}

}  // namespace
