// Numbers, money, lengths of time, dates and moments as people write them, in Indonesian or English. Any thread.
#pragma once
#include <cstdint>
#include <string>

#include "config/catalogue.h"
#include "config/text.h"
#include "config/time.h"

namespace panels {

using config::Words;

// "1.234,5"; English "1,234.5". Rounded half away from zero; a rounded zero has no minus. Not finite: "–".
std::string number(double, int decimals, const Words&);
// From a million on with one digit after the comma: "12,4 juta", "57,4 miliar", "1,2 triliun"; below as number().
std::string compact(double, int decimals, const Words&);
// For axes: like compact(), shortest form, "12 jt", "0,5 miliar".
std::string axis_number(double, double step, const Words&);
// Rupiah: "Rp 57,4 miliar", "Rp 950.000".
std::string money(double rupiah, const Words&);
std::string percent(double, int decimals, const Words&);  // "63,4%"
// A value in its unit: money ("Rp 33.315/kg" for "Rp/kg"), percent, or the number and the unit after it.
std::string quantity(double, const std::string& unit, int decimals, const Words&);
// The same for a target or a bound: no more digits after the comma than it has ("75%", not "75,0%").
std::string bound(double, const std::string& unit, int decimals, const Words&);
// The same in parts, for a large figure: number first, what is small beside it after.
struct Figure {
  std::string before, number, after;  // "Rp", "57,4", "miliar"; "", "63,4", "%"; "", "1.234", "orang"
};
Figure figure(double, const std::string& unit, int decimals, const Words&);
// A difference without its sign; of percentages in points: "4,2 poin"; else without the unit, which stands beside it.
std::string difference(double, const std::string& unit, int decimals, const Words&);

// Rounded down to one unit: "40 detik", "3 menit", "5 jam", "2 hari".
std::string length(config::Duration, const Words&);
std::string ago(config::Duration, const Words&);  // "baru saja" under a minute, "3 menit lalu"

std::string month(unsigned, const Words&);                         // 1-12: "November"
std::string short_month(unsigned, const Words&);                   // "Nov"
std::string weekday(config::Date, const Words&);                   // "Sabtu"
std::string ordinal(int, const Words&);                            // "ke-3", "3rd"
std::string date(config::Date, const Words&);                      // "21 November 2026"
std::string long_date(config::Date, const Words&);                 // "Sabtu, 21 November 2026"
std::string short_date(config::Date, const Words&);                // "21 Nov"
std::string hour(config::Time, config::Zone, const Words&);        // "14.02"
std::string clock_time(config::Time, config::Zone, const Words&);  // "14.02 WITA"
// As short as today allows: "14.02 WITA", "20 Nov, 14.02 WITA", "20 Nov 2025".
std::string moment(config::Time, config::Time now, config::Zone, const Words&);
std::string brief_moment(config::Time, config::Time now, config::Zone, const Words&);  // "14.02", "20 Nov", "Nov 2025"
// The same, but "3 menit lalu" in the last hour.
std::string age(config::Time, config::Time now, config::Zone, const Words&);
// Of a periodic value, by the end of its period: "Oktober 2026", "triwulan III 2026", "semester I 2026", "2025",
// "20 November 2026", "16–22 Nov 2026". Period::none: moment without a day's shortcut.
std::string period(config::Time end, config::Period, config::Zone, const Words&);
// The shortest that still names it: "20 Nov", "Okt 2026", "TW III 2026", "2025".
std::string brief_period(config::Time end, config::Period, config::Zone, const Words&);
std::string short_period(config::Time end, config::Period, config::Zone, const Words&);  // "Okt", "TW III", "2025"

}  // namespace panels
