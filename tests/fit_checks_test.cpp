// What `check` says of text that the center's displays cannot show at 16 arc-minutes, and that its cures cure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_center.h"
#include "viewer/fit_checks.h"
#include "viewer/kind_checks.h"

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FitChecks : public testing::Test {
 protected:
  // Of one panel on the display "dinding" (1.66 m wide, 4 m away), after the default one in the corner.
  std::vector<std::string> warnings(const std::string& panel) {
    test::TempCenter center;
    write_good_center(center);
    center.write("agencies/dinkes/feeds.toml", "");
    center.replace("center.toml", "name = \"dinding\"\n",
                   "name = \"dinding\"\nwidth_px = 3840\nheight_px = 2160\nviewing_distance_m = 4\n"
                   "output = [{ width_mm = 1660, height_mm = 934 }]\n");
    center.write("pages/ringkasan.toml",
                 "[[page]]\nname = \"ringkasan\"\ntitle = \"Ringkasan\"\n\n[[page.panel]]\n" + panel);
    const config::Center loaded = center.load(viewer::kind_checks());
    for (const config::Complaint& c : loaded.complaints) ADD_FAILURE() << to_line(c, {});
    const std::filesystem::path build = std::filesystem::path(ANJUNGAN_PROGRAM).parent_path();
    config::Complaints found;
    viewer::check_legible(loaded, {std::filesystem::path(ANJUNGAN_SOURCE) / "assets", build / "fonts"}, found);
    std::vector<std::string> out;
    for (const config::Complaint& c : found) {
      EXPECT_TRUE(c.warning);
      out.push_back(to_line(c, {}));
    }
    return out;
  }
};

TEST_F(FitChecks, ATitleThatIsCutIsNamedAndTheCureCures) {
  const std::string panel = "kind = \"clock\"\nat = [0, 0, 6, 4]\ntitle = \"";
  EXPECT_THAT(warnings(panel + "Jam pelayanan\"\n"), IsEmpty());
  const std::string longer(
      "Rata-rata waktu tunggu pelayanan administrasi kependudukan dan pencatatan sipil di seluruh kecamatan");
  const auto said = warnings(panel + longer + "\"\n");
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0], HasSubstr("pages/ringkasan.toml:5:1: warning: on the display dinding the title \"" + longer +
                                 "\" is cut; shorten it to about "));
  const int letters = std::stoi(said[0].substr(said[0].find("about ") + 6));
  EXPECT_GT(letters, 10);
  EXPECT_THAT(warnings(panel + longer.substr(0, static_cast<std::size_t>(letters) - 8) + "\"\n"), IsEmpty());
  EXPECT_THAT(warnings("kind = \"clock\"\nat = [0, 0, 16, 4]\ntitle = \"" + longer + "\"\n"), IsEmpty());
}

TEST_F(FitChecks, RowsAndLinesThatDoNotFitAreCounted) {
  const std::string table =
      "kind = \"table\"\nat = [0, 0, 12, 6]\ntable = \"layanan\"\n[[page.panel.columns]]\nfield = \"nama\"\n";
  const std::string rows = "kind = \"table\"\nat = [0, 0, 12, 6]\ntable = \"layanan\"\n";
  const std::string column = "[[page.panel.columns]]\nfield = \"nama\"\n";
  EXPECT_THAT(warnings(table), IsEmpty()) << "as many as fit";
  const auto said = warnings(rows + "most_rows = 40\n" + column);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_THAT(said[0], HasSubstr(" of 40 rows fit; set most_rows = "));
  const std::string fit = said[0].substr(said[0].find("most_rows = ") + 12, 2);
  EXPECT_THAT(warnings(rows + "most_rows = " + std::to_string(std::stoi(fit)) + "\n" + column), IsEmpty());
  std::string text;
  for (int i = 0; i < 400; ++i) text += "pengumuman ";
  EXPECT_THAT(warnings("kind = \"text\"\nat = [0, 0, 8, 4]\ntext = \"" + text + "\"\n"),
              ElementsAre(HasSubstr("lines of the text do not fit; shorten the text")));
  EXPECT_THAT(warnings("kind = \"text\"\nat = [0, 0, 8, 4]\ntext = \"Libur.\"\n"), IsEmpty());
}

TEST_F(FitChecks, ACodeTooSmallForTheDistanceIsNamed) {
  const std::string address = "address = \"https://pusat.example.go.id/{page}\"\n";
  EXPECT_THAT(warnings("kind = \"qr\"\nat = [0, 0, 24, 12]\n" + address), IsEmpty());
  EXPECT_THAT(warnings("kind = \"group\"\nat = [0, 0, 24, 12]\ncolumns = 4\nrows = 3\n[[page.panel.panel]]\n"
                       "kind = \"qr\"\nat = [0, 0, 1, 1]\n" +
                       address),
              ElementsAre(HasSubstr("on the display dinding the code is read from ")));
}

}  // namespace
