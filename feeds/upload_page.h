// The plain page on which a person hands in a file: no script, readable without styles. Any thread.
#pragma once
#include <string>
#include <vector>
#include "config/words.h"
#include "feeds/checks.h"

namespace feeds {

struct UploadPage {
  const config::Words& words;
  const config::Catalogue& catalogue;
  std::string title, path;           // of the feed; its address on the center
  std::vector<std::string> columns;  // that a file must have
  char delimiter = ';';              // of CSV files
};

// Where a file is chosen. `said`: what went wrong before; may be empty.
std::string upload_form(const UploadPage&, const Text& said);
// What would be taken and what refused of the file; `key` finds it again when the person accepts.
std::string upload_preview(const UploadPage&, const std::string& filename, const std::string& key, const Checked&);
// What has been kept.
std::string upload_done(const UploadPage&, const Receipt&);
// The columns as a CSV file that spreadsheets open as it is.
std::string upload_template(const UploadPage&);

}  // namespace feeds
