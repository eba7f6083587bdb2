// `anjungan center new` as a person at a terminal meets it.
#include <gmock/gmock.h>
#include <filesystem>
#include "tests/support/program.h"

namespace {

using support::ChildResult;
using support::Program;
using testing::AllOf;
using testing::HasSubstr;

constexpr const char* table =
    "code;name;lon;lat\n35.23.01;Kenduruan;111,62;-6,95\n35.23.02;Jatirogo;111,66;-6,89\n35.23.16;Tuban;112,05;-6,89\n"
    "35.23.14;Rengel;112,03;-7,05\n";

TEST(ProgramCenterNew, AnotherRegencyIsThereAtOnceAndLives) {
  const Program program;
  const std::string made = program.folder().file("tuban");
  const ChildResult result = program({"center", "new", "--code", "35.23", "--name", "Tuban", "--regions",
                                      program.folder().write("tuban.csv", table), "--to", made, "--lang", "en"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("Kabupaten Tuban, 4 districts, 13 agencies, WIB"), HasSubstr("check --center")));
  const ChildResult checked = program({"check", "--center", made, "--lang", "en"});
  EXPECT_EQ(checked.code, 0) << checked.out;
  EXPECT_THAT(checked.out, HasSubstr("10 pages, 0 warnings"));
  const ChildResult told = program({"tell", "--center", made, "--page", "wilayah", "--simulate", "--lang", "en"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, AllOf(HasSubstr("Kenduruan"), HasSubstr("Rengel")));
  const ChildResult again = program({"center", "new", "--code", "33.16", "--to", made, "--lang", "en"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("nothing was written"));
}

TEST(ProgramCenterNew, WhatItCannotMakeItRefusesWithEveryReason) {
  const Program program;
  const std::string made = program.folder().file("baru");
  const ChildResult unknown = program({"center", "new", "--code", "35.23", "--to", made, "--lang", "en"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, AllOf(HasSubstr("--regions"), HasSubstr("33.16 Kabupaten Blora")));
  const ChildResult ill = program({"center", "new", "--code", "35.23", "--name", "Tuban", "--regions",
                                   program.folder().write("salah.csv", "code;name\n35.24.01;A\n35.23.02;\n"), "--to",
                                   made, "--lang", "id"});
  EXPECT_EQ(ill.code, 2);
  EXPECT_THAT(ill.err, AllOf(HasSubstr("salah.csv:2:1: "), HasSubstr("salah.csv:3:1: ")));
  EXPECT_FALSE(std::filesystem::exists(made));
}

}  // namespace
