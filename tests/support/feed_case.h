// A case of tests/cases: its configuration, its server, and polls of its feed as lines of JSON.
#pragma once
#include <atomic>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "feeds/feed.h"
#include "feeds/http_server.h"

namespace test {

using Json = nlohmann::json;

std::vector<std::filesystem::path> all_feed_cases();  // folders, sorted
std::string feed_case_name(const std::filesystem::path& folder);

// Serves the [[serve]] entries: `file` (default: the first reply.*), and with `files` one file a request in turn;
// "{server}" in them stands for `address`, by which the feed knows the server.
class CaseServer {
 public:
  explicit CaseServer(const std::filesystem::path& folder);
  int port() const { return port_; }
  void set_address(const std::string& url) { *address_ = url; }  // http://127.0.0.1:port() unless said
  void begin_again() { ++*round_; }                              // `files` come from the first one
  int requests() const { return *requests_; }

 private:
  void mount(const config::Table& root, const std::filesystem::path& folder);
  std::shared_ptr<std::string> address_ = std::make_shared<std::string>();
  std::shared_ptr<std::atomic<int>> round_ = std::make_shared<std::atomic<int>>(0);
  std::shared_ptr<std::atomic<int>> requests_ = std::make_shared<std::atomic<int>>(0);
  feeds::HttpServer server_{2};
  int port_ = 0;
};

// The feed of a case, asking `address`. Without one where its options are wrong: `complaints` says why.
struct CaseFeed {
  config::Catalogue catalogue;
  config::FeedConfig config;
  std::unique_ptr<feeds::Feed> feed;
  config::Complaints complaints;
  std::vector<std::string> moments;  // of its polls
};
std::unique_ptr<CaseFeed> make_case_feed(const std::filesystem::path& folder, const std::string& address);

// What a poll brought, one line each; `address` within is written "{host}".
std::vector<Json> lines_of(const feeds::Status&, const feeds::Batch&);
void hide_host(std::vector<Json>&, const std::string& address);

std::string slurp(const std::filesystem::path& file);

}  // namespace test
