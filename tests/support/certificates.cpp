// Certificates by OpenSSL's own functions: no command is run.
#include "tests/support/certificates.h"
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <cstdio>
#include <random>
#include <stdexcept>

namespace tests {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Key make_key() {
  return Key(EVP_EC_gen("P-256"), EVP_PKEY_free);
}

void extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  if (!extension) throw std::runtime_error("extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY* key, const std::string& name, X509* issuer, int days) {
  Certificate out(X509_new(), X509_free);
  X509_set_version(out.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), static_cast<long>(std::random_device()() >> 1));
  X509_gmtime_adj(X509_getm_notBefore(out.get()), -86400L * 400);
  X509_gmtime_adj(X509_getm_notAfter(out.get()), 86400L * days + 3600);
  X509_set_pubkey(out.get(), key);
  X509_NAME* subject = X509_get_subject_name(out.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(out.get(), issuer ? X509_get_subject_name(issuer) : subject);
  return out;
}

std::shared_ptr<SSL_CTX> serving(X509* certificate, EVP_PKEY* key) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate(context.get(), certificate);
  SSL_CTX_use_PrivateKey(context.get(), key);
  return context;
}

}  // namespace

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "anjungan-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

struct Authority::Impl {
  Key key = make_key();
  Certificate certificate{nullptr, X509_free};
  std::filesystem::path file;
};

Authority::Authority(const TempFolder& folder, const std::string& name) : impl_(std::make_unique<Impl>()) {
  impl_->certificate = make_certificate(impl_->key.get(), name, nullptr, 3650);
  X509* own = impl_->certificate.get();
  extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  extend(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
  X509_sign(own, impl_->key.get(), EVP_sha256());
  impl_->file = folder.path() / (name + ".pem");
  std::FILE* out = std::fopen(impl_->file.c_str(), "w");
  if (!out) throw std::runtime_error("no file for the authority");
  PEM_write_X509(out, own);
  std::fclose(out);
}

Authority::~Authority() = default;
std::string Authority::file() const {
  return impl_->file.string();
}

std::shared_ptr<SSL_CTX> Authority::server(const std::string& names, int days) const {
  const Key key = make_key();
  const Certificate certificate = make_certificate(key.get(), "server", impl_->certificate.get(), days);
  extend(certificate.get(), impl_->certificate.get(), NID_subject_alt_name, names);
  X509_sign(certificate.get(), impl_->key.get(), EVP_sha256());
  return serving(certificate.get(), key.get());
}

std::shared_ptr<SSL_CTX> self_signed_server(const std::string& names, int days) {
  const Key key = make_key();
  const Certificate certificate = make_certificate(key.get(), "server", nullptr, days);
  extend(certificate.get(), certificate.get(), NID_subject_alt_name, names);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return serving(certificate.get(), key.get());
}

}  // namespace tests
