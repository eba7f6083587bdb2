// Authorities and server certificates made at test time, for loopback servers.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

using SSL_CTX = struct ssl_ctx_st;

namespace tests {

// A folder that is removed at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A private authority; its certificate lies in PEM at `file()`, named after it.
class Authority {
 public:
  Authority(const TempFolder&, const std::string& name);
  ~Authority();
  std::string file() const;
  // A server's context with a certificate of ours. `names` as OpenSSL writes them: "IP:127.0.0.1", "DNS:localhost".
  std::shared_ptr<SSL_CTX> server(const std::string& names, int days) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A context with a certificate that no authority signed.
std::shared_ptr<SSL_CTX> self_signed_server(const std::string& names, int days);

}  // namespace tests
