// See snmp.h. The waiting is ours, so that a stop or the bound ends it: sockets are polled in short steps, and the
// library repeats its requests by itself.
#include "feeds/snmp.h"
#include <net-snmp/net-snmp-config.h>
// Its own configuration comes first.
#include <net-snmp/library/large_fd_set.h>
#include <net-snmp/net-snmp-includes.h>
#include <poll.h>
#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>
#include <mutex>
#include "feeds/reading.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;
using config::Text;

// RFC 3414, RFC 3826, RFC 7860.
constexpr oid no_auth[] = {1, 3, 6, 1, 6, 3, 10, 1, 1, 1}, hmac_sha[] = {1, 3, 6, 1, 6, 3, 10, 1, 1, 3},
              hmac_sha256[] = {1, 3, 6, 1, 6, 3, 10, 1, 1, 5}, no_privacy[] = {1, 3, 6, 1, 6, 3, 10, 1, 2, 1},
              aes_128[] = {1, 3, 6, 1, 6, 3, 10, 1, 2, 4};
constexpr std::size_t protocol_length = std::size(no_auth);

const oid* protocol_of(SnmpAuth auth) {
  if (auth == SnmpAuth::none) return no_auth;
  return auth == SnmpAuth::sha ? hmac_sha : hmac_sha256;
}

// The one lock around the library. What init_snmp() would do beside this, the locale and files, is left out.
std::mutex& library() {
  static std::mutex mutex;
  static std::once_flag once;
  std::call_once(once, [] {
    netsnmp_register_loghandler(NETSNMP_LOGHANDLER_NONE, LOG_DEBUG);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD, 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE, 1);
    netsnmp_ds_set_string(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_APPTYPE, "anjungan");
    init_callbacks();
    init_secmod();
    // Seeds the salts of privacy, and makes the nameless user that asks a device for its name.
    setup_engineID(nullptr, "anjungan");
    snmp_call_callbacks(SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_POST_PREMIB_READ_CONFIG, nullptr);
  });
  return mutex;
}

// One request that is under way.
struct Asked {
  bool done = false, late = false;
  int report = 0;  // SNMPERR_ of a report of version 3
  netsnmp_pdu* reply = nullptr;
  ~Asked() {
    if (reply) snmp_free_pdu(reply);
  }
};

int on_reply(int operation, netsnmp_session*, int, netsnmp_pdu* pdu, void* asked_as) {
  Asked& asked = *static_cast<Asked*>(asked_as);
  if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE && pdu->command == SNMP_MSG_REPORT) {
    const int report = snmpv3_get_report_type(pdu);
    if (report == SNMPERR_NOT_IN_TIME_WINDOW) return 1;  // the library knows the device's clock now, and asks again
    asked.report = report;
  } else if (operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
    if (pdu->command != SNMP_MSG_RESPONSE) return 1;
    asked.reply = snmp_clone_pdu(pdu);
  } else if (operation == NETSNMP_CALLBACK_OP_RESEND || operation == NETSNMP_CALLBACK_OP_CONNECT) {
    return 1;
  } else {
    asked.late = operation == NETSNMP_CALLBACK_OP_TIMED_OUT;
  }
  asked.done = true;
  return 1;
}

SnmpValue value_of(const netsnmp_variable_list& variable) {
  using Kind = SnmpValue::Kind;
  SnmpValue out;
  const auto whole = [&] { return variable.val.integer ? *variable.val.integer : 0; };
  switch (variable.type) {
    case SNMP_NOSUCHOBJECT:
    case SNMP_NOSUCHINSTANCE:
    case SNMP_ENDOFMIBVIEW:
    case ASN_NULL:
      return out;
    case ASN_INTEGER:
      out.kind = Kind::whole;
      out.whole = whole();
      return out;
    case ASN_GAUGE:
      out.kind = Kind::whole;
      out.whole = static_cast<std::uint32_t>(whole());
      return out;
    case ASN_COUNTER:
    case ASN_TIMETICKS:
      out.kind = variable.type == ASN_COUNTER ? Kind::counter32 : Kind::ticks;
      out.count = static_cast<std::uint32_t>(whole());
      return out;
    case ASN_COUNTER64:
      out.kind = Kind::counter64;
      out.count = (static_cast<std::uint64_t>(variable.val.counter64->high) << 32) |
                  (static_cast<std::uint64_t>(variable.val.counter64->low) & 0xffffffffU);
      return out;
    case ASN_OPAQUE_FLOAT:
    case ASN_OPAQUE_DOUBLE:
      out.kind = Kind::real;
      out.real =
          variable.type == ASN_OPAQUE_FLOAT ? static_cast<double>(*variable.val.floatVal) : *variable.val.doubleVal;
      return out;
    case ASN_OCTET_STR:
      out.kind = Kind::text;
      out.text.assign(reinterpret_cast<const char*>(variable.val.string), variable.val_len);
      return out;
    default:
      out.kind = Kind::other;
      return out;
  }
}

}  // namespace

Result<Oid> parse_oid(std::string_view text) {
  const std::string_view all = text;
  if (text.starts_with('.')) text.remove_prefix(1);
  Oid out;
  while (out.size() < MAX_OID_LEN) {
    std::uint32_t step = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), step);
    if (fault != std::errc()) break;
    out.push_back(step);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty() && out.size() >= 2) return out;
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  return fail({"\"{}\" is no object identifier", {shortened(all, 60)}}, "write numbers and dots: 1.3.6.1.2.1.1.3.0");
}

std::string to_string(const Oid& oid) {
  std::string out;
  for (const unsigned long step : oid) out += (out.empty() ? "" : ".") + std::to_string(step);
  return out;
}

bool is_below(const Oid& oid, const Oid& root) {
  return oid.size() > root.size() && std::equal(root.begin(), root.end(), oid.begin());
}

Result<void> make_keys(SnmpLogin& login, const std::string& auth_passphrase, const std::string& privacy_passphrase) {
  const auto make = [&](const std::string& passphrase, std::string& key) -> Result<void> {
    if (passphrase.size() < USM_LENGTH_P_MIN)
      return fail("an SNMP passphrase has fewer than 8 characters", "SNMP version 3 asks for 8 or more");
    key.assign(USM_LENGTH_KU_HASHBLOCK, '\0');
    std::size_t length = key.size();
    const std::lock_guard lock(library());
    std::string copy = passphrase;  // the library's parameter is not const
    if (generate_Ku(protocol_of(login.auth), protocol_length, reinterpret_cast<u_char*>(copy.data()), copy.size(),
                    reinterpret_cast<u_char*>(key.data()), &length) != SNMPERR_SUCCESS)
      return fail("no key can be made of an SNMP passphrase");
    key.resize(length);
    return {};
  };
  if (login.auth == SnmpAuth::none) return {};
  if (const auto made = make(auth_passphrase, login.auth_key); !made) return made;
  return login.privacy == SnmpPrivacy::none ? Result<void>() : make(privacy_passphrase, login.privacy_key);
}

struct SnmpSession::Impl {
  const SnmpPeer peer;
  const SnmpLogin& login;
  const Clock& clock;
  const Steady until;
  const std::stop_token stop;
  void* handle = nullptr;
  bool introduced = false;  // the device has answered something

  Impl(const SnmpPeer& of, const SnmpLogin& who, const Clock& by, Steady end, std::stop_token stopping)
      : peer(of), login(who), clock(by), until(end), stop(std::move(stopping)) {}
  ~Impl() {
    const std::lock_guard lock(library());
    if (handle) snmp_sess_close(handle);
  }

  // With the lock.
  bool connect() {
    netsnmp_session session;
    snmp_sess_init(&session);
    const bool v6 = peer.address.find(':') != std::string::npos;
    std::string peername =
        (v6 ? "udp6:[" + peer.address + "]:" : "udp:" + peer.address + ":") + std::to_string(peer.port);
    std::string community = login.community, user = login.user, context = login.context;
    session.peername = peername.data();
    session.timeout = std::chrono::microseconds(peer.timeout).count();
    session.retries = peer.retries;
    session.version = login.v3 ? SNMP_VERSION_3 : SNMP_VERSION_2c;
    oid auth[protocol_length], privacy[protocol_length];
    if (login.v3) {
      std::copy_n(protocol_of(login.auth), protocol_length, auth);
      std::copy_n(login.privacy == SnmpPrivacy::none ? no_privacy : aes_128, protocol_length, privacy);
      session.securityModel = SNMP_SEC_MODEL_USM;
      session.securityName = user.data();
      session.securityNameLen = user.size();
      session.contextName = context.data();
      session.contextNameLen = context.size();
      session.securityAuthProto = auth;
      session.securityAuthProtoLen = protocol_length;
      session.securityPrivProto = privacy;
      session.securityPrivProtoLen = protocol_length;
      session.securityLevel = SNMP_SEC_LEVEL_NOAUTH;
      if (login.auth != SnmpAuth::none) session.securityLevel = SNMP_SEC_LEVEL_AUTHNOPRIV;
      if (login.privacy != SnmpPrivacy::none) session.securityLevel = SNMP_SEC_LEVEL_AUTHPRIV;
      std::memcpy(session.securityAuthKey, login.auth_key.data(), login.auth_key.size());
      session.securityAuthKeyLen = login.auth_key.size();
      std::memcpy(session.securityPrivKey, login.privacy_key.data(), login.privacy_key.size());
      session.securityPrivKeyLen = login.privacy_key.size();
    } else {
      session.community = reinterpret_cast<u_char*>(community.data());
      session.community_len = community.size();
    }
    session.flags |= SNMP_FLAGS_DONT_PROBE;  // it would wait with the lock
    handle = snmp_sess_open(&session);
    if (handle) snmp_sess_session(handle)->flags |= SNMP_FLAGS_DONT_PROBE;
    return handle != nullptr;
  }

  // Who the device is. What the library knew of it before is forgotten: the passphrase may be another now, and a
  // device may count its starts anew.
  Result<void> introduce() {
    const auto answer = exchange([] {
      netsnmp_pdu* pdu = snmp_pdu_create(SNMP_MSG_GET);
      if (!pdu) return pdu;
      pdu->version = SNMP_VERSION_3;
      pdu->securityName = strdup("");
      pdu->securityNameLen = 0;
      pdu->securityLevel = SNMP_SEC_LEVEL_NOAUTH;
      pdu->securityModel = SNMP_SEC_MODEL_USM;
      return pdu;
    });
    if (!answer) return tl::unexpected(answer.error());
    const std::lock_guard lock(library());
    netsnmp_session* session = snmp_sess_session(handle);
    if (session->securityEngineIDLen == 0)
      return fail({"{} answers by SNMP, but not in version 3", {peer.name}}, "use v2c, or switch version 3 on there");
    std::string user = login.user;
    if (usmUser* known = usm_get_user(session->securityEngineID, session->securityEngineIDLen, user.data())) {
      usm_remove_user(known);
      usm_free_user(known);
    }
    free_enginetime(session->securityEngineID, session->securityEngineIDLen);
    session->flags &= ~static_cast<u_long>(SNMP_FLAGS_USER_CREATED);
    if (create_user_from_session(session) != SNMPERR_SUCCESS)
      return fail({"no SNMP session to {} can be made", {peer.name}});
    introduced = true;
    return {};
  }

  // Sends what `make` makes, and waits. A report of version 3 is an error, except to the one that introduces.
  Result<std::unique_ptr<Asked>> exchange(const std::function<netsnmp_pdu*()>& make) {
    auto asked = std::make_unique<Asked>();
    int socket = -1;
    {
      const std::lock_guard lock(library());
      netsnmp_pdu* pdu = make();
      if (!pdu || snmp_sess_async_send(handle, pdu, on_reply, asked.get()) == 0) {
        if (pdu) snmp_free_pdu(pdu);
        return fail({"the request to {} cannot be sent", {peer.name}});
      }
      socket = snmp_sess_transport(handle)->sock;
    }
    while (!asked->done) {
      if (stop.stop_requested()) return abandon({"stopped"});
      if (clock.steady() >= until) return abandon({"{} did not answer everything in time", {peer.name}});
      pollfd wait{socket, POLLIN, 0};
      const bool arrived = ::poll(&wait, 1, 20) > 0;
      const std::lock_guard lock(library());
      if (arrived) read(socket);
      if (!asked->done) snmp_sess_timeout(handle);
    }
    if (asked->reply || (asked->report == SNMPERR_UNKNOWN_ENG_ID && !introduced)) return asked;
    return abandon(fault_of(*asked));
  }

  // With the lock.
  void read(int socket) const {
    netsnmp_large_fd_set ready;
    netsnmp_large_fd_set_init(&ready, FD_SETSIZE);
    netsnmp_large_fd_setfd(socket, &ready);
    snmp_sess_read2(handle, &ready);
    netsnmp_large_fd_set_cleanup(&ready);
  }

  // The end of the session: what is still asked may not be answered into memory that is gone.
  tl::unexpected<config::Error> abandon(Text why) {
    const std::lock_guard lock(library());
    snmp_sess_close(handle);
    handle = nullptr;
    return tl::unexpected(config::Error{std::move(why), {}});
  }

  Text fault_of(const Asked& asked) const {
    switch (asked.report) {
      case SNMPERR_UNKNOWN_USER_NAME:
        return {"{} does not know the SNMP user {}", {peer.name, login.user}};
      case SNMPERR_AUTHENTICATION_FAILURE:
        return {"{} refuses the SNMP user {}: the passphrase or the method of authentication is another there",
                {peer.name, login.user}};
      case SNMPERR_DECRYPTION_ERR:
        return {"{} cannot decrypt what the SNMP user {} asks: the privacy passphrase is another there",
                {peer.name, login.user}};
      case SNMPERR_UNSUPPORTED_SEC_LEVEL:
        return {"{} does not let the SNMP user {} in with this authentication and privacy", {peer.name, login.user}};
      default:
        break;
    }
    if (asked.report != 0)
      return {"{} refuses the request by SNMP (report {})", {peer.name, std::to_string(asked.report)}};
    if (!asked.late) return {"{} answered something that is no SNMP, or not for this user", {peer.name}};
    if (!login.v3)
      return {"{} does not answer by SNMP: it is off or out of reach, or the community is another there", {peer.name}};
    if (introduced && login.privacy != SnmpPrivacy::none)
      return {"{} does not answer the SNMP user {}: look at the privacy passphrase", {peer.name, login.user}};
    return {"{} does not answer by SNMP: it is off or out of reach, or keeps this computer out", {peer.name}};
  }

  Result<SnmpReply> ask(int command, const std::vector<Oid>& oids, int single, int times) {
    if (!handle) return fail("stopped");
    const auto asked = exchange([&] {
      netsnmp_pdu* pdu = snmp_pdu_create(command);
      if (!pdu) return pdu;
      if (command == SNMP_MSG_GETBULK) {
        pdu->non_repeaters = single;
        pdu->max_repetitions = times;
      }
      for (const Oid& one : oids) snmp_add_null_var(pdu, one.data(), one.size());
      return pdu;
    });
    if (!asked) return tl::unexpected(asked.error());
    const netsnmp_pdu* reply = (*asked)->reply;
    if (!reply) return fail({"{} answered something that is no SNMP, or not for this user", {peer.name}});
    SnmpReply out;
    if (reply->errstat == SNMP_ERR_TOOBIG) {
      out.too_big = true;
      return out;
    }
    if (reply->errstat == SNMP_ERR_AUTHORIZATIONERROR || reply->errstat == SNMP_ERR_NOACCESS)
      return fail({"{} does not let this SNMP user or community read", {peer.name}}, "give it a view there");
    if (reply->errstat != SNMP_ERR_NOERROR)
      return fail({"{} answers the request by SNMP with error {}", {peer.name, std::to_string(reply->errstat)}});
    for (const auto* one = reply->variables; one; one = one->next_variable)
      out.bindings.push_back({Oid(one->name, one->name + one->name_length), value_of(*one)});
    return out;
  }
};

SnmpSession::SnmpSession(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SnmpSession::~SnmpSession() = default;

Result<std::unique_ptr<SnmpSession>> SnmpSession::open(const SnmpPeer& peer, const SnmpLogin& login, const Clock& clock,
                                                       Steady until, std::stop_token stop) {
  auto impl = std::make_unique<Impl>(peer, login, clock, until, std::move(stop));
  {
    const std::lock_guard lock(library());
    if (!impl->connect()) return fail({"no SNMP session to {} can be made", {peer.name}});
  }
  if (login.v3)
    if (const auto known = impl->introduce(); !known) return tl::unexpected(known.error());
  return std::unique_ptr<SnmpSession>(new SnmpSession(std::move(impl)));
}

Result<SnmpReply> SnmpSession::get(const std::vector<Oid>& oids) {
  return impl_->ask(SNMP_MSG_GET, oids, 0, 0);
}

Result<SnmpReply> SnmpSession::get_bulk(const std::vector<Oid>& oids, int single, int times) {
  return impl_->ask(SNMP_MSG_GETBULK, oids, single, times);
}

}  // namespace feeds
