# clang++ and libFuzzer over all readers, with AddressSanitizer and UndefinedBehaviorSanitizer:
# cmake -C .setup/presets/fuzz.cmake -G Ninja -B build/fuzz && ninja -C build/fuzz anjungan_fuzz
# build/fuzz/anjungan_fuzz -max_total_time=1800 build/fuzz/found tests/fuzz/corpus
set(CMAKE_CXX_COMPILER clang++ CACHE STRING "")
set(CMAKE_BUILD_TYPE None CACHE STRING "")
set(CMAKE_CXX_FLAGS "-O1 -g1" CACHE STRING "")
set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON CACHE BOOL "")  # a missing #include is an error here
set(ANJUNGAN_SANITIZE "address,undefined,fuzzer-no-link" CACHE STRING "")
set(ANJUNGAN_TESTS ON CACHE BOOL "")
