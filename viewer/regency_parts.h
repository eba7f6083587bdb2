// Checks that both ways to a Regency share. Any thread.
#pragma once
#include "config/provinces.h"
#include "config/result.h"

namespace viewer {

// The province of a regency's code "33.16"; null with a complaint where it is none.
const config::Province* check_code(const std::string& code, config::Complaints&);
bool check_name(const std::string& name, config::Complaints&);

}  // namespace viewer
