// See databases.h.
#include "tests/support/databases.h"

#include <arpa/inet.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace support {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr const char* unprivileged = "nobody";

class Postgresql final : public DatabaseServer {
 public:
  Postgresql() {
    const std::string secret = folder() + "/password";
    std::ofstream(secret) << database_password;
    ::chmod(secret.c_str(), 0644);
    must({program("initdb"), "-D", data(), "-A", "scram-sha-256", "-U", "admin", "--pwfile", secret, "-E", "UTF8",
          "--locale=C", "-N"});
  }
  void start() override {
    server_ = as_nobody({program("postgres"), "-D", data(), "-c", "port=" + std::to_string(port_), "-c",
                         "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + folder(), "-c", "fsync=off",
                         "-c", "lc_messages=C"});
    if (!server_->wait_for("ready to accept connections", seconds(60))) throw std::runtime_error(server_->said());
  }
  std::string run(const std::string& statements) override {
    ChildOptions options;
    options.arguments = {
        "-X", "-q",    "-A", "-t",       "-v", "ON_ERROR_STOP=1", "-h", folder(), "-p", std::to_string(port_),
        "-U", "admin", "-d", "postgres", "-c", statements};
    options.environment = {{"PGPASSWORD", database_password}, {"LC_ALL", "C"}};
    const ChildResult result = run_child(program("psql"), options);
    if (result.code != 0) throw std::runtime_error(result.err);
    return result.out;
  }
  const char* system() const override { return "postgresql"; }
  static std::string program(const std::string& name) {
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored))
      if (fs::exists(version.path() / "bin" / name, ignored)) return (version.path() / "bin" / name).string();
    return {};
  }

 private:
  std::string data() const { return folder() + "/data"; }
};

class Mariadb final : public DatabaseServer {
 public:
  Mariadb() {
    must({find_program("mariadb-install-db"), "--no-defaults", "--datadir=" + data(),
          "--auth-root-authentication-method=normal", "--skip-test-db"});
  }
  void start() override {
    server_ = as_nobody({find_program("mariadbd"), "--no-defaults", "--datadir=" + data(),
                         "--port=" + std::to_string(port_), "--bind-address=127.0.0.1", "--socket=" + socket(),
                         "--pid-file=" + folder() + "/pid", "--innodb-flush-log-at-trx-commit=0"});
    if (!server_->wait_for("ready for connections", seconds(60))) throw std::runtime_error(server_->said());
  }
  std::string run(const std::string& statements) override {
    ChildOptions options;
    options.arguments = {
        "--no-defaults", "-S", socket(), "-u", "root", "-N", "-B", "--default-character-set=utf8mb4", "-e", statements};
    const ChildResult result = run_child(find_program("mariadb"), options);
    if (result.code != 0) throw std::runtime_error(result.err);
    return result.out;
  }
  const char* system() const override { return "mariadb"; }

 private:
  std::string data() const { return folder() + "/data"; }
  std::string socket() const { return folder() + "/socket"; }
};

bool has_driver(const std::string& library) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib", ignored))
    if (fs::exists(entry.path() / "odbc" / library, ignored)) return true;
  return false;
}

}  // namespace

// Where an unprivileged user may go too, which is not so of every TMPDIR.
struct DatabaseServer::Place {
  Place() {
    std::string name = "/tmp/anjungan-db-XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path = name;
    const passwd* user = getpwnam(unprivileged);
    if (geteuid() == 0 && (!user || chown(path.c_str(), user->pw_uid, user->pw_gid) != 0))
      throw std::runtime_error("no unprivileged user");
    chmod(path.c_str(), 0755);
  }
  ~Place() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  std::string path;
};

DatabaseServer::DatabaseServer() : place_(std::make_shared<Place>()), port_(free_port()) {}

std::string DatabaseServer::folder() const {
  return place_->path;
}

void DatabaseServer::keep(const std::string& name, const std::string& text) const {
  const std::string file = folder() + "/data/" + name;
  std::ofstream(file, std::ios::binary) << text;
  const passwd* user = getpwnam(unprivileged);
  const bool ours = geteuid() != 0 || (user && chown(file.c_str(), user->pw_uid, user->pw_gid) == 0);
  if (!ours || chmod(file.c_str(), 0600) != 0) throw std::runtime_error("no file " + file);
}

std::unique_ptr<Child> DatabaseServer::as_nobody(std::vector<std::string> command) const {
  if (geteuid() == 0)
    command.insert(command.begin(), {find_program("setpriv"), std::string("--reuid=") + unprivileged, "--regid=nogroup",
                                     "--clear-groups", "--"});
  ChildOptions options;
  const std::string program = command.front();
  options.arguments.assign(command.begin() + 1, command.end());
  options.environment = {{"LC_ALL", "C"}, {"TMPDIR", folder()}, {"HOME", folder()}};
  options.folder = folder();
  return std::make_unique<Child>(program, options);
}

void DatabaseServer::must(std::vector<std::string> command) const {
  const ChildResult result = as_nobody(std::move(command))->finish(seconds(60));
  if (result.code != 0) throw std::runtime_error(result.out + result.err);
}

void DatabaseServer::stop(int signal) {
  server_->send(signal);
  server_->finish(seconds(30));
}

std::unique_ptr<DatabaseServer> DatabaseServer::postgresql() {
  if (Postgresql::program("initdb").empty() || Postgresql::program("psql").empty() || !has_driver("psqlodbcw.so"))
    return nullptr;
  return std::make_unique<Postgresql>();
}

std::unique_ptr<DatabaseServer> DatabaseServer::mariadb() {
  if (find_program("mariadbd").empty() || find_program("mariadb-install-db").empty() || !has_driver("libmaodbc.so"))
    return nullptr;
  return std::make_unique<Mariadb>();
}

int free_port(int from) {
  const int number = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bool bound = false;
  for (int port = from; !bound && port < from + 100; ++port) {
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    bound = ::bind(number, reinterpret_cast<sockaddr*>(&address), size) == 0;
  }
  bound = bound && ::getsockname(number, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(number);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

std::string find_program(const std::string& name) {
  for (const char* folder : {"/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/"})
    if (access((folder + name).c_str(), X_OK) == 0) return folder + name;
  return {};
}

}  // namespace support
