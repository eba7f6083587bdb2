// A center made in memory: one agency, a few indicators, feeds of the kind http_json.
#pragma once
#include <memory>
#include <string>
#include <vector>
#include "config/center.h"

namespace test {

// The agency "dinkes" with the live indicators "antrean" and "suhu" (late after 60 s, missing after 300 s), the monthly
// "cakupan" (due after 10 days) and the table "layanan": public and approved. Districts 63.10.01 and 63.10.02.
// The agency "disdik" owns "siswa".
std::shared_ptr<config::Catalogue> small_catalogue();

// Reads {"<indicator>": [{"region", "at", "value"}], "layanan": [{"nama", "status"}]} from `url`; interval 10 s,
// deadline 5 s. The basis is an agreement.
config::FeedConfig json_feed(const std::string& name, const std::vector<std::string>& indicators,
                             const std::string& url = "http://127.0.0.1:9/");

std::shared_ptr<config::Center> small_center(std::vector<config::FeedConfig> feeds);

}  // namespace test
