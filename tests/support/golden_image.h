// Pictures kept in tests/golden: UPDATE_GOLDEN=1 accepts what is drawn; a picture that differs leaves itself and the
// difference in the folder of the build.
#pragma once
#include <string>

#include "viewer/canvas.h"

namespace test {

// Golden pictures are exact on one machine; another FreeType, driver or vector width gives other edges (GROUND).
constexpr int golden_tolerance = 48;
constexpr double golden_most_different = 0.004;

// Compares with tests/golden/<name>.png.
void expect_golden(const std::string& name, const viewer::Picture& drawn);

}  // namespace test
