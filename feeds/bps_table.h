// Tables of Statistics Indonesia's WebAPI (model "data"), unfolded into rows: wilayah, kode, variabel, turunan, tahun,
// periode, jenis (bulan, triwulan, semester, tahun), waktu ("Januari 2026", "Triwulan I 2026", "2026") and nilai. The
// keys of its "datacontent" are vervar, var, turvar, tahun and turtahun written together without separators: they are
// built from the lists of the dimensions and never split. Any thread.
#pragma once
#include <memory>
#include "feeds/rows.h"

namespace feeds {

// Errors: no JSON, a fault that the system reports, no data, a dimension that is missing, values that fit none of them.
config::Result<std::unique_ptr<RowSource>> open_bps_table(const std::string& body);

}  // namespace feeds
