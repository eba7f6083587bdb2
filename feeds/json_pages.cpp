// See json_pages.h.
#include "feeds/json_pages.h"

#include "feeds/http_url.h"
#include "feeds/json_rules.h"

namespace feeds {
namespace {

using config::fail;
using config::Result;

const Json* found_at(const std::string& pointer, const Json& page) {
  const auto parsed = JsonPointer::parse(pointer);
  return parsed ? parsed->find(page) : nullptr;
}

std::string text_at(const std::string& pointer, const Json& page) {
  const Json* found = found_at(pointer, page);
  return found ? scalar_text(*found) : std::string();
}

class Pages {
 public:
  explicit Pages(const JsonPages& how) : how_(how) {}

  std::string query() const {
    std::string out;
    const auto add = [&](const std::string& name, const std::string& value) {
      if (!name.empty()) out += (out.empty() ? "" : "&") + name + '=' + escape_query(value);
    };
    add(how_.size, std::to_string(how_.rows));
    add(how_.offset, std::to_string(number_ * how_.rows));
    add(how_.page, std::to_string(number_ + 1));
    if (!next_.empty()) add(how_.cursor, next_);
    return out;
  }

  // Whether another follows.
  bool step(const Json& page, std::size_t elements) {
    ++number_;
    if (!how_.more_at.empty() && text_at(how_.more_at, page) != "true") return false;
    if (!how_.cursor.empty()) {
      next_ = text_at(how_.cursor_at, page);
      return !next_.empty();
    }
    return how_.more_at.empty() ? elements >= static_cast<std::size_t>(how_.rows) : elements > 0;
  }
  int number() const { return number_; }

 private:
  const JsonPages& how_;
  int number_ = 0;
  std::string next_;
};

}  // namespace

void JsonPages::check(const config::Place& place, config::Complaints& out) const {
  for (const std::string* pointer : {&list, &cursor_at, &more_at}) check_pointer(*pointer, place, out);
  const int ways = (offset.empty() ? 0 : 1) + (page.empty() ? 0 : 1) + (cursor.empty() ? 0 : 1);
  if (ways != 1) out.push_back({place, "pages need one of offset, page and cursor", "keep one of them"});
  if (cursor.empty() != cursor_at.empty()) out.push_back({place, "cursor and cursor_at belong together", "give both"});
}

Result<Json> fetch_pages(const JsonPages& how, const std::function<Result<Json>(const std::string&)>& ask) {
  Pages pages(how);
  Json whole;
  Json* all = nullptr;
  Json before;
  while (true) {
    auto page = ask(pages.query());
    if (!page) return page;
    const Json* list = found_at(how.list, *page);
    if (!list || !list->is_array()) return fail({"there is no list at \"{}\"", {how.list}});
    // Servers that do not know the parameter send the first page for ever.
    if (all && !list->empty() && *list == before) return fail("the same page came twice");
    before = *list;
    const bool more = pages.step(*page, list->size());
    if (!all) {
      whole = std::move(*page);
      all = &whole[Json::json_pointer(how.list)];
    } else {
      all->insert(all->end(), before.begin(), before.end());
    }
    if (!more) return whole;
    if (pages.number() >= how.most) return fail({"the list has more than {} pages", {std::to_string(how.most)}});
  }
}

}  // namespace feeds
