// See certificates.h.
#include "feeds/simulate/certificates.h"
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <random>
#include <stdexcept>

namespace feeds::simulate {
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

// `issuer` null: it signs itself.
Certificate make_authority(EVP_PKEY* key, const std::string& name, X509* issuer, EVP_PKEY* signing) {
  Certificate out = make_certificate(key, name, issuer, 3650);
  extend(out.get(), issuer ? issuer : out.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(out.get(), issuer ? issuer : out.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  X509_sign(out.get(), signing, EVP_sha256());
  return out;
}

std::shared_ptr<SSL_CTX> serving(X509* certificate, EVP_PKEY* key) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate(context.get(), certificate);
  SSL_CTX_use_PrivateKey(context.get(), key);
  return context;
}

std::string written(X509* certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(memory.get(), certificate);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

struct Authority::Impl {
  Key key = make_key(), between_key = make_key();
  Certificate certificate{nullptr, X509_free}, between{nullptr, X509_free};
};

Authority::Authority(const std::string& name) : impl_(std::make_unique<Impl>()) {
  Impl& me = *impl_;
  me.certificate = make_authority(me.key.get(), name, nullptr, me.key.get());
  me.between = make_authority(me.between_key.get(), name + " antara", me.certificate.get(), me.key.get());
}

Authority::~Authority() = default;
std::string Authority::pem() const {
  return written(impl_->certificate.get());
}
std::string Authority::between_pem() const {
  return written(impl_->between.get());
}

std::shared_ptr<SSL_CTX> Authority::server(const std::string& names, int days, Chain chain) const {
  const bool direct = chain == Chain::direct;
  X509* issuer = direct ? impl_->certificate.get() : impl_->between.get();
  const Key key = make_key();
  const Certificate certificate = make_certificate(key.get(), "server", issuer, days);
  extend(certificate.get(), issuer, NID_subject_alt_name, names);
  X509_sign(certificate.get(), direct ? impl_->key.get() : impl_->between_key.get(), EVP_sha256());
  auto context = serving(certificate.get(), key.get());
  if (chain == Chain::whole) SSL_CTX_add1_chain_cert(context.get(), impl_->between.get());
  return context;
}

std::shared_ptr<SSL_CTX> self_signed_server(const std::string& names, int days) {
  const Key key = make_key();
  const Certificate certificate = make_certificate(key.get(), "server", nullptr, days);
  extend(certificate.get(), certificate.get(), NID_subject_alt_name, names);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return serving(certificate.get(), key.get());
}

}  // namespace feeds::simulate
