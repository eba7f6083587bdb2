// Web sites of a regency and what is wrong with them: rows of a register with what was measured of each. Pure: no
// drawing here. Any thread.
#pragma once
#include "panels/entries.h"

namespace panels {

// Names of the register's fields; empty: it has none of that.
struct SiteFields {
  std::string host, owner = "instansi", state = "status", certificate = "sertifikat_hari", target = "tujuan",
                    changed = "diperbarui", basis = "dasar";
  void describe(auto& field) {
    field("host", host, "Field with the site's address, and its item in the indicators; without it the row's key",
          {.example = "\"alamat\""});
    field("owner", owner, "Field with the agency that runs the site");
    field("state", state, "Field with the site's state in words, where no indicator says it");
    field("certificate", certificate, "Field with the days until the certificate ends, where no indicator says it");
    field("target", target, "Field with the host that the site redirects to");
    field("changed", changed, "Field with the date of the page's last change");
    field("basis", basis, "Field that says how that date is known: \"pertama\" where the page is older than it");
  }
};
struct SiteChoice {
  std::string table;
  SiteFields fields;
  std::string up, latency, certificate;  // indicators with the host as item
  std::vector<std::string> down_words, domains;
  int certificate_days = 0, unchanged_days = 0;  // from when on it is to be watched; 0: never
};

// What is wrong, ascending by need.
enum class SiteTrouble { late, unchanged, outside, leaves, expiring, unknown, expired, down };
struct SiteRow {
  std::string host, owner, to;  // to: the other host that it redirects to
  std::string name;             // the host without the official domain, where there is but one
  std::optional<bool> up;
  Entry latency;
  std::optional<double> days;         // until the certificate ends; negative: it has
  std::optional<Time> changed;        // the page
  bool older = false;                 // than `changed`, which is when it was first seen
  int quiet_days = 0;                 // since then
  bool inside = false;                // of the official domain
  std::string why;                    // nobody knows whether it is up
  std::vector<SiteTrouble> troubles;  // the worst first
  bool has(SiteTrouble t) const { return std::find(troubles.begin(), troubles.end(), t) != troubles.end(); }
};
struct Sites {
  std::vector<SiteRow> rows;  // what needs a person first
  std::string why;            // there are none
  int count(SiteTrouble) const;
};
Sites sites_of(const Frame&, const SiteChoice&);

State state_of(const SiteRow&);
std::vector<std::string> worst_texts(const Sites&, const Frame&);  // "bpkad: mati", of those with trouble
// "mati", "di luar domain resmi"; of a site without trouble "aktif".
std::string trouble_text(const SiteRow&, SiteTrouble, const Frame&);
std::string state_text(const SiteRow&, const Frame&);   // the two worst of them
std::string brief_state(const SiteRow&, const Frame&);  // the worst, without what other columns say
// "24 situs: 22 aktif, 1 mati, 3 di luar domain resmi", and shorter.
std::vector<std::string> summaries(const Sites&, const Words&);
// What explains it, in order of need: certificates, redirects, who runs what outside the domain, still pages.
std::vector<std::string> details(const Sites&, const SiteChoice&, const Words&);
std::string certificate_text(const SiteRow&, const Words&);  // "41 hari", "habis 3 hari lalu", "–"
std::string changed_text(const SiteRow&, const Frame&);      // "20 Nov", "sebelum 12 Nov", "–"

}  // namespace panels
