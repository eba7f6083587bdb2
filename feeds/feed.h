// What a feed is: it reads one agency system once and returns a batch. Scheduling, retries, checks and counting are the
// collector's and the store's.
#pragma once
#include <functional>
#include <map>
#include <stop_token>
#include "config/catalogue.h"
#include "config/center.h"
#include "config/kind.h"
#include "feeds/http.h"
#include "feeds/snapshot.h"

namespace feeds {

// A row that a reader could not use. `value` as written by the source.
struct Complaint {
  std::string series, value;
  Text reason;
};

// "This reply is all there is of table T, keys beginning with `prefix`": only then may rows missing from it end.
struct Scope {
  std::string table, prefix;
};

struct Batch {
  std::vector<Sample> samples;
  std::vector<Record> records;
  std::vector<Event> events;
  std::vector<Complaint> complaints;  // the first thousand; of readers of replies, whose length others decide
  std::uint64_t more_complaints = 0;  // beyond these
  std::string cursor;                 // stored in the batch's own transaction, handed back at the next poll
  std::vector<Scope> complete;
};

// Adds a complaint of a row, or only counts it where there are a thousand: a reply may be bad a million times.
inline void complain(Batch& out, Complaint complaint) {
  constexpr std::size_t most_complaints = 1000;
  if (out.complaints.size() < most_complaints)
    out.complaints.push_back(std::move(complaint));
  else
    ++out.more_complaints;
}

struct Status {
  enum class Outcome { good, not_modified, failed };
  Outcome outcome = Outcome::good;
  Text reason;                          // of a failure
  std::optional<Duration> retry_after;  // asked for by the server
  bool more = false;                    // of a good poll: more may wait, poll again as soon as this is kept
  static Status good() { return {}; }
  static Status not_modified() { return {Outcome::not_modified, {}, {}, false}; }
  static Status failed(Text why, std::optional<Duration> retry = {}) {
    return {Outcome::failed, std::move(why), retry, false};
  }
};

struct Context {
  Time now;
  Http& http;
  std::string cursor;
  std::stop_token stop;
  std::optional<Steady> steady = {};  // the same moment on a clock that never jumps; nothing in a single poll
};

struct Receipt {
  std::uint64_t accepted = 0, refused = 0;
  std::vector<Refusal> refusals;  // the first of those refused
};

// What a system sends by itself, to a kind that is pushed to.
struct Request {
  Time at;                                                      // when it came
  std::string method, path, body, from;                         // `from`: the sender's address
  std::map<std::string, std::string> query = {}, headers = {};  // header names in lower case
  struct Part {
    std::string content, filename;
  };
  std::map<std::string, Part> parts = {};  // of a form; `body` is empty then
};
struct Answer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8", body;
};

// What a feed made of a request.
struct Taken {
  enum class What {
    delivery,  // its batch goes to the store, Feed::answer() to the sender once that is on disk
    answer,    // a question: answered at once, nothing is kept
    stranger   // not the agency's system: answered at once and counted; it changes nothing of the feed
  };
  What what = What::delivery;
  Status status;  // of a delivery; a failed one is answered with `answer`
  Answer answer;
};

// What a feed is given besides its options.
struct FeedSetup {
  const config::Catalogue& catalogue;
  const config::FeedConfig& config;
  std::filesystem::path dir;             // of the center: for file: secrets and recordings
  std::filesystem::path store, copies;   // the store's file and the copies' folder; empty where there is none
  const config::Words* words = nullptr;  // of the center; null: English
};

class Feed {
 public:
  using Setup = FeedSetup;
  virtual ~Feed() = default;
  // On the feed's own thread, never twice at once; returns soon after stop is asked. Neither sleeps, retries nor logs.
  virtual Status poll(const Context&, Batch& out) = 0;
  virtual void committed(const Receipt&) {}
  // Kinds that are pushed to are not polled; `interval` is how often something is expected at least.
  virtual bool pushed() const { return false; }
  virtual bool answers(const Request&) const { return false; }  // any thread
  // On a server's thread, never twice at once; `cursor` as of the last delivery.
  virtual Taken take(const Request&, const std::string& /*cursor*/, Batch&) {
    return {Taken::What::stranger, {}, {404}};
  }
  virtual Answer answer(const Receipt&) { return {}; }  // after committed(), on the same thread
  // Indicators and tables that it may bring (C4), and its address without secrets (staff only).
  virtual std::vector<std::string> brings() const = 0;
  virtual std::string address() const = 0;
};

using FeedKind = config::Kind<Feed>;
// All kinds, in the order of kinds.def.
const std::vector<const FeedKind*>& feed_kinds();
const FeedKind* find_feed_kind(std::string_view name);

// The value of a secret: "env:NAME", "file:PATH" below `dir`, or the text itself. Errors never hold the value.
config::Result<std::string> reveal(const config::Secret&, const std::filesystem::path& dir);

}  // namespace feeds
