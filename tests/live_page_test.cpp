// The live page for browsers: pictures and words of every page, served from the main thread's scene.
#include "viewer/hub/live_page.h"
#include <gtest/gtest.h>
#include <atomic>
#include <thread>
#include "feeds/http.h"
#include "tests/support/stage.h"
#include "viewer/png.h"

namespace {

using test::Stage;

// Asks on a thread of its own while this one, the main thread, serves.
feeds::HttpReply get(viewer::LivePage& live, Stage& stage, int port, const std::string& path,
                     std::vector<std::pair<std::string, std::string>> headers = {}) {
  feeds::HttpReply reply;
  std::atomic<bool> done = false;
  std::thread asking([&] {
    feeds::Http http({}, feeds::system_clock());
    feeds::HttpRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(port) + path;
    request.headers = std::move(headers);
    request.validators = false;
    if (auto got = http.fetch(request, {})) reply = std::move(*got);
    done = true;
  });
  const auto words = std::make_shared<const config::Words>();
  while (!done) {
    if (live.asked()) live.serve(stage.scene(), stage.canvas(), *words, stage.now);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  asking.join();
  return reply;
}

struct LivePageTest : testing::Test {
  Stage stage{{480, 270}};
  viewer::LivePage live{[] {}};
  int port = live.listen(0).value_or(0);
  feeds::HttpReply get(const std::string& path, std::vector<std::pair<std::string, std::string>> headers = {}) {
    return ::get(live, stage, port, path, std::move(headers));
  }
};

TEST_F(LivePageTest, HoldsEveryPagesPictureAndWords) {
  const auto reply = get("/");
  ASSERT_EQ(reply.status, 200);
  EXPECT_NE(reply.content_type.find("text/html"), std::string::npos);
  EXPECT_NE(reply.body.find("<html lang=\"en\">"), std::string::npos);
  for (const char* page : {"satu", "dua", "tiga"})
    EXPECT_NE(reply.body.find("<img src=\"/page/" + std::string(page) + ".png"), std::string::npos) << page;
  EXPECT_NE(reply.body.find("alt=\"Picture of the page Satu"), std::string::npos);
  EXPECT_NE(reply.body.find("Antrean layanan"), std::string::npos) << "the words are there without scripts";
}

TEST_F(LivePageTest, APictureIsWhatTheSceneShows) {
  const auto reply = get("/page/satu.png");
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "image/png");
  const std::string file = testing::TempDir() + "live_page_test.png";
  {
    std::FILE* out = std::fopen(file.c_str(), "wb");
    ASSERT_NE(out, nullptr);
    std::fwrite(reply.body.data(), 1, reply.body.size(), out);
    std::fclose(out);
  }
  const auto picture = viewer::read_png(file);
  std::remove(file.c_str());
  ASSERT_TRUE(picture);
  stage.scene().show("satu", stage.now);
  EXPECT_EQ(test::different(*picture, stage.picture()), 0);
}

TEST_F(LivePageTest, AnotherValueIsAnotherPictureTheSameIsNotSentAgain) {
  stage.scene().hold(true);
  const std::string first = get("/page/dua.png").body;
  EXPECT_EQ(get("/page/dua.png").body, first);
  stage.pass(std::chrono::seconds(2));
  stage.value(4321);
  EXPECT_NE(get("/page/dua.png").body, first);
}

TEST_F(LivePageTest, NoSuchPageIsNotFound) {
  EXPECT_EQ(get("/page/empat").status, 404);
  EXPECT_EQ(get("/page/empat.png").status, 404);
  EXPECT_EQ(get("/page/satu.png?sheet=7").status, 404);
  EXPECT_EQ(get("/lain").status, 404);
}

TEST_F(LivePageTest, HealthAsksTheMainThread) {
  EXPECT_EQ(get("/health").body, "ok\n");
}

TEST_F(LivePageTest, ATakenPortGivesTheNextFreeOne) {
  viewer::LivePage other([] {});
  const auto second = other.listen(port);
  ASSERT_TRUE(second);
  EXPECT_GT(*second, port);
}

TEST(LivePage, StoppingAnswersWhoWaits) {
  auto live = std::make_unique<viewer::LivePage>([] {});
  const auto port = live->listen(0);
  ASSERT_TRUE(port);
  int status = 0;
  std::thread asking([&] {
    feeds::Http http({}, feeds::system_clock());
    feeds::HttpRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(*port) + "/";
    if (auto got = http.fetch(request, {})) status = got->status;
  });
  while (!live->asked()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  live.reset();
  asking.join();
  EXPECT_EQ(status, 503);
}

}  // namespace
