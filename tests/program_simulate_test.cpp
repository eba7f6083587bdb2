// `anjungan simulate --fault`: the built program's pretend agencies behave badly, and are well again.
#include <gmock/gmock.h>
#include <csignal>
#include <regex>
#include "feeds/http.h"
#include "feeds/simulate/fault.h"
#include "tests/support/program.h"

namespace {

using support::Child;
using support::ChildResult;
using support::Program;
using testing::HasSubstr;

class ProgramSimulateFault : public testing::Test {
 protected:
  std::unique_ptr<Child> start(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"simulate", "--lang", "en", "--center", program_.dir(), "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto child = std::make_unique<Child>(ANJUNGAN_PROGRAM, program_.options(arguments));
    EXPECT_TRUE(child->wait_for("Ctrl-C")) << child->said();
    static const std::regex address(R"((https?://127\.0\.0\.1:\d+))");
    std::smatch match;
    const std::string said = child->said();
    EXPECT_TRUE(std::regex_search(said, match, address)) << said;
    address_ = match[1];
    return child;
  }
  config::Result<feeds::HttpReply> ask(const std::string& path, const std::string& ca_file = {}) {
    feeds::HttpRequest request;
    request.url = address_ + path;
    return feeds::Http({std::chrono::seconds(20), 8'000'000, ca_file}, feeds::system_clock()).fetch(request, {});
  }
  Program program_;
  std::string address_;
};

TEST_F(ProgramSimulateFault, ListsEveryFaultInASentence) {
  const ChildResult en = program_({"simulate", "--fault", "list", "--lang", "en"});
  const ChildResult id = program_({"simulate", "--fault", "list", "--lang", "id"});
  EXPECT_EQ(en.code, 0);
  for (const feeds::simulate::FaultInfo& one : feeds::simulate::fault_list()) {
    EXPECT_THAT(en.out, HasSubstr(one.name));
    EXPECT_THAT(en.out, HasSubstr(one.says));
    EXPECT_THAT(id.out, HasSubstr(one.name));
    EXPECT_THAT(id.out, testing::Not(HasSubstr(one.says)));
  }
}

TEST_F(ProgramSimulateFault, DoesTheFaultAtTheNamedPathsAlone) {
  const auto child = start({"--fault", "error_500", "--fault-path", "/esakip/*"});
  auto bad = ask("/esakip/api/nilai");
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->status, 500);
  auto good = ask("/jdih/statistik.php");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->status, 200);
  child->send(SIGTERM);
  EXPECT_EQ(child->finish().code, 0);
}

TEST_F(ProgramSimulateFault, SpeaksHttpsForFaultsOfCertificates) {
  const std::string file = program_.folder().file("simulasi.pem");
  const auto child = start({"--fault", "expired_certificate", "--fault-ca", file});
  EXPECT_THAT(address_, HasSubstr("https://"));
  const auto reply = ask("/jdih/statistik.php", file);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().what.key, "the certificate of {} has expired; its keeper must renew it");
}

TEST_F(ProgramSimulateFault, SaysWhatItCannotDo) {
  const auto said = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = {"simulate", "--lang", "en", "--center", program_.dir(), "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ChildResult result = program_(arguments);
    EXPECT_NE(result.code, 0);
    return result.err;
  };
  EXPECT_THAT(said({"--fault", "flood"}), HasSubstr("\"flood\" is none of: list, refuse"));
  EXPECT_THAT(said({"--fault", "hang", "--fault-for", "soon"}), HasSubstr("\"soon\" is not a duration"));
  EXPECT_THAT(said({"--fault", "incomplete_chain"}), HasSubstr("--fault-ca"));
  EXPECT_THAT(program_({"simulate", "--lang", "en", "--fault", "hang"}).err, HasSubstr("--center is missing"));
}

}  // namespace
