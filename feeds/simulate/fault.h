// The faults that a pretend agency can be told to have. Pure data, any thread.
#pragma once
#include <string_view>
#include <vector>

namespace feeds::simulate {

enum class Fault {
  // of the connection
  refuse,
  hang,
  drip,
  cut,
  reset,
  redirect_loop,
  too_many_requests,
  error_500,
  unavailable_503,
  gzip_bomb,
  huge_body,
  expired_certificate,
  incomplete_chain,
  // of the content
  login_page,
  waf_page,
  empty_body,
  empty_list,
  half_content,
  wrong_charset,
  wrong_type,
  deep_nesting,
  duplicate_keys,
  not_a_number,
  huge_numbers,
  clock_ahead,
  clock_behind,
  same_page,
  vanishing_rows
};

struct FaultInfo {
  Fault fault;
  const char* name;
  const char* says;  // an English key of the words
};
const std::vector<FaultInfo>& fault_list();
const FaultInfo* find_fault(std::string_view name);

inline bool of_content(Fault fault) {
  return fault >= Fault::login_page;
}
inline bool of_certificate(Fault fault) {
  return fault == Fault::expired_certificate || fault == Fault::incomplete_chain;
}

}  // namespace feeds::simulate
