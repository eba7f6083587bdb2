// What OSS sends: counted once, by the period of its indicator and by district, and nothing personal kept.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <openssl/sha.h>
#include "tests/support/pushed_feed.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Time noon = *config::parse_time("2026-11-21T04:00:00Z");

std::string sha1(const std::string& text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string out;
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

std::string nib_message(const std::string& nib, const std::string& district = "6310010005",
                        const std::string& issued = "2026-11-20") {
  return fmt::format(
      R"({{"dataNIB":{{"nib":"{}","tgl_terbit_nib":"{}","kd_daerah":"{}","nama_perseroan":"CV BUDI","npwp_perseroan":"012345678901000","tipe_dokumen ":"9",)"
      R"("data_checklist":[{{"id_izin":"I-{}","no_izin":"503/1","tgl_izin":"2026-11-20","kd_daerah":"{}"}},{{"id_izin":"J","no_izin":"","tgl_izin":""}}]}}}})",
      nib, issued, district, nib, district);
}

struct Oss : testing::Test {
  Answer send(const std::string& body, const std::string& token_of, const std::string& name = "receiveNIB") {
    return pushed.send({noon, "POST", "/oss/" + name, body, "", {}, {{"token", sha1(token_of)}}});
  }
  test::PushedFeed pushed{"oss_push",
                          "user = \"u\"\npassword = \"p\"\nkey = \"k\"\nnib = \"cakupan\"\nlicence = \"antrean\"\n"};
};

TEST_F(Oss, CountsNumbersAndLicences) {
  ASSERT_THAT(pushed.complaints, IsEmpty());
  const Answer first = send(nib_message("0220001234567"), "up02200012345672026-11-21");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, R"({"responreceiveNIB":{"keterangan":"Data berhasil diterima","kode":"200"}})");
  EXPECT_EQ(pushed.value("cakupan"), 1);
  EXPECT_EQ(pushed.value("cakupan@63.10.01"), 1);
  EXPECT_EQ(pushed.value("cakupan@63.10.02"), 0) << "none is known, too";
  EXPECT_EQ(pushed.value("antrean"), 1) << "the licence that has a number";
  send(nib_message("0220001234568", "6310020001"), "up02200012345682026-11-21");
  EXPECT_EQ(pushed.value("cakupan"), 2);
  EXPECT_EQ(pushed.value("cakupan@63.10.02"), 1);
  EXPECT_EQ(config::to_rfc3339(pushed.batch.samples.front().at), "2026-11-30T16:00:00Z") << "the end of the month";
}

TEST_F(Oss, AResendCountsNothing) {
  send(nib_message("1"), "up12026-11-21");
  const std::string cursor = pushed.cursor;
  EXPECT_EQ(send(nib_message("1"), "up12026-11-21").status, 200);
  EXPECT_TRUE(pushed.batch.samples.empty());
  EXPECT_EQ(pushed.cursor, cursor);
}

TEST_F(Oss, TakesTheTokenOfTheDayAroundMidnightAlone) {
  EXPECT_EQ(send(nib_message("1"), "up12026-11-22").status, 200);
  EXPECT_EQ(send(nib_message("2"), "up22026-11-23").status, 401);
  EXPECT_EQ(pushed.taken.what, Taken::What::stranger);
  EXPECT_EQ(send(nib_message("2"), "uq22026-11-21").status, 401);
  EXPECT_EQ(send("[]", "up2026-11-20").status, 422) << "signed, and nothing in it";
  EXPECT_EQ(pushed.batch.complaints.size(), 1U);
  EXPECT_EQ(send("{", "up2026-11-21").status, 400);
}

TEST_F(Oss, KeepsNothingPersonal) {
  send(nib_message("0220001234567", "6310010005", "20 Nopember"), "up02200012345672026-11-21");
  ASSERT_EQ(pushed.batch.complaints.size(), 1U);
  EXPECT_EQ(pushed.batch.complaints[0].value, "20 Nopember");
  send(nib_message("", "6310010005"), "up2026-11-21");
  for (const Complaint& one : pushed.batch.complaints) EXPECT_THAT(one.value, Not(HasSubstr("BUDI")));
  EXPECT_THAT(pushed.cursor, Not(HasSubstr("0220001234567")));
}

TEST_F(Oss, LicencesAloneToo) {
  const std::string body =
      R"({"dataLicense":{"id_izin":"9","data_checklist":[{"no_izin":"1","tgl_izin":"2026-11-21","kd_daerah":"6310020001"}]}})";
  const Answer answer = send(body, "up2026-11-21", "receiveLicense");
  EXPECT_THAT(answer.body, HasSubstr("responreceiveLicense"));
  EXPECT_EQ(pushed.value("antrean@63.10.02"), 1);
}

}  // namespace
