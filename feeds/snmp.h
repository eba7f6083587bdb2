// SNMP v2c and v3 by libsnmp: requests to one device, within a bound. The library keeps users and the clocks of engines
// for the whole process and locks nothing: each call into it is made under one lock of ours, waiting is not. It reads
// no file here, neither configuration nor MIBs, and says nothing by itself. Any thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "config/result.h"
#include "feeds/clock.h"

namespace feeds {

using Oid = std::vector<unsigned long>;
// "1.3.6.1.2.1.1.3.0", with or without a dot before it. Names are not known: no MIB is read.
config::Result<Oid> parse_oid(std::string_view);
std::string to_string(const Oid&);
bool is_below(const Oid&, const Oid& root);

struct SnmpValue {
  enum class Kind { absent, whole, counter32, counter64, ticks, real, text, other };
  Kind kind = Kind::absent;  // absent: the device has no such object
  std::int64_t whole = 0;
  std::uint64_t count = 0;  // of counters, in full, and of ticks (1/100 s)
  double real = 0;
  std::string text;  // of text, and of what is shown of others
  bool is_counter() const { return kind == Kind::counter32 || kind == Kind::counter64; }
};
struct SnmpBinding {
  Oid oid;
  SnmpValue value;
};

enum class SnmpAuth { none, sha, sha256 };
enum class SnmpPrivacy { none, aes };
// Who asks: a community (v2c), or a user with keys made of the passphrases (v3).
struct SnmpLogin {
  bool v3 = false;
  std::string community, user, context;
  SnmpAuth auth = SnmpAuth::none;
  SnmpPrivacy privacy = SnmpPrivacy::none;
  std::string auth_key, privacy_key;
};
// Costly: a megabyte is hashed for each passphrase, so keep what it gives. Error: shorter than 8 characters.
config::Result<void> make_keys(SnmpLogin&, const std::string& auth_passphrase, const std::string& privacy_passphrase);

struct SnmpPeer {
  std::string name, address;  // for sentences; numeric
  int port = 161;
  std::chrono::milliseconds timeout{2000};  // for one try
  int retries = 1;
};
struct SnmpReply {
  bool too_big = false;  // the device cannot put so much into one message: ask for less
  std::vector<SnmpBinding> bindings;
};

class SnmpSession {
 public:
  // Errors say what is wrong with the device, the user or the passphrase. `login` must outlive it.
  static config::Result<std::unique_ptr<SnmpSession>> open(const SnmpPeer&, const SnmpLogin& login, const Clock&,
                                                           Steady until, std::stop_token);
  ~SnmpSession();
  SnmpSession(const SnmpSession&) = delete;
  SnmpSession& operator=(const SnmpSession&) = delete;

  config::Result<SnmpReply> get(const std::vector<Oid>&);
  // One object after each of the first `single`, `times` after each of the others, in turn.
  config::Result<SnmpReply> get_bulk(const std::vector<Oid>&, int single, int times);

 private:
  struct Impl;
  explicit SnmpSession(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace feeds
