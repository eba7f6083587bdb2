// See journal.h.
#include "viewer/journal.h"
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

namespace viewer {
namespace {

using feeds::Standing;

// At once, and then one in so many seconds: of one event of one feed, and of all together.
constexpr double most_of_one = 4, one_per_second = 1.0 / 300;
constexpr double most_of_all = 200, all_per_second = 1;
constexpr std::size_t longest_value = 300;

// Standard error is the journal's own stream: systemd tells its device and inode.
bool to_the_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat ours {};
  if (!stream || fstat(STDERR_FILENO, &ours) != 0) return false;
  return fmt::format("{}:{}", ours.st_dev, ours.st_ino) == stream;
}

void to_standard_error(const std::string& line) {
  std::fputs((line + "\n").c_str(), stderr);
  std::fflush(stderr);
}

bool plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("_.:/+-@#%,").find(c) != std::string_view::npos;
}

// Never within a character of UTF-8: the journal would show such a line as bytes.
std::string shortened(const std::string& text) {
  if (text.size() <= longest_value) return text;
  std::size_t end = longest_value;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

// As logfmt has it: in quotes where it is not one plain word; control characters never reach the log.
std::string quoted(const std::string& value) {
  if (!value.empty() && std::all_of(value.begin(), value.end(), plain)) return value;
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  return out + '"';
}

// Sentences whose blanks hold words of an agency's reply.
bool quotes_a_reply(const std::string& key) {
  static const std::set<std::string, std::less<>> known = {
      "the system reports a fault: {}", "the reader of this feed failed: {}",
      "the key \"{}\" stands twice in one object of the JSON reply"};
  return known.contains(key) || key.starts_with("\"{}\"");
}

// Identity, staff and telephone numbers have eight digits and more; nothing that a reason needs has.
std::string without_long_numbers(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
    if (end - at >= 8)
      out += "***";
    else
      out.append(text, at, std::max<std::size_t>(end - at, 1));
    at = std::max(end, at + 1);
  }
  return out;
}

struct Change {
  Priority priority;
  const char* event;
};
std::optional<Change> change(Standing before, Standing now) {
  if (before == now) return {};
  switch (now) {
    case Standing::late:
      return Change{Priority::warning, "feed.late"};
    case Standing::missing:
      return Change{Priority::warning, "feed.missing"};
    case Standing::refused:
      return Change{Priority::warning, "feed.refused"};
    case Standing::on_time:
      if (before == Standing::waiting) return {};
      return Change{Priority::notice, "feed.back"};
    case Standing::waiting:
      return {};
  }
  return {};
}

}  // namespace

Journal::Journal(feeds::Clock& clock, bool prefixed, Write write, std::unique_ptr<JournalSocket> journal)
    : clock_(clock), prefixed_(prefixed), write_(std::move(write)), journal_(std::move(journal)) {}
Journal::Journal(feeds::Clock& clock)
    : Journal(clock, to_the_journal(), to_standard_error,
              to_the_journal() ? std::make_unique<JournalSocket>() : nullptr) {}

bool Journal::allowed(Allowance& allowance, double most, double per_second) {
  const feeds::Steady now = clock_.steady();
  if (allowance.since == feeds::Steady{}) allowance = {most, now, 0};
  allowance.left =
      std::min(most, allowance.left + per_second * std::chrono::duration<double>(now - allowance.since).count());
  allowance.since = now;
  if (allowance.left < 1) {
    ++allowance.unsaid;
    return false;
  }
  allowance.left -= 1;
  return true;
}

void Journal::say(Priority priority, std::string_view event, Fields fields) {
  std::string kind(event);
  for (const auto& [key, value] : fields)
    if (key == "feed") kind += ' ' + value;
  Allowance& own = allowances_[kind];
  if (!allowed(own, most_of_one, one_per_second) || !allowed(all_, most_of_all, all_per_second)) return;
  if (const int unsaid = std::exchange(own.unsaid, 0)) fields.emplace_back("unsaid", std::to_string(unsaid));
  if (const int unsaid = std::exchange(all_.unsaid, 0)) fields.emplace_back("unsaid_in_all", std::to_string(unsaid));
  write(priority, event, fields);
}

void Journal::write(Priority priority, std::string_view event, const Fields& fields) {
  std::string line = fmt::format("event={}", event);
  Fields apart{{"event", std::string(event)}};
  for (const auto& [key, value] : fields) {
    if (value.empty()) continue;
    const std::string said = shortened(value);
    line += fmt::format(" {}={}", key, quoted(said));
    apart.emplace_back(key, said);
  }
  if (!journal_ || !journal_->send(static_cast<int>(priority), line, apart)) write_(prefix(priority) + line);
}

std::string Journal::prefix(Priority priority) const {
  return prefixed_ ? fmt::format("<{}>", static_cast<int>(priority)) : "";
}

void Journal::fault(std::string_view event, const config::Error& error) {
  say(Priority::error, event, {{"reason", cleaned(error.what)}, {"cure", cleaned(error.cure)}});
}

std::string Journal::cleaned(const feeds::Text& text) const {
  feeds::Text out = text;
  if (quotes_a_reply(text.key))
    for (std::string& argument : out.arguments) argument = "***";
  return without_long_numbers(words_.say(out));
}

void Journal::follow(const std::vector<feeds::FeedState>& feeds, const std::vector<feeds::Notice>& notices) {
  for (const feeds::FeedState& feed : feeds) follow_feed(feed);
  std::set<std::string> names;
  for (const feeds::FeedState& feed : feeds) names.insert(feed.name);
  std::erase_if(feeds_, [&](const auto& seen) { return !names.contains(seen.first); });
  follow_notices(notices);
  followed_ = true;
}

void Journal::follow_feed(const feeds::FeedState& feed) {
  const auto found = feeds_.find(feed.name);
  const bool known = found != feeds_.end();
  const Seen before = known ? found->second : Seen{};
  feeds_[feed.name] = {feed.standing, feed.refused};
  if (!followed_ || !known) return;
  const auto at = [](const std::optional<config::Time>& time) { return time ? config::to_rfc3339(*time) : ""; };
  if (const auto changed = change(before.standing, feed.standing))
    say(changed->priority, changed->event,
        {{"feed", feed.name},
         {"agency", feed.agency},
         {"failures", feed.failures ? std::to_string(feed.failures) : ""},
         {"last_good", at(feed.last_good)},
         {"reason", cleaned(feed.reason)}});
  if (feed.refused > before.refused)
    say(Priority::notice, "values.refused",
        {{"feed", feed.name}, {"agency", feed.agency}, {"count", std::to_string(feed.refused - before.refused)}});
}

// Faults of the center itself (its disk, its store, its copies) are the notices of danger.
void Journal::follow_notices(const std::vector<feeds::Notice>& notices) {
  std::vector<feeds::Text> faults;
  for (const feeds::Notice& notice : notices)
    if (notice.severity == feeds::Severity::danger) faults.push_back(notice.text);
  const auto holds = [](const std::vector<feeds::Text>& all, const feeds::Text& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  for (const feeds::Text& fault : faults)
    if (!holds(faults_, fault)) say(Priority::error, "center.fault", {{"reason", cleaned(fault)}});
  for (const feeds::Text& fault : faults_)
    if (!holds(faults, fault)) say(Priority::notice, "center.well", {{"after", cleaned(fault)}});
  faults_ = std::move(faults);
}

void Journal::tell_copies(const std::vector<feeds::CopyTry>& tries) {
  for (const auto& [made, fault] : tries) {
    Fields fields;
    if (made) fields.emplace_back("copy", made->copy.name);
    if (fault) {
      fields.emplace_back("reason", cleaned(fault->what));
      fields.emplace_back("cure", cleaned(fault->cure));
      say(Priority::error, made ? "copy.damaged" : "copy.failed", std::move(fields));
      continue;
    }
    fields.emplace_back("bytes", std::to_string(made->copy.size));
    fields.emplace_back("written", std::to_string(made->written));
    fields.emplace_back("removed", std::to_string(made->removed));
    say(Priority::info, "copy.verified", std::move(fields));
  }
}

}  // namespace viewer
