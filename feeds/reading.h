// Numbers, dates and codes as Indonesian systems write them. How a source writes is declared for each feed and never
// guessed from a value: "1.234" means two different numbers. Pure functions, any thread.
#pragma once
#include <string>
#include <string_view>
#include "config/catalogue.h"
#include "config/fields.h"
#include "config/result.h"

namespace feeds {

// How numbers are written in text.
// - plain: "1234.5", "-12", "1e3"
// - id: "1.234,56", "Rp. 57.446.418.426,00", "60,2 M", "541,3 Jt", "(1.234)"; M is miliar (1e9), never million
// - en: "1,234.56", "Rp 1,234", "(1,234.56)"
// - degrees: "8.51 LS" is -8.51, "123.27 BT" is 123.27 (LS and BB negative; S and W, too)
enum class Notation { plain, id, en, degrees };

// `unit`: a word that may follow the number and is dropped ("km"); "%" may always follow. Errors hold the text.
config::Result<double> read_number(std::string_view text, Notation, std::string_view unit = {});

// How moments are written.
// - rfc3339: "2026-09-23T12:16:56+00:00"; without a zone the declared one is taken
// - date: "2026-09-23", also with a time "12:16:56"; dmy: "23-09-2026", "23/09/2026", also with a time
// - words: "23 Sep 2026", "Rabu, 23 September 2026 19:16:56 WIB"
// - month: "2026-10", "202610", "10-2026", "Oktober 2026"; year: "2026"; both stand for the end of it
// - part: "Triwulan III 2026", "TW 3 2026", "2026-Q3", "Semester II 2026"; the end of it
// - unix, unix_ms: seconds (with a fraction) or milliseconds since 1970
enum class TimeForm { rfc3339, date, dmy, words, month, year, part, unix, unix_ms };

// The moment meant; a date without a time is the beginning of that day in `zone`. Years 1900 to 2199.
config::Result<config::Time> read_time(std::string_view text, TimeForm, config::Zone zone);
// The `at` of an indicator's value: read_time, and for a periodic indicator the end of the period that holds it. Civil
// dates are then days of the indicator's zone, whatever zone the source keeps.
config::Result<config::Time> read_at(std::string_view text, TimeForm, config::Zone source, const config::Freshness&);
// "Agu", "Agustus", "Aug" and so on: 1 to 12; 0 for anything else.
unsigned read_month(std::string_view);

// By what a source names regions.
enum class Codes { kemendagri, bps, name };
// The Kemendagri code with dots of a district of the catalogue; empty for the regency itself. Kemendagri codes may come
// without dots; names are compared without case, blanks, "Kecamatan" and "Kabupaten", by the aliases, too.
config::Result<std::string> read_region(std::string_view text, Codes, const config::Catalogue&);

// The name of an item, trimmed: not empty, at most 200 bytes, nothing that cannot be shown.
config::Result<std::string> read_item(std::string_view text);

// The zone a source writes in, where it does not say.
enum class SourceZone { center, wib, wita, wit };
config::Zone zone_of(SourceZone, config::Zone center);

std::string_view trim(std::string_view);   // blanks, tabs, line ends and no-break spaces at both ends
std::string lower_case(std::string_view);  // ASCII letters
// `*` in the pattern stands for any characters, also none.
bool reads_like(std::string_view text, std::string_view pattern);
std::string shortened(std::string_view, std::size_t most = 200);  // for complaints: cut between characters

}  // namespace feeds

namespace config {
template <>
struct Choices<feeds::Notation> {
  static constexpr std::pair<const char*, feeds::Notation> names[] = {{"plain", feeds::Notation::plain},
                                                                      {"id", feeds::Notation::id},
                                                                      {"en", feeds::Notation::en},
                                                                      {"degrees", feeds::Notation::degrees}};
};
template <>
struct Choices<feeds::TimeForm> {
  static constexpr std::pair<const char*, feeds::TimeForm> names[] = {
      {"rfc3339", feeds::TimeForm::rfc3339}, {"date", feeds::TimeForm::date},   {"dmy", feeds::TimeForm::dmy},
      {"words", feeds::TimeForm::words},     {"month", feeds::TimeForm::month}, {"year", feeds::TimeForm::year},
      {"part", feeds::TimeForm::part},       {"unix", feeds::TimeForm::unix},   {"unix_ms", feeds::TimeForm::unix_ms}};
};
template <>
struct Choices<feeds::Codes> {
  static constexpr std::pair<const char*, feeds::Codes> names[] = {
      {"kemendagri", feeds::Codes::kemendagri}, {"bps", feeds::Codes::bps}, {"name", feeds::Codes::name}};
};
template <>
struct Choices<feeds::SourceZone> {
  static constexpr std::pair<const char*, feeds::SourceZone> names[] = {{"center", feeds::SourceZone::center},
                                                                        {"wib", feeds::SourceZone::wib},
                                                                        {"wita", feeds::SourceZone::wita},
                                                                        {"wit", feeds::SourceZone::wit}};
};
}  // namespace config
