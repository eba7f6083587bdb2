// The described sections of a center's files: one description serves the reader, the manual and the samples. Used by
// center_*.cpp only. Any thread.
#pragma once
#include "config/choices.h"

namespace config {

struct BasisSection {
  Basis value;
  void describe(auto& field) {
    field("kind", value.kind, "What the data flow rests on", {.required = true, .example = "\"sop\""});
    field("number", value.number, "Number of the agreement, SOP or order", {.example = "\"000.8/12/2026\""});
    field("date", value.date, "Its date", {.example = "2026-01-12"});
    field("licence", value.licence, "Licence of open data", {.example = "\"CC BY 4.0\""});
    field("until", value.until, "Last day; a pending basis needs one, and its feed is refused afterwards",
          {.example = "2028-12-31"});
  }
};

struct ApprovalSection {
  Approval value;
  void describe(auto& field) {
    field("letter", value.letter, "Number of the letter in which the head of the agency approves",
          {.required = true, .example = "\"900/17/2026\""});
    field("name", value.name, "Who approved: name or office", {.required = true, .example = "\"Kepala Dinas\""});
    field("date", value.date, "Date of the letter", {.required = true, .example = "2026-01-12"});
    field("until", value.until, "Last day of the approval; none: until it is taken back", {.example = "2028-12-31"});
    field("period", value.period, "The one period that is approved, where each period needs its own approval",
          {.example = "\"2026-10\""});
  }
};

struct CenterSection {
  Catalogue value;
  std::string store = "store.db", simulator;
  Language lang = Language::id;
  std::vector<std::string> shared_pages;
  void describe(auto& field) {
    field("name", value.center, "Name of the center as pages show it",
          {.required = true, .example = "\"Kabupaten Tanah Bumbu\""});
    field("code", value.code, "Code of the regency by the Ministry of Home Affairs, with dots",
          {.required = true, .example = "\"63.10\""});
    field("zone", value.zone, "Time zone of all clocks and periods", {.required = true, .example = "\"WITA\""});
    field("map", value.map, "Map file in the center's folder maps/, else in assets/maps",
          {.example = "\"tanah-bumbu.toml\""});
    field("domain", value.domains, "The official domains of the regency, which its sites are to lie in",
          {.example = "[\"contohkab.go.id\"]"});
    field("store", store, "Database file in the state folder");
    field("simulator", simulator, "Address that {simulator} stands for in the options of feeds",
          {.example = "\"http://127.0.0.1:8099\""});
    field("lang", lang, "Language of what people read");
    field(
        "shared_pages", shared_pages,
        "Pages of the program in assets/pages, in their order; one of that name in the center's folder takes its place",
        {.example = "[\"ringkasan\", \"wilayah\"]"});
  }
};

struct CopiesSection {
  std::string to, at;
  CopyRule rule;
  void describe(auto& field) {
    field(
        "to", to,
        "Folder for the copies, on another disk or machine; written in full, or {state}/NAME for one beside the store",
        {.required = true, .example = "\"/srv/cadangan/anjungan\""});
    field("every", rule.every, "Time from one copy to the next", {.least = 60, .most = 31 * 86400});
    field("at", at, "Once a day at this time in the center's zone, in place of every", {.example = "\"02:30\""});
    field("keep_days", rule.days, "So many days keep their newest copy; the last 24 hours keep all",
          {.least = 1, .most = 3660});
    field("keep_months", rule.months, "So many months keep their newest copy", {.least = 0, .most = 600});
  }
};

struct IntakeSection {
  std::string listen = "127.0.0.1", certificate, key;
  int port = 0;
  void describe(auto& field) {
    field("port", port, "Port that systems send to", {.required = true, .least = 1, .most = 65535, .example = "8095"});
    field("listen", listen, "Address of this machine that they reach; 127.0.0.1: this machine alone",
          {.example = "\"10.63.1.5\""});
    field("certificate", certificate, "Own certificate with its chain in PEM, for HTTPS; empty: HTTP",
          {.example = "\"sertifikat/anjungan.pem\""});
    field("key", key, "Its key in PEM", {.example = "\"sertifikat/anjungan.key\""});
  }
};

struct RegionSection {
  Region value;
  void describe(auto& field) {
    field("code", value.code, "Code of the district by the Ministry of Home Affairs, with dots",
          {.required = true, .example = "\"63.10.01\""});
    field("bps", value.bps, "Code of the district by Statistics Indonesia", {.example = "\"6310010\""});
    field("name", value.name, "Name of the district", {.required = true, .example = "\"Batulicin\""});
    field("aliases", value.aliases, "Other ways in which systems write the name", {.example = "[\"Batu Licin\"]"});
  }
};

struct GrantSection {
  Grant value;
  BasisSection basis;
  void describe(auto& field) {
    field("holder", value.holder, "Who may read: staff or leadership", {.required = true, .example = "\"leadership\""});
    field("scope", value.scope, "Name of an indicator or table, a prefix such as \"kas.*\", or \"*\" for all",
          {.required = true, .example = "\"*\""});
    field("basis", basis, "Leave of the owner or order of the regent",
          {.required = true, .example = "{ kind = \"order\", number = \"188.45/7/2026\", date = 2026-01-12 }"});
    field("until", value.until, "Last day of the leave", {.example = "2028-12-31"});
  }
};

struct OutputSection {
  Output value;
  void describe(auto& field) {
    field("width_mm", value.width_mm, "Width of the picture", {.required = true, .least = 1, .example = "1215"});
    field("height_mm", value.height_mm, "Height of the picture", {.required = true, .least = 1, .example = "685"});
    field("x_mm", value.x_mm, "Left edge, from the left edge of the whole surface", {.least = 0});
    field("y_mm", value.y_mm, "Top edge, from the top edge of the whole surface", {.least = 0});
    field("bezel_mm", value.bezel_mm, "Width of the frame around the picture", {.least = 0});
  }
};

struct DisplaySection {
  DisplayConfig value;
  Scheme scheme = Scheme::dark;
  Language lang = Language::id;
  std::vector<OutputSection> output;
  void describe(auto& field) {
    field("name", value.name, "Name of the display", {.required = true, .example = "\"dinding\""});
    field("room", value.room, "Where it stands: a wall, a kiosk or a desk");
    field("audience", value.audience, "Who looks at it: decides what data it gets");
    field("width_px", value.width_px, "Width in pixels", {.least = 320, .most = 16384});
    field("height_px", value.height_px, "Height in pixels", {.least = 240, .most = 16384});
    field("viewing_distance_m", value.viewing_distance_m, "Distance of the farthest viewer",
          {.least = 0.3, .most = 100});
    field("bottom_edge_mm", value.bottom_edge_mm, "Height of the lower edge above the floor", {.least = 0});
    field("scheme", scheme, "Colours");
    field("lang", lang, "Language of this display");
    field("reduced_motion", value.reduced_motion, "Nothing moves");
    field("pages", value.pages, "Pages in their order; empty: all", {.example = "[]"});
    field("output", output, "The screens that make the surface");
  }
};

struct AgencySection {
  Agency value;
  void describe(auto& field) {
    field("name", value.name, "Full name", {.required = true, .example = "\"Dinas Komunikasi dan Informatika\""});
    field("short", value.short_name, "Short name for narrow places", {.required = true, .example = "\"Diskominfo\""});
  }
};

struct IndicatorSection {
  Indicator value;
  std::vector<ApprovalSection> approval;
  void describe(auto& field) {
    field("name", value.name, "Name in feeds and panels", {.required = true, .example = "\"layanan.antrean\""});
    field("title", value.title, "Title on pages", {.required = true, .example = "\"Antrean layanan\""});
    field("meaning", value.meaning, "What the number means, in one sentence",
          {.example = "\"Orang yang sedang menunggu di loket\""});
    field("unit", value.unit, "Unit: \"%\", \"Rp\" (whole rupiah), \"orang\", ...", {.example = "\"orang\""});
    field("decimals", value.decimals, "Digits after the comma", {.least = 0, .most = 9});
    field("audience", value.audience, "Widest audience that it is meant for");
    field("better", value.better, "Which side is better");
    field("target", value.target, "Target, in the unit", {.example = "20"});
    field("watch", value.watch, "From here on it needs watching", {.example = "40"});
    field("bad", value.bad, "From here on it is bad", {.example = "60"});
    field("least", value.least, "Smaller values are refused", {.example = "0"});
    field("most", value.most, "Larger values are refused", {.example = "1000"});
    field("largest_step", value.largest_step, "A larger change against the value before is refused",
          {.least = 0, .example = "200"});
    field("stale_after", value.freshness.stale_after, "Live value: late when older than this",
          {.least = 1, .example = "\"5m\""});
    field("missing_after", value.freshness.missing_after,
          "Live value: withdrawn when older than this; four times stale_after where nothing is said",
          {.least = 1, .example = "\"20m\""});
    field("period", value.freshness.period, "Periodic value: the period that one value covers");
    field("due", value.freshness.due, "Periodic value: time after the end of the period until it must be there",
          {.example = "\"10d\""});
    field("keep", value.keep, "How long its values are kept", {.least = 86400, .example = "\"5y\""});
    field("keep_rollups", value.keep_rollups, "How long least, most, mean and last of each hour and day are kept",
          {.least = 86400, .example = "\"20y\""});
    field("per_period_approval", value.per_period_approval, "Each period needs its own approval");
    field("approval", approval, "Approvals by the head of the agency",
          {.example = "[{ letter = \"900/17/2026\", name = \"Kepala Dinas\", date = 2026-01-12 }]"});
  }
};

struct TableSection {
  TableInfo value;
  std::vector<ApprovalSection> approval;
  void describe(auto& field) {
    field("name", value.name, "Name in feeds and panels", {.required = true, .example = "\"layanan\""});
    field("title", value.title, "Title on pages", {.required = true, .example = "\"Layanan\""});
    field("audience", value.audience, "Widest audience that it is meant for");
    field("stale_after", value.stale_after, "Late when no reply is newer than this", {.example = "\"1h\""});
    field("approval", approval, "Approvals by the head of the agency",
          {.example = "[{ letter = \"900/17/2026\", name = \"Kepala Dinas\", date = 2026-01-12 }]"});
  }
};

struct FeedSection {
  FeedConfig value;
  BasisSection basis;
  std::vector<RegionCode> districts;
  void describe(auto& field) {
    field("name", value.name, "Name of the feed", {.required = true, .example = "\"antrean-mpp\""});
    field("kind", value.kind, "Kind of the feed", {.required = true, .example = "\"http_json\""});
    field("title", value.title, "Title on pages", {.example = "\"Antrean Mal Pelayanan Publik\""});
    field("interval", value.interval, "Time from one poll to the next", {.least = 1, .most = 31 * 86400});
    field("deadline", value.deadline, "Longest time for one poll, everything included", {.least = 0.1, .most = 3600});
    field("per_minute", value.per_minute,
          "Most requests a minute to one host, together with the other feeds that ask it; 0: any number",
          {.least = 0, .most = 6000});
    field("most_bytes", value.most_bytes, "Largest reply in bytes", {.least = 1000, .most = 1e9});
    field("priority", value.priority, "Among feeds of one indicator the smallest number that is on time wins",
          {.least = 1, .most = 99});
    field("districts", districts, "It answers for these districts only; empty: for all", {.example = "[]"});
    field("basis", basis, "What the data flow rests on",
          {.required = true, .example = "{ kind = \"sop\", number = \"000.8/12/2026\", date = 2026-01-12 }"});
    field("ca_file", value.ca_file, "Private certificate authority, a PEM file below the center's folder",
          {.example = "\"ca.pem\""});
    field("simulated", value.simulated, "Its data are pretend: pages that show them say so");
  }
};

struct PanelSection {
  PanelConfig value;
  std::vector<int> at;
  void describe(auto& field) {
    field("kind", value.kind, "Kind of the panel", {.required = true, .example = "\"number\""});
    field("title", value.title, "Title; where nothing is said the kind finds one", {.example = "\"Antrean layanan\""});
    field("at", at, "Place on the grid: column, row, width, height; from the upper left corner, counted from 0",
          {.required = true, .least = 0, .example = "[0, 0, 6, 4]"});
    field("priority", value.priority, "1 stays longest where a display cannot carry all", {.least = 1, .most = 9});
  }
};

struct PageSection {
  PageConfig value;
  void describe(auto& field) {
    field("name", value.name, "Name of the page", {.required = true, .example = "\"ringkasan\""});
    field("title", value.title, "Title of the page", {.required = true, .example = "\"Ringkasan\""});
    field("columns", value.columns, "Columns of the grid", {.least = 1, .most = 96});
    field("rows", value.rows, "Rows of the grid", {.least = 1, .most = 96});
    field("rotation", value.rotation, "How long the page stays", {.least = 5, .most = 86400});
    field("key", value.key, "Number key that opens it, 1 to 9; 0: by order", {.least = 0, .most = 9});
    field.allow("panel");
  }
};

}  // namespace config
