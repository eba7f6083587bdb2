// See push.h.
#include "feeds/simulate/push.h"
#include <fmt/format.h>
#include <openssl/sha.h>
#include "feeds/http.h"

namespace feeds::simulate {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t lines_each = 500;  // of one request
constexpr std::size_t wrong_clock = 4;   // the office whose machine is seven minutes ahead

Time midnight_of(const World& world, Time at) {
  return config::midnight(today(at, world.zone), world.zone);
}

std::string sha1(const std::string& text) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string out;
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

// When a person comes that day; nothing for one who does not.
std::optional<Time> arrival(const World& world, const Office& office, int person, Time midnight) {
  const Date day = today(midnight, world.zone);
  const std::string name = std::string(office.name) + ' ' + std::to_string(person);
  const double comes = workday(day) ? world.trait("present", office.name, 0.89, 0.97) : 0.03;
  if (world.noise("comes " + name, bucket(day)) >= comes) return {};
  // Most between 06:50 and 07:30, a few until 08:00.
  const double late = world.noise("late " + name, bucket(day));
  const double minutes = late < 0.94 ? 410 + 40 * world.noise("at " + name, bucket(day)) : 450 + 500 * (late - 0.94);
  return midnight + std::chrono::seconds(static_cast<int>(minutes * 60));
}

std::size_t number_of(const Office& office) {
  return static_cast<std::size_t>(&office - offices().data());
}

}  // namespace

std::string machine_of(std::size_t office) {
  return fmt::format("SIMULASI{:02}", office + 1);
}

std::string attendance_lines(const World& world, const Office& office, Time from, Time to) {
  const Time midnight = midnight_of(world, to);
  const Duration off = number_of(office) == wrong_clock ? Duration(7min) : Duration(0);
  std::string out;
  for (int person = 1; person <= office.staff; ++person) {
    const auto at = arrival(world, office, person, midnight);
    if (!at || *at <= from || *at > to) continue;
    const config::Civil c = config::civil(*at + off, world.zone);
    out += fmt::format("{}\t{} {:02}:{:02}:{:02}\t0\t1\t0\t0\n", person, config::to_string(c.date), c.hour, c.minute,
                       c.second);
  }
  return out;
}

std::vector<NibMessage> nib_messages(const World& world, Time from, Time to) {
  std::vector<NibMessage> out;
  const Time midnight = midnight_of(world, to);
  const Date day = today(to, world.zone);
  const int count =
      (workday(day) ? 8 : 1) + static_cast<int>((workday(day) ? 14 : 4) * world.noise("nib", bucket(day)));
  for (int i = 0; i < count; ++i) {
    const std::string name = "nib " + std::to_string(i);
    const Time at =
        midnight + std::chrono::seconds(8 * 3600 + static_cast<int>(8 * 3600 * world.noise(name, bucket(day))));
    if (at <= from || at > to || world.districts.empty()) continue;
    const std::string nib = fmt::format("{:06}{:07}", bucket(day), i);
    std::string code = world.districts[static_cast<std::size_t>(i * 7 + bucket(day)) % world.districts.size()].code;
    std::erase(code, '.');
    const std::string date = config::to_string(day);
    const Json body = {{"dataNIB",
                        {{"nib", nib},
                         {"tgl_terbit_nib", date},
                         {"kd_daerah", code + "0000"},
                         {"jenis_pelaku_usaha", "11"},
                         {"nama_perseroan", "SIMULASI"},
                         {"tipe_dokumen ", "9"},
                         {"data_checklist", Json::array({{{"id_izin", "I-" + nib},
                                                          {"no_izin", nib + "0001"},
                                                          {"tgl_izin", date},
                                                          {"kd_daerah", code + "0000"}}})}}}};
    out.push_back({nib, body.dump()});
  }
  return out;
}

Pusher::Pusher(const World& world, std::string base, Clock& clock)
    : world_(world), base_(std::move(base)), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

bool Pusher::post(const std::string& path, const std::string& body, const char* type,
                  std::vector<std::pair<std::string, std::string>> headers, std::stop_token stop) {
  Http http({}, clock_);
  HttpRequest request{"POST", base_ + path, body, type};
  request.headers = std::move(headers);
  const auto reply = http.fetch(request, stop);
  return reply && reply->status == 200;
}

bool Pusher::send_attendance(std::size_t office, Time from, Time to, std::stop_token stop) {
  const std::string lines = attendance_lines(world_, offices()[office], from, to);
  for (std::size_t at = 0; at < lines.size();) {
    std::size_t end = at;
    for (std::size_t i = 0; i < lines_each && end < lines.size(); ++i) end = lines.find('\n', end) + 1;
    if (!post("/iclock/cdata?SN=" + machine_of(office) + "&table=ATTLOG&Stamp=9999", lines.substr(at, end - at),
              "text/plain", {}, stop))
      return false;
    at = end;
  }
  return true;
}

bool Pusher::send_numbers(Time from, Time to, std::stop_token stop) {
  for (const NibMessage& message : nib_messages(world_, from, to)) {
    const std::string token = sha1("simulasisimulasi" + message.nib + config::to_string(today(to, world_.zone)));
    if (!post("/oss/receiveNIB", message.body, "application/json", {{"Token", token}}, stop)) return false;
  }
  return true;
}

void Pusher::run(std::stop_token stop) {
  // What could not be handed over is sent again, as the real ones do.
  std::vector<Time> sent(offices().size(), Time{});
  Time sent_numbers{};
  do {
    const Time now = world_.now(), midnight = midnight_of(world_, now);
    for (std::size_t i = 0; i < sent.size(); ++i)
      if (send_attendance(i, std::max(sent[i], midnight), now, stop)) sent[i] = now;
    if (send_numbers(std::max(sent_numbers, midnight), now, stop)) sent_numbers = now;
  } while (clock_.sleep_until(clock_.steady() + 1min, stop));
}

}  // namespace feeds::simulate
