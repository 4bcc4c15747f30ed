#include "maintain/dedupe.hpp"

#include "maintain/archive.hpp"
#include "maintain/unique_index.hpp"
#include "pg/own_defaults.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"
#include "state/lock.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

constexpr int sample_groups = 5;

std::vector<std::string> oids_of(const Table& table) {
    std::vector<std::string> oids;
    for (const auto& leaf : table.leaves)
        oids.push_back(std::to_string(leaf.oid));
    return oids;
}

pg::ConnectOptions named(const Settings& settings, std::string_view part = "") {
    return {.application_name = fmt::format("pgmend {}{}", settings.command, part)};
}

/// A table that is published for DELETE needs an identity of its rows; the server says so at the first row
/// only.
void refuse_without_identity(pg::Connection& connection, const Table& table) {
    const auto found = connection.run(sql::maintain_identity, {oids_of(table)});
    if (!found.empty())
        throw Error(fmt::format("rows of {} cannot be deleted: it is published, and has no replica identity",
                                found.text(0, 0)),
                    ExitCode::conflict)
            .with_hint(
                fmt::format("ALTER TABLE {} REPLICA IDENTITY FULL, or add a primary key", found.text(0, 0)));
}

/// References that move to the row that stays may meet others that are there already.
void refuse_unique_references(pg::Connection& connection, const Table& table) {
    for (const auto& reference : table.references) {
        const auto unique = connection.run(
            pg::own(
                "SELECT i.indexrelid::regclass FROM pg_index i WHERE i.indrelid = to_regclass($1) AND "
                "i.indisunique "
                "AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = ANY "
                "($2::text[]) AND a.attnum = ANY (i.indkey::smallint[])) LIMIT 1"),
            {reference.table, reference.columns});
        if (!unique.empty())
            throw Error(
                fmt::format("--repoint is not possible: the unique index {} of {} contains {}, and rows "
                            "that are moved could repeat its keys",
                            unique.text(0, 0), reference.table, column_list(reference.columns)),
                ExitCode::conflict)
                .with_hint(fmt::format("move or delete the rows of {} that refer to duplicates first",
                                       reference.table));
    }
}

/// What would come to light only after the first rows are gone.
void refuse_what_cannot_be(pg::Connection& connection, const Table& table, const DedupeOptions& options,
                           const Settings& settings) {
    refuse_other_storage(connection, table);
    check_expressions(connection, table, options.grouping, settings);
    if (options.then_unique)
        check_unique_index(connection, table, options.grouping, *options.then_unique, settings);
    if (table.has_children && (options.archive || options.repoint))
        throw Error(fmt::format("{} has tables that inherit from it: --{} is not possible", table.qualified,
                                options.archive ? "archive" : "repoint"))
            .with_hint("their rows may have columns and references of their own; run the command for each of "
                       "the tables, or without the option");
    refuse_without_identity(connection, table);
    if (options.repoint)
        refuse_unique_references(connection, table);
    const auto rule = std::ranges::find(table.triggers, "rule", &Trigger::kind);
    if (rule != table.triggers.end())
        throw Error(fmt::format("{} has the rule {} on DELETE, which would change the deletion",
                                table.qualified, rule->name))
            .with_hint("drop the rule, or replace it with a trigger");
}

/// Whether what decides about the rows is the same; how fast it goes may be changed on the way.
bool same_work(const DedupeOptions& a, const DedupeOptions& b) {
    return a.grouping == b.grouping && a.archive == b.archive && a.repoint == b.repoint;
}

std::vector<SampleGroup> read_sample(pg::Connection& connection, const Table& table,
                                     const Grouping& grouping) {
    const auto rows = connection.run(sample_query(table, grouping, sample_groups));
    std::vector<SampleGroup> groups;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        SampleGroup group{.rows = rows.get<long long>(row, grouping.key.size())};
        for (std::size_t i = 0; i < grouping.key.size(); ++i)
            group.key.push_back(rows.get<std::optional<std::string>>(row, i));
        groups.push_back(std::move(group));
    }
    return groups;
}

DedupePlan plan_of(pg::Connection& connection, const Table& table, const DedupeOptions& options) {
    const bool in_pieces = reads_in_pieces(connection, table, options.grouping);
    const bool could_be = !in_pieces && plainly_equal(table, options.grouping) &&
                          is_plain(table, options.grouping) && !table.has_children;
    return {.table = table,
            .options = options,
            .reads_in_pieces = in_pieces,
            .index_for_scan = could_be ? key_list(table, options.grouping) : std::string(),
            .index_sql = unique_index_sql(connection, table, options.grouping,
                                          options.then_unique.value_or(table.name + "_unique"))};
}

/// What a resumed job has archived into; nothing when an earlier version did not keep its columns.
std::optional<Archive> known_archive(const Job& job) {
    if (!job.archive_table || !job.archive_columns)
        return std::nullopt;
    return Archive{.table = *job.archive_table, .columns = archive_columns_of(*job.archive_columns)};
}

void refuse_without_rights(const Table& table) {
    if (!table.may_delete || !table.may_lock)
        throw Error(fmt::format("the role lacks the privilege to delete from {} or to lock its rows",
                                table.qualified))
            .with_hint(fmt::format("GRANT SELECT, DELETE, UPDATE ON {} TO the role", table.qualified));
}

pg::Connection connect(const pg::Dsn& dsn, const pg::ConnectOptions& options) {
    auto connection = pg::Connection::open(dsn, options);
    pg::set_own_defaults(connection);
    return connection;
}

} // namespace

DedupePlan plan_dedupe(pg::Connection& connection, const DedupeOptions& options, const Settings& settings) {
    auto table = read_table(connection, options.table);
    read_dependents(connection, table);
    check_grouping(table, options.grouping, options.nulls_given);
    refuse_what_cannot_be(connection, table, options, settings);
    auto plan = plan_of(connection, table, options);
    const pg::Transaction transaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (options.archive)
        plan.archive = planned_archive(connection, settings.pgmend_schema, table);
    const auto counts = connection.run(count_query(table, options.grouping));
    plan.groups = counts.get<long long>(0, 0);
    plan.duplicates = counts.get<long long>(0, 1);
    plan.sample = read_sample(connection, table, options.grouping);
    plan.referenced =
        count_referenced(connection, table, fmt::format("({})", to_delete_query(table, options.grouping)));
    return plan;
}

Dedupe::Dedupe(const pg::Dsn& dsn, const DedupeOptions& options, const Settings& settings,
               const JobListener& listener)
    : dsn_(dsn), options_(options), settings_(settings), listener_(listener),
      lock_(connect(dsn, named(settings, " (lock)"))), connection_(connect(dsn, named(settings))),
      store_(connection_, settings.pgmend_schema), table_(read_table(connection_, options.table)),
      work_(store_.work_table(0)), began_(std::chrono::steady_clock::now()), size_(options.chunk_time) {
    read_dependents(connection_, table_);
    check_grouping(table_, options_.grouping, options_.nulls_given);
    refuse_without_rights(table_);
    refuse_what_cannot_be(connection_, table_, options_, settings_);
    const auto name = "dedupe " + table_.qualified;
    if (!state::try_lock(lock_, name)) {
        lock_.run("ROLLBACK");
        throw Error(fmt::format("another pgmend is working on {}: {}", table_.qualified,
                                state::lock_holder(lock_, name)),
                    ExitCode::busy)
            .with_hint("wait for it, or stop it with Ctrl-C; it can be resumed");
    }
    if (connection_.server_version() >= 140000)
        try {
            connection_.run("SET client_connection_check_interval = '500ms'");
        } catch (const pg::SqlError&) { // NOLINT: a platform without it works as before
        }
    find_job();
    throttle_.emplace(connection_, table_, options_.throttle);
}

void Dedupe::find_job() {
    job_ = {.table_schema = table_.schema,
            .table_name = table_.name,
            .table_oid = table_.oid,
            .options = to_json(options_),
            .state = "scanning"};
    if (const auto open = store_.unfinished("dedupe", table_)) {
        if (!same_work(dedupe_options(open->options), options_))
            throw UsageError(fmt::format("the unfinished job {} on {} was started with other options",
                                         open->id, table_.qualified))
                .with_detail(open->options)
                .with_hint(fmt::format("run 'pgmend jobs resume {0}' or 'pgmend jobs cancel {0}'", open->id));
        job_ = *open;
        job_.table_oid = table_.oid;
        job_.error.reset();
        elapsed_before_ = job_.figures.elapsed_ms;
        if (job_.figures.chunk_rows > 0)
            size_ = ChunkSize(options_.chunk_time, static_cast<std::size_t>(job_.figures.chunk_rows) / 2);
    } else if (!table_.temporary && store_.ensure()) {
        store_.insert(job_);
    } else {
        if (options_.archive)
            throw Error("--archive requires the schema pgmend: " + store_.why_not());
        listener_.warn(store_.why_not());
    }
    work_ = store_.work_table(job_.id);
    if (options_.archive) {
        archive_ = ensure_archive(connection_, settings_.pgmend_schema, table_, known_archive(job_));
        job_.archive_table = archive_->table;
        job_.archive_columns = to_json(archive_->columns);
        store_.update(job_);
    }
}

double Dedupe::elapsed_ms() const {
    const std::chrono::duration<double, std::milli> since = std::chrono::steady_clock::now() - began_;
    return elapsed_before_ + since.count();
}

Progress Dedupe::progress(std::string waiting_for) const {
    return {.phase = job_.state,
            .done = job_.figures.position,
            .total = job_.figures.last,
            .waiting_for = std::move(waiting_for)};
}

DedupePlan Dedupe::prepare() {
    auto plan = plan_of(connection_, table_, options_);
    const bool resumes = job_.state == "deleting" || job_.state == "planned" || job_.state == "failed" ||
                         job_.state == "indexing";
    if (resumes && job_.figures.chunks > 0) // before its first chunk it may not have been agreed to
        plan.resumes = job_.id;
    if (!resumes || !work_table_is_whole())
        scan();
    plan.duplicates = job_.figures.last - job_.figures.position;
    plan.figures = job_.figures;
    plan.archive = job_.archive_table.value_or("");
    if (plan.duplicates > 0) { // else the work table may be gone
        plan.groups = scanned_.groups > 0 ? scanned_.groups : groups_left();
        plan.referenced = referenced();
    }
    if (plan.referenced > 0 && !options_.repoint) {
        const auto& reference = table_.references.front();
        abandon();
        throw Error(fmt::format("{} of the {} rows to delete are referenced from {}", plan.referenced,
                                plan.duplicates, reference.table),
                    ExitCode::conflict)
            .with_detail(fmt::format("foreign key {} ({})", reference.name, column_list(reference.columns)))
            .with_hint("--repoint moves the references to the row that is kept, in the same transaction");
    }
    return plan;
}

void Dedupe::abandon() {
    job_.state = "cancelled";
    close_job();
}

void Dedupe::close_job() {
    pg::Transaction transaction(connection_);
    work_.drop(connection_);
    store_.update(job_);
    transaction.commit();
}

} // namespace pgmend::maintain
