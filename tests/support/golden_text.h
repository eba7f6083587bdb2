// Texts kept in tests/golden: UPDATE_GOLDEN=1 accepts what is said now.
#pragma once
#include <string>

namespace stage {

// Compares with tests/golden/<kind>/<name>.txt; a difference fails the test and shows both.
void expect_golden(const std::string& kind, const std::string& name, const std::string& text);

}  // namespace stage
