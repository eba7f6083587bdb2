// Pages of the program that a center names: read from their folder, replaced by the center's own, resting alone when
// they have a fault.
#include <gmock/gmock.h>
#include "tests/support/child.h"
#include "tests/support/temp_center.h"
#include "viewer/kind_checks.h"

namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SharedPages : public testing::Test {
 protected:
  SharedPages() {
    test::write_good_center(center_);
    center_.write("agencies/dinkes/feeds.toml", "");
    share("wilayah", "key = 1\n");
    share("layanan");
    name("[\"wilayah\", \"layanan\"]");
  }
  void share(const std::string& page, const std::string& more = "", const std::string& options = "") {
    shared_.write(page + ".toml", "[[page]]\nname = \"" + page + "\"\ntitle = \"Bawaan\"\n" + more +
                                      "[[page.panel]]\nkind = \"clock\"\nat = [0, 0, 24, 12]\n" + options);
  }
  void name(const std::string& pages) {
    center_.replace("center.toml", named_, "[center]\nshared_pages = " + pages + "\n");
    named_ = "[center]\nshared_pages = " + pages + "\n";
  }
  config::Center load() const {
    config::KindChecks checks = viewer::kind_checks();
    checks.shared_pages = shared_.path();
    return center_.load(checks);
  }
  std::vector<std::string> pages() const {
    std::vector<std::string> out;
    for (const config::PageConfig& page : load().pages) out.push_back(page.name + ' ' + page.title.id);
    return out;
  }
  std::vector<std::string> said() const {
    std::vector<std::string> out;
    for (const config::Complaint& c : load().complaints) out.push_back(config::to_line(c, config::Words()));
    return out;
  }
  std::string file(const std::string& name) const { return shared_.file(name); }

  test::TempCenter center_;
  support::Folder shared_;
  std::string named_ = "[center]\n";
};

TEST_F(SharedPages, StandBeforeTheCentersOwnInTheOrderThatIsNamed) {
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_THAT(pages(), ElementsAre("wilayah Bawaan", "layanan Bawaan", "ringkasan Ringkasan"));
  name("[\"layanan\", \"wilayah\"]");
  EXPECT_THAT(pages(), ElementsAre("layanan Bawaan", "wilayah Bawaan", "ringkasan Ringkasan"));
  name("[]");
  EXPECT_THAT(pages(), ElementsAre("ringkasan Ringkasan"));
}

TEST_F(SharedPages, APageOfTheCentersFolderTakesTheirPlace) {
  center_.write("pages/x.toml",
                "[[page]]\nname = \"layanan\"\ntitle = \"Sendiri\"\n[[page.panel]]\nkind = \"clock\"\n"
                "at = [0, 0, 1, 1]\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_THAT(pages(), ElementsAre("wilayah Bawaan", "layanan Sendiri", "ringkasan Ringkasan"));
  center_.write("pages/x.toml", "");
  center_.write("agencies/dinkes/x.toml",
                "[[page]]\nname = \"wilayah\"\ntitle = \"Dinkes\"\n[[page.panel]]\n"
                "kind = \"clock\"\nat = [0, 0, 1, 1]\n");
  EXPECT_THAT(said(), IsEmpty());
  EXPECT_THAT(pages(), ElementsAre("wilayah Dinkes", "layanan Bawaan", "ringkasan Ringkasan"));
}

TEST_F(SharedPages, GiveUpANumberKeyThatTheCenterUses) {
  center_.replace("pages/ringkasan.toml", "name = \"ringkasan\"\n", "name = \"ringkasan\"\nkey = 1\n");
  EXPECT_THAT(said(), IsEmpty());
  const config::Center center = load();
  ASSERT_EQ(center.pages.size(), 3u);
  EXPECT_EQ(center.pages[0].key, 0);
  EXPECT_EQ(center.pages[2].key, 1);
}

TEST_F(SharedPages, AnUnknownNameIsSaidWithThoseThatAreKnown) {
  name("[\"wilayah\",\n\"lyanan\"]");
  EXPECT_THAT(said(), ElementsAre(AllOf(HasSubstr("center.toml:3:1"), HasSubstr("no shared page \"lyanan\""),
                                        HasSubstr("known are layanan, wilayah"))));
  EXPECT_FALSE(load().usable);
  name("[\"../layanan\"]");
  EXPECT_THAT(said(), ElementsAre(HasSubstr("no shared page")));
  name("[\"layanan\", \"layanan\"]");
  EXPECT_THAT(said(), ElementsAre(HasSubstr("\"layanan\" is there twice")));
}

TEST_F(SharedPages, AFaultIsSaidWithItsPlaceAndStopsThatPageAlone) {
  share("layanan", "", "jam = 1\n");
  center_.replace("center.toml", "pages = [\"ringkasan\"]", "pages = [\"ringkasan\", \"layanan\"]");
  EXPECT_THAT(said(), ElementsAre(AllOf(HasSubstr("center.toml:"), HasSubstr("there is no page \"layanan\""),
                                        HasSubstr("the shared page has a fault")),
                                  AllOf(HasSubstr(file("layanan.toml") + ":7:1"), HasSubstr("jam"))));
  EXPECT_TRUE(load().usable);
  EXPECT_THAT(pages(), ElementsAre("wilayah Bawaan", "ringkasan Ringkasan"));
}

TEST_F(SharedPages, AFileThatCannotBeParsedOrHoldsSomethingElseIsSaid) {
  shared_.write("layanan.toml", "[[page]\n");
  EXPECT_THAT(said(), ElementsAre(HasSubstr(file("layanan.toml") + ":1:")));
  shared_.write("layanan.toml", "[[display]]\nname = \"lain\"\n");
  EXPECT_THAT(said(), ElementsAre(HasSubstr("\"display\" does not belong in a shared page")));
  shared_.write("layanan.toml",
                "[[page]]\nname = \"lain\"\ntitle = \"Lain\"\n[[page.panel]]\nkind = \"clock\"\n"
                "at = [0, 0, 1, 1]\n");
  EXPECT_THAT(said(), ElementsAre(AllOf(HasSubstr("layanan.toml:2:"), HasSubstr("name = \"layanan\""))));
  EXPECT_TRUE(load().usable);
  EXPECT_THAT(pages(), ElementsAre("wilayah Bawaan", "ringkasan Ringkasan"));
}

TEST_F(SharedPages, OfTheProgramAreFoundWithItsAssets) {
  EXPECT_TRUE(std::filesystem::exists(viewer::kind_checks().shared_pages / "ringkasan.toml"));
}

}  // namespace
