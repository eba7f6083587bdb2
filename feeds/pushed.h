// What the kinds that are pushed to share. Any thread.
#pragma once
#include <string>
#include "feeds/feed.h"

namespace feeds {

// "" where it is not there; `name` in any case.
std::string header(const Request&, std::string_view name);
std::string parameter(const Request&, const std::string& name);
void check_path(const std::string& path, const config::Place&, config::Complaints&);

Status not_asked();  // the poll of a feed that is pushed to
Taken question(int status, std::string body, std::string content_type = "text/plain; charset=utf-8");
Taken stranger(int status, const std::string& why);
// From the agency's system, but it cannot be used: the feed's state says why.
Taken unreadable(Text why, int status = 422);
// {"accepted":3,"refused":1,"reasons":[{"series":..,"value":..,"reason":..}]}, 422 when nothing was accepted.
Answer told_in_json(const Receipt&);

}  // namespace feeds
