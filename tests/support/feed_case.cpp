// See feed_case.h.
#include "tests/support/feed_case.h"
#include <gtest/gtest.h>
#include <fstream>
#include "feeds/polygons.h"

namespace test {
namespace {

namespace fs = std::filesystem;

const config::Table& table_at(const config::Table& in, const char* key) {
  static const config::Table none;
  const config::Node* node = in.find(key);
  return node && node->table() ? *node->table() : none;
}

std::string text_at(const config::Table& in, const char* key, const std::string& otherwise = {}) {
  const config::Node* node = in.find(key);
  return node && node->string() ? *node->string() : otherwise;
}

std::vector<const config::Table*> tables_at(const config::Table& in, const char* key) {
  std::vector<const config::Table*> out;
  const config::Node* node = in.find(key);
  if (node && node->array())
    for (const config::Node& one : *node->array())
      if (one.table()) out.push_back(one.table());
  return out;
}

std::vector<std::string> texts_at(const config::Table& in, const char* key) {
  std::vector<std::string> out;
  const config::Node* node = in.find(key);
  if (node && node->array())
    for (const config::Node& one : *node->array())
      if (one.string()) out.push_back(*one.string());
  return out;
}

config::Zone zone_named(const std::string& name) {
  if (name == "wita") return config::Zone::wita;
  return name == "wit" ? config::Zone::wit : config::Zone::wib;
}

config::Period period_named(const std::string& name) {
  for (const auto& [known, period] : {std::pair("day", config::Period::day),
                                      {"week", config::Period::week},
                                      {"month", config::Period::month},
                                      {"quarter", config::Period::quarter},
                                      {"semester", config::Period::semester},
                                      {"year", config::Period::year}})
    if (name == known) return period;
  return config::Period::none;
}

config::Catalogue catalogue_of(const config::Table& root) {
  config::Catalogue out;
  out.code = text_at(root, "code", "63.10");
  out.center = config::Label(text_at(root, "center", "Kabupaten Tanah Bumbu"));
  out.zone = zone_named(text_at(root, "zone", "wita"));
  for (const config::Table* one : tables_at(root, "indicator")) {
    config::Indicator indicator;
    indicator.name = text_at(*one, "name");
    indicator.freshness.period = period_named(text_at(*one, "period"));
    indicator.freshness.zone = out.zone;
    out.indicators.push_back(indicator);
  }
  for (const config::Table* one : tables_at(root, "table")) {
    config::TableInfo table;
    table.name = text_at(*one, "name");
    out.tables.push_back(table);
  }
  for (const config::Table* one : tables_at(root, "region"))
    out.regions.push_back(
        {text_at(*one, "code"), text_at(*one, "bps"), text_at(*one, "name"), texts_at(*one, "aliases")});
  return out;
}

// "{server}" in any string of the feed stands for the case's own server.
void put_server(config::Node& node, const std::string& server) {
  if (auto* text = std::get_if<std::string>(&node.value)) {
    if (const auto at = text->find("{server}"); at != std::string::npos) text->replace(at, 8, server);
  } else if (auto* list = std::get_if<config::Array>(&node.value)) {
    for (config::Node& one : *list) put_server(one, server);
  } else if (auto* table = std::get_if<config::Table>(&node.value)) {
    for (auto& entry : table->entries) put_server(entry.second, server);
  }
}

Json field_json(const feeds::Value& value) {
  return std::visit(
      [](const auto& v) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::monostate>)
          return nullptr;
        else
          return v;
      },
      value);
}

}  // namespace

std::vector<Json> lines_of(const feeds::Status& status, const feeds::Batch& batch) {
  std::vector<Json> out;
  using Outcome = feeds::Status::Outcome;
  if (status.outcome == Outcome::failed)
    out.push_back({{"failed", config::fill(status.reason.key, status.reason.arguments)}});
  if (status.outcome == Outcome::not_modified) out.push_back({{"not_modified", true}});
  for (const feeds::Sample& sample : batch.samples) {
    Json line = {{"series", sample.series}, {"at", config::to_rfc3339(sample.at)}, {"value", sample.value}};
    if (sample.observed) line["observed"] = config::to_rfc3339(*sample.observed);
    out.push_back(std::move(line));
  }
  for (const feeds::Record& record : batch.records) {
    Json fields = Json::object();
    for (const feeds::Field& field : record.fields) fields[field.name] = field_json(field.value);
    out.push_back(
        {{"table", record.table}, {"key", record.key}, {"at", config::to_rfc3339(record.at)}, {"fields", fields}});
  }
  for (const feeds::Event& event : batch.events) {
    out.push_back({{"event", event.id},
                   {"at", config::to_rfc3339(event.at)},
                   {"until", config::to_rfc3339(event.until)},
                   {"severity", static_cast<int>(event.severity)},
                   {"region", event.region},
                   {"title", event.title}});
    if (!event.area.empty()) out.back()["area"] = feeds::text_of(event.area);
    if (!event.of.empty()) out.back()["of"] = event.of;
  }
  for (const feeds::Complaint& complaint : batch.complaints)
    out.push_back({{"refused", complaint.series},
                   {"value", complaint.value},
                   {"reason", config::fill(complaint.reason.key, complaint.reason.arguments)}});
  for (const feeds::Scope& scope : batch.complete) out.push_back({{"complete", scope.table}});
  return out;
}

std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

CaseServer::CaseServer(const fs::path& folder) {
  config::Complaints faults;
  const auto parsed = config::parse_toml(slurp(folder / "feed.toml"), "feed.toml", faults);
  if (!parsed) return;
  mount(*parsed->table(), folder);
  const auto port = server_.listen("127.0.0.1", 0);
  EXPECT_TRUE(port) << "no server";
  port_ = port.value_or(0);
  set_address("http://127.0.0.1:" + std::to_string(port_));
}

void CaseServer::mount(const config::Table& root, const fs::path& folder) {
  std::vector<const config::Table*> entries = tables_at(root, "serve");
  static const config::Table plain;
  if (entries.empty()) entries.push_back(&plain);
  for (const config::Table* one : entries) {
    std::vector<std::string> files = texts_at(*one, "files");
    if (files.empty()) files.push_back(text_at(*one, "file"));
    if (files.front().empty())
      for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().starts_with("reply.")) files.front() = entry.path().filename();
    const config::Node* status = one->find("status");
    struct Turn {
      std::mutex mutex;
      int round = 0;
      std::size_t next = 0;
    };
    const auto handler = [=, turn = std::make_shared<Turn>(), address = address_, round = round_, requests = requests_,
                          type = text_at(*one, "content_type", "application/json"),
                          code = status ? static_cast<int>(std::get<std::int64_t>(status->value)) : 200,
                          wanted = text_at(*one, "asked")](const feeds::ServedRequest& request) {
      ++*requests;
      feeds::ServedReply reply;
      std::string said = request.body;
      for (const auto& [name, value] : request.headers) said += "\n" + name + ": " + value;
      for (const auto& [name, value] : request.query) said += "\n?" + name + "=" + value;
      EXPECT_NE(said.find(wanted), std::string::npos) << said;
      const std::lock_guard lock(turn->mutex);
      if (turn->round != *round) turn->next = 0;
      turn->round = *round;
      reply.status = code;
      reply.content_type = type;
      reply.body = slurp(folder / files[std::min(turn->next++, files.size() - 1)]);
      for (auto at = reply.body.find("{server}"); at != std::string::npos; at = reply.body.find("{server}"))
        reply.body.replace(at, 8, *address);
      return reply;
    };
    const std::string path = text_at(*one, "path", "/.*");
    server_.route("GET", path, handler);
    server_.route("POST", path, handler);
  }
}

std::unique_ptr<CaseFeed> make_case_feed(const fs::path& folder, const std::string& address) {
  config::Complaints faults;
  const auto parsed = config::parse_toml(slurp(folder / "feed.toml"), "feed.toml", faults);
  if (!parsed) {
    ADD_FAILURE() << "feed.toml: " << faults.front().what.key;
    return {};
  }
  config::Node root = *parsed;
  put_server(root, address);
  auto out = std::make_unique<CaseFeed>();
  out->catalogue = catalogue_of(*root.table());
  config::FeedConfig& feed = out->config;
  feed.name = "case";
  feed.options.table = table_at(*root.table(), "feed");
  feed.options.place = root.table()->find("feed") ? root.table()->find("feed")->place : config::Place{};
  feed.kind = text_at(feed.options.table, "kind");
  std::erase_if(feed.options.table.entries, [](const auto& entry) { return entry.first == "kind"; });
  out->moments = texts_at(*root.table(), "now");
  if (out->moments.empty()) out->moments.push_back(text_at(*root.table(), "now", "2026-11-21T01:00:00Z"));
  const feeds::FeedKind* kind = feeds::find_feed_kind(feed.kind);
  if (!kind) {
    ADD_FAILURE() << "no kind " << feed.kind;
    return {};
  }
  out->feed =
      kind->make(feed.options, {&out->catalogue}, feeds::FeedSetup{out->catalogue, feed, folder}, out->complaints);
  return out;
}

void hide_host(std::vector<Json>& lines, const std::string& address) {
  const std::string host = address.substr(address.rfind('/') + 1);
  for (Json& line : lines) {
    std::string text = line.dump();
    for (auto at = text.find(host); at != std::string::npos; at = text.find(host))
      text.replace(at, host.size(), "{host}");
    line = Json::parse(text);
  }
}

std::vector<fs::path> all_feed_cases() {
  std::vector<fs::path> out;
  for (const auto& kind : fs::directory_iterator(ANJUNGAN_SOURCE "/tests/cases"))
    for (const auto& one : fs::directory_iterator(kind.path()))
      if (fs::exists(one.path() / "feed.toml")) out.push_back(one.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::string feed_case_name(const fs::path& folder) {
  std::string name = folder.parent_path().filename().string() + "_" + folder.filename().string();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

}  // namespace test
