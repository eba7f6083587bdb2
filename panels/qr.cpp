// The only file that knows libqrencode.
#include "panels/qr.h"

#include <qrencode.h>

#include <memory>

namespace panels {

QrCode qr_code(const std::string& text) {
  if (text.empty() || text.find('\0') != std::string::npos) return {};
  const std::unique_ptr<QRcode, void (*)(QRcode*)> made(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
                                                        QRcode_free);
  if (!made) return {};
  QrCode out{made->width, {}};
  const std::size_t count = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
  out.dark.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.dark.push_back((made->data[i] & 1) != 0);
  return out;
}

}  // namespace panels
