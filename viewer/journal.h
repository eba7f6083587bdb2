// The only place that logs: one line an event, fields as key=value, to standard error or the journal, which gets the
// fields apart as well. It says what changed, not what goes on; never a secret, a value, or a word of an agency's
// reply. Main thread.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "config/result.h"
#include "feeds/clock.h"
#include "feeds/copy_keeper.h"
#include "feeds/snapshot.h"
#include "viewer/journal_socket.h"

namespace viewer {

enum class Priority { error = 3, warning = 4, notice = 5, info = 6 };  // as syslog counts

class Journal {
 public:
  using Fields = std::vector<std::pair<std::string_view, std::string>>;
  using Write = std::function<void(const std::string& line)>;
  // `prefixed`: each line begins with its priority, "<4>", as sd-daemon(3) has it.
  // `journal`: where lines go first; what it does not take is written.
  Journal(feeds::Clock&, bool prefixed, Write, std::unique_ptr<JournalSocket> journal = {});
  // To standard error; prefixed where that is the journal's.
  explicit Journal(feeds::Clock&);

  void set_words(config::Words words) { words_ = std::move(words); }
  void say(Priority, std::string_view event, Fields);
  // An error for which there is no better event.
  void fault(std::string_view event, const config::Error&);
  // What changed since the last call: feeds that grew late or missing, were refused or came back, values refused, and
  // faults of the store. The first call only counts.
  void follow(const std::vector<feeds::FeedState>&, const std::vector<feeds::Notice>&);
  // Of scheduled copies: that one was made and verified, or why not.
  void tell_copies(const std::vector<feeds::CopyTry>&);

  std::string prefix(Priority) const;  // before a line that is not of the journal's form; often empty
  // A reason without what may be a secret or a person's: what a system replied, long numbers.
  std::string cleaned(const feeds::Text&) const;

 private:
  struct Allowance {  // so many lines at once, then one a so long
    double left = 0;
    feeds::Steady since{};
    int unsaid = 0;
  };
  bool allowed(Allowance&, double most, double per_second);
  void write(Priority, std::string_view event, const Fields&);
  void follow_feed(const feeds::FeedState&);
  void follow_notices(const std::vector<feeds::Notice>&);

  struct Seen {
    feeds::Standing standing = feeds::Standing::waiting;
    std::uint64_t refused = 0;
  };
  feeds::Clock& clock_;
  const bool prefixed_;
  const Write write_;
  const std::unique_ptr<JournalSocket> journal_;
  config::Words words_;
  bool followed_ = false;
  std::map<std::string, Seen> feeds_;
  std::vector<feeds::Text> faults_;  // of the store, said
  std::map<std::string, Allowance> allowances_;
  Allowance all_;
};

}  // namespace viewer
