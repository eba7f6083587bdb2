# ThreadSanitizer: cmake -C .setup/presets/tsan.cmake -G Ninja -B build/tsan
set(CMAKE_BUILD_TYPE None CACHE STRING "")
set(CMAKE_CXX_FLAGS "-Og -g1" CACHE STRING "")
set(ANJUNGAN_SANITIZE "thread" CACHE STRING "")
set(ANJUNGAN_TESTS ON CACHE BOOL "")
