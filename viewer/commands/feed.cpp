// `anjungan feed test`: one poll of one feed as JSON lines, which the kind `replay` reads. Nothing is stored.
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "config/suggest.h"
#include "feeds/checks.h"
#include "feeds/collector.h"
#include "feeds/polygons.h"
#include "viewer/commands/command.h"

namespace viewer::commands {
namespace {

using nlohmann::ordered_json;

struct Arguments {
  std::string name, center;
  bool simulate = false;
};

void print(const ordered_json& line) {
  std::printf("%s\n", line.dump(-1, ' ', false, ordered_json::error_handler_t::replace).c_str());
}

ordered_json to_json(const feeds::Value& value) {
  return std::visit(
      [](const auto& held) -> ordered_json {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>)
          return nullptr;
        else
          return held;
      },
      value);
}

const char* severity(feeds::Severity severity) {
  switch (severity) {
    case feeds::Severity::info:
      return "info";
    case feeds::Severity::watch:
      return "watch";
    case feeds::Severity::danger:
      return "danger";
  }
  return "info";
}

void print(const feeds::Checked& checked, config::Zone zone, const config::Words& words) {
  const auto time = [zone](config::Time at) { return config::to_rfc3339(at, zone); };
  for (const feeds::Sample& sample : checked.samples) {
    ordered_json line{{"series", sample.series}, {"at", time(sample.at)}, {"value", sample.value}};
    if (sample.observed) line["observed"] = time(*sample.observed);
    print(line);
  }
  for (const feeds::Record& record : checked.records) {
    ordered_json fields = ordered_json::object();
    for (const feeds::Field& field : record.fields) fields[field.name] = to_json(field.value);
    print(ordered_json{{"table", record.table}, {"key", record.key}, {"at", time(record.at)}, {"fields", fields}});
  }
  for (const feeds::Event& event : checked.events)
    print(ordered_json{{"event", event.id},
                       {"at", time(event.at)},
                       {"until", time(event.until)},
                       {"severity", severity(event.severity)},
                       {"region", event.region},
                       {"title", event.title},
                       {"text", event.text},
                       {"area", feeds::text_of(event.area)},
                       {"of", event.of}});
  for (const feeds::Refusal& refusal : checked.refused)
    print(ordered_json{{"refused", refusal.series}, {"value", refusal.value}, {"reason", words.say(refusal.reason)}});
}

// One poll under the feed's deadline; stop is asked when it has passed.
feeds::Status poll(feeds::MadeFeed& made, const config::FeedConfig& feed, feeds::Clock& clock, feeds::Batch& batch) {
  std::stop_source ending;
  std::jthread watch([&](std::stop_token done) {
    if (clock.sleep_until(clock.steady() + feed.deadline, done)) ending.request_stop();
  });
  return made.feed->poll({clock.now(), *made.http, {}, ending.get_token()}, batch);
}

int test(Shell& shell, const config::Center& center, const config::FeedConfig& feed, const config::Words& words) {
  config::Complaints complaints;
  auto made = feeds::make_feed(center, feed, shell.clock, complaints);
  if (!made) {
    commands::print(complaints, words);
    return wrong;
  }
  feeds::Batch batch;
  const feeds::Status status = poll(*made, feed, shell.clock, batch);
  if (status.outcome == feeds::Status::Outcome::failed)
    return complain(words, {{"the feed {} failed: {}", {feed.name, words.say(status.reason)}}, {}}, failed);
  const feeds::Known nothing{[](const std::string&) { return std::nullopt; },
                             [](const std::string&, config::Time) { return std::nullopt; }};
  const feeds::Checked checked =
      feeds::check_batch(batch, feed, made->feed->brings(), *center.catalogue, nothing, shell.clock.now());
  print(checked, center.catalogue->zone, words);
  const std::size_t taken = checked.samples.size() + checked.records.size() + checked.events.size();
  const config::Text summary{"{}: {} would be kept, {} refused; nothing was stored",
                             {feed.name, std::to_string(taken), std::to_string(checked.refused.size())}};
  std::fprintf(stderr, "%s\n", words.say(summary).c_str());
  return good;
}

int run_test(Shell& shell, const Arguments& arguments) {
  auto center = open_center(shell, arguments.center);
  if (!center) return wrong;
  const config::Words words = shell.words_of(*center);
  std::unique_ptr<Pretend, PretendDelete> agencies;
  if (arguments.simulate) {
    auto started = pretend(*center, shell.clock);
    if (!started) return complain(words, started.error(), failed);
    agencies = std::move(*started);
    center = open_center(shell, arguments.center, address(*agencies));
    if (!center) return wrong;
  }
  std::vector<std::string> known;
  for (const config::FeedConfig& feed : center->feeds) {
    if (feed.name == arguments.name) return test(shell, *center, feed, words);
    known.push_back(feed.name);
  }
  commands::print(center->complaints, words);
  return complain(words, {{"there is no feed \"{}\"", {arguments.name}}, config::suggestion(arguments.name, known)},
                  wrong);
}

}  // namespace

void add_feed(Command parent, Shell& shell) {
  const Command feed = add_command(parent, shell, "feed", "Try one feed", "");
  feed.wants_command();
  const Command app =
      add_command(feed, shell, "test",
                  "Poll a feed once and print as JSON lines what would be kept and what is refused and why; "
                  "nothing is stored",
                  "feed test NAMA --center config/centers/tanah-bumbu --simulate");
  const auto arguments = std::make_shared<Arguments>();
  const auto help = [&shell](const char* key) { return std::string(shell.words.word(key)); };
  app.option(help("NAME"), arguments->name, help("Name of the feed")).required().type_name(help("NAME"));
  app.option("--center", arguments->center, help("Folder of the center")).required().type_name(help("DIR"));
  app.flag("--simulate", arguments->simulate, help("Start pretend agencies for this poll"));
  app.callback([arguments, &shell] { shell.chosen = [arguments, &shell] { return run_test(shell, *arguments); }; });
}

}  // namespace viewer::commands
