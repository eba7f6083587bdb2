// Answers what visitors ask from the file, off the writer's thread, with a read-only connection of its own.
#pragma once
#include <thread>
#include "feeds/latest.h"
#include "feeds/mailbox.h"
#include "feeds/picture.h"
#include "feeds/store.h"

namespace feeds {

class Views {
 public:
  // `file` as History takes it. `setting` and `current` are read at each question.
  Views(std::string file, const Latest<Setting>& setting, const Latest<Snapshot>& current, const Clock&);
  ~Views();  // answers what was asked
  std::future<std::shared_ptr<const Snapshot>> ask(Audience, std::optional<Time> as_known_at, std::vector<Want>);

 private:
  struct Question {
    Audience audience;
    std::optional<Time> as_known_at;
    std::vector<Want> wants;
    std::promise<std::shared_ptr<const Snapshot>> answer;
  };
  void run(std::stop_token);
  std::shared_ptr<const Snapshot> answer(const Question&, History*) const;

  const std::string file_;
  const Latest<Setting>& setting_;
  const Latest<Snapshot>& current_;
  const Clock& clock_;
  Mailbox<std::shared_ptr<Question>> questions_{64};
  std::jthread thread_;
};

}  // namespace feeds
