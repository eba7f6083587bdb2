// A driver without libFuzzer: mutates the corpus, the same way for the same seeds. Run it under the sanitizers.
// anjungan_fuzz CORPUS [SEEDS] [ITERATIONS] [FIRST SEED]
// Each seed is said before it runs: a fault is found again with that one as FIRST SEED.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <vector>
#include "tests/fuzz/readers_fuzz.h"

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t most) {
  return most == 0 ? 0 : random() % most;
}

// What readers stumble over: ends, marks, large numbers, halves of characters.
const std::vector<std::string> pieces = {"\"",
                                         "\\",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ".",
                                         ":",
                                         "-",
                                         "e999",
                                         "NaN",
                                         "null",
                                         "\n",
                                         "\xff",
                                         "\xc2",
                                         "\xc2\xa0",
                                         "0",
                                         "1e308",
                                         "00",
                                         "~",
                                         "/",
                                         "*",
                                         "Rp ",
                                         "(",
                                         ")",
                                         " M",
                                         " LS",
                                         "%",
                                         "Jt",
                                         "18446744073709551616",
                                         "-9223372036854775808",
                                         "2026-13",
                                         "24:00",
                                         "\\u0000"};

void mutate(std::string& text, const std::vector<std::string>& corpus, Random& random) {
  const std::size_t at = 1 + below(random, std::max<std::size_t>(text.size(), 2) - 1);
  const std::size_t length = below(random, 16);
  const std::string& other = corpus[below(random, corpus.size())];
  if (text.size() < 2) text += 'x';
  const std::size_t from = std::min(at, text.size());
  switch (below(random, 7)) {
    case 0:
      text[std::min(from, text.size() - 1)] = static_cast<char>(random());
      break;
    case 1:
      text.erase(from, length);
      break;
    case 2:
      text.insert(from, pieces[below(random, pieces.size())]);
      break;
    case 3:
      text.insert(from, text.substr(from, length));
      break;
    case 4:
      text.replace(from, length, other.substr(std::min(other.size(), at), length));
      break;
    case 5:
      text.resize(from);
      break;
    default:
      text[std::min(from, text.size() - 1)] ^= static_cast<char>(1 << below(random, 8));
      break;
  }
  if (text.size() > 65536) text.resize(65536);
}

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

long number(int count, char** arguments, int index, long otherwise) {
  return index < count ? std::strtol(arguments[index], nullptr, 10) : otherwise;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "anjungan_fuzz CORPUS [SEEDS] [ITERATIONS] [FIRST SEED]\n";
    return 2;
  }
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[1], error)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::cerr << "no corpus in " << arguments[1] << '\n';
    return 2;
  }
  const long seeds = number(count, arguments, 2, 4), iterations = number(count, arguments, 3, 2000);
  const long first = number(count, arguments, 4, 1);
  for (const std::string& text : corpus) run(text);
  for (long seed = first; seed < first + seeds; ++seed) {
    std::cerr << "seed " << seed << '\n';
    Random random(static_cast<std::uint64_t>(seed));
    for (long i = 0; i < iterations; ++i) {
      std::string text = corpus[below(random, corpus.size())];
      for (std::size_t times = 1 + below(random, 6); times > 0; --times) mutate(text, corpus, random);
      run(text);
    }
  }
  std::cout << corpus.size() << " inputs, " << seeds << " seeds of " << iterations << " iterations: no fault\n";
  return 0;
}
