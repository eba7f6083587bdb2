// See backing.h. Main thread.
#include "viewer/backing.h"
#include <algorithm>
#include "config/hexmap.h"
#include "config/words.h"
#include "viewer/assets.h"
#include "viewer/kind_checks.h"

namespace viewer {
namespace {

constexpr std::size_t most_tries = 32;  // of a copy, that nobody has taken

config::Center load_for_today(const std::filesystem::path& dir, const std::string& simulator, config::Time now) {
  const config::KindChecks checks = kind_checks();
  const config::Date today = config::civil(now, config::Zone::wib).date;
  config::Center center = config::load(dir, checks, today, simulator);
  const config::Date there = config::civil(now, center.catalogue->zone).date;
  if (there != today) center = config::load(dir, checks, there, simulator);
  if (const auto folders = find_folders())
    if (auto words = config::load_words(folders->assets, center.lang))
      center.words = std::make_shared<const config::Words>(std::move(*words));
  return center;
}

tl::unexpected<config::Error> first_fault(const config::Center& center) {
  for (const config::Complaint& complaint : center.complaints)
    if (!complaint.warning) return config::fail(complaint.what, complaint.cure);
  return config::fail({"{} holds no center", {center.dir.string()}}, "name a folder with a center.toml");
}

}  // namespace

config::Result<std::unique_ptr<Backing>> Backing::open(Options options, feeds::Clock& clock,
                                                       config::Complaints& complaints) {
  std::unique_ptr<Backing> made(new Backing);
  Backing& my = *made;
  my.options_ = std::move(options);
  my.clock_ = &clock;
  my.center_ = my.load_again();
  complaints = my.center_->complaints;
  if (!my.center_->usable) return first_fault(*my.center_);

  if (my.options_.simulate) {
    my.pretend_ = std::make_unique<feeds::Simulator>(
        feeds::Simulator::Options{my.options_.seed, my.options_.speed,
                                  config::map_path(my.center_->dir, {}, my.center_->catalogue->map)},
        my.center_->catalogue, clock);
    const auto port = my.pretend_->listen(0);
    if (!port) return tl::unexpected(port.error());
    my.simulator_ = "http://127.0.0.1:" + std::to_string(*port);
    my.center_ = my.load_again();
    complaints = my.center_->complaints;
  }

  feeds::Store::Options how{.file = ":memory:", .read_only = my.options_.read_only, .published = my.options_.published};
  if (!my.options_.memory) {
    const auto state = state_folder(my.options_.center, my.options_.state);
    if (!state) return tl::unexpected(state.error());
    how.file = my.file_ = *state / (my.center_->store.empty() ? "store.db" : my.center_->store);
  }
  auto store = feeds::Store::open(my.center_, how, clock);
  if (!store) return tl::unexpected(store.error());
  my.store_ = std::move(*store);
  if (my.options_.feeds && !my.options_.read_only)
    my.collectors_ = std::make_unique<feeds::Collectors>(my.center_, *my.store_, clock);
  if (my.collectors_ && my.center_->intake.port > 0) {
    my.intake_ = std::make_unique<feeds::Intake>(my.center_->intake, *my.collectors_, clock);
    // Pretend agencies find any port; others are told one.
    const auto port = my.intake_->listen(my.options_.simulate ? std::optional(0) : std::nullopt);
    if (!port) return tl::unexpected(port.error());
    if (my.pretend_) my.pretend_->push_to("http://127.0.0.1:" + std::to_string(*port));
  }
  if (my.collectors_ && !my.options_.memory) my.keep_copies();
  return made;
}

void Backing::keep_copies() {
  feeds::CopyKeeper::Listener listener;
  listener.said = [this](std::vector<feeds::Notice> all) { store_->set_notices(std::move(all)); };
  listener.tried = [this](feeds::CopyTry tried) {
    const std::lock_guard lock(tries_mutex_);
    if (tries_.size() == most_tries) tries_.erase(tries_.begin());
    tries_.push_back(std::move(tried));
  };
  copies_ = std::make_unique<feeds::CopyKeeper>(center_, file_, *clock_, std::move(listener));
}

std::vector<feeds::CopyTry> Backing::take_copy_tries() {
  const std::lock_guard lock(tries_mutex_);
  return std::exchange(tries_, {});
}

Backing::~Backing() {
  copies_.reset();
  intake_.reset();
  collectors_.reset();
  store_.reset();
  pretend_.reset();
}

void Backing::adopt(std::shared_ptr<const config::Center> center) {
  center_ = std::move(center);
  store_->adopt(center_);
  if (collectors_) collectors_->adopt(center_);
  if (copies_) copies_->adopt(center_);
}

std::shared_ptr<const config::Center> Backing::load_again() const {
  return std::make_shared<const config::Center>(load_for_today(options_.center, simulator_, clock_->now()));
}

}  // namespace viewer
