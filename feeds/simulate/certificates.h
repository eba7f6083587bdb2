// Authorities and server certificates made at run time by OpenSSL's own functions, for pretend agencies and tests. Any
// thread.
#pragma once
#include <memory>
#include <string>

using SSL_CTX = struct ssl_ctx_st;

namespace feeds::simulate {

// What a server shows of the chain below the authority: an authority in between signs it where one is to be shown or
// left out.
enum class Chain { direct, whole, incomplete };

// A private authority. Throws where OpenSSL fails.
class Authority {
 public:
  explicit Authority(const std::string& name);
  ~Authority();
  std::string pem() const;          // its certificate
  std::string between_pem() const;  // that of the authority in between
  // A server's context with a certificate of ours, valid since 400 days and for `days` more (negative: it has
  // expired). `names` as OpenSSL writes them: "IP:127.0.0.1", "DNS:localhost".
  std::shared_ptr<SSL_CTX> server(const std::string& names, int days, Chain = Chain::direct) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A context with a certificate that no authority signed.
std::shared_ptr<SSL_CTX> self_signed_server(const std::string& names, int days);

}  // namespace feeds::simulate
