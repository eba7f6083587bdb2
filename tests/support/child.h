// Runs a program as a child: arguments, environment, a time-out, and all that it said. For tests that see the built
// program as a person does.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace support {

struct ChildOptions {
  std::vector<std::string> arguments;              // without the program's own name
  std::map<std::string, std::string> environment;  // added to ours, or in place of it
  std::vector<std::string> without;                // names left out of ours
  std::string folder;                              // to run in; empty: ours
  std::chrono::milliseconds limit = std::chrono::seconds(60);
};

struct ChildResult {
  int code = -1;      // exit status; -1 where a signal ended it
  int signal = 0;     // that ended it
  bool late = false;  // the limit passed and it was killed
  std::string out, err;
};

// Waits until it has ended or the limit has passed.
ChildResult run_child(const std::string& program, const ChildOptions&);

// One that goes on while the test does something else. Killed on destruction.
class Child {
 public:
  Child(const std::string& program, const ChildOptions&);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const;
  // Waits until its output (both streams together) satisfies; false when it ended or the time passed without.
  bool wait_until(const std::function<bool(const std::string& said)>&, std::chrono::milliseconds most);
  // Waits until its output holds `text`.
  bool wait_for(const std::string& text, std::chrono::milliseconds most = std::chrono::seconds(20));
  std::string said() const;  // both streams together, as far as the waits above have read
  void send(int signal);
  // Waits for its end; after `most` it is killed and `late`.
  ChildResult finish(std::chrono::milliseconds most = std::chrono::seconds(20));

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A folder of its own that is removed with all it holds.
class Folder {
 public:
  // memory: where there is a file system in memory. It does not outlive the power, but any process.
  enum class On { disk, memory };
  explicit Folder(On = On::disk);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  // Makes the folders on the way.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string read_text(const std::string& path);

}  // namespace support
