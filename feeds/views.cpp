// Pictures for visitors: with their wants, and as known at an earlier moment. On its own thread.
#include "feeds/views.h"

#include "feeds/audience.h"

namespace feeds {

namespace {

// The letters that were known then, of what may be seen today.
Result<std::shared_ptr<const Snapshot>> with_approvals_of(Time then, std::shared_ptr<const Snapshot> cut,
                                                          History& history) {
  const auto rows = history.approvals(then);
  if (!rows) return tl::unexpected(rows.error());
  std::map<std::string, std::vector<config::Approval>> by_subject;
  for (const ApprovalRow& row : *rows) by_subject[row.subject].push_back(row.approval);
  auto catalogue = std::make_shared<config::Catalogue>(*cut->catalogue);
  for (config::Indicator& indicator : catalogue->indicators) indicator.approvals = by_subject[indicator.name];
  for (config::TableInfo& table : catalogue->tables) table.approvals = by_subject[table.name];
  auto out = std::make_shared<Snapshot>(*cut);
  out->catalogue = std::move(catalogue);
  return out;
}

}  // namespace

Views::Views(std::string file, const Latest<Setting>& setting, const Latest<Snapshot>& current, const Clock& clock)
    : file_(std::move(file)), setting_(setting), current_(current), clock_(clock) {
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Views::~Views() {
  thread_.request_stop();
  thread_.join();
}

std::future<std::shared_ptr<const Snapshot>> Views::ask(Audience audience, std::optional<Time> as_known_at,
                                                        std::vector<Want> wants) {
  auto question = std::make_shared<Question>(Question{audience, as_known_at, std::move(wants), {}});
  auto out = question->answer.get_future();
  questions_.put(std::move(question), thread_.get_stop_token());
  return out;
}

// The connection is opened for the questions that wait and closed after them: its cache is not kept in memory.
void Views::run(std::stop_token stop) {
  while (true) {
    const auto asked = questions_.take(64, Steady::max(), stop);
    if (asked.empty()) return;
    auto history = History::open(file_, History::Mode::read);
    for (const auto& question : asked)
      question->answer.set_value(answer(*question, history ? history->get() : nullptr));
  }
}

// Who may see what is decided by the leave of today, whatever the moment asked for.
std::shared_ptr<const Snapshot> Views::answer(const Question& question, History* history) const {
  const Time now = clock_.now();
  const auto current = current_.get();
  if (!history) return only_for(question.audience, *current, now);
  const Time then = question.as_known_at.value_or(now);
  Picture picture;
  picture.adopt(setting_.get());
  // The wants first: then each line is read once.
  if (!picture.set_wants(question.wants, *history, then) || !picture.load(*history, then, question.as_known_at))
    return only_for(question.audience, *current, now);
  const auto made = picture.make(*history, then, current->notices);
  made->version = current->version;
  auto out = only_for(question.audience, *made, now);
  if (!question.as_known_at) return out;
  return with_approvals_of(then, out, *history).value_or(out);
}

}  // namespace feeds
