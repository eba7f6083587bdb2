// How the enums of the configuration are written in it. Any thread.
#pragma once
#include <utility>
#include "config/center.h"
#include "config/fields.h"

namespace config {

template <>
struct Choices<Zone> {
  static constexpr std::pair<const char*, Zone> names[] = {
      {"WIB", Zone::wib}, {"WITA", Zone::wita}, {"WIT", Zone::wit}};
};
template <>
struct Choices<Audience> {
  static constexpr std::pair<const char*, Audience> names[] = {
      {"public", Audience::everyone}, {"staff", Audience::staff}, {"leadership", Audience::leadership}};
};
template <>
struct Choices<Basis::Kind> {
  static constexpr std::pair<const char*, Basis::Kind> names[] = {
      {"agreement", Basis::Kind::agreement},   {"sop", Basis::Kind::sop},
      {"order", Basis::Kind::order},           {"open_data", Basis::Kind::open_data},
      {"own_system", Basis::Kind::own_system}, {"pending", Basis::Kind::pending}};
};
template <>
struct Choices<Better> {
  static constexpr std::pair<const char*, Better> names[] = {
      {"higher", Better::higher}, {"lower", Better::lower}, {"neither", Better::neither}};
};
template <>
struct Choices<Period> {
  static constexpr std::pair<const char*, Period> names[] = {
      {"none", Period::none},       {"day", Period::day},           {"week", Period::week}, {"month", Period::month},
      {"quarter", Period::quarter}, {"semester", Period::semester}, {"year", Period::year}};
};
template <>
struct Choices<Room> {
  static constexpr std::pair<const char*, Room> names[] = {
      {"wall", Room::wall}, {"kiosk", Room::kiosk}, {"desk", Room::desk}};
};
enum class Language { id, en };
template <>
struct Choices<Language> {
  static constexpr std::pair<const char*, Language> names[] = {{"id", Language::id}, {"en", Language::en}};
};
enum class Scheme { dark, light, contrast_dark, contrast_light };
template <>
struct Choices<Scheme> {
  static constexpr std::pair<const char*, Scheme> names[] = {{"dark", Scheme::dark},
                                                             {"light", Scheme::light},
                                                             {"contrast-dark", Scheme::contrast_dark},
                                                             {"contrast-light", Scheme::contrast_light}};
};

template <class E>
constexpr const char* choice_name(E value) {
  for (const auto& [name, choice] : Choices<E>::names)
    if (choice == value) return name;
  return "";
}

}  // namespace config
