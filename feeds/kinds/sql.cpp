// One query that only reads an agency's database, its rows read into values and records. Feed thread.
#include <fmt/format.h>
#include "feeds/sql_new.h"
#include "feeds/sql_rows.h"

namespace feeds {
namespace {

class Sql : public Feed {
 public:
  struct Options {
    SqlAccess access;
    std::string query;
    std::int64_t most_rows = 100'000;
    std::optional<SqlSince> since;
    RowShape shape;
    std::vector<ColumnValueRule> value;
    std::vector<ColumnRecordRule> record;

    void describe(auto& field) {
      access.describe(field);
      field("query", query, "One SELECT or WITH; each ? in it stands for the value of since",
            {.required = true, .example = "\"SELECT kecamatan, antre, dicatat FROM antrean\""});
      field("most_rows", most_rows, "Of more rows nothing is taken; with since the rest comes at the next polls",
            {.least = 1, .most = 10'000'000});
      field("since", since, "Only what is new since the poll before, for large tables");
      describe_personal(field, shape.personal);
      field("value", value, "Values to take from the rows", {.sampled = true});
      field("record", record, "Records to take from the rows");
    }
  };

  static void check(const Options& options, const config::Place& place, config::Complaints& out) {
    options.access.check(place, out);
    check_rules({options.value, options.record}, options.shape, place, out);
    if (options.since) check_since(*options.since, {options.value, options.record}, options.shape, place, out);
    if (options.query.empty()) return;
    const auto marks = check_query(options.query, options.access.system);
    if (!marks) return out.push_back({place, marks.error().what, marks.error().cure});
    if (options.since && *marks == 0)
      out.push_back({place, "since is given, and the query has no ?", "write WHERE column > ?"});
    if (!options.since && *marks > 0)
      out.push_back({place, "the query has a ?, and since is not given", "add since, or write the value itself"});
  }

  Sql(Options options, const FeedSetup& setup)
      : options_(std::move(options)),
        catalogue_(setup.catalogue),
        clock_(system_clock()),
        deadline_(setup.config.deadline),
        most_bytes_(setup.config.most_bytes),
        ca_file_(setup.config.ca_file),
        dir_(setup.dir) {
    if (options_.since) marks_ = check_query(options_.query, options_.access.system).value_or(0);
  }

  Status poll(const Context& context, Batch& out) override {
    const Steady until = clock_.steady() + deadline_;
    if (!hanging_.expired()) return Status::failed("an earlier query to this database still hangs in its driver");
    const auto question = ask(context.cursor);
    if (!question) return Status::failed(question.error().what);
    SqlRows rows(*question, clock_, until, context.stop);
    hanging_ = rows.session();
    NewRows fresh(rows, options_.most_rows, options_.since ? &*options_.since : nullptr, context.cursor);
    Batch batch;
    const auto read =
        read_rows(fresh, options_.shape, {options_.value, options_.record}, catalogue_, context.now, batch);
    if (!read) return Status::failed(read.error().what);
    auto cursor = fresh.cursor();
    if (!cursor) return Status::failed(cursor.error().what);
    out = std::move(batch);
    out.cursor = std::move(*cursor);
    if (options_.since && fresh.count() == 0) return Status::not_modified();
    Status status = Status::good();
    status.more = fresh.more_wait();
    return status;
  }

  std::vector<std::string> brings() const override { return brought_by(options_.value, options_.record); }
  std::string address() const override {
    const char* system = "";
    for (const auto& [name, choice] : config::Choices<SqlSystem>::names)
      if (choice == options_.access.system) system = name;
    return fmt::format("{}://{}/{}", system, options_.access.server_name(), options_.access.database);
  }

 private:
  config::Result<SqlQuestion> ask(const std::string& cursor) const {
    SqlQuestion out;
    out.place = options_.access.place();
    out.place.most = deadline_;
    auto connection = options_.access.connection(dir_, ca_file_, deadline_, out.place.secrets);
    if (!connection) return tl::unexpected(connection.error());
    out.connection = std::move(*connection);
    // One row more than may come tells that there are more.
    out.settings = session_settings(options_.access.system, catalogue_.zone, deadline_, options_.most_rows + 1);
    out.query = options_.query;
    if (options_.since)
      out.values.assign(static_cast<std::size_t>(marks_), bound(since_value(*options_.since, cursor)));
    out.connect_timeout = std::min(options_.access.connect_timeout, deadline_);
    out.most_bytes = most_bytes_;
    out.zone = catalogue_.zone;
    return out;
  }

  // MariaDB knows no zones in moments; those of the session are meant.
  std::string bound(std::string value) const {
    const bool zoned = value.size() > 19 && value[10] == ' ' && value[value.size() - 6] == '+';
    if (zoned && options_.access.system == SqlSystem::mariadb) value.resize(value.size() - 6);
    return value;
  }

  const Options options_;
  const config::Catalogue& catalogue_;
  const Clock& clock_;
  const config::Duration deadline_;
  const std::int64_t most_bytes_;
  const std::string ca_file_;
  const std::filesystem::path dir_;
  int marks_ = 0;
  std::weak_ptr<SqlRows::Session> hanging_;
};

}  // namespace

extern const FeedKind sql_kind;
const FeedKind sql_kind =
    config::kind<Feed, Sql>("sql", "Values and records from a query to a database (PostgreSQL, MariaDB, SQL Server)");

}  // namespace feeds
