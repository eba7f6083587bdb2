// The page on which a person hands in a file: who may, what is shown before, and that it is taken once.
#include <gmock/gmock.h>
#include "tests/support/pushed_feed.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string options =
    "token = \"kata sandi\"\npersonal = [\"NIK\"]\n"
    "[[value]]\nindicator = \"antrean\"\ncolumn = \"Antre; hari ini\"\nregion = \"Kecamatan\"\nnumber = \"id\"\n"
    "[[record]]\ntable = \"layanan\"\nkey = [\"Kecamatan\"]\nfields = { nama = \"Nama\" }\n";
const std::string file =
    "Kecamatan;Antre; hari ini;Nama;NIK\r\n63.10.01;1.250;<b>Satu</b>;631001\r\n63.10.99;3;Lain;631002\r\n";
const std::string quoted =
    "Kecamatan;\"Antre; hari ini\";Nama;NIK\r\n63.10.01;1.250;<b>Satu</b>;631001\r\n63.10.99;3;Lain;631002\r\n";

struct UploadTest : testing::Test {
  Request request(std::map<std::string, Request::Part> parts) {
    return {now, "POST", "/unggah/kirim", "", "127.0.0.1", {}, {}, std::move(parts)};
  }
  Answer look(const std::string& bytes, const std::string& token = "kata sandi") {
    return pushed.send(request({{"token", {token, ""}}, {"file", {bytes, "<data>.csv"}}}));
  }
  std::string key_in(const Answer& answer) {
    const auto at = answer.body.find("name=\"key\" value=\"");
    return at == std::string::npos ? "" : answer.body.substr(at + 18, 64);
  }
  Answer accept(const std::string& key) {
    return pushed.send(request({{"token", {"kata sandi", ""}}, {"key", {key, ""}}}));
  }

  Time now = *config::parse_time("2026-11-21T04:00:00Z");
  test::PushedFeed pushed{"upload", options};
};

TEST_F(UploadTest, ShowsAFormAndATemplate) {
  ASSERT_THAT(pushed.complaints, IsEmpty());
  const Answer form = pushed.send({now, "GET", "/unggah/kirim", "", ""});
  EXPECT_EQ(form.status, 200);
  EXPECT_THAT(form.body, AllOf(HasSubstr("type=\"file\""), HasSubstr("Kecamatan, Antre; hari ini, Nama")));
  const Answer csv = pushed.send({now, "GET", "/unggah/kirim/contoh.csv", "", ""});
  EXPECT_EQ(csv.body, "\xef\xbb\xbfKecamatan;\"Antre; hari ini\";Nama\r\n");
}

TEST_F(UploadTest, LooksFirstAndTakesWhenAccepted) {
  const Answer preview = look(quoted);
  EXPECT_EQ(preview.status, 200);
  EXPECT_EQ(pushed.taken.what, Taken::What::answer);
  EXPECT_THAT(preview.body, AllOf(HasSubstr("would be taken: 3"), HasSubstr("refused: 1"), HasSubstr("1250"),
                                  HasSubstr("no region has the code 63.10.99"), HasSubstr("&lt;b&gt;Satu")));
  EXPECT_THAT(preview.body, Not(HasSubstr("<b>"))) << "what a file says is no markup";
  EXPECT_THAT(preview.body, Not(HasSubstr("63100"))) << "a personal column";
  EXPECT_TRUE(pushed.batch.samples.empty()) << "nothing is kept yet";
  const Answer done = accept(key_in(preview));
  EXPECT_EQ(done.status, 200);
  EXPECT_THAT(done.body, AllOf(HasSubstr("taken: 3"), HasSubstr("refused: 1")));
  EXPECT_EQ(pushed.value("antrean@63.10.01"), 1250);
}

TEST_F(UploadTest, TheSameFileIsTakenOnce) {
  accept(key_in(look(quoted)));
  const std::string again = key_in(look(quoted));
  EXPECT_EQ(accept(again).status, 409);
  test::PushedFeed restarted("upload", options);
  restarted.cursor = pushed.cursor;
  const Answer preview = restarted.send(request({{"token", {"kata sandi", ""}}, {"file", {quoted, "a"}}}));
  EXPECT_EQ(restarted.send(request({{"token", {"kata sandi", ""}}, {"key", {key_in(preview), ""}}})).status, 409);
}

TEST_F(UploadTest, WithoutTheTokenNothing) {
  EXPECT_EQ(look(quoted, "salah").status, 401);
  EXPECT_EQ(pushed.taken.what, Taken::What::stranger);
  EXPECT_EQ(look(quoted, "").status, 401);
  const std::string key = key_in(look(quoted));
  EXPECT_EQ(pushed.send(request({{"key", {key, ""}}})).status, 401);
  for (int i = 0; i < 10; ++i) look(quoted, "terka");
  EXPECT_EQ(look(quoted).status, 429) << "guessing stops, for the right one too";
  now += 61s;
  EXPECT_EQ(look(quoted).status, 200);
  test::PushedFeed without("upload", "[[value]]\nindicator = \"antrean\"\ncolumn = \"A\"\n");
  EXPECT_THAT(without.complaints, testing::ElementsAre(HasSubstr("token")));
}

TEST_F(UploadTest, WhatWasLookedAtLongAgoIsLookedAtAnew) {
  const std::string key = key_in(look(quoted));
  now += 16min;
  EXPECT_EQ(accept(key).status, 410);
  std::string first = key_in(look(quoted));
  for (int i = 0; i < 8; ++i) look(quoted);
  EXPECT_EQ(accept(first).status, 410) << "only the newest few are held";
  EXPECT_EQ(accept("bukan kunci").status, 410);
}

TEST_F(UploadTest, BadFilesAreSaid) {
  EXPECT_THAT(look("").body, HasSubstr("the file is empty"));
  EXPECT_THAT(look("PK\x03\x04rusak").body, HasSubstr("XLSX"));
  EXPECT_THAT(look("Kolom\r\n1\r\n").body, HasSubstr("there is no column"));
  EXPECT_THAT(look(file).body, HasSubstr("there is no column")) << "a delimiter within a name that is not quoted";
  EXPECT_THAT(look(std::string(9'000'000, 'x')).body, HasSubstr("larger than 8000000 bytes"));
  const Answer none = look("Kecamatan;\"Antre; hari ini\";Nama\r\n63.10.01;banyak;\r\n63.10.77;1;\r\n");
  EXPECT_THAT(none.body, HasSubstr("refused: "));
}

}  // namespace
