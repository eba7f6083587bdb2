// A list that comes in pages: by the number of the first element (CKAN), of the page, or by a cursor (INAPROC). The
// pages become one document. Feed thread.
#pragma once
#include <functional>
#include <string>
#include "feeds/feed.h"
#include "feeds/json_document.h"

namespace feeds {

struct JsonPages {
  std::string list, offset, page, cursor, cursor_at, more_at, size;
  int rows = 100, most = 100;

  void describe(auto& field) {
    field("list", list, "JSON pointer to the list that comes in pages",
          {.required = true, .example = "\"/result/results\""});
    field("offset", offset, "Query parameter for the number of the first element, from 0", {.example = "\"start\""});
    field("page", page, "Query parameter for the number of the page, from 1", {.example = "\"page\""});
    field("cursor", cursor, "Query parameter for the cursor that the page before gave", {.example = "\"cursor\""});
    field("cursor_at", cursor_at, "JSON pointer to the cursor of the next page; nothing there: it was the last",
          {.example = "\"/meta/cursor\""});
    field("more_at", more_at, "JSON pointer to whether more pages follow", {.example = "\"/meta/has_more\""});
    field("size", size, "Query parameter for the number of elements of a page", {.example = "\"rows\""});
    field("rows", rows, "So many elements are asked for; a page with fewer is the last", {.least = 1, .most = 10'000});
    field("most", most, "Of more pages nothing is taken", {.least = 1, .most = 1000});
  }
  void check(const config::Place&, config::Complaints&) const;
};

// `ask` fetches the page of these query parameters ("start=100&rows=100"). The first page's document with the elements
// of all in its list. Errors: those of `ask`, no list, too many pages, a page that came twice.
config::Result<Json> fetch_pages(const JsonPages&, const std::function<config::Result<Json>(const std::string&)>& ask);

}  // namespace feeds
