#include "maintain/index_build.hpp"

#include "base/sha256.hpp"
#include "catalog/compare.hpp"
#include "catalog/concurrent_index.hpp"
#include "maintain/disk_space.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

const statement::Effect& created_index(const statement::Statement& statement) {
    return *std::ranges::find_if(statement.effects, [](const statement::Effect& effect) {
        return effect.object.kind == statement::ObjectKind::index;
    });
}

void refuse_while_building(pg::Connection& connection, std::uint32_t index, const std::string& name) {
    const auto builder = connection.run(sql::index_builder, {index});
    if (!builder.empty())
        throw Error(fmt::format("{} is being built by the session with pid {}", name, builder.text(0, 0)),
                    ExitCode::busy)
            .with_hint("wait until it has finished");
}

/// A name with a suffix, within PostgreSQL's 63 bytes; where it has to be cut, what is left out still counts.
std::string beside(const std::string& name, std::string_view suffix) {
    constexpr std::size_t max_size = 63, digits = 8;
    if (name.size() + suffix.size() <= max_size)
        return name + std::string(suffix);
    auto end = max_size - suffix.size() - digits - 1;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
        --end; // not within a character
    return fmt::format("{}_{}{}", name.substr(0, end), sha256(name).substr(0, digits), suffix);
}

/// Settings for the time of a build. A lock timeout would do harm only: what CREATE INDEX CONCURRENTLY waits
/// for keeps neither readers nor writers waiting, and giving up leaves an INVALID index.
class BuildSettings {
  public:
    BuildSettings(pg::Connection& connection, const std::string& memory) : connection_(connection) {
        connection_.run("SET lock_timeout = 0");
        connection_.run("SET statement_timeout = 0");
        if (!memory.empty())
            connection_.run(pg::own("SELECT set_config('maintenance_work_mem', $1, false)"), {memory});
    }
    BuildSettings(const BuildSettings&) = delete;
    BuildSettings& operator=(const BuildSettings&) = delete;
    ~BuildSettings() {
        try {
            if (connection_.alive())
                connection_.run_script("RESET lock_timeout; RESET maintenance_work_mem");
        } catch (const std::exception&) { // NOLINT: the session ends soon
        }
    }

  private:
    pg::Connection& connection_;
};

void drop_concurrently(pg::Connection& connection, const std::string& qualified) {
    connection.run("DROP INDEX CONCURRENTLY IF EXISTS " + qualified);
}

void build(pg::Connection& connection, const pg::Dsn& dsn, const std::string& sql,
           const std::string& qualified, const std::string& name, const JobListener& listener) {
    catalog::build_concurrently(
        connection,
        {.run = [&] { connection.run(sql); },
         .find =
             [&] {
                 const auto row = connection.run(pg::own("SELECT to_regclass($1)::oid::bigint"), {qualified});
                 return row.is_null(0, 0) ? 0U : static_cast<std::uint32_t>(row.get<long long>(0, 0));
             },
         .name = name,
         .dsn = dsn,
         .progress = listener.progress,
         .warn = listener.warning});
}

bool is_valid(pg::Connection& connection, const std::string& qualified) {
    const auto found = connection.run(
        pg::own("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)"), {qualified});
    return !found.empty() && found.get<bool>(0, 0);
}

bool is_there(pg::Connection& connection, const std::string& qualified) {
    return connection.run(pg::own("SELECT to_regclass($1) IS NOT NULL"), {qualified}).get<bool>(0, 0);
}

/// The manual's recipe for partitioned tables: an index on the parent alone, which is INVALID; one on each
/// partition, built concurrently; each attached, with the last of which the parent's becomes valid.
void build_partitioned(pg::Connection& connection, const pg::Dsn& dsn, const IndexPlan& plan,
                       const std::string& name, const JobListener& listener) {
    const auto parent = pg::quote_qualified(plan.table.schema, name);
    if (!is_there(connection, parent))
        connection.run(create_index_sql(plan.spec, plan.table, name, false, true));
    const auto children = connection.run(
        pg::own(
            "SELECT c.relname, n.nspname, c.relkind FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE h.inhparent = $1::oid ORDER BY 2, 1"),
        {plan.table.oid});
    for (std::size_t row = 0; row < children.rows(); ++row) {
        const auto child_name = children.get<std::string>(row, 0), schema = children.get<std::string>(row, 1);
        const auto child = read_table(connection, pg::quote_qualified(schema, child_name));
        const auto own_name = beside(child_name + "_" + name, "");
        const auto own = pg::quote_qualified(schema, own_name);
        const auto attached = connection.run(
            pg::own(
                "SELECT EXISTS (SELECT FROM pg_inherits h JOIN pg_index i ON i.indexrelid = h.inhrelid WHERE "
                "h.inhparent = to_regclass($1) AND i.indrelid = $2::oid)"),
            {parent, child.oid});
        if (attached.get<bool>(0, 0))
            continue;
        IndexPlan part{.spec = plan.spec, .table = child};
        if (child.partitioned) {
            build_partitioned(connection, dsn, part, own_name, listener);
        } else if (!is_valid(connection, own)) {
            drop_concurrently(connection, own);
            build(connection, dsn, create_index_sql(plan.spec, child, own_name, true), own, own_name,
                  listener);
        }
        connection.run(fmt::format("ALTER INDEX {} ATTACH PARTITION {}", parent, own));
    }
}

/// Statements that need a short exclusive lock: tried until they get it.
void run_with_retries(pg::Connection& connection, const std::string& sql) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(100), .max = std::chrono::milliseconds(5000)});
    for (int tries = 0;; ++tries) {
        try {
            connection.run_script(std::string(pg::begin_writing) + "; SET LOCAL lock_timeout = '2s'; " + sql +
                                  "; COMMIT");
            return;
        } catch (const pg::SqlError& error) {
            if (connection.in_transaction())
                connection.run("ROLLBACK");
            if (!error.is(pg::sqlstate::lock_not_available) || tries >= 30)
                throw;
        }
        backoff.wait();
    }
}

void replace(pg::Connection& connection, const pg::Dsn& dsn, const IndexPlan& plan,
             const JobListener& listener) {
    if (plan.table.partitioned)
        throw Error(fmt::format("index {} of a partitioned table cannot be replaced in one step", plan.name))
            .with_hint("create the new index under another name, then drop this one");
    const auto made = beside(plan.name, "_pgmend_new"), old = beside(plan.name, "_pgmend_old");
    const auto made_qualified = pg::quote_qualified(plan.table.schema, made);
    const auto old_qualified = pg::quote_qualified(plan.table.schema, old);
    drop_concurrently(connection, made_qualified);
    drop_concurrently(connection, old_qualified);
    build(connection, dsn, create_index_sql(plan.spec, plan.table, made, true), made_qualified, made,
          listener);
    run_with_retries(connection,
                     fmt::format("ALTER INDEX {} RENAME TO {}; ALTER INDEX {} RENAME TO {}", plan.qualified,
                                 pg::quote_identifier(old), made_qualified, pg::quote_identifier(plan.name)));
    drop_concurrently(connection, old_qualified);
}

std::string constraint_of(pg::Connection& connection, std::uint32_t index) {
    const auto found =
        connection.run(pg::own("SELECT conname FROM pg_constraint WHERE conindid = $1::oid AND contype IN "
                               "('p', 'u', 'x') LIMIT 1"),
                       {index});
    return found.empty() ? std::string() : found.get<std::string>(0, 0);
}

/// What the database holds under the name decides what is to be done.
void decide(pg::Connection& connection, IndexPlan& plan, const IndexOptions& options) {
    const pg::Transaction transaction(connection, pg::begin_either);
    connection.run("SET LOCAL lock_timeout = '2s'");
    const auto statement = parse_create_index(plan.sql);
    const auto& effect = created_index(statement);
    const auto existing = catalog::find_existing(connection, {&effect, 1}).front();
    if (!existing.present())
        return;
    refuse_while_building(connection, existing.oid, plan.qualified);
    const auto definition =
        connection.run(pg::own("SELECT CASE WHEN c.relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) "
                               "END FROM pg_class c WHERE c.oid = $1::oid"),
                       {existing.oid});
    plan.existing = definition.get<std::string>(0, 0);
    if (!existing.valid) {
        plan.action = IndexAction::rebuild;
        return;
    }
    if (existing.schema != plan.table.schema || existing.name != plan.table.name) {
        plan.action = IndexAction::conflict; // an index of another table has the name
        plan.differences = {
            {.attribute = "table", .existing = existing.relation, .wanted = plan.table.qualified}};
        return;
    }
    auto comparison = catalog::compare_created(connection, {.section = std::span(&statement, 1),
                                                            .index = 0,
                                                            .existing = existing,
                                                            .default_schema = plan.table.schema});
    const bool equal = comparison.equal();
    plan.differences = std::move(comparison.differences);
    if (equal)
        plan.action = IndexAction::nothing;
    else
        plan.action =
            options.replace && !plan.existing.empty() ? IndexAction::replace : IndexAction::conflict;
    if (plan.action != IndexAction::replace)
        return;
    if (const auto constraint = constraint_of(connection, existing.oid); !constraint.empty())
        throw Error(fmt::format("index {} belongs to constraint {} and cannot be replaced", plan.qualified,
                                constraint),
                    ExitCode::conflict);
}

} // namespace

IndexPlan plan_index(pg::Connection& connection, const IndexSpec& spec, const IndexOptions& options) {
    IndexPlan plan{.spec = spec, .table = read_table(connection, spec.table)};
    plan.name = index_name(spec, plan.table);
    plan.qualified = pg::quote_qualified(plan.table.schema, plan.name);
    plan.sql = create_index_sql(spec, plan.table, plan.name, !plan.table.partitioned);
    plan.advice = gin_advice(spec, plan.table);
    decide(connection, plan, options);
    if (plan.action != IndexAction::nothing && plan.action != IndexAction::conflict) {
        plan.bytes_needed = index_bytes(connection, spec, plan.table, usual_memory_kb);
        plan.bytes_free = free_bytes(connection);
    }
    return plan;
}

void build_index(pg::Connection& connection, const pg::Dsn& dsn, const IndexPlan& plan,
                 const IndexOptions& options, const JobListener& listener) {
    if (plan.action == IndexAction::nothing || plan.action == IndexAction::conflict)
        return;
    if (options.check_space && !plan.fits())
        throw Error(fmt::format("{} needs about {} MB, but only {} MB are free", plan.name,
                                *plan.bytes_needed >> 20, *plan.bytes_free >> 20))
            .with_hint("free disk space, or skip this check with --no-space-check");
    const BuildSettings settings(connection, options.memory);
    if (plan.action == IndexAction::replace)
        return replace(connection, dsn, plan, listener);
    if (plan.table.partitioned)
        return build_partitioned(connection, dsn, plan, plan.name, listener);
    if (plan.action == IndexAction::rebuild)
        drop_concurrently(connection, plan.qualified);
    build(connection, dsn, plan.sql, plan.qualified, plan.name, listener);
}

std::string drop_index(pg::Connection& connection, const std::string& name, bool dry_run) {
    const auto found = connection.run(
        pg::own("SELECT c.oid, c.relkind, n.nspname, c.relname, CASE WHEN c.relkind IN ('i', 'I') THEN "
                "pg_get_indexdef(c.oid) END FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE c.oid = coalesce(to_regclass($1), to_regclass(quote_ident($1)))"),
        {name});
    if (found.empty() || found.is_null(0, 4))
        throw UsageError(fmt::format("index '{}' does not exist", name));
    const auto oid = static_cast<std::uint32_t>(found.get<long long>(0, 0));
    const auto qualified = pg::quote_qualified(found.get<std::string>(0, 2), found.get<std::string>(0, 3));
    if (const auto constraint = constraint_of(connection, oid); !constraint.empty())
        throw Error(fmt::format("index {} belongs to constraint {}", qualified, constraint),
                    ExitCode::conflict)
            .with_hint("ALTER TABLE … DROP CONSTRAINT drops both");
    if (dry_run)
        return found.get<std::string>(0, 4);
    if (found.text(0, 1) == "I") {
        run_with_retries(connection,
                         "DROP INDEX " + qualified); // there is no other way for a partitioned one
    } else {
        // Waits for transactions that may use it; nobody waits for it meanwhile.
        connection.run("SET lock_timeout = 0");
        drop_concurrently(connection, qualified);
    }
    return found.get<std::string>(0, 4);
}

} // namespace pgmend::maintain
