// `anjungan status`: what works, for a person at a terminal; beside a running center or without one, only reading.
#include "viewer/commands/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "config/suggest.h"
#include "panels/format.h"

namespace viewer::commands {
namespace {

using config::Duration;
using config::Words;
using feeds::FeedState;
using nlohmann::ordered_json;

std::string say(const Words& words, const config::Text& text) {
  return words.say(text);
}

void row(const Words& words, const char* name, const std::string& text) {
  std::printf("  %-14s %s\n", std::string(words.word(name)).c_str(), text.c_str());
}

std::string bytes(std::uint64_t size, const Words& words) {
  const double megabytes = static_cast<double>(size) / 1e6;
  if (megabytes >= 1000) return panels::number(megabytes / 1000, 1, words) + " GB";
  return panels::number(megabytes, 1, words) + " MB";
}

std::string since(Duration age, const Words& words) {
  return age < std::chrono::minutes(1) ? say(words, {"{} ago", {panels::length(age, words)}}) : panels::ago(age, words);
}

const char* standing_word(feeds::Standing standing) {
  switch (standing) {
    case feeds::Standing::waiting:
      return "waiting";
    case feeds::Standing::on_time:
      return "on time";
    case feeds::Standing::late:
      return "late";
    case feeds::Standing::missing:
      return "missing";
    case feeds::Standing::refused:
      return "refused";
  }
  return "";
}

void print_center(const Status& status, const Words& words) {
  const auto& pulse = status.pulse;
  std::printf("%s\n", words.pick(status.center->catalogue->center).c_str());
  std::string running(words.word(status.hidden ? "not known" : status.running ? "runs" : "does not run"));
  if (pulse)
    running += say(words, {", process {}, for {}", {std::to_string(pulse->pid), panels::length(pulse->up, words)}});
  row(words, "center", running);
  if (pulse && pulse->shows)
    row(words, "picture",
        pulse->picture ? since(*pulse->picture, words) : std::string(words.word("none was shown yet")));
  if (pulse && !pulse->page.empty()) row(words, "live page", pulse->page);
  std::string store = status.store.file.string();
  if (status.store.fault)
    store = say(words, status.store.fault->what);
  else if (status.store.written)
    store += say(words, {": {}, written {}", {bytes(status.store.bytes, words), since(*status.store.written, words)}});
  row(words, "store", store);
  if (status.copy.taken)
    row(words, "copy",
        say(words,
            {"taken {}, verified {}, in {}",
             {since(*status.copy.taken, words), since(*status.copy.verified, words), status.copy.place.string()}}));
  else
    row(words, "copy",
        std::string(words.word(status.copy.place.empty() ? "none is asked for" : "none is verified yet")));
  row(words, "free disk", bytes(status.store.free_bytes, words));
}

void print_feed(const FeedState& feed, config::Time now, const Words& words) {
  std::string line = fmt::format("    {:<12} {:<28} ", words.word(standing_word(feed.standing)), feed.name);
  line += feed.last_good ? say(words, {"good reply {}", {since(now - *feed.last_good, words)}})
                         : std::string(words.word("no good reply yet"));
  if (!feed.reason.empty()) line += "; " + say(words, feed.reason);
  if (feed.refused_today > 0)
    line += "; " + say(words, {"{} values refused in 24 hours", {std::to_string(feed.refused_today)}});
  std::printf("%s\n", line.c_str());
}

void print_text(const Status& status, const Words& words) {
  print_center(status, words);
  for (const config::Agency& agency : status.center->catalogue->agencies) {
    std::printf("\n  %s%s\n", words.pick(agency.short_name).c_str(),
                agency.stopped ? (": " + std::string(words.word("its files have faults: it rests"))).c_str() : "");
    for (const FeedState& feed : status.feeds)
      if (feed.agency == agency.id) print_feed(feed, status.now, words);
  }
  if (!status.unseen.empty())
    std::printf("\n  %s\n", say(words, {"nobody has leave to see: {}", {config::joined(status.unseen)}}).c_str());
  std::printf("\n%s\n", std::string(words.word(status.troubles.empty() ? "All is well." : "Not all is well:")).c_str());
  for (const config::Text& trouble : status.troubles) std::printf("  - %s\n", say(words, trouble).c_str());
}

ordered_json seconds(const std::optional<Duration>& time) {
  if (!time) return nullptr;
  return static_cast<double>(time->count()) / 1000;
}

ordered_json feed_json(const FeedState& feed, config::Time now, const Words& words) {
  const auto age = [&](const std::optional<config::Time>& time) {
    return seconds(time ? std::optional(now - *time) : std::nullopt);
  };
  return {{"name", feed.name},
          {"agency", feed.agency},
          {"standing", standing_word(feed.standing)},
          {"reason", say(words, feed.reason)},
          {"last_good_age_s", age(feed.last_good)},
          {"last_try_age_s", age(feed.last_try)},
          {"failures", feed.failures},
          {"refused_today", feed.refused_today}};
}

void print_json(const Status& status, const Words& words) {
  const auto& pulse = status.pulse;
  ordered_json out{{"center", words.pick(status.center->catalogue->center)},
                   {"well", status.troubles.empty()},
                   {"running", status.hidden ? ordered_json(nullptr) : ordered_json(status.running)},
                   {"process", nullptr},
                   {"picture_age_s", nullptr}};
  if (pulse) {
    out["process"] = {{"pid", pulse->pid},           {"up_s", seconds(pulse->up)},
                      {"pictures", pulse->pictures}, {"shows", pulse->shows},
                      {"page", pulse->page},         {"store_turned_age_s", seconds(pulse->store)}};
    out["picture_age_s"] = seconds(pulse->picture);
  }
  out["store"] = {{"file", status.store.file.string()},
                  {"fault", status.store.fault ? ordered_json(say(words, status.store.fault->what)) : nullptr},
                  {"bytes", status.store.bytes},
                  {"written_age_s", seconds(status.store.written)},
                  {"free_bytes", status.store.free_bytes}};
  out["copy"] = {{"place", status.copy.place.string()},
                 {"taken_age_s", seconds(status.copy.taken)},
                 {"verified_age_s", seconds(status.copy.verified)}};
  out["feeds"] = ordered_json::array();
  for (const FeedState& feed : status.feeds) out["feeds"].push_back(feed_json(feed, status.now, words));
  out["unseen"] = status.unseen;
  out["troubles"] = ordered_json::array();
  for (const config::Text& trouble : status.troubles) out["troubles"].push_back(say(words, trouble));
  std::printf("%s\n", out.dump(2, ' ', false, ordered_json::error_handler_t::replace).c_str());
}

int run_status(Shell& shell, std::string center_folder, const std::string& state, bool json) {
  if (center_folder.empty())
    if (const char* named = std::getenv("ANJUNGAN_CENTER")) center_folder = named;
  if (center_folder.empty()) center_folder = installed_center().string();
  if (center_folder.empty())
    return complain(shell.words, {{"{} is missing", {"--center"}}, {"see {} --help", {"anjungan status"}}}, wrong);
  auto center = open_center(shell, center_folder);
  if (!center) return wrong;
  const Words words = shell.words_of(*center);
  Status status = find_status(shell, std::move(center), state);
  judge(status, words);
  if (json)
    print_json(status, words);
  else
    print_text(status, words);
  return status.troubles.empty() ? good : failed;
}

}  // namespace

void add_status(Command parent, Shell& shell) {
  const Command app =
      add_command(parent, shell, "status", "Say what works and what does not: center, picture, store, feeds",
                  "status --center config/centers/tanah-bumbu");
  struct Arguments {
    std::string center, state;
    bool json = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  const Words& words = shell.words;
  const auto help = [&words](const char* key) { return std::string(words.word(key)); };
  app.option("--center", arguments->center,
             help("Folder of the center; default $ANJUNGAN_CENTER, else the installed one"))
      .type_name(help("DIR"));
  app.option("--state", arguments->state,
             help("Folder for what is kept; default $ANJUNGAN_STATE, else ~/.local/state/anjungan/<center>"))
      .type_name(help("DIR"));
  app.flag("--json", arguments->json, help("As one JSON object"));
  app.callback([arguments, &shell] {
    shell.chosen = [arguments, &shell] {
      return run_status(shell, arguments->center, arguments->state, arguments->json);
    };
  });
}

}  // namespace viewer::commands
