// Services and how they stand: what a board of them draws and tells. Pure: no drawing here. Any thread.
#pragma once
#include "panels/parts.h"
#include "panels/uptime.h"

namespace panels {

struct Service {
  config::Label title;
  config::IndicatorName up, response, volume;
  config::RegionCode region;
  std::string item, volume_item;
  std::optional<double> sla;

  void describe(auto& field) {
    field("title", title, "Name of the service", {.required = true, .example = "\"Naskah dinas\""});
    field("up", up, "The indicator that says whether it works: 1 up and 0 down, or percent",
          {.required = true, .example = "\"jaringan.hidup\""});
    field("region", region, "The district of `up` and `response`", {.example = "\"63.10.04\""});
    field("item", item, "The item of `up` and `response`, as the feed names it", {.example = "\"srikandi\""});
    field("response", response, "The indicator of its answer's time", {.example = "\"jaringan.latensi\""});
    field("volume", volume, "The indicator of how much it is used; without `volume_item` all of it summed",
          {.example = "\"layanan.antrean\""});
    field("volume_item", volume_item, "The item of `volume`, as the feed names it");
    field("sla", sla, "The share of time that it is to be up, in percent",
          {.least = 0, .most = 100, .example = "99.5"});
  }
  // Names of series; empty where there is none.
  std::string up_series() const { return series_name(up.name, region.code, item); }
  std::string response_series() const {
    return response.name.empty() ? std::string() : series_name(response.name, region.code, item);
  }
  std::string volume_series() const {
    return volume.name.empty() ? std::string() : series_name(volume.name, "", volume_item);
  }
};

// What is wrong, ascending by need.
enum class Trouble { none, late, missed, unknown, partly, down };

struct ServiceRow {
  std::string title;
  Entry up, response, volume;
  Uptime uptime;
  std::optional<double> sla;
  Trouble trouble = Trouble::none;
  bool missed() const { return sla && uptime.percent && *uptime.percent < *sla - 1e-9; }
  double allowed() const { return sla ? 1 - *sla / 100 : 0; }
};

// What needs a person first; the others as they are listed.
std::vector<ServiceRow> service_rows(const Frame&, const std::vector<Service>&, int days);
Shape shape_for(Trouble);
std::string state_text(const ServiceRow&, const Frame&);   // "terganggu, terlambat, 13.02"; why there are no data
std::string brief_state(const ServiceRow&, const Frame&);  // one or two words
// "2 mati, 1 terganggu, 8 berjalan".
std::string summary(const std::vector<ServiceRow>&, const Words&);

}  // namespace panels
