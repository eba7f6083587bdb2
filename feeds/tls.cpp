// Trust and certificates by OpenSSL. The caller's thread, bounded by HttpGuard.
#include "feeds/tls.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>
#include <cstdlib>
#include <ctime>
#include <memory>
#include "feeds/http_guard.h"

namespace feeds {
namespace {

struct Socket {
  int number = -1;
  ~Socket() {
    if (number >= 0) ::close(number);
  }
};

bool is_address(const std::string& host) {
  in6_addr ignored;
  return inet_pton(AF_INET, host.c_str(), &ignored) == 1 || inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
}

bool connect_to(int& number, const std::string& address, int port, HttpGuard& guard) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return false;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  number = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (number < 0) return false;
  guard.watch(number);
  return ::connect(number, found->ai_addr, found->ai_addrlen) == 0;
}

}  // namespace

config::Result<bool> trust(SSL_CTX* context, const std::string& host, const std::string& ca_file) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_default_verify_paths(context);
  if (!ca_file.empty() && SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) {
    ERR_clear_error();
    return config::fail({"the authority file {} cannot be read as PEM", {ca_file}}, "look at ca_file");
  }
  X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const int set = is_address(host) ? X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str())
                                   : X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size());
  if (set != 1) return config::fail({"{} cannot be verified", {host}});
  return true;
}

std::string authority_folder() {
  const char* named = std::getenv(X509_get_default_cert_dir_env());
  return named ? named : X509_get_default_cert_dir();
}

std::string signer_not_sent(const SSL* ssl) {
  const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl);
  if (!chain || sk_X509_num(chain) != 1) return {};
  const X509* own = sk_X509_value(chain, 0);
  const X509_NAME* signer = X509_get_issuer_name(own);
  if (X509_NAME_cmp(signer, X509_get_subject_name(own)) == 0) return {};
  for (const int part : {NID_commonName, NID_organizationName}) {
    char text[128] = {};
    if (X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(signer), part, text, sizeof text) > 0) return text;
  }
  return "?";
}

config::Text certificate_fault(long verify_result, const std::string& name, const std::string& signer) {
  switch (verify_result) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {"the certificate of {} has expired; its keeper must renew it", {name}};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {"the certificate of {} is not valid yet; look at the clock", {name}};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {"the certificate of {} is made out to another name", {name}};
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return {"the certificate of {} is signed by itself and by no authority; if that is right, name it in ca_file",
              {name}};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      if (!signer.empty())
        return {
            "{} sends its certificate alone, and \"{}\", which signed it, is not known here; put that one's "
            "certificate into ca_file, or ask the server's keeper to send the whole chain",
            {name, signer}};
      return {"the certificate of {} is not signed by an authority that is known here; name its authority in ca_file",
              {name}};
    default:
      return {"the certificate of {} is not valid: {}", {name, X509_verify_cert_error_string(verify_result)}};
  }
}

int days_left(const X509* certificate, config::Time now) {
  std::tm end{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return 0;
  const config::Time until = config::Time(std::chrono::seconds(timegm(&end)));
  return static_cast<int>(std::chrono::floor<std::chrono::days>(until - now).count());
}

config::Result<CertificateLook> look_at_certificate(const std::string& host, const std::string& address, int port,
                                                    const std::string& ca_file, const Clock& clock, Steady until,
                                                    std::stop_token stop) {
  const NoPipeSignal quiet;
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context) return config::fail("no TLS connection can be made");
  if (const auto trusted = trust(context.get(), host, ca_file); !trusted) return tl::unexpected(trusted.error());
  // The handshake goes on with a bad certificate: only its end is read, nothing is sent, and the fault is told.
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  Socket socket;
  HttpGuard guard(clock, until, 1'000'000, stop);
  if (!connect_to(socket.number, address, port, guard)) return config::fail({"no connection to {}", {host}});
  const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
  if (!ssl) return config::fail("no TLS connection can be made");
  SSL_set_fd(ssl.get(), socket.number);
  if (!is_address(host)) SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  const bool agreed = SSL_connect(ssl.get()) == 1;
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl.get()), X509_free);
  ERR_clear_error();
  if (!agreed || !certificate) return config::fail({"no TLS connection to {}", {host}});
  CertificateLook look;
  look.days = days_left(certificate.get(), clock.now());
  const long result = SSL_get_verify_result(ssl.get());
  if (result != X509_V_OK) look.fault = certificate_fault(result, host, signer_not_sent(ssl.get()));
  return look;
}

}  // namespace feeds
