// Nodes and links are known by their numbers, as `int`: what a vector holds for one of them. Any thread.
#pragma once
#include <vector>

namespace panels {

template <class T>
T& at(std::vector<T>& v, int i) {
  return v[static_cast<std::size_t>(i)];
}
template <class T>
const T& at(const std::vector<T>& v, int i) {
  return v[static_cast<std::size_t>(i)];
}

}  // namespace panels
