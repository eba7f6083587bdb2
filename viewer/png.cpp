// See png.h. Any thread.
#include "viewer/png.h"
#include <cstdio>
#include <fstream>
#include <iterator>
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_FAILURE_USERMSG
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

namespace viewer {

std::string png_bytes(const Picture& picture) {
  std::string out;
  const auto append = [](void* to, void* data, int size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
  };
  stbi_write_png_to_func(append, &out, picture.size.width, picture.size.height, 4, picture.rgba.data(),
                         picture.size.width * 4);
  return out;
}

config::Result<void> write_png(const std::filesystem::path& path, const Picture& picture) {
  std::ofstream file(path, std::ios::binary);
  const std::string bytes = png_bytes(picture);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return config::fail({"{} cannot be written", {path.string()}}, "choose another file");
  return {};
}

config::Result<Picture> read_png(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  Picture picture;
  int channels = 0;
  stbi_uc* pixels =
      stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()), static_cast<int>(bytes.size()),
                            &picture.size.width, &picture.size.height, &channels, 4);
  if (!pixels) return config::fail({"{} is not a PNG picture", {path.string()}});
  picture.rgba.assign(pixels, pixels + static_cast<std::size_t>(picture.size.width) * picture.size.height * 4);
  stbi_image_free(pixels);
  return picture;
}

}  // namespace viewer
