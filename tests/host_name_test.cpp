// Hosts out of addresses, and which of them lie in a domain.
#include <gtest/gtest.h>

#include "config/host_name.h"

namespace {

using config::host_name;
using config::lies_in;

TEST(HostName, OutOfWhatPeopleWrite) {
  for (const char* text :
       {"contoh.go.id", "CONTOH.Go.ID", "contoh.go.id.", " contoh.go.id ", "https://contoh.go.id/",
        "http://contoh.go.id:8080/a/b?c=d#e", "https://nama:sandi@contoh.go.id/", "contoh.go.id:443"})
    EXPECT_EQ(host_name(text), "contoh.go.id") << text;
  EXPECT_EQ(host_name("https://[2001:db8::1]:8443/"), "2001:db8::1");
  EXPECT_EQ(host_name("10.20.0.1:8291"), "10.20.0.1");
  for (const char* none : {"", ".", "..", "a..b", "https://", "a b.go.id", "buruk!.go.id", "\xff\xfe.go.id"})
    EXPECT_EQ(host_name(none), "") << none;
  EXPECT_EQ(host_name(std::string(64, 'a') + ".id"), "") << "a label has at most 63 letters";
}

TEST(HostName, OtherScriptsAsTheNetworkWritesThem) {
  // RFC 3492 and the registries' own examples.
  EXPECT_EQ(host_name("bücher.example"), "xn--bcher-kva.example");
  EXPECT_EQ(host_name("BÜCHER.example"), "xn--bcher-kva.example");
  EXPECT_EQ(host_name("münchen.de"), "xn--mnchen-3ya.de");
  EXPECT_EQ(host_name("例え.テスト"), "xn--r8jz45g.xn--zckzah");
  EXPECT_EQ(host_name("почемужеонинеговорятпорусски"), "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l");
  EXPECT_EQ(host_name("contoh。go．id"), "contoh.go.id");
}

TEST(HostName, LiesInTheOfficialDomain) {
  const std::string domain = "tanahbumbukab.go.id";
  for (const char* in :
       {"tanahbumbukab.go.id", "www.tanahbumbukab.go.id", "https://SIPD.TanahBumbuKab.go.id:8443/login",
        "a.b.tanahbumbukab.go.id.", "tanahbumbukab.go.id."})
    EXPECT_TRUE(lies_in(in, domain)) << in;
  for (const char* out :
       {"eviltanahbumbukab.go.id", "evil-tanahbumbukab.go.id", "tanahbumbukab.go.id.evil.com", "go.id", "",
        "https://tanahbumbukab.go.id@evil.com/", "evil.com/tanahbumbukab.go.id", "evil.com?.tanahbumbukab.go.id",
        "https://evil.com\\.tanahbumbukab.go.id", "evil.com#.tanahbumbukab.go.id", "tanahbumbukab.go.id..",
        "tan\xD0\xB0hbumbukab.go.id",  // a Cyrillic letter
        "10.20.0.1"})
    EXPECT_FALSE(lies_in(out, domain)) << out;
  EXPECT_TRUE(lies_in("xn--bcher-kva.example", "Bücher.example"));
  EXPECT_FALSE(lies_in("contoh.go.id", std::string_view()));
  EXPECT_TRUE(lies_in("a.desa.id", std::vector<std::string>{domain, "desa.id"}));
  EXPECT_FALSE(lies_in("a.desa.id", std::vector<std::string>{}));
}

}  // namespace
