// How services stand, and the words for it.
#include "panels/services.h"

#include <algorithm>

namespace panels {
namespace {

// By the indicator's own bounds where it has any.
Trouble trouble_of(const ServiceRow& r) {
  if (!r.up.shown()) return Trouble::unknown;
  const double share = up_share(r.up.indicator, *r.up.value);
  const bool bounds = r.up.indicator->watch || r.up.indicator->bad;
  if (r.up.state == State::bad || (!bounds && share < 0.5)) return Trouble::down;
  if (r.up.state == State::watch || (!bounds && share < 1)) return Trouble::partly;
  if (r.missed()) return Trouble::missed;
  return r.up.age == Age::late ? Trouble::late : Trouble::none;
}

const char* state_key(const ServiceRow& r) {
  switch (r.trouble) {
    case Trouble::down:
      return "down";
    case Trouble::partly:
      return "disturbed";
    case Trouble::missed:
      return "below SLA";
    case Trouble::unknown:
      return "no data";
    case Trouble::late:
    case Trouble::none:
      break;
  }
  return "running";
}

}  // namespace

std::vector<ServiceRow> service_rows(const Frame& f, const std::vector<Service>& services, int days) {
  std::vector<ServiceRow> out;
  const config::Catalogue& c = *f.data.catalogue;
  for (const Service& s : services) {
    ServiceRow r;
    r.title = words(f).pick(s.title);
    r.up = entry(f, c.indicator(s.up.name), f.data.find(s.up_series()));
    r.uptime = uptime_of(f, r.up, days);
    r.sla = s.sla;
    if (!s.response.name.empty()) r.response = entry(f, c.indicator(s.response.name), f.data.find(s.response_series()));
    if (!s.volume.name.empty() && s.volume_item.empty())
      r.volume = combined_entry(f, c.indicator(s.volume.name), feeds::Combine::sum);
    if (!s.volume_item.empty()) r.volume = entry(f, c.indicator(s.volume.name), f.data.find(s.volume_series()));
    r.trouble = trouble_of(r);
    out.push_back(std::move(r));
  }
  std::stable_sort(out.begin(), out.end(), [](const ServiceRow& a, const ServiceRow& b) {
    if (a.trouble != b.trouble) return a.trouble > b.trouble;
    return a.trouble != Trouble::none && a.uptime.percent.value_or(-1) < b.uptime.percent.value_or(-1);
  });
  return out;
}

Shape shape_for(Trouble t) {
  switch (t) {
    case Trouble::none:
      return Shape::none;
    case Trouble::late:
    case Trouble::unknown:
      return Shape::hatch;
    case Trouble::missed:
    case Trouble::partly:
      return Shape::triangle;
    case Trouble::down:
      return Shape::diamond;
  }
  return Shape::none;
}

std::string state_text(const ServiceRow& r, const Frame& f) {
  const Words& w = words(f);
  if (r.trouble == Trouble::unknown) return why_missing(r.up, f);
  std::string out = std::string(w.word(state_key(r)));
  if (r.up.age == Age::late) out += ", " + late_texts(age_texts(r.up, f), r.up, f).front();
  return out;
}
std::string brief_state(const ServiceRow& r, const Frame& f) {
  const Words& w = words(f);
  return std::string(w.word(r.up.age == Age::late && r.trouble == Trouble::late ? "late" : state_key(r)));
}

std::string summary(const std::vector<ServiceRow>& rows, const Words& w) {
  const auto count = [&](auto holds) {
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [&](const ServiceRow& r) { return holds(r.trouble); }));
  };
  const int down = count([](Trouble t) { return t == Trouble::down; });
  const int partly = count([](Trouble t) { return t == Trouble::partly; });
  const int unknown = count([](Trouble t) { return t == Trouble::unknown; });
  const int running = static_cast<int>(rows.size()) - down - partly - unknown;
  if (running > 1 && running == static_cast<int>(rows.size())) return w.say({"all {} run", {std::to_string(running)}});
  std::string out;
  for (const auto& [n, key] :
       {std::pair{down, "{} down"}, {partly, "{} disturbed"}, {unknown, "{} without data"}, {running, "{} running"}})
    if (n > 0) out += (out.empty() ? "" : ", ") + w.say({key, {std::to_string(n)}});
  return out;
}

}  // namespace panels
