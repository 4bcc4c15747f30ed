#include "maintain/index_build.hpp"

#include "base/sha256.hpp"
#include "catalog/compare.hpp"
#include "catalog/concurrent_index.hpp"
#include "maintain/disk_space.hpp"
#include "maintain/short_lock.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
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

/// What the parts of a build have in common.
struct Builder {
    pg::Connection& connection;
    const pg::Dsn& dsn;
    const Settings& settings;
    const JobListener& listener;
};

/// Says that it is done only when the index is there, on that table, and can be used.
void build(const Builder& builder, const std::string& sql, const std::string& qualified,
           const std::string& name, const Table& table) {
    auto& connection = builder.connection;
    catalog::build_concurrently(
        connection,
        {.run = [&] { connection.run(sql); },
         .find =
             [&] {
                 const auto row = connection.run(pg::own("SELECT to_regclass($1)::oid::bigint"), {qualified});
                 return row.is_null(0, 0) ? 0U : static_cast<std::uint32_t>(row.get<long long>(0, 0));
             },
         .name = name,
         .dsn = builder.dsn,
         .progress = builder.listener.progress,
         .warn = builder.listener.warning,
         .retries = builder.settings.lock_retries});
    const auto made =
        connection.run(pg::own("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1) AND "
                               "indrelid = $2::oid"),
                       {qualified, table.oid});
    if (made.empty() || !made.get<bool>(0, 0))
        throw Error(fmt::format("{} was built, but another session has {} it", qualified,
                                made.empty() ? "dropped" : "invalidated"));
}

/// An index under our name that cannot be used, and that nobody is building.
void drop_invalid(pg::Connection& connection, const std::string& qualified) {
    const auto found =
        connection.run(pg::own("SELECT i.indexrelid, i.indisvalid FROM pg_index i WHERE i.indexrelid = "
                               "to_regclass($1)"),
                       {qualified});
    if (found.empty())
        return;
    refuse_while_building(connection, static_cast<std::uint32_t>(found.get<long long>(0, 0)), qualified);
    if (!found.get<bool>(0, 1))
        drop_concurrently(connection, qualified);
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
void build_partitioned(const Builder& builder, const IndexPlan& plan, const std::string& name) {
    auto& connection = builder.connection;
    const auto parent = pg::quote_qualified(plan.table.schema, name);
    if (!is_there(connection, parent))
        run_with_short_locks(connection,
                             {.statements = {create_index_sql(plan.spec, plan.table, name, false, true)},
                              .relations = {plan.table.qualified},
                              .mode = "ShareLock"},
                             builder.settings, builder.listener);
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
            build_partitioned(builder, part, own_name);
        } else if (!is_valid(connection, own)) {
            drop_invalid(connection, own);
            build(builder, create_index_sql(plan.spec, child, own_name, true), own, own_name, child);
        }
        run_with_short_locks(connection,
                             {.statements = {fmt::format("ALTER INDEX {} ATTACH PARTITION {}", parent, own)},
                              .relations = {parent, own, child.qualified}},
                             builder.settings, builder.listener);
    }
}

void replace(const Builder& builder, const IndexPlan& plan) {
    auto& connection = builder.connection;
    const auto made = beside(plan.name, "_pgmend_new"), old = beside(plan.name, "_pgmend_old");
    const auto made_qualified = pg::quote_qualified(plan.table.schema, made);
    const auto old_qualified = pg::quote_qualified(plan.table.schema, old);
    // Under our lock on the table's indexes these names can only be what an earlier run has left.
    drop_concurrently(connection, made_qualified);
    drop_concurrently(connection, old_qualified);
    build(builder, create_index_sql(plan.spec, plan.table, made, true), made_qualified, made, plan.table);
    run_with_short_locks(
        connection,
        {.statements = {fmt::format("ALTER INDEX {} RENAME TO {}", plan.qualified, pg::quote_identifier(old)),
                        fmt::format("ALTER INDEX {} RENAME TO {}", made_qualified,
                                    pg::quote_identifier(plan.name))},
         .relations = {plan.qualified, made_qualified}},
        builder.settings, builder.listener);
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
void decide(pg::Connection& connection, IndexPlan& plan, const IndexOptions& options,
            const Settings& settings) {
    const pg::Transaction transaction(connection, pg::begin_either);
    connection.run(pg::own("SELECT set_config('lock_timeout', $1, true)"),
                   {fmt::format("{}ms", settings.lock_timeout.count())});
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
    if (plan.table.partitioned)
        throw Error(fmt::format("index {} of a partitioned table cannot be replaced in one step", plan.name))
            .with_hint("create the new index under another name, then drop this one");
    if (const auto constraint = constraint_of(connection, existing.oid); !constraint.empty())
        throw Error(fmt::format("index {} belongs to constraint {} and cannot be replaced", plan.qualified,
                                constraint),
                    ExitCode::conflict);
}

/// That columns, operator classes and the like exist, the server says of an empty copy: what it would refuse
/// is also refused in a dry run. Takes only the locks of a reader.
void try_definition(pg::Connection& connection, const IndexPlan& plan, const Settings& settings) {
    pg::Transaction transaction(connection, pg::begin_either);
    connection.run(pg::own("SELECT set_config('lock_timeout', $1, true)"),
                   {fmt::format("{}ms", settings.lock_timeout.count())});
    auto copy = plan.table;
    copy.qualified = "pg_temp.pgmend_copy";
    try {
        const auto partitions = connection.run(
            pg::own("SELECT ' PARTITION BY ' || pg_get_partkeydef($1::oid)"), {plan.table.oid});
        connection.run(fmt::format("CREATE TEMP TABLE pgmend_copy (LIKE {}){}", plan.table.qualified,
                                   partitions.get<std::string>(0, 0)));
    } catch (const pg::SqlError& error) {
        if (pg::is_from_outside(error) || !connection.alive())
            throw;
        return; // no right to temporary tables, or a server that can only be read
    }
    connection.run(create_index_sql(plan.spec, copy, "pgmend_copy_index", false));
    transaction.rollback();
}

} // namespace

IndexPlan plan_index(pg::Connection& connection, const IndexSpec& spec, const IndexOptions& options,
                     const Settings& settings) {
    IndexPlan plan{.spec = spec, .table = read_table(connection, spec.table)};
    plan.name = index_name(spec, plan.table);
    plan.qualified = pg::quote_qualified(plan.table.schema, plan.name);
    plan.sql = create_index_sql(spec, plan.table, plan.name, !plan.table.partitioned);
    plan.advice = gin_advice(spec, plan.table);
    parse_create_index(plan.sql); // before any of it is run
    try_definition(connection, plan, settings);
    decide(connection, plan, options, settings);
    if (plan.action != IndexAction::nothing && plan.action != IndexAction::conflict) {
        plan.bytes_needed = index_bytes(connection, spec, plan.table, usual_memory_kb);
        plan.bytes_free = free_bytes(connection);
    }
    return plan;
}

void build_index(pg::Connection& connection, const pg::Dsn& dsn, const IndexPlan& plan,
                 const IndexOptions& options, const Settings& settings, const JobListener& listener) {
    if (plan.action == IndexAction::nothing || plan.action == IndexAction::conflict)
        return;
    if (options.check_space && !plan.fits())
        throw Error(fmt::format("{} needs about {} MB, but only {} MB are free", plan.name,
                                *plan.bytes_needed >> 20, *plan.bytes_free >> 20))
            .with_hint("free disk space, or skip this check with --no-space-check");
    const BuildSettings for_build(connection, options.memory);
    const Builder builder{.connection = connection, .dsn = dsn, .settings = settings, .listener = listener};
    if (plan.action == IndexAction::replace)
        return replace(builder, plan);
    if (plan.table.partitioned)
        return build_partitioned(builder, plan, plan.name);
    if (plan.action == IndexAction::rebuild)
        drop_invalid(connection, plan.qualified);
    build(builder, plan.sql, plan.qualified, plan.name, plan.table);
}

DropPlan plan_drop(pg::Connection& connection, const std::string& name) {
    const auto found = connection.run(
        pg::own("SELECT c.oid, c.relkind, n.nspname, c.relname, CASE WHEN c.relkind IN ('i', 'I') THEN "
                "pg_get_indexdef(c.oid) END, i.indrelid::regclass, i.indrelid FROM pg_class c JOIN "
                "pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE "
                "c.oid = coalesce(to_regclass($1), to_regclass(quote_ident($1)))"),
        {name});
    if (found.empty() || found.is_null(0, 4))
        throw UsageError(fmt::format("index '{}' does not exist", name));
    const auto oid = static_cast<std::uint32_t>(found.get<long long>(0, 0));
    const auto qualified = pg::quote_qualified(found.get<std::string>(0, 2), found.get<std::string>(0, 3));
    if (const auto constraint = constraint_of(connection, oid); !constraint.empty())
        throw Error(fmt::format("index {} belongs to constraint {}", qualified, constraint),
                    ExitCode::conflict)
            .with_hint("ALTER TABLE … DROP CONSTRAINT drops both");
    return {.index = oid,
            .qualified = qualified,
            .definition = found.get<std::string>(0, 4),
            .table = read_table(connection, found.get<std::string>(0, 5)),
            .partitioned = found.text(0, 1) == "I"};
}

/// By name, as there is no other way; that it is the index of the plan is asked again right before.
void drop_index(pg::Connection& connection, const DropPlan& plan, const Settings& settings,
                const JobListener& listener) {
    const auto now = connection.run(pg::own("SELECT to_regclass($1)::oid IS NOT DISTINCT FROM $2::oid"),
                                    {plan.qualified, plan.index});
    if (!now.get<bool>(0, 0))
        throw Error(fmt::format("index {} has been dropped or replaced by another session", plan.qualified));
    if (plan.partitioned) { // there is no other way for a partitioned one
        std::vector<std::string> relations{plan.table.qualified, plan.qualified};
        for (const auto& leaf : plan.table.leaves)
            relations.push_back(leaf.qualified);
        return run_with_short_locks(connection,
                                    {.statements = {"DROP INDEX " + plan.qualified}, .relations = relations},
                                    settings, listener);
    }
    // Waits for transactions that may use it; nobody waits for it meanwhile.
    connection.run("SET lock_timeout = 0");
    drop_concurrently(connection, plan.qualified);
}

} // namespace pgmend::maintain
