// How a complaint is said: the same everywhere, so that editors find the place. Any thread.
#include "config/result.h"

namespace config {

std::string to_line(const Complaint& complaint, const Words& words) {
  std::string line = complaint.place.file;
  if (complaint.place.line > 0)
    line += ':' + std::to_string(complaint.place.line) + ':' + std::to_string(complaint.place.column);
  if (!line.empty()) line += ": ";
  if (complaint.warning) line.append(words.word("warning")).append(": ");
  line += words.say(complaint.what);
  if (!complaint.cure.empty()) line += "; " + words.say(complaint.cure);
  return line;
}

}  // namespace config
