// Database servers of Debian, started by a test in a folder of its own on a loopback port, and ended by their ids. As
// root they run as an unprivileged user, which their packages demand.
#pragma once
#include <memory>
#include <string>
#include "tests/support/child.h"

namespace support {

inline constexpr const char* database_user = "pembaca";
inline constexpr const char* database_password = "p;w}d{ =x'7f91";  // every mark that a connection string knows

class DatabaseServer {
 public:
  // Null where the server or its ODBC driver is not installed.
  static std::unique_ptr<DatabaseServer> postgresql();
  static std::unique_ptr<DatabaseServer> mariadb();
  virtual ~DatabaseServer() = default;

  virtual void start() = 0;
  // As its administrator; what goes wrong is thrown. Its answer, a row a line.
  virtual std::string run(const std::string& statements) = 0;
  virtual const char* system() const = 0;
  int port() const { return port_; }
  std::string folder() const;
  // A file of its own beside its data, for it alone to read.
  void keep(const std::string& name, const std::string& text) const;
  void send(int signal) { server_->send(signal); }
  void stop(int signal);  // and waits for its end

 protected:
  DatabaseServer();
  // What a server may not be started as: root.
  std::unique_ptr<Child> as_nobody(std::vector<std::string> command) const;
  void must(std::vector<std::string> command) const;

  struct Place;
  std::shared_ptr<const Place> place_;
  int port_ = 0;
  std::unique_ptr<Child> server_;
};

int free_port(int from = 0);                        // the first free one from there on; 0: any
std::string find_program(const std::string& name);  // empty: it is not installed

}  // namespace support
