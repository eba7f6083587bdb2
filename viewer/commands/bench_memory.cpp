// Memory by mapping, from /proc/PID/smaps.
#include <array>
#include <fstream>
#include <sstream>

#include "viewer/commands/bench.h"

namespace viewer::commands {
namespace {

bool has(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts)
    if (text.find(part) != std::string::npos) return true;
  return false;
}

std::string group_of(const std::string& mapping, double size_kb, const std::string& program) {
  if (has(mapping, {"libLLVM", "_dri.so", "libgallium", "swrast", "libGLX_mesa", "libEGL_mesa", "libglapi"}))
    return "driver";
  if (!program.empty() && mapping == program) return "program";
  if (has(mapping, {"[heap]"})) return "heap";
  if (has(mapping, {"[stack"})) return "stacks";
  if (has(mapping, {".so"})) return "libraries";
  // Without a name: arenas, big blocks and framebuffers; a thread's stack is 8 MiB with a guard page before it.
  if (mapping.empty()) return size_kb == 8192 ? "stacks" : "heap";
  return "other";
}

}  // namespace

std::map<std::string, double> memory_kb(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/smaps");
  std::error_code ignored;
  const std::string program = std::filesystem::read_symlink("/proc/" + pid + "/exe", ignored).string();
  std::map<std::string, double> groups;
  std::string line, mapping;
  double size_kb = 0;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string first;
    words >> first;
    if (first == "Size:") {
      words >> size_kb;
    } else if (first == "Rss:") {
      double kb = 0;
      words >> kb;
      groups["alone"] += kb;
    } else if (first == "Pss:") {
      double kb = 0;
      words >> kb;
      groups[group_of(mapping, size_kb, program)] += kb;
      groups["all"] += kb;
    } else if (!first.empty() && first.back() != ':') {  // "from-to rights offset device inode name"
      std::string skipped;
      for (int i = 0; i < 4; ++i) words >> skipped;
      std::getline(words >> std::ws, mapping);
      if (words.fail()) mapping.clear();
    }
  }
  return groups;
}

std::vector<Figure> memory_figures(const config::Words& words, const std::map<std::string, double>& groups,
                                   const std::string& prefix) {
  struct Named {
    const char *group, *key, *name;
  };
  static constexpr std::array<Named, 8> all{{{"all", "pss_mb", "memory (Pss)"},
                                             {"driver", "pss_driver_mb", "  of it: OpenGL driver and LLVM"},
                                             {"libraries", "pss_libraries_mb", "  of it: other libraries"},
                                             {"program", "pss_program_mb", "  of it: the program's own file"},
                                             {"heap", "pss_heap_mb", "  of it: heap, fonts and pictures"},
                                             {"stacks", "pss_stacks_mb", "  of it: stacks of threads"},
                                             {"other", "pss_other_mb", "  of it: other files"},
                                             {"alone", "rss_mb", "memory, shared files in full (Rss)"}}};
  std::vector<Figure> figures;
  for (const Named& named : all) {
    const auto found = groups.find(named.group);
    figures.push_back({prefix + named.key, std::string(words.word(named.name)),
                       found == groups.end() ? 0 : found->second / 1000.0, "MB", 1});
  }
  return figures;
}

}  // namespace viewer::commands
