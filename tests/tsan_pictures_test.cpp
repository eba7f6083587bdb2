// Pictures are read on a thread of their own while files change and wants go: for ThreadSanitizer.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/child.h"
#include "tests/support/panel_stage.h"
#include "viewer/pictures.h"
#include "viewer/png.h"

namespace {

TEST(TsanPictures, AreReadWhileWhatIsWantedChanges) {
  const stage::Host host;
  const support::Folder folder;
  std::atomic<int> said = 0;
  {
    viewer::Pictures pictures([&said] { ++said; });
    for (int round = 0; round < 30; ++round) {
      const int side = 20 + round;
      const viewer::Picture picture{{side, side},
                                    std::vector<std::uint8_t>(static_cast<std::size_t>(side * side * 4), 200)};
      ASSERT_TRUE(viewer::write_png(folder.file("a.png"), picture));
      ASSERT_TRUE(viewer::write_png(folder.file("b.png"), picture));
      std::vector<std::string> wanted{"a.png"};
      if (round % 2 == 0) wanted.emplace_back("b.png");
      if (round % 3 == 0) wanted.emplace_back("none.png");
      pictures.want(folder.path(), wanted, 1000);
      pictures.take();
      if (round % 4 != 0) continue;
      pictures.wait();
      EXPECT_TRUE(pictures.take());
      EXPECT_TRUE(pictures.find("a.png").image);
      EXPECT_EQ(pictures.find("a.png").image->levels[0].width, side);
    }
  }
  EXPECT_GT(said, 0);
}

}  // namespace
