// Rows of a center's tables as panels read them: texts, numbers, times and which rows are meant. Any thread.
#pragma once
#include <map>

#include "panels/entries.h"

namespace panels {

std::string plain_text(const feeds::Value&);  // as configuration writes it: "1", "true", "selesai"; unknown: empty
std::optional<double> number_of(const feeds::Value*);            // nothing of what is no number
std::optional<Time> time_of(const feeds::Value*, config::Zone);  // a date: when that day begins
bool has_texts(const feeds::Record&, const std::map<std::string, std::string>& where);
// Older than the table allows.
bool is_late(const feeds::Table&, const Frame&);
// Why there is no row to be shown, and since when.
std::string why_no_rows(const Frame&, const std::string& table);

}  // namespace panels
