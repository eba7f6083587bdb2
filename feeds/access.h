// How a feed signs in over HTTP: headers and a user with a password, all of them kept out of every output.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>
#include "feeds/feed.h"

namespace feeds {

struct Access {
  std::map<std::string, config::Secret> headers;
  std::string user;
  config::Secret password;

  void describe(auto& field) {
    field("headers", headers, "Headers to send; a value may be env:NAME or file:PATH",
          {.example = "{ Authorization = \"env:TOKEN\" }"});
    field("user", user, "User of basic authentication; may be empty where only a password is asked");
    field("password", password, "Password of basic authentication: env:NAME or file:PATH",
          {.example = "\"env:PASSWORD\""});
  }
  using Headers = std::vector<std::pair<std::string, std::string>>;
  // Read anew at each poll. Errors name the source of a secret, never its value.
  config::Result<Headers> reveal_all(const std::filesystem::path& dir) const;
};

// Failure of a fetch as a poll's status, with what the server asked for.
Status failed_fetch(const Http&, const config::Error&);

}  // namespace feeds
