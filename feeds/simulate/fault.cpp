// Names of faults, and what each does, for people.
#include "feeds/simulate/fault.h"
#include <algorithm>

namespace feeds::simulate {

const std::vector<FaultInfo>& fault_list() {
  static const std::vector<FaultInfo> all = {
      {Fault::refuse, "refuse", "refuses every connection, whatever the path"},
      {Fault::hang, "hang", "takes the question and never answers"},
      {Fault::drip, "drip", "answers one byte a second"},
      {Fault::cut, "cut", "ends the connection in the middle of the answer"},
      {Fault::reset, "reset", "resets the connection in the middle of the answer"},
      {Fault::redirect_loop, "redirect_loop", "redirects to the same address for ever (301)"},
      {Fault::too_many_requests, "too_many_requests", "asks to come again later (429 with Retry-After)"},
      {Fault::error_500, "error_500", "answers with status 500"},
      {Fault::unavailable_503, "unavailable_503", "answers with status 503"},
      {Fault::gzip_bomb, "gzip_bomb", "packs 100 MB into an answer of half a megabyte (gzip)"},
      {Fault::huge_body, "huge_body", "answers with 1 GB"},
      {Fault::expired_certificate, "expired_certificate", "speaks HTTPS with a certificate that has expired"},
      {Fault::incomplete_chain, "incomplete_chain", "speaks HTTPS and leaves out the certificate in between"},
      {Fault::login_page, "login_page", "answers with a sign-in page and status 200"},
      {Fault::waf_page, "waf_page", "answers with the block page of a firewall and status 200"},
      {Fault::empty_body, "empty_body", "answers with nothing and status 200"},
      {Fault::empty_list, "empty_list", "answers with [] and status 200, as some systems do on a fault of their own"},
      {Fault::half_content, "half_content", "answers with half of the data, as if it were all"},
      {Fault::wrong_charset, "wrong_charset", "answers in UTF-16, whatever is due"},
      {Fault::wrong_type, "wrong_type", "calls its data a picture (content type image/png)"},
      {Fault::deep_nesting, "deep_nesting", "answers with 100,000 levels within each other"},
      {Fault::duplicate_keys, "duplicate_keys", "says things twice, and differently"},
      {Fault::not_a_number, "not_a_number", "writes NaN, Infinity and 1e400 where numbers are"},
      {Fault::huge_numbers, "huge_numbers", "writes 9223372036854775808 where numbers are"},
      {Fault::clock_ahead, "clock_ahead", "has a clock that is an hour ahead"},
      {Fault::clock_behind, "clock_behind", "has a clock that is an hour behind"},
      {Fault::same_page, "same_page", "answers every page of a list with the first one, without end"},
      {Fault::vanishing_rows, "vanishing_rows", "leaves out every second row in every second answer"},
  };
  return all;
}

const FaultInfo* find_fault(std::string_view name) {
  const auto found =
      std::find_if(fault_list().begin(), fault_list().end(), [&](const FaultInfo& one) { return name == one.name; });
  return found == fault_list().end() ? nullptr : &*found;
}

}  // namespace feeds::simulate
