// See picture_file.h. Any thread.
#include "viewer/picture_file.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

namespace viewer {
namespace {

// Numbers of a TIFF block, which says their byte order itself; past its end they are 0.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}
  unsigned number(std::size_t at, std::size_t size) const {
    unsigned out = 0;
    for (std::size_t i = 0; i < size && at + size <= bytes_.size(); ++i)
      out |= static_cast<unsigned>(static_cast<unsigned char>(bytes_[at + i])) << 8 * (little_ ? i : size - 1 - i);
    return out;
  }

 private:
  std::string_view bytes_;
  bool little_;
};

// How the camera was held (EXIF 2.3, tag 0x0112): 1 upright, 2-8 turned or mirrored.
unsigned orientation(std::string_view jpeg) {
  constexpr unsigned kOrientation = 0x0112, kNewest = 0xDA;
  if (!jpeg.starts_with("\xFF\xD8")) return 1;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(jpeg[i])); };
  for (std::size_t at = 2; at + 4 <= jpeg.size() && byte(at) == 0xFF && byte(at + 1) != kNewest;) {
    const std::size_t length = byte(at + 2) << 8 | byte(at + 3);
    const std::string_view part = jpeg.substr(at + 4, length < 2 ? 0 : length - 2);
    if (byte(at + 1) == 0xE1 && part.starts_with(std::string_view("Exif\0\0", 6))) {
      const Tiff tiff(part.substr(6));
      const std::size_t list = tiff.number(4, 4);
      for (std::size_t i = 0; i < tiff.number(list, 2); ++i)
        if (tiff.number(list + 2 + i * 12, 2) == kOrientation) return tiff.number(list + 2 + i * 12 + 8, 2);
      return 1;
    }
    at += 2 + std::max<std::size_t>(length, 2);
  }
  return 1;
}

Pixels turned(Pixels in, unsigned how) {
  if (how < 2 || how > 8) return in;
  const bool across = how >= 5;
  Pixels out{across ? in.height : in.width, across ? in.width : in.height, {}};
  out.rgba.resize(in.rgba.size());
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      int from_x = across ? y : x, from_y = across ? x : y;
      if (how == 2 || how == 3 || how == 7 || how == 8) from_x = in.width - 1 - from_x;
      if (how == 3 || how == 4 || how == 6 || how == 7) from_y = in.height - 1 - from_y;
      const auto place = [](const Pixels& p, int px, int py) {
        return (static_cast<std::size_t>(py) * static_cast<std::size_t>(p.width) + static_cast<std::size_t>(px)) * 4;
      };
      std::memcpy(out.rgba.data() + place(out, x, y), in.rgba.data() + place(in, from_x, from_y), 4);
    }
  return out;
}

// Which pixels of `many` the pixel `i` of `few` covers, and how much of the first and the last.
struct Cover {
  int first = 0, last = 0;
  float from = 0, to = 0;
  Cover(int i, int few, int many) {
    const double step = static_cast<double>(many) / few;
    from = static_cast<float>(i * step);
    to = static_cast<float>((i + 1) * step);
    first = std::min(static_cast<int>(from), many - 1);
    last = std::clamp(static_cast<int>(std::ceil(to)) - 1, first, many - 1);
  }
  float share(int k) const { return std::min(to, static_cast<float>(k + 1)) - std::max(from, static_cast<float>(k)); }
};

}  // namespace

Pixels reduced(const Pixels& in, int width, int height) {
  if (width >= in.width && height >= in.height) return in;
  width = std::clamp(width, 1, in.width);
  height = std::clamp(height, 1, in.height);
  const std::size_t row = static_cast<std::size_t>(in.width) * 4;
  Pixels out{width, height, {}};
  out.rgba.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  std::vector<float> sums(row);
  for (int y = 0; y < height; ++y) {
    const Cover rows(y, height, in.height);
    std::fill(sums.begin(), sums.end(), 0.0f);
    for (int k = rows.first; k <= rows.last; ++k) {
      const std::uint8_t* line = in.rgba.data() + row * static_cast<std::size_t>(k);
      const float share = rows.share(k);
      for (std::size_t i = 0; i < row; ++i) sums[i] += share * static_cast<float>(line[i]);
    }
    for (int x = 0; x < width; ++x) {
      const Cover columns(x, width, in.width);
      float sum[4] = {}, all = 0;
      for (int k = columns.first; k <= columns.last; ++k) {
        all += columns.share(k);
        for (int c = 0; c < 4; ++c)
          sum[c] += columns.share(k) * sums[static_cast<std::size_t>(k) * 4 + static_cast<std::size_t>(c)];
      }
      all *= rows.to - rows.from;
      for (const float s : sum)
        out.rgba.push_back(static_cast<std::uint8_t>(std::clamp(std::lround(s / all), 0L, 255L)));
    }
  }
  return out;
}

config::Result<Pixels> decode_picture(const std::string& bytes, const std::string& name, int longest) {
  const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
  const int size = static_cast<int>(bytes.size());
  int width = 0, height = 0, channels = 0;
  const config::Text broken{"{} is no PNG or JPEG picture, or is broken", {name}};
  if (bytes.empty() || !stbi_info_from_memory(data, size, &width, &height, &channels))
    return config::fail(broken, "save it again as PNG or JPEG");
  if (std::int64_t{width} * height > kMostPicturePixels)
    return config::fail({"{} has more than {} million pixels", {name, std::to_string(kMostPicturePixels / 1'000'000)}},
                        "make it smaller");
  const std::unique_ptr<stbi_uc, void (*)(void*)> read(stbi_load_from_memory(data, size, &width, &height, &channels, 4),
                                                       stbi_image_free);
  if (!read || width < 1 || height < 1) return config::fail(broken, "save it again as PNG or JPEG");
  const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  Pixels out{width, height, {read.get(), read.get() + count}};
  if (const int most = std::max(width, height); most > longest)
    out = reduced(out, std::max(1, static_cast<int>(std::int64_t{width} * longest / most)),
                  std::max(1, static_cast<int>(std::int64_t{height} * longest / most)));
  return turned(std::move(out), orientation(bytes));
}

config::Result<Pixels> read_picture(const std::filesystem::path& path, int longest) {
  std::error_code failed;
  const std::string name = path.filename().string();
  if (!std::filesystem::is_regular_file(path, failed))
    return config::fail({"the picture {} is not there", {name}}, "put it beside the page's file, or correct its name");
  if (static_cast<std::int64_t>(std::filesystem::file_size(path, failed)) > kMostPictureBytes || failed)
    return config::fail({"{} has more than {} MB", {name, std::to_string(kMostPictureBytes / 1'000'000)}},
                        "make it smaller");
  std::ifstream file(path, std::ios::binary);
  if (!file) return config::fail({"the picture {} cannot be read", {name}}, "allow the program to read it");
  std::string bytes(static_cast<std::size_t>(kMostPictureBytes) + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return decode_picture(bytes, name, longest);
}

}  // namespace viewer
