// A kind of feed or panel: its name, its one-line summary, its description and how one is made. Kinds are listed in
// kinds.def and not self-registered: an object in a static library that nobody names is dropped by the linker.
#pragma once
#include <memory>
#include "config/fields.h"

namespace config {

// `Base::Setup` is what every object of that base is given besides its own options.
template <class Base>
struct Kind {
  const char* name;
  const char* summary;
  std::vector<FieldInfo> (*outline)();
  // Nothing when the options have faults; all of them are in `complaints`.
  std::unique_ptr<Base> (*make)(const Rest& options, const References&, const typename Base::Setup&, Complaints&);
  // The same reading without making anything: `check`.
  void (*check)(const Rest& options, const References&, Complaints&);
};

template <class T>
typename T::Options read_options(const Rest& rest, const References& refs, Complaints& out) {
  typename T::Options options;
  Reader reader(rest.table, rest.place, refs, out);
  reader.beside(rest.beside);
  options.describe(reader);
  reader.finish();
  if constexpr (requires { T::check(options, rest.place, out); }) T::check(options, rest.place, out);
  if constexpr (requires { T::check(options, rest.place, refs, out); }) T::check(options, rest.place, refs, out);
  return options;
}

// T::Options is described; T(T::Options, const Base::Setup&) makes one. T::check(const Options&, const Place&,
// Complaints&), where there is one, says what no single field can; with const References& before the complaints it may
// look names up.
template <class Base, class T>
constexpr Kind<Base> kind(const char* name, const char* summary) {
  using Options = typename T::Options;
  return Kind<Base>{
      name, summary,
      [] {
        Outline outline;
        Options options;
        options.describe(outline);
        return outline.fields;
      },
      [](const Rest& rest, const References& refs, const typename Base::Setup& setup,
         Complaints& out) -> std::unique_ptr<Base> {
        Complaints found;
        Options options = read_options<T>(rest, refs, found);
        bool good = true;
        for (const Complaint& c : found) good = good && c.warning;
        out.insert(out.end(), found.begin(), found.end());
        if (!good) return nullptr;
        return std::make_unique<T>(std::move(options), setup);
      },
      [](const Rest& rest, const References& refs, Complaints& out) { read_options<T>(rest, refs, out); }};
}

}  // namespace config
