// How nodes, links and causes are called. Any thread.
#pragma once
#include "panels/network_view.h"

namespace panels {

// "3 kantor dan 1 menara".
std::string nodes_text(const NetGraph&, const std::vector<int>& nodes, const Words&);
// The earliest of the links that are its causes, where the records say it.
std::optional<Time> since_of(const NetGraph&, const Cut&);

}  // namespace panels
