// Names of hosts as people and systems write them, and whether one lies in a domain. Pure, any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace config {

// "https://nama@WWW.Contoh.go.id.:8443/a" is "www.contoh.go.id": without scheme, user, port, path and last dot, in
// small letters; a label in another script as the network writes it ("xn--", RFC 3492), so that a letter that only
// looks like a Latin one is seen. Empty: this names no host.
std::string host_name(std::string_view address);
// The host is the domain or lies below it: "a.contoh.go.id" in "contoh.go.id", "buruk-contoh.go.id" not.
bool lies_in(std::string_view address, std::string_view domain);
bool lies_in(std::string_view address, const std::vector<std::string>& domains);  // in one of them

}  // namespace config
