// What TLS connections of feeds have in common: whom they trust, what is wrong with a certificate and when it ends.
// There is no way to switch verification off.
#pragma once
#include <optional>
#include <string>
#include "config/result.h"
#include "feeds/clock.h"

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;
using X509 = struct x509_st;

namespace feeds {

// Trusts the system's authorities and those in `ca_file` (PEM; empty: none more), and only for `host`. An intermediate
// certificate in `ca_file` is enough: many servers send an incomplete chain.
config::Result<bool> trust(SSL_CTX*, const std::string& host, const std::string& ca_file);
// The folder of authorities that `trust` has looked into already.
std::string authority_folder();
// Who signed the server's certificate, where the server sends that one alone: "" where it sends more, or signed itself.
std::string signer_not_sent(const SSL*);
// What is wrong, by OpenSSL's verify result; `name` is said in the sentence, and who signed it where that is missing.
config::Text certificate_fault(long verify_result, const std::string& name, const std::string& signer = {});
// Whole days until it ends, rounded down; negative when it has.
int days_left(const X509*, config::Time now);

// A look at the certificate without sending anything. `days` is told for a certificate that is not trusted, too;
// `fault` says why it is not, and is empty when it is.
struct CertificateLook {
  int days = 0;
  config::Text fault;
};
config::Result<CertificateLook> look_at_certificate(const std::string& host, const std::string& address, int port,
                                                    const std::string& ca_file, const Clock&, Steady until,
                                                    std::stop_token);

}  // namespace feeds
