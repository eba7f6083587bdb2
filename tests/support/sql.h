// A database file asked past the program: what a test reads or plants in it. What goes wrong is thrown.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace support {

struct Blob {
  std::string_view bytes;
};

class Sql {
 public:
  explicit Sql(const std::string& file);  // a path or a URI; made where it is not
  ~Sql();
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;

  void run(const std::string& statements);
  std::int64_t number(const std::string& query);  // the first of the first row
  bool has_table(const std::string& name);
  void leave_log();  // closing leaves the write-ahead log as it is

  class Statement {
   public:
    Statement(Sql&, const std::string& text);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <class... Values>
    Statement& with(const Values&... values) {
      reset();
      int index = 0;
      (bind(++index, values), ...);
      return *this;
    }
    bool step();  // false: no row
    int columns() const;
    void run() {
      while (step()) {
      }
    }
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::string_view blob(int column) const;  // until the next step
    bool is_null(int column) const;

   private:
    void reset();
    void bind(int index, std::int64_t);
    void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
    void bind(int index, double);
    void bind(int index, const std::string&);
    void bind(int index, Blob);  // outlives the step
    void bind(int index, const std::optional<std::int64_t>&);
    sqlite3_stmt* statement_ = nullptr;
  };

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace support
