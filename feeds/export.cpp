// History out of a store file, as an audience may see it. Any thread; a connection of its own.
#include <algorithm>

#include "feeds/audience.h"
#include "feeds/picture.h"

namespace feeds {
namespace {

// Whether all of it, a part (approved periods), or nothing may leave.
struct Leave {
  bool any = false, only_approved_periods = false;
};

Leave leave_of(const Snapshot& whole, const std::string& series, Audience audience, Time now) {
  const auto cut = only_for(audience, whole, now);
  const config::Indicator* indicator = cut->catalogue->indicator(parse_series(series).indicator);
  const Series* all = whole.find(series);
  if (!indicator || !all) return {};
  const Series* part = cut->find(series);
  return {true, part != all};
}

}  // namespace

config::Result<std::vector<ExportRow>> export_series(const std::filesystem::path& file, const config::Center& center,
                                                     const std::string& series, Time from, Time to, Audience audience,
                                                     Time now) {
  auto opened = History::open(file.string(), History::Mode::read);
  if (!opened) return tl::unexpected(opened.error());
  History& history = **opened;
  Picture picture;
  picture.adopt(make_setting(std::shared_ptr<const config::Center>(std::shared_ptr<void>(), &center)));
  if (auto loaded = picture.load(history, now); !loaded) return tl::unexpected(loaded.error());
  const auto whole = picture.make(history, now, {});
  const Leave leave = leave_of(*whole, series, audience, now);
  if (!leave.any)
    return config::fail({"there is no series {} here", {series}}, "`anjungan tell` names what a page shows");
  const config::Indicator& indicator = *center.catalogue->indicator(parse_series(series).indicator);
  std::map<Time, ExportRow> rows;  // of feeds that share a series the better one's value counts
  for (const LineName& line : picture.lines_of(series)) {
    const auto read = history.read(line, from, to, {}, [&](const Stored& stored) {
      if (leave.only_approved_periods && !period_approved(indicator, stored.at, *center.catalogue, now)) return;
      rows.try_emplace(stored.at, ExportRow{series, stored.at, stored.received, stored.observed, stored.value});
    });
    if (!read) return tl::unexpected(read.error());
  }
  std::vector<ExportRow> out;
  for (auto& [at, row] : rows) out.push_back(std::move(row));
  return out;
}

}  // namespace feeds
