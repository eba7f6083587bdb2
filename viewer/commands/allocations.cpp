// Counts allocations for `bench`, on the thread that asks and only while it asks. The counts are the one mutable static
// of the program: operator new has nowhere else to leave them.
#include <imgui.h>

#include <cstdlib>
#include <new>

#include "viewer/commands/bench.h"

namespace {

thread_local bool counting = false;
thread_local std::uint64_t counted = 0;

}  // namespace

// The sanitizers bring their own operator new, which sees more than a count. Out of line, as g++ 12 else takes the
// pairs apart and complains.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (counting) ++counted;
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new[](std::size_t size) {
  return operator new(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
#endif

namespace viewer::commands {

void count_allocations(bool on) {
  if (on)
    ImGui::SetAllocatorFunctions(
        [](std::size_t size, void*) {
          if (counting) ++counted;
          return std::malloc(size);
        },
        [](void* memory, void*) { std::free(memory); });
  counting = on;
}
std::uint64_t allocations() {
  return counted;
}

}  // namespace viewer::commands
