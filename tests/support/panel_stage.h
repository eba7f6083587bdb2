// A stage for panels in tests: a made-up regency with a snapshot, ImGui without a display, and a look with real fonts.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "panels/panel.h"

namespace stage {

using config::Duration;
using config::Time;

// Saturday, 21 November 2026, 14.02.33 WITA.
Time now();

// The regency of every test: four agencies, live and periodic indicators, six districts; its data are added by hand.
class Regency {
 public:
  Regency();
  config::Indicator& indicator(const std::string& name);  // to bend before snapshot() is called
  // Ascending values every `step`, the last `age` old.
  void series(const std::string& name, std::vector<double> values, Duration step, Duration age);
  void at(const std::string& name, std::vector<std::pair<Time, double>> points);
  void record(const std::string& table, const std::string& key, std::vector<feeds::Field> fields, Duration age = {});
  void feed(feeds::FeedState);
  void event(feeds::Event);
  feeds::Snapshot snapshot() const;

  config::Catalogue catalogue;
  config::Audience audience = config::Audience::everyone;

 private:
  feeds::Snapshot data_;
};

// ImGui without a display or a renderer; one at a time.
class Host {
 public:
  Host();
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  panels::Look look(const std::string& lang = "id", const std::string& scheme = "dark", float unit_px = 20) const;

 private:
  ImFont *regular_ = nullptr, *medium_ = nullptr, *bold_ = nullptr, *icons_ = nullptr;
};

// A panel from TOML options, as a center would have it. Throws std::runtime_error with the complaints.
std::unique_ptr<panels::Panel> panel(const config::Catalogue&, const std::string& kind, const std::string& options,
                                     const std::string& title = {});

// What a panel says, with its title and its card's age.
std::string tell(const panels::Panel&, const feeds::Snapshot&, const panels::Look&, Time at = now());

}  // namespace stage
