// Debian's own snmpd, read in versions 2c and 3: users, passphrases, restarts. Skipped where it is not installed.
#include <gmock/gmock.h>
#include <csignal>
#include <filesystem>
#include "tests/support/child.h"
#include "tests/support/snmp_agent.h"
#include "tests/support/snmp_feed.h"

namespace {

using testing::HasSubstr;
using tests::device;
using tests::SnmpAgent;
using tests::SnmpFeed;

// Debian's snmpd on a port of its own with a configuration of its own, as a child.
class SnmpDaemon : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(program)) GTEST_SKIP() << "Debian's package snmpd is not installed";
    SnmpAgent free_port;
    port_ = free_port.port();
  }
  void start() {
    const std::string config =
        folder_.write("snmpd.conf", "agentaddress udp:127.0.0.1:" + std::to_string(port_) +
                                        "\nrocommunity publik 127.0.0.1\n"
                                        "createUser pantau SHA-256 \"sandi-otentik\" AES \"sandi-privasi\"\n"
                                        "createUser lama SHA \"sandi-otentik\" AES \"sandi-privasi\"\n"
                                        "createUser terbuka\n"
                                        "rouser pantau auth\nrouser lama priv\nrouser terbuka noauth\n"
                                        "sysName anjungan-uji\nextend umur /bin/echo 42\n");
    std::filesystem::create_directory(folder_.file("tetap"));
    daemon_ = std::make_unique<support::Child>(
        program,
        support::ChildOptions{
            .arguments = {"-f", "-Le", "-C", "-c", config, "-I", "-smux"},
            .environment = {{"SNMP_PERSISTENT_DIR", folder_.file("tetap")}, {"MIBS", ""}, {"HOME", folder_.path()}}});
    ASSERT_TRUE(daemon_->wait_for("NET-SNMP version")) << daemon_->said();
  }
  std::string options(const std::string& login, const std::string& take) const {
    return device(port_, login + "\n" + take);
  }
  static constexpr const char* program = "/usr/sbin/snmpd";
  support::Folder folder_;
  int port_ = 0;
  std::unique_ptr<support::Child> daemon_;
};

const std::string up_time = "value = [{ indicator = \"a\", oid = \"1.3.6.1.2.1.1.3.0\" }]\n";
const std::string user =
    "version = \"v3\"\nuser = \"pantau\"\nauth = \"sha256\"\nauth_passphrase = \"sandi-otentik\"\n";
const std::string privacy = "privacy = \"aes\"\nprivacy_passphrase = \"sandi-privasi\"\n";

TEST_F(SnmpDaemon, VersionTwo) {
  ASSERT_NO_FATAL_FAILURE(start());
  SnmpFeed feed(options("community = \"publik\"",
                        "value = [{ indicator = \"b\", oid = "
                        "\"1.3.6.1.4.1.8072.1.3.2.3.1.1.4.117.109.117.114\" }]\n"
                        "[interfaces]\nin = \"masuk\"\nup = \"hidup\"\ntable = \"antarmuka\"\nonly = [\"lo\"]"));
  const auto values = feed.poll();
  EXPECT_EQ(feed.fault, "");
  EXPECT_EQ(values.at("b#r1"), 42);
  EXPECT_TRUE(values.contains("hidup#r1/lo"));
  ASSERT_EQ(feed.batch.records.size(), 1U);
  EXPECT_EQ(feed.batch.records[0].key, "r1|lo");
  SnmpFeed wrong(options("community = \"lain\"", up_time));
  wrong.poll();
  EXPECT_THAT(wrong.fault, HasSubstr("the community is another there"));
}

TEST_F(SnmpDaemon, UsersOfVersionThree) {
  ASSERT_NO_FATAL_FAILURE(start());
  const auto poll = [&](const std::string& login) {
    SnmpFeed feed(options(login, up_time));
    return feed.poll().contains("a#r1") ? "good" : feed.fault + feed.complaints_of_options;
  };
  EXPECT_EQ(poll(user + privacy), "good");
  EXPECT_EQ(poll(user), "good");
  EXPECT_EQ(poll("version = \"v3\"\nuser = \"terbuka\"\n"), "good");
  EXPECT_EQ(poll("version = \"v3\"\nuser = \"lama\"\nauth = \"sha\"\nauth_passphrase = \"sandi-otentik\"\n" + privacy),
            "good");
  EXPECT_EQ(poll("version = \"v3\"\nuser = \"siapa\"\n"), "r1 does not know the SNMP user siapa");
}

TEST_F(SnmpDaemon, WrongPassphrasesAndTheRightOneAfterwards) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string wrong =
      "version = \"v3\"\nuser = \"pantau\"\nauth = \"sha256\"\nauth_passphrase = \"sandi-salah\"\n";
  SnmpFeed feed(options(wrong, up_time));
  feed.poll();
  EXPECT_THAT(feed.fault, HasSubstr("the passphrase or the method of authentication is another there"));
  feed.make(options(user + "privacy = \"aes\"\nprivacy_passphrase = \"sandi-salah\"\n", up_time));
  feed.poll();
  EXPECT_THAT(feed.fault, HasSubstr("privacy passphrase"));
  feed.make(options(user + privacy, up_time));
  EXPECT_TRUE(feed.poll().contains("a#r1")) << feed.fault;
  feed.make(options("version = \"v3\"\nuser = \"pantau\"\nauth = \"sha256\"\nauth_passphrase = \"pendek\"\n", up_time));
  feed.poll();
  EXPECT_EQ(feed.fault, "an SNMP passphrase has fewer than 8 characters");
}

TEST_F(SnmpDaemon, AfterItsRestartTheUserIsLetInAgain) {
  ASSERT_NO_FATAL_FAILURE(start());
  SnmpFeed feed(options(user + privacy, up_time));
  ASSERT_TRUE(feed.poll().contains("a#r1")) << feed.fault;
  daemon_->send(SIGTERM);
  daemon_->finish();
  feed.poll();
  EXPECT_THAT(feed.fault, HasSubstr("r1 does not answer by SNMP"));
  std::filesystem::remove_all(folder_.file("tetap"));  // it counts its starts anew, as a device that was reset does
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_TRUE(feed.poll().contains("a#r1")) << feed.fault;
}

}  // namespace
