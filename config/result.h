// Errors at borders are values: Result<T> holds a T or the sentence that says what is wrong and what to do.
#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>
#include "config/text.h"

namespace config {

struct Error {
  Text what, cure;
};
template <class T>
using Result = tl::expected<T, Error>;
inline tl::unexpected<Error> fail(Text what, Text cure = {}) {
  return tl::unexpected<Error>(Error{std::move(what), std::move(cure)});
}

// Where in the configuration: lines and columns count from 1; 0 means the whole file.
struct Place {
  std::string file;
  int line = 0, column = 0;
  bool operator==(const Place&) const = default;
};

// A fault of the configuration. `warning`: the center works all the same.
struct Complaint {
  Place place;
  Text what, cure;
  bool warning = false;
};
using Complaints = std::vector<Complaint>;

// "file:line:column: what is wrong; what to do"
std::string to_line(const Complaint&, const Words&);

}  // namespace config
