// Where nodes stand: always the same, inside the room, apart, a tree from the data center without crossings.
#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <thread>

#include "config/geo_map.h"
#include "panels/network_tree.h"

namespace {

using panels::NetArrangement;
using panels::NetLayout;
using panels::NetPlan;

NetPlan random_plan(std::mt19937& random, NetArrangement how, int most = 60) {
  NetPlan plan;
  plan.how = how;
  plan.width = 200 + static_cast<float>(random() % 900);
  plan.height = 150 + static_cast<float>(random() % 700);
  const int count = 1 + static_cast<int>(random() % static_cast<unsigned>(most));
  std::uniform_real_distribution<double> place(-0.5, 0.5), part(0, 1);
  for (int i = 0; i < count; ++i) {
    NetPlan::Node n;
    n.root = i == 0;
    if (random() % 6 != 0) n.place = {115 + place(random), -3 + place(random) * (random() % 4 == 0 ? 0.001 : 1)};
    if (random() % 3 != 0) n.by_hand = ImVec2{static_cast<float>(part(random)), static_cast<float>(part(random))};
    plan.nodes.push_back(n);
    if (i > 0 && random() % 12 != 0)
      plan.links.push_back(
          {static_cast<int>(random() % static_cast<unsigned>(i)), i, static_cast<double>(random() % 3)});
  }
  for (unsigned k = random() % 6; k > 0; --k)
    plan.links.push_back({static_cast<int>(random() % static_cast<unsigned>(count)),
                          static_cast<int>(random() % static_cast<unsigned>(count)), 1});
  plan.apart = 0.5f * std::sqrt(plan.width * plan.height / static_cast<float>(count));
  return plan;
}

float brute_nearest(const std::vector<ImVec2>& at) {
  float out = 1e9f;
  for (std::size_t i = 0; i < at.size(); ++i)
    for (std::size_t j = i + 1; j < at.size(); ++j)
      out = std::min(out, std::hypot(at[i].x - at[j].x, at[i].y - at[j].y));
  return out;
}

TEST(NetworkLayout, IsTheSameEveryTimeAndInsideItsRoom) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const NetPlan plan = random_plan(random, static_cast<NetArrangement>(round % 3));
    const NetLayout once = lay_out(plan), again = lay_out(plan);
    ASSERT_EQ(once.at.size(), plan.nodes.size());
    ASSERT_EQ(once.bend.size(), plan.links.size());
    for (std::size_t i = 0; i < once.at.size(); ++i) {
      ASSERT_EQ(once.at[i].x, again.at[i].x);
      ASSERT_EQ(once.at[i].y, again.at[i].y);
      ASSERT_TRUE(once.at[i].x >= -0.5f && once.at[i].x <= plan.width + 0.5f) << once.at[i].x << " of " << plan.width;
      ASSERT_TRUE(once.at[i].y >= -0.5f && once.at[i].y <= plan.height + 0.5f) << once.at[i].y << " of " << plan.height;
    }
    if (once.at.size() > 1 && once.nearest < 0.2f * plan.apart) {
      ASSERT_NE(plan.how, NetArrangement::map) << once.nearest << " of " << plan.apart;
    }
  }
}

TEST(NetworkLayout, PushesApartWhatThereIsRoomFor) {
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    std::vector<ImVec2> points;
    for (int i = 0; i < 40; ++i)
      points.push_back({500 + static_cast<float>(random() % 30), 300 + static_cast<float>(random() % 30)});
    points[1] = points[0];
    std::vector<char> fixed(points.size(), 0);
    fixed[0] = 1;
    const ImVec2 stays = points[0];
    panels::push_apart(points, fixed, 50, {1000, 600});
    EXPECT_GT(brute_nearest(points), 40);
    EXPECT_EQ(points[0].x, stays.x);
    EXPECT_EQ(points[0].y, stays.y);
  }
}

TEST(NetworkLayout, FindsTheNearestTwo) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<ImVec2> points;
    const unsigned count = 2 + random() % 80;
    for (unsigned i = 0; i < count; ++i)
      points.push_back({static_cast<float>(random() % 4000) / 4, static_cast<float>(random() % 900) / 4});
    ASSERT_FLOAT_EQ(panels::nearest_two(points), brute_nearest(points)) << count;
  }
}

TEST(NetworkLayout, StandsWhereTheMapHasIt) {
  NetPlan plan;
  plan.width = 1000;
  plan.height = 600;
  plan.apart = 10;
  for (const auto& [longitude, latitude] : {std::pair{115.4, -3.8}, {116.1, -3.3}, {115.7, -3.5}})
    plan.nodes.push_back({false, 0, std::pair{longitude, latitude}, {}});
  const NetLayout out = lay_out(plan);
  ASSERT_TRUE(out.projection);
  const auto [x, y] = config::project(115.7, -3.5);
  EXPECT_NEAR(out.at[2].x, (x - out.projection->x) * out.projection->scale, 0.01);
  EXPECT_NEAR(out.at[2].y, (y - out.projection->y) * out.projection->scale, 0.01);
  EXPECT_LT(out.at[0].x, out.at[1].x);  // west to the left
  EXPECT_GT(out.at[0].y, out.at[1].y);  // south below
  EXPECT_EQ(out.displaced, 0);
}

TEST(NetworkLayout, ByHandStaysByHand) {
  NetPlan plan;
  plan.how = NetArrangement::hand;
  plan.width = 800;
  plan.height = 400;
  plan.apart = 60;
  plan.nodes = {{true, 0, {}, ImVec2{0.5f, 0.5f}}, {false, 0, {}, ImVec2{0.52f, 0.5f}}, {false, 0, {}, {}}};
  plan.links = {{1, 2, 0}};
  const NetLayout out = lay_out(plan);
  EXPECT_EQ(out.at[0].x, 400);
  EXPECT_EQ(out.at[1].x, 416);
  EXPECT_EQ(out.displaced, 1);
  EXPECT_GT(std::hypot(out.at[2].x - 416, out.at[2].y - 200), 50);
}

TEST(NetworkLayout, ATreeTakesTheShortestAndWidestWays) {
  NetPlan plan;
  plan.how = NetArrangement::tree;
  plan.nodes.resize(5);
  plan.nodes[0].root = true;
  plan.links = {{0, 1, 10}, {0, 2, 10}, {1, 3, 10}, {3, 2, 100}, {1, 2, 5}};
  const panels::NetTree tree = panels::tree_of(plan);
  EXPECT_THAT(tree.parent, testing::ElementsAre(-1, 0, 0, 2, -1));
  EXPECT_THAT(tree.over, testing::ElementsAre(-1, 0, 1, 3, -1));
  EXPECT_THAT(tree.depth, testing::ElementsAre(0, 1, 1, 2, 1));
  const NetLayout out = lay_out(plan);
  EXPECT_THAT(out.bend, testing::ElementsAre(0, 0, 0.16f, 0, 0.16f));
}

// The promises of a tidy tree: a parent in the middle, neighbours of a depth at least one apart, in their order, and
// subtrees of the same form drawn alike.
TEST(NetworkLayout, TidyTreesAreTidy) {
  std::mt19937 random(17);
  for (int round = 0; round < 300; ++round) {
    NetPlan plan = random_plan(random, NetArrangement::tree, 120);
    const panels::NetTree tree = panels::tree_of(plan);
    const auto at = panels::tidy_tree(tree);
    ASSERT_EQ(tree.order.size(), plan.nodes.size());
    std::map<int, float> last;
    for (const int v : tree.order) {
      const auto i = static_cast<std::size_t>(v);
      if (const auto before = last.find(tree.depth[i]); before != last.end()) {
        ASSERT_GE(at[i].x, before->second + 0.999f) << i;
      }
      last[tree.depth[i]] = at[i].x;
      const auto& children = tree.children[i];
      if (children.empty()) continue;
      const float first = at[static_cast<std::size_t>(children.front())].x,
                  end = at[static_cast<std::size_t>(children.back())].x;
      ASSERT_NEAR(at[i].x, (first + end) / 2, 1e-3f);
    }
  }
}

TEST(NetworkLayout, ALongChainAndAWideStarAreTrees) {
  NetPlan chain;
  chain.how = NetArrangement::tree;
  chain.width = 900;
  chain.height = 500;
  chain.nodes.resize(3000);
  chain.nodes[0].root = true;
  for (int i = 1; i < 3000; ++i) chain.links.push_back({i - 1, i, 0});
  EXPECT_GT(lay_out(chain).nearest, 0.29f);
  NetPlan star = chain;
  star.nodes.resize(61);
  star.links.clear();
  for (int i = 1; i < 61; ++i) star.links.push_back({0, i, 0});
  EXPECT_GT(lay_out(star).nearest, 30);  // around the data center: a row of 60 would leave 15
}

TEST(NetworkLayouts, LargeOnesAreMadeElsewhere) {
  std::mt19937 random(23);
  NetPlan large = random_plan(random, NetArrangement::map);
  while (large.nodes.size() <= panels::NetLayouts::at_once)
    large.nodes.push_back({false, 0, std::pair{115.0, -3.0}, {}});
  panels::NetLayouts layouts;
  EXPECT_FALSE(layouts.get(large));
  EXPECT_TRUE(layouts.working());
  std::shared_ptr<const NetLayout> made;
  for (int tries = 0; tries < 4000 && !made; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    made = layouts.get(large);
  }
  ASSERT_TRUE(made);
  EXPECT_FALSE(layouts.working());
  EXPECT_EQ(layouts.get(large), made);
  const NetLayout here = lay_out(large);
  for (std::size_t i = 0; i < here.at.size(); ++i) EXPECT_EQ(here.at[i].x, made->at[i].x);
  NetPlan small = large;
  small.nodes.resize(2);
  small.links.clear();
  EXPECT_TRUE(layouts.get(small));
  EXPECT_EQ(layouts.get(large), made);
}

}  // namespace
