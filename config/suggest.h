// "Did you mean": the nearest of the names that would do. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "config/text.h"

namespace config {

// Edits (insert, delete, replace, swap of neighbours) that make one of the other; case does not count.
int edit_distance(std::string_view a, std::string_view b);
// The nearest of `known`, at most a third of the word away (one edit at least); empty: none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);
// What to do about an unknown name: the nearest one, else the known ones (at most twelve), else nothing.
Text suggestion(std::string_view word, const std::vector<std::string>& known);
std::string joined(const std::vector<std::string>& names);  // "a, b, c"

}  // namespace config
