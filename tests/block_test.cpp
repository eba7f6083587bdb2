// Blocks give back what was packed, bit for bit, say rightly what is in them, and refuse what is damaged.
#include "feeds/block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "feeds/crc32c.h"
#include "tests/support/points.h"

namespace {

using namespace feeds;
using test::Points;
using Columns = BlockReader::Columns;

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
bool same(const Stored& a, const Stored& b) {
  return a.at == b.at && a.received == b.received && same(a.value, b.value) && a.observed == b.observed;
}
bool same(const Points& a, const Points& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Stored& x, const Stored& y) { return same(x, y); });
}

Points unpacked(const std::string& block) {
  Points out;
  EXPECT_TRUE(unpack_block(block, out)) << "refused";
  return out;
}

// A body with a right checksum, whatever it says.
std::string sealed(const std::string& block) {
  return seal_block(1, {}, std::string_view(block).substr(sealed_prefix));
}

TEST(Block, GivesBackEveryShapeBitForBit) {
  for (const test::Shape& shape : test::shapes())
    for (const std::size_t count : {1, 2, 3, 5, 127, 128, 129, 256, 1000, 1151, 3600})
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Points points = test::make_points(shape.name, count, seed);
        const auto block = pack_block(points);
        ASSERT_TRUE(block) << shape.name << " " << count;
        EXPECT_TRUE(same(unpacked(*block), points)) << shape.name << " of " << count << ", seed " << seed;
      }
}

// Parts of shapes after one another, with times and values of different shapes.
TEST(Block, GivesBackMixturesBitForBit) {
  test::Random random(7);
  const auto& shapes = test::shapes();
  for (int round = 0; round < 300; ++round) {
    Points points;
    for (int part = 0; part < 3; ++part) {
      const std::size_t count = 1 + random() % 300;
      const Points times = shapes[random() % shapes.size()].make(count, random);
      const Points values = shapes[random() % shapes.size()].make(count, random);
      for (std::size_t i = 0; i < count; ++i)
        points.push_back({times[i].at, times[i].received, values[i].value, values[i].observed});
    }
    const auto before = [](const Stored& a, const Stored& b) {
      return a.at != b.at ? a.at < b.at : a.received < b.received;
    };
    const auto equal = [](const Stored& a, const Stored& b) { return a.at == b.at && a.received == b.received; };
    std::sort(points.begin(), points.end(), before);
    points.erase(std::unique(points.begin(), points.end(), equal), points.end());
    const auto block = pack_block(points);
    ASSERT_TRUE(block);
    ASSERT_TRUE(same(unpacked(*block), points)) << "round " << round;
  }
}

TEST(Block, GivesBackTheLongest) {
  Points points = test::make_points("gaps", most_block_points);
  EXPECT_TRUE(same(unpacked(*pack_block(points)), points));
  points.push_back(points.back());
  points.back().at += std::chrono::seconds(1);
  EXPECT_FALSE(pack_block(points));
}

TEST(Block, ReadsMomentsAndValuesAlone) {
  for (const test::Shape& shape : test::shapes()) {
    const Points points = test::make_points(shape.name, 700);
    const std::string block = *pack_block(points);
    auto reader = BlockReader::open(block, Columns::at_and_value);
    ASSERT_TRUE(reader);
    std::size_t read = 0;
    for (auto group = reader->next(); group && !group->empty(); group = reader->next())
      for (const Stored& point : *group) {
        ASSERT_EQ(point.at, points[read].at);
        ASSERT_TRUE(same(point.value, points[read++].value)) << shape.name;
        ASSERT_FALSE(point.observed);
      }
    EXPECT_EQ(read, points.size()) << shape.name;
  }
}

TEST(Block, SaysWhatIsInIt) {
  for (const test::Shape& shape : test::shapes()) {
    const Points points = test::make_points(shape.name, 500);
    std::map<Time, double> newest;
    for (const Stored& point : points) newest[point.at] = point.value;
    Rollup all;
    for (const auto& [at, value] : newest) all.add(at, value);
    const auto by_receipt = [](const Stored& a, const Stored& b) { return a.received < b.received; };
    const auto [first, last] = std::minmax_element(points.begin(), points.end(), by_receipt);

    const std::string block = *pack_block(points);
    const BlockInfo info = BlockReader::open(block)->info();
    EXPECT_EQ(info.count, points.size());
    EXPECT_EQ(info.first_at, points.front().at);
    EXPECT_EQ(info.last_at, points.back().at);
    EXPECT_EQ(info.first_received, first->received);
    EXPECT_EQ(info.last_received, last->received);
    EXPECT_EQ(info.all.count, all.count);
    EXPECT_EQ(info.all.first_at, all.first_at) << shape.name;
    EXPECT_EQ(info.all.last_at, all.last_at) << shape.name;
    EXPECT_TRUE(same(info.all.min, all.min) && same(info.all.max, all.max) && same(info.all.last, all.last));
    EXPECT_TRUE(same(info.all.sum, all.sum)) << shape.name;
  }
}

// Issue 3: 3 bytes a sample on two-decimal walks with both times, 1.5 on integers, 8 on full mantissas, in the file.
TEST(Block, IsSmall) {
  const std::map<std::string, double> most = {{"walk", 1.1},
                                              {"walk_with_late_receipts", 1.7},
                                              {"walk_observed", 1.65},
                                              {"integers", 0.6},
                                              {"counter", 0.85},
                                              {"constant", 0.03},
                                              {"full_mantissa", 6.1},
                                              {"any_bits", 8.1},
                                              {"gaps", 1.15},
                                              {"single_precision", 4.5},
                                              {"decimals_and_others", 1.4}};
  for (const auto& [shape, bytes] : most) {
    const Points points = test::make_points(shape, 3600);
    EXPECT_LE(static_cast<double>(pack_block(points)->size()) / 3600, bytes) << shape;
  }
  EXPECT_LE(pack_block(test::make_points("monthly", 60))->size(), 450u);
}

TEST(Block, RefusesPointsThatAreOutOfOrder) {
  Points points = test::make_points("walk", 10);
  EXPECT_FALSE(pack_block(Points()));
  std::swap(points[3], points[4]);
  EXPECT_FALSE(pack_block(points));
  points = test::make_points("walk", 10);
  points[4].at = points[3].at;
  EXPECT_TRUE(pack_block(points)) << "a revision";
  points[4].received = points[3].received;
  EXPECT_FALSE(pack_block(points)) << "two values at one receipt";
}

TEST(Block, RefusesWhatIsCutShortOrAltered) {
  for (const char* shape : {"walk_observed", "decimals_and_others", "extremes"}) {
    const std::string block = *pack_block(test::make_points(shape, 150));
    Points out = test::make_points("walk", 2);
    for (std::size_t size = 0; size < block.size(); ++size)
      ASSERT_FALSE(unpack_block(block.substr(0, size), out)) << shape << " cut at " << size;
    for (std::size_t bit = 0; bit < block.size() * 8; ++bit) {
      std::string altered = block;
      altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
      ASSERT_FALSE(unpack_block(altered, out)) << shape << " bit " << bit;
    }
    EXPECT_EQ(out.size(), 2u) << "what was there stays";
    EXPECT_FALSE(unpack_block(block + "x", out));
  }
}

TEST(Block, OfANewerProgramIsSaidToBe) {
  std::string block = *pack_block(test::make_points("walk", 3));
  block[0] = 2;
  Points out;
  EXPECT_EQ(unpack_block(block, out).error().what.key, "a block of the store was made by a newer Anjungan");
}

// As a forger would: the checksum fits. Whatever is accepted ascends and has a bounded size.
TEST(Block, WithAForgedBodyIsRefusedOrWellFormed) {
  test::Random random(11);
  int accepted = 0;
  for (const test::Shape& shape : test::shapes()) {
    const std::string block = *pack_block(shape.make(300, random));
    for (std::size_t size = sealed_prefix; size < block.size(); size += 7) {
      Points out;
      (void)unpack_block(sealed(block.substr(0, size)), out);
    }
    for (int round = 0; round < 2000; ++round) {
      std::string altered = block;
      const std::size_t body = altered.size() - sealed_prefix;
      const std::size_t reach = random() % 2 ? std::min<std::size_t>(body, 100) : body;  // the header, or all of it
      for (std::uint64_t times = 1 + random() % 3; times > 0; --times)
        altered[sealed_prefix + random() % reach] = static_cast<char>(random());
      Points out;
      if (!unpack_block(sealed(altered), out)) continue;
      ++accepted;
      ASSERT_LE(out.size(), most_block_points);
      ASSERT_TRUE(pack_block(out)) << "out of order";
    }
  }
  EXPECT_GT(accepted, 1000) << "the others were refused for a better reason than the checksum";
}

TEST(Block, ClaimsNoMemoryForACountThatIsTooLarge) {
  std::string header;
  ByteWriter(header).varint(std::uint64_t{1} << 40);
  Points out;
  EXPECT_FALSE(unpack_block(seal_block(1, header, *pack_block(test::make_points("walk", 3))), out));
  EXPECT_EQ(out.capacity(), 0u);
}

TEST(IntegerColumn, GivesBackAnySequence) {
  test::Random random(3);
  for (int round = 0; round < 3000; ++round) {
    const int width = static_cast<int>(random() % 65), order = static_cast<int>(random() % 3);
    const std::uint64_t factor = random() % 3 == 0 ? random() % 100'000 : 1;
    std::vector<std::uint64_t> numbers(1 + random() % 400), read;
    for (std::uint64_t& number : numbers)
      number = width == 0 ? 0 : (random() >> (64 - width)) * factor * (random() % 100 == 0 ? 1'000'003 : 1);
    for (int i = 0; i < order; ++i)
      for (std::size_t j = 1; j < numbers.size(); ++j) numbers[j] += numbers[j - 1];
    std::string bytes;
    put_column(numbers, plan_column(numbers, static_cast<int>(random() % 3)), bytes);
    auto reader = ColumnReader::open(ByteReader(bytes));
    ASSERT_TRUE(reader);
    read.resize(numbers.size());
    for (std::size_t i = 0; i < read.size(); i += column_group)
      ASSERT_TRUE(reader->next(std::span(read).subspan(i, std::min(column_group, read.size() - i))));
    ASSERT_EQ(read, numbers) << "round " << round;
  }
}

TEST(ValueColumn, ScalesWhatIsExactlyADecimal) {
  EXPECT_EQ(scaled(23.45, 2), 2345);
  EXPECT_EQ(scaled(-0.01, 2), -1);
  EXPECT_EQ(scaled(0.0, 3), 0);
  EXPECT_EQ(scaled(1e15, 0), 1'000'000'000'000'000);
  EXPECT_FALSE(scaled(23.45, 1));
  EXPECT_FALSE(scaled(-0.0, 2));
  EXPECT_FALSE(scaled(0.1 + 0.2, 12));
  EXPECT_FALSE(scaled(1e16, 0));
  EXPECT_FALSE(scaled(std::nan(""), 0));
  EXPECT_FALSE(scaled(-std::numeric_limits<double>::infinity(), 0));
}

TEST(Checksum, IsThatOfRfc3720) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(crc32c(""), 0u);
}

}  // namespace
