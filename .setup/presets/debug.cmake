# AddressSanitizer and UndefinedBehaviorSanitizer: cmake -C .setup/presets/debug.cmake -G Ninja -B build/debug
set(CMAKE_BUILD_TYPE None CACHE STRING "")
set(CMAKE_CXX_FLAGS "-Og -g1" CACHE STRING "")
set(ANJUNGAN_SANITIZE "address,undefined" CACHE STRING "")
set(ANJUNGAN_TESTS ON CACHE BOOL "")
