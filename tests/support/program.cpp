// See program.h.
#include "tests/support/program.h"

#include "config/time.h"
#include "feeds/clock.h"

namespace support {

void write_program_center(test::TempCenter& center, const std::string& url) {
  const std::string now = config::to_rfc3339(feeds::system_clock().now());
  center.write("center.toml", R"([center]
name = { id = "Kabupaten Contoh", en = "Sample Regency" }
code = "63.10"
zone = "WITA"

[[region]]
code = "63.10.01"
name = "Batulicin"

[[grant]]
holder = "leadership"
scope = "*"
basis = { kind = "order", number = "188.45/7/2026", date = 2026-01-12 }

[[display]]
name = "dinding"
pages = ["ringkasan", "pimpinan"]
output = [{ width_mm = 1650, height_mm = 930 }]
)");
  center.write("agencies/setda/agency.toml", R"([agency]
name = "Sekretariat Daerah"
short = "Setda"

[[indicator]]
name = "layanan.antrean"
title = "Antrean layanan"
unit = "orang"
audience = "public"
least = 0
stale_after = "1d"
approval = [{ letter = "900/17/2026", name = "Kepala", date = 2026-01-12 }]

[[indicator]]
name = "wbs.terbuka"
title = "Laporan terbuka"
unit = "laporan"
audience = "leadership"
stale_after = "1d"
approval = [{ letter = "900/18/2026", name = "Kepala", date = 2026-01-12 }]

[[indicator]]
name = "sistem.beban"
title = "Beban"
unit = "%"
stale_after = "1d"

[[feed]]
name = "loket"
kind = "replay"
file = "loket.jsonl"
speed = 0
interval = "1h"
basis = { kind = "sop", number = "000.8/12/2026", date = 2026-01-12 }

[[feed]]
name = "sistem"
kind = "http_json"
interval = "1h"
deadline = "3s"
basis = { kind = "sop", number = "000.8/13/2026", date = 2026-01-12 }
url = ")" + url + R"("
headers = { Authorization = "env:ANJUNGAN_TEST_TOKEN" }
[[feed.value]]
indicator = "sistem.beban"
pointer = "/beban"
)");
  center.write("loket.jsonl", R"({"series":"layanan.antrean","at":")" + now + R"(","value":41}
{"series":"wbs.terbuka","at":")" + now +
                                  R"(","value":4321}
{"series":"layanan.antrean#mpp","at":")" +
                                  now + R"(","value":-5}
)");
  center.write("pages/halaman.toml", R"([[page]]
name = "ringkasan"
title = "Ringkasan"
[[page.panel]]
kind = "number"
at = [0, 0, 12, 12]
indicator = "layanan.antrean"
[[page.panel]]
kind = "clock"
at = [12, 0, 12, 12]

[[page]]
name = "pimpinan"
title = "Pimpinan"
[[page.panel]]
kind = "number"
at = [0, 0, 12, 12]
indicator = "wbs.terbuka"
[[page.panel]]
kind = "number"
at = [12, 0, 12, 12]
indicator = "layanan.antrean"
)");
}

Program::Program(const std::string& url) {
  write_program_center(center_, url);
}

ChildOptions Program::options(std::vector<std::string> arguments) const {
  ChildOptions options;
  options.arguments = std::move(arguments);
  options.environment = {{"ANJUNGAN_STATE", folder_.file("state")}, {"ANJUNGAN_TEST_TOKEN", planted_token}};
  options.without = {"DISPLAY", "WAYLAND_DISPLAY", "LC_ALL", "LC_MESSAGES", "LANG", "ANJUNGAN_ASSETS"};
  return options;
}

ChildResult Program::operator()(std::vector<std::string> arguments) const {
  return run_child(ANJUNGAN_PROGRAM, options(std::move(arguments)));
}

ChildResult Program::on_center(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--center", dir(), "--lang", "en"});
  return (*this)(std::move(arguments));
}

}  // namespace support
