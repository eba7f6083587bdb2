// One feed's system fails in ways that HTTP knows, through collector, store and snapshot: that feed grows late, then
// missing, and says why; the others stay on time; it recovers by itself; what was kept stays kept. The faults of a
// pretend agency are in faults_test.cpp.
#include <openssl/ssl.h>
#include "tests/support/certificates.h"
#include "tests/support/scenario.h"

namespace {

using test::Scenario;
using tests::FaultServer;
using tests::Talk;

// The wrong turn that the ill system takes, and the words that the feed's reason must hold.
struct Fault {
  const char* name;
  std::function<void(Talk&)> answer;
  const char* reason;
};

class HttpFault : public Scenario, public testing::WithParamInterface<Fault> {};

TEST_P(HttpFault, HurtsItsOwnFeedAlone) {
  std::atomic<bool> ill = false;
  FaultServer server([&](Talk& talk) {
    while (!talk.read_request().empty()) {
      if (ill) {
        GetParam().answer(talk);
        talk.close();
        return;
      }
      answer_well(talk, "antrean");
    }
  });
  run(
      feed("sakit", "antrean", server.url()), [&] { ill = true; }, [&] { ill = false; }, GetParam().reason);
}

const Fault faults[] = {
    {"CutJson", [](Talk& talk) { talk.send(tests::reply_200(R"({"antrean": [{"region": "63.10)")); }, "not JSON"},
    {"RedirectToAnotherHost",
     [](Talk& talk) {
       talk.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:9/masuk\r\nContent-Length: 0\r\n\r\n");
     },
     "redirects to"},
};

INSTANTIATE_TEST_SUITE_P(Scenarios, HttpFault, testing::ValuesIn(faults),
                         [](const auto& fault) { return std::string(fault.param.name); });

// Which of two certificates a server shows.
struct Shown {
  std::shared_ptr<SSL_CTX> good, wrong;
  std::atomic<bool> ill = false;

  static int choose(SSL* ssl, void* self) {
    const Shown& shown = *static_cast<const Shown*>(self);
    SSL_CTX* from = shown.ill ? shown.wrong.get() : shown.good.get();
    return SSL_use_certificate(ssl, SSL_CTX_get0_certificate(from)) == 1 &&
                   SSL_use_PrivateKey(ssl, SSL_CTX_get0_privatekey(from)) == 1
               ? 1
               : 0;
  }
};

TEST_F(Scenario, AWrongCertificateHurtsItsOwnFeedAlone) {
  const tests::TempFolder folder;
  const tests::Authority ours(folder, "kita"), strange(folder, "asing");
  Shown shown{ours.server("IP:127.0.0.1", 30), strange.server("IP:127.0.0.1", 30)};
  const auto context = ours.server("IP:127.0.0.1", 30);
  SSL_CTX_set_cert_cb(context.get(), Shown::choose, &shown);
  FaultServer server(
      [this](Talk& talk) {
        while (!talk.read_request().empty()) answer_well(talk, "antrean");
      },
      context);
  auto ill = feed("sakit", "antrean", server.url());
  ill.ca_file = ours.file();
  run(
      ill, [&] { shown.ill = true; }, [&] { shown.ill = false; }, "certificate");
}

}  // namespace
