// Live reload: a change of a center's files is loaded in the background; what has faults is not adopted.
#include "viewer/reload.h"
#include <gtest/gtest.h>
#include <atomic>
#include <thread>
#include "tests/support/child.h"
#include "tests/support/temp_center.h"
#include "viewer/kind_checks.h"

namespace {

using test::TempCenter;

struct ReloadTest : testing::Test {
  TempCenter files, shared;
  std::atomic<int> loads = 0;
  std::unique_ptr<viewer::Reload> reload;
  ReloadTest() {
    test::write_good_center(files);
    files.write("agencies/dinkes/feeds.toml", "");
  }

  void watch() {
    reload = std::make_unique<viewer::Reload>(
        std::vector{files.dir(), shared.dir()},
        [this] { return std::make_shared<const config::Center>(files.load(viewer::kind_checks())); },
        [this] {
          ++loads;
          loads.notify_all();
        });
  }
  std::shared_ptr<const config::Center> next(int after) {
    loads.wait(after);
    return reload->take();
  }
};

TEST_F(ReloadTest, AGoodChangeIsLoaded) {
  watch();
  files.write("pages/ringkasan.toml", "[[page]]\nname = \"ringkasan\"\ntitle = \"Nama baru\"\n");
  const auto center = next(0);
  ASSERT_TRUE(center);
  EXPECT_FALSE(viewer::refused(*center));
  ASSERT_EQ(center->pages.size(), 1u);
  EXPECT_EQ(center->pages[0].title.id, "Nama baru");
  EXPECT_FALSE(reload->take()) << "it is taken once";
}

TEST_F(ReloadTest, AFileThatIsPutIntoAWatchedFolderIsNoChange) {
  files.write("agencies/dinkes/feeds.toml", R"([[feed]]
name = "kiriman"
kind = "watch_folder"
folder = "kiriman"
format = "csv"
interval = "1m"
basis = { kind = "sop", number = "000.8/12/2026", date = 2026-01-12 }
value = [{ indicator = "layanan.antrean", column = "Antre" }]
)");
  files.write("kiriman/lama.csv", "Antre\n1\n");
  watch();
  files.write("agencies/dinkes/feeds.toml", support::read_text(files.dir() / "agencies/dinkes/feeds.toml") + "\n");
  ASSERT_TRUE(next(0)) << "from here on the folder is known";
  files.write("kiriman/senin.csv", "Antre\n3\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(400));  // three times what a change needs to settle
  EXPECT_EQ(loads, 1);
  files.write("pages/ringkasan.toml", "[[page]]\nname = \"ringkasan\"\ntitle = \"Nama baru\"\n");
  ASSERT_TRUE(next(1));
  EXPECT_EQ(loads, 2);
}

TEST_F(ReloadTest, ABadChangeIsRefusedWithItsPlace) {
  watch();
  files.write("pages/ringkasan.toml", "[[page]]\nname = \"ringkasan\"\ntitle = \"Ringkasan\"\ncolumns = \"banyak\"\n");
  const auto center = next(0);
  ASSERT_TRUE(center);
  const auto fault = viewer::refused(*center);
  ASSERT_TRUE(fault);
  EXPECT_NE(fault->place.file.find("ringkasan.toml"), std::string::npos);
  EXPECT_EQ(fault->place.line, 4);
}

TEST_F(ReloadTest, AnAgencysFaultIsRefusedToo) {
  watch();
  files.add("agencies/dinkes/feeds.toml", "lain = 1\n");
  const auto center = next(0);
  ASSERT_TRUE(center);
  EXPECT_TRUE(viewer::refused(*center)) << "the picture that stands is better than a part less";
}

TEST_F(ReloadTest, FilesInNewFoldersAreSeen) {
  watch();
  files.write("agencies/baru/agency.toml", "[agency]\nname = \"Dinas Baru\"\nshort = \"Baru\"\n");
  auto center = next(0);
  ASSERT_TRUE(center);
  const int seen = loads;
  files.add("agencies/baru/agency.toml", "# lagi\n");
  EXPECT_TRUE(next(seen));
}

TEST_F(ReloadTest, AChangeOfASharedPageIsSeen) {
  watch();
  shared.write("layanan.toml", "[[page]]\nname = \"layanan\"\ntitle = \"Layanan\"\n");
  EXPECT_TRUE(next(0));
}

TEST_F(ReloadTest, StopsWhileNothingHappens) {
  watch();
  reload.reset();
  EXPECT_EQ(loads, 0);
}

}  // namespace
