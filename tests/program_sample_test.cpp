// What `anjungan sample` prints of each kind is a good section of a center that has the indicators and tables it names.
#include <gmock/gmock.h>

#include <set>
#include <sstream>

#include "feeds/feed.h"
#include "panels/panel.h"
#include "tests/support/program.h"

namespace {

using testing::IsEmpty;

class ProgramSample : public testing::TestWithParam<std::string> {
 protected:
  ProgramSample() {
    center().replace("center.toml", "pages = [\"ringkasan\", \"pimpinan\"]\n", "");
    center().add("center.toml", "\n[intake]\nport = 8090\n");
    center().replace("agencies/setda/agency.toml", "name = \"loket\"\n", "name = \"loket\"\npriority = 2\n");
  }
  test::TempCenter& center() { return program_.center(); }
  std::string sample() const {
    const support::ChildResult result = program_({"sample", GetParam(), "--lang", "en"});
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
  }
  // What `check` says of the file, warnings apart, once the names that it misses are there.
  std::vector<std::string> faults_of(const std::string& file) {
    std::vector<std::string> faults;
    for (int i = 0; i < 4; ++i) {
      faults = complaints_of(file);
      bool added = false;
      for (const std::string& fault : faults) added = define(fault) || added;
      if (!added) break;
    }
    return faults;
  }

 private:
  std::vector<std::string> complaints_of(const std::string& file) const {
    const support::ChildResult result = program_.on_center({"check"});
    std::istringstream said(result.out + result.err);
    std::vector<std::string> out;
    for (std::string line; std::getline(said, line);)
      if (line.find(file) != std::string::npos && line.find(": warning: ") == std::string::npos) out.push_back(line);
    return out;
  }
  bool define(const std::string& fault) {
    for (const char* section : {"indicator", "table"}) {
      const std::string begins = std::string("there is no ") + section + " \"";
      const std::size_t at = fault.find(begins);
      if (at == std::string::npos) continue;
      const std::size_t from = at + begins.size();
      const std::string name = fault.substr(from, fault.find('"', from) - from);
      if (name.empty() || !defined_.insert(section + name).second) return false;
      center().add("agencies/setda/agency.toml", std::string("\n[[") + section + "]]\nname = \"" + name +
                                                     "\"\ntitle = \"" + name + "\"\n" +
                                                     (section[0] == 'i' ? "unit = \"%\"\nstale_after = \"1d\"\n" : ""));
      return true;
    }
    return false;
  }

  support::Program program_;
  std::set<std::string> defined_;
};

class ProgramSampleFeed : public ProgramSample {};
TEST_P(ProgramSampleFeed, IsGood) {
  center().write("agencies/setda/contoh.toml", sample());
  EXPECT_THAT(faults_of("setda/contoh.toml"), IsEmpty());
}

class ProgramSamplePanel : public ProgramSample {};
TEST_P(ProgramSamplePanel, IsGood) {
  center().write("pages/contoh.toml", "[[page]]\nname = \"contoh\"\ntitle = \"Contoh\"\n" + sample());
  EXPECT_THAT(faults_of("pages/contoh.toml"), IsEmpty());
}

template <class Kinds>
std::vector<std::string> names_of(const Kinds& kinds) {
  std::vector<std::string> names;
  for (const auto* kind : kinds) names.push_back(kind->name);
  return names;
}
std::string name_of(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}
INSTANTIATE_TEST_SUITE_P(Kinds, ProgramSampleFeed, testing::ValuesIn(names_of(feeds::feed_kinds())), name_of);
INSTANTIATE_TEST_SUITE_P(Kinds, ProgramSamplePanel, testing::ValuesIn(names_of(panels::panel_kinds())), name_of);

}  // namespace
