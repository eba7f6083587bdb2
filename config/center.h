// A center: every *.toml below its folder, read together. The folder itself holds the center's own files; each folder
// in agencies/ is one agency's part (C1): its faults stop that part alone; maps/ holds drawings (hexmap.h). Any thread;
// a loaded Center is immutable.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "config/catalogue.h"
#include "config/fields.h"
#include "config/result.h"

namespace config {

struct FeedConfig {
  std::string name, kind, agency;
  Label title;
  Duration interval = std::chrono::minutes(1);
  Duration deadline = std::chrono::seconds(20);  // for one poll, everything included
  std::int64_t most_bytes = 8'000'000;           // of one reply
  int per_minute = 0;                            // requests to one host, with the other feeds that ask it; 0: any
  int priority = 1;                    // among feeds of one indicator: the smallest number that is on time wins
  std::vector<std::string> districts;  // this feed answers for these only; empty: for all
  Basis basis;
  std::string ca_file;     // private CA in PEM, absolute after loading
  bool simulated = false;  // its data are pretend; set by hand, or because its options use {simulator}
  Rest options;            // the kind's own keys
  Place place;
};

// Columns and rows of the page's grid, from the top left corner, 0-based.
struct Cell {
  int column = 0, row = 0, width = 1, height = 1;
};

struct PanelConfig {
  std::string kind;
  Label title;  // empty: the kind finds one (the indicator's)
  Cell cell;
  int priority = 1;  // 1 stays longest when a display cannot carry all
  Rest options;
  Place place;
};

struct PageConfig {
  std::string name;
  Label title;
  std::string agency;  // empty: the center's own page
  int columns = 24, rows = 12;
  Duration rotation = std::chrono::seconds(30);
  int key = 0;  // 1-9: the number key; 0: by order
  std::vector<PanelConfig> panels;
  Place place;
};

struct Output {
  int width_mm = 0, height_mm = 0, x_mm = 0, y_mm = 0, bezel_mm = 0;
};
enum class Room { wall, kiosk, desk };
struct DisplayConfig {
  std::string name;
  Room room = Room::wall;
  Audience audience = Audience::everyone;
  int width_px = 1920, height_px = 1080;
  std::vector<Output> outputs;  // together they make the surface
  double viewing_distance_m = 4;
  int bottom_edge_mm = 0;
  std::string scheme = "dark";  // dark, light, contrast-dark, contrast-light
  std::string lang = "id";
  bool reduced_motion = false;
  std::vector<std::string> pages;  // empty: all, in order of the files
  Place place;
};

// When copies of the store are made, and which of the older ones stay (feeds/copies.h).
struct CopyRule {
  Duration every = std::chrono::hours(24);
  std::optional<Duration> at;  // after midnight in the center's zone: once a day, in place of `every`
  int days = 14, months = 12;
};
struct CopiesConfig {
  std::filesystem::path to;  // empty: none are made
  CopyRule rule;
};

// Where the center takes in what systems send by themselves (feeds/intake.h).
struct IntakeConfig {
  std::string listen = "127.0.0.1";
  int port = 0;                                   // 0: nothing is taken in
  std::filesystem::path certificate, secret_key;  // PEM, absolute after loading; empty: plain HTTP
  Place place;
};

struct Center {
  std::filesystem::path dir;
  std::shared_ptr<const Catalogue> catalogue;
  std::vector<FeedConfig> feeds;  // of agencies without faults
  std::vector<PageConfig> pages;
  std::vector<DisplayConfig> displays;
  std::string store;      // file of the database; relative to the state folder
  std::string simulator;  // "http://127.0.0.1:PORT": what {simulator} in feed options stands for
  std::string lang = "id";
  CopiesConfig copies;
  IntakeConfig intake;
  std::shared_ptr<const Words> words;  // of `lang`, for what is written beside an agency's files; null: English
  Complaints complaints;               // all of them, by file and line
  bool usable = false;                 // the center's own part has no fault: it can run
};

// What `load` needs to know of the program without including it. The checks of kinds fill complaints with the faults of
// one section's options.
struct KindChecks {
  std::vector<std::string> feeds, panels;  // names, for "unknown kind"
  std::function<void(const FeedConfig&, const References&, Complaints&)> feed;
  std::function<void(const PanelConfig&, const References&, Complaints&)> panel;
  std::filesystem::path shared_pages;  // the folder of the pages that [center] can name in shared_pages
};

// Reads `dir` whole; never throws. `simulator`: replaces the address that the files give. `today` decides which bases,
// approvals and grants have ended. `words` says the faults that a stopped agency carries.
Center load(const std::filesystem::path& dir, const KindChecks&, Date today, const std::string& simulator = {},
            const Words& words = {});

// The manual's part that is not of a kind: [center], [[agency]], [[indicator]], ... by their section's name.
struct Section {
  std::string name, summary;
  bool list;
  std::vector<FieldInfo> fields;
};
std::vector<Section> sections();
// One section as a commented TOML sample, help in the language of `words`. `preset`: lines under the header (such as
// `kind = "probe"`); the fields that they give are left out.
std::string sample(const std::string& section, bool list, const std::vector<FieldInfo>&, const Words&,
                   const std::string& preset = {});
// One section of the manual in Markdown.
std::string manual(const std::string& heading, const std::string& summary, const std::vector<FieldInfo>&, const Words&);

}  // namespace config
