# cmake -C .setup/presets/release.cmake -G Ninja -B build
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
