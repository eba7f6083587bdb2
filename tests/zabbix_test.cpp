// A real Zabbix of Debian: its server measures itself, its frontend answers the API, and http_json reads what it says.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "feeds/feed.h"
#include "tests/support/databases.h"
#include "tests/support/small_center.h"

namespace {

using namespace feeds;
using namespace std::chrono_literals;
using support::find_program;
using support::Folder;
using testing::HasSubstr;
namespace fs = std::filesystem;
using nlohmann::json;

class FullZabbix : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"zabbix_server", "php", "psql"})
      if (find_program(program).empty()) GTEST_SKIP() << "there is no " << program << " here";
    if (!fs::exists("/usr/share/zabbix/api_jsonrpc.php")) GTEST_SKIP() << "there is no frontend of Zabbix here";
    database_ = support::DatabaseServer::postgresql();
    if (!database_) GTEST_SKIP() << "there is no PostgreSQL here";
    database_->start();
    database_->run("CREATE ROLE zabbix LOGIN PASSWORD 'zabbix'");
    database_->run("CREATE DATABASE zabbix OWNER zabbix");
    fill_database();
    start_server();
    start_frontend();
  }
  void TearDown() override {
    if (server_) {
      server_->send(SIGTERM);
      server_->finish();
    }
  }

  void fill_database() {
    support::ChildOptions options;
    options.environment = {{"PGPASSWORD", "zabbix"}};
    options.limit = 300s;
    options.arguments = {"-c",
                         "cd /usr/share/zabbix-server-pgsql && zcat schema.sql.gz images.sql.gz data.sql.gz | "
                         "psql -q -X -1 -v ON_ERROR_STOP=1 -h 127.0.0.1 -U zabbix -d zabbix -o /dev/null -p " +
                             std::to_string(database_->port())};
    const auto result = support::run_child("/bin/sh", options);
    ASSERT_EQ(result.code, 0) << result.err;
  }
  // It takes no port above 32767.
  void start_server() {
    const std::string text =
        "LogType=console\nAllowRoot=1\nDBHost=127.0.0.1\nDBName=zabbix\nDBUser=zabbix\n"
        "DBPassword=zabbix\nDBPort=" +
        std::to_string(database_->port()) +
        "\nListenIP=127.0.0.1\nListenPort=" + std::to_string(support::free_port(20'000 + getpid() % 12'000)) +
        "\nPidFile=" + folder_.file("server.pid") + "\nSocketDir=" + folder_.path() +
        "\nFpingLocation=/bin/true\nFping6Location=/bin/true\nCacheUpdateFrequency=1\n"
        "StartPingers=0\nStartDiscoverers=0\nStartHTTPPollers=0\n";
    support::ChildOptions options;
    options.arguments = {"-f", "-c", folder_.write("server.conf", text)};
    server_ = std::make_unique<support::Child>(find_program("zabbix_server"), options);
    ASSERT_TRUE(server_->wait_for("started [poller #1]", 60s)) << server_->said();
  }
  // A copy of the frontend, for it looks for its configuration in one place only.
  void start_frontend() {
    const fs::path copy = folder_.file("web");
    fs::copy("/usr/share/zabbix", copy, fs::copy_options::recursive | fs::copy_options::skip_symlinks);
    const std::string place = (copy / "conf/own.conf.php").string();
    folder_.write("web/conf/own.conf.php",
                  "<?php\n$DB = ['TYPE' => 'POSTGRESQL', 'SERVER' => '127.0.0.1', 'PORT' => '" +
                      std::to_string(database_->port()) +
                      "', 'DATABASE' => 'zabbix', 'USER' => 'zabbix', 'PASSWORD' => 'zabbix', 'SCHEMA' => '', "
                      "'ENCRYPTION' => false, 'DOUBLE_IEEE754' => true];\n$ZBX_SERVER_NAME = '';\n"
                      "$IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;\n");
    const std::string reader = "web/include/classes/core/CConfigFile.php";
    std::string code = support::read_text(folder_.file(reader));
    const std::string usual = "/etc/zabbix/zabbix.conf.php";
    ASSERT_NE(code.find(usual), std::string::npos);
    folder_.write(reader, code.replace(code.find(usual), usual.size(), place));
    const std::string address = "127.0.0.1:" + std::to_string(support::free_port());
    support::ChildOptions options;
    options.arguments = {"-S", address, "-t", copy.string()};
    frontend_ = std::make_unique<support::Child>(find_program("php"), options);
    ASSERT_TRUE(frontend_->wait_for("started", 60s)) << frontend_->said();
    url_ = "http://" + address + "/api_jsonrpc.php";
  }

  json call(const std::string& method, const json& parameters) {
    json body = {{"jsonrpc", "2.0"}, {"method", method}, {"params", parameters}, {"id", 1}};
    if (!token_.empty()) body["auth"] = token_;
    HttpRequest request;
    request.method = "POST";
    request.url = url_;
    request.body = body.dump();
    request.content_type = "application/json-rpc";
    const auto reply = Http({60s, 1'000'000, ""}, system_clock()).fetch(request, {});
    if (!reply) throw std::runtime_error(config::fill(reply.error().what.key, reply.error().what.arguments));
    return json::parse(reply->body).at("result");
  }

  Status poll(const std::string& token, Batch& out) {
    const auto catalogue = test::small_catalogue();
    config::Complaints faults;
    const auto parsed = config::parse_toml(
        "url = \"" + url_ + "\"\nmethod = \"POST\"\ncontent_type = \"application/json-rpc\"\nkey = \"" + token +
            "\"\nerrors_at = \"/error\"\nbody = '''{\"jsonrpc\":\"2.0\",\"method\":\"item.get\",\"params\":"
            "{\"output\":\"extend\",\"hostids\":\"10084\",\"filter\":{\"key_\":\"zabbix[hosts]\"}},"
            "\"auth\":\"{key}\",\"id\":1}'''\n[[value]]\nindicator = \"antrean\"\neach = \"/result\"\n"
            "pointer = \"/lastvalue\"\nitem = \"/name\"\nat = \"/lastclock\"\nat_format = \"unix\"\n",
        "feeds.toml", faults);
    config::Rest rest;
    rest.table = *parsed->table();
    config::FeedConfig config;
    const auto feed = find_feed_kind("http_json")
                          ->make(rest, {catalogue.get()}, FeedSetup{*catalogue, config, folder_.path()}, faults);
    Http http({60s, 1'000'000, ""}, system_clock());
    return feed->poll({system_clock().now(), http, "", {}}, out);
  }

  const Folder folder_;
  std::unique_ptr<support::DatabaseServer> database_;
  std::unique_ptr<support::Child> server_, frontend_;
  std::string url_, token_;
};

TEST_F(FullZabbix, WhatItMeasuresIsRead) {
  token_ = call("user.login", {{"user", "Admin"}, {"password", "zabbix"}});
  call("item.create", {{"name", "Jumlah mesin"},
                       {"key_", "zabbix[hosts]"},
                       {"hostid", "10084"},
                       {"type", 5},
                       {"value_type", 3},
                       {"delay", "1s"}});
  Batch batch;
  for (int i = 0; i < 600 && batch.samples.empty(); ++i) {  // until it was measured, lastclock is "0": never
    batch = {};
    const Status status = poll(token_, batch);
    ASSERT_EQ(status.outcome, Status::Outcome::good) << config::fill(status.reason.key, status.reason.arguments);
    std::this_thread::sleep_for(200ms);
  }
  ASSERT_THAT(batch.samples, testing::SizeIs(1)) << server_->said();
  EXPECT_EQ(batch.samples[0].series, "antrean#Jumlah mesin");
  EXPECT_EQ(batch.samples[0].value, 1);
  const json items = call("item.get", {{"hostids", "10084"}, {"filter", {{"key_", "zabbix[hosts]"}}}});
  EXPECT_EQ(items.at(0).at("lastvalue"), "1");
}

TEST_F(FullZabbix, AnOldTokenIsAFaultInItsOwnWords) {
  Batch batch;
  const Status status = poll("0123456789abcdef0123456789abcdef", batch);
  EXPECT_EQ(status.outcome, Status::Outcome::failed);
  EXPECT_THAT(config::fill(status.reason.key, status.reason.arguments), HasSubstr("the system reports a fault"));
}

}  // namespace
