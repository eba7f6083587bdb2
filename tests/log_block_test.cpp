// Log blocks give back one commit's samples bit for bit, and refuse what is damaged.
#include "feeds/log_block.h"

#include <gtest/gtest.h>

#include "feeds/block_bytes.h"
#include "tests/support/points.h"

namespace {

using namespace feeds;
using Samples = std::vector<LogSample>;

std::string packed(const Samples& samples) {
  LogWriter writer;
  for (const LogSample& sample : samples) writer.add(sample.line, sample.stored);
  EXPECT_EQ(writer.count(), samples.size());
  return writer.finish();
}

void expect_same(const Samples& a, const Samples& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].line, b[i].line);
    ASSERT_EQ(a[i].stored.at, b[i].stored.at);
    ASSERT_EQ(a[i].stored.received, b[i].stored.received);
    ASSERT_EQ(a[i].stored.observed, b[i].stored.observed);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(a[i].stored.value), std::bit_cast<std::uint64_t>(b[i].stored.value));
  }
}

// Samples of several shapes, interleaved; in turn or in any order.
Samples samples(test::Random& random, std::size_t count) {
  std::vector<test::Points> lines;
  for (const test::Shape& shape : test::shapes()) lines.push_back(shape.make(count, random));
  Samples out;
  const bool in_turn = random() % 2 == 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t line = in_turn ? i % lines.size() : random() % lines.size();
    out.push_back({static_cast<std::int64_t>(line) + 5, lines[line][i]});
  }
  return out;
}

TEST(LogBlock, GivesBackWhatCameBitForBit) {
  test::Random random(5);
  for (int round = 0; round < 200; ++round) {
    const Samples before = samples(random, random() % 200);
    const auto after = unpack_log(packed(before));
    ASSERT_TRUE(after);
    expect_same(*after, before);
  }
}

TEST(LogBlock, GivesBackEveryLineNumber) {
  Samples before;
  for (const std::int64_t line : {0L, 1L, -1L, std::numeric_limits<long>::max(), std::numeric_limits<long>::min(), 7L})
    before.push_back({line, {}});
  expect_same(*unpack_log(packed(before)), before);
}

TEST(LogBlock, WriterBeginsAnew) {
  test::Random random(6);
  const Samples first = samples(random, 50), second = samples(random, 20);
  LogWriter writer;
  for (const Samples& each : {first, second}) {
    for (const LogSample& sample : each) writer.add(sample.line, sample.stored);
    expect_same(*unpack_log(writer.finish()), each);
  }
  EXPECT_TRUE(unpack_log(writer.finish())->empty());
}

TEST(LogBlock, IsSmall) {
  const test::Points walk = test::make_points("walk", 1000);
  Samples one_each;
  for (std::size_t i = 0; i < walk.size(); ++i)
    one_each.push_back({static_cast<std::int64_t>(i), {walk[0].at, walk[0].received, walk[i].value, {}}});
  EXPECT_LE(packed(one_each).size(), 3100u);
}

TEST(LogBlock, RefusesWhatIsCutShortOrAltered) {
  test::Random random(8);
  const std::string block = packed(samples(random, 100));
  for (std::size_t size = 0; size < block.size(); ++size) ASSERT_FALSE(unpack_log(block.substr(0, size)));
  for (std::size_t bit = 0; bit < block.size() * 8; ++bit) {
    std::string altered = block;
    altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(unpack_log(altered)) << "bit " << bit;
  }
  std::string newer = block;
  newer[0] = 2;
  EXPECT_EQ(unpack_log(newer).error().what.key, "a block of the store was made by a newer Anjungan");
}

TEST(LogBlock, WithAForgedBodyIsRefusedOrRead) {
  test::Random random(9);
  const std::string block = packed(samples(random, 60));
  const std::string_view body = std::string_view(block).substr(sealed_prefix);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string altered(body.substr(0, random() % 4 == 0 ? random() % body.size() : body.size()));
    for (std::uint64_t times = random() % 4; times > 0 && !altered.empty(); --times)
      altered[random() % altered.size()] = static_cast<char>(random());
    const auto read = unpack_log(seal_block(1, {}, altered));
    accepted += read.has_value();
    ASSERT_TRUE(!read || read->size() <= altered.size());
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
