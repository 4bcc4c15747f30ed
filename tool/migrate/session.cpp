#include "migrate/session.hpp"

#include "migrate/ledger_queries.hpp"
#include "pg/own_defaults.hpp"
#include "pg/own_sql.hpp"
#include "pg/pipeline.hpp"
#include "pg/pooler.hpp"
#include "pg/primary.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

constexpr std::string_view limits_sql = "SELECT pg_catalog.set_config('lock_timeout', $1, true), "
                                        "pg_catalog.set_config('statement_timeout', $2, true), "
                                        "pg_catalog.set_config('idle_in_transaction_session_timeout', '0', "
                                        "true), pg_catalog.set_config('synchronous_commit', $3, "
                                        "true)";
constexpr std::string_view limits_sql_keeping_commit =
    "SELECT pg_catalog.set_config('lock_timeout', $1, true), pg_catalog.set_config('statement_timeout', $2, "
    "true), "
    "pg_catalog.set_config('idle_in_transaction_session_timeout', '0', true)";

} // namespace

Session::Session(const pg::Dsn& dsn, const Settings& settings)
    : Session(connecting(dsn, settings), settings) {}

pg::Connecting Session::connecting(const pg::Dsn& dsn, const Settings& settings) {
    return pg::Connecting(
        settings.writes ? pg::for_writing(dsn) : dsn,
        {.application_name = "pgmend " + settings.command, .retry_for = settings.connect_for});
}

Session::Session(pg::Connecting&& connecting, const Settings& settings)
    : dsn_(connecting.dsn()), settings_(settings), connection_(pg::Connection::open(std::move(connecting))),
      version_table_(settings.version_schema, settings.version_table),
      limits_{fmt::format("SET LOCAL lock_timeout = {}", settings.lock_timeout.count()),
              fmt::format("SET LOCAL statement_timeout = {}", settings.statement_timeout.count()),
              "SET LOCAL idle_in_transaction_session_timeout = 0"} {
    try {
        look(sql::facts);
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::insufficient_privilege))
            throw;
        look(sql::facts_by_rights);
    }
}

void Session::look(std::string_view facts) {
    learn(connection_.run(facts_query(facts)));
    place_version_table();
    read_tables();
}

pg::Query Session::facts_query(std::string_view facts) const {
    return {.sql = facts,
            .parameters = {pg::quote_qualified(settings_.version_schema, settings_.version_table),
                           pg::quote_identifier(settings_.pgmend_schema),
                           pg::quote_qualified(settings_.pgmend_schema, "ledger"),
                           pg::quote_qualified(settings_.pgmend_schema, "ledger_of_revision")}};
}

void Session::keep_rows(const pg::Result& rows) {
    rows_.clear();
    for (std::size_t row = 0; row < rows.rows(); ++row)
        rows_.push_back(rows.get<std::string>(row, 0));
}

void Session::read_tables() {
    const auto rows_sql = version_table_.select_sql();
    const bool compares = has_ledger_ && settings_.compare_files;
    const bool looks = has_ledger_ && settings_.find_unfinished;
    const auto recorded = compares ? first_records_query(*this) : FirstRecords();
    const auto unfinished = looks ? unfinished_query(*this) : LedgerQuery();
    pg::Pipeline pipeline(connection_);
    if (has_version_table_)
        pipeline.send({.sql = rows_sql});
    if (compares)
        pipeline.send(recorded.query());
    if (looks)
        pipeline.send(unfinished.query());
    if (pipeline.pending() == 0)
        return;
    pipeline.sync();
    if (has_version_table_)
        keep_rows(pipeline.expect());
    if (compares)
        recorded_ = pipeline.expect();
    if (looks)
        unfinished_ = pipeline.expect();
    if (!compares || recorded_->rows() < FirstRecords::limit)
        return;
    const auto all = recorded_query(*this);
    pipeline.next(); // the sync
    pipeline.send(all.query());
    pipeline.sync();
    recorded_ = pipeline.expect();
}

void Session::refresh() {
    const auto known = has_version_table_ ? version_table_.select_sql() : std::string();
    std::optional<pg::Result> rows;
    {
        pg::Pipeline pipeline(connection_);
        pipeline.send(facts_query(sql::facts_by_rights));
        if (!known.empty())
            pipeline.send({.sql = known});
        pipeline.sync();
        learn(pipeline.expect());
        if (!known.empty())
            rows = pipeline.expect();
    }
    place_version_table();
    rows_.clear();
    if (!has_version_table_)
        return;
    if (const auto now = version_table_.select_sql(); now != known)
        rows = connection_.run(now);
    keep_rows(*rows);
}

void Session::learn(const pg::Result& facts) {
    schemas_ = facts.get<std::vector<std::string>>(0, "schemas");
    const auto is_there = [&](const char* name) {
        return facts.get<std::optional<std::string>>(0, name).has_value();
    };
    has_version_table_ = is_there("version_table");
    has_pgmend_schema_ = is_there("pgmend_schema");
    const auto may = [&](const char* name) {
        return facts.get<std::optional<bool>>(0, name).value_or(false);
    };
    has_ledger_ = is_there("ledger") && may("reads_ledger");
    writes_ledger_ = has_ledger_ && may("writes_ledger");
    ledger_is_barred_ = is_there("ledger") && !writes_ledger_;
    has_ledger_index_ = is_there("ledger_index");
    standby_ = facts.get<bool>(0, "standby");
    read_only_ = standby_ || facts.get<std::string>(0, "read_only") == "on";
    pooled_ = pg::is_pooled(connection_, facts.get<int>(0, "pid"));
}

void Session::place_version_table() {
    auto home = settings_.version_schema.empty() ? schema() : settings_.version_schema;
    // Of several schemas in the search path the table may be in any.
    if (settings_.version_schema.empty() && has_version_table_ && schemas_.size() != 1)
        home = connection_.run(sql::version_schema, {pg::quote_identifier(settings_.version_table)})
                   .get<std::optional<std::string>>(0, "schema")
                   .value_or(home);
    version_table_ = VersionTable(home, settings_.version_table);
    if (!has_version_table_ && home.empty())
        throw Error("no schema has been selected to create in: search_path contains no existing schema")
            .with_hint(
                "create the schema, or set search_path for the role or in the URL (options=-csearch_path=…)");
}

void Session::reconnect(std::chrono::milliseconds patience) {
    connection_ = pg::Connection::open(
        dsn_, {.application_name = "pgmend " + settings_.command, .retry_for = patience});
    refresh();
    prepare_for_changes();
}

void Session::prepare_for_changes(const Listener& listener) {
    if (read_only_ && (standby_ || !is_read_only_by_default()))
        throw Error(fmt::format("database '{}' is read-only on this connection", connection_.database()))
            .with_detail("the server is a standby, or default_transaction_read_only is on")
            .with_hint("connect to the primary, or as a role that may write");
    if (read_only_)
        listener.warn("default_transaction_read_only is on for this database or role; writing anyway");
    read_only_ = false;
    if (pooled_)
        return; // nothing may stay behind in a session that is lent
    own_settings_ = {pg::own_defaults_sql(connection_.server_version())};
    connection_.run(own_settings_.front());
    if (connection_.server_version() < 140000)
        return;
    try {
        constexpr std::string_view sql = "SET client_connection_check_interval = '500ms'";
        connection_.run(sql);
        own_settings_.emplace_back(sql);
    } catch (const pg::SqlError&) { // NOLINT: a platform without it works as before
    }
}

/// ALTER DATABASE and ALTER ROLE speak to programs that do not say what they want. What the server's settings
/// or the connection's own say is meant for us, too.
bool Session::is_read_only_by_default() {
    const auto source =
        connection_
            .run(pg::own("SELECT source FROM pg_settings WHERE name = 'default_transaction_read_only'"))
            .get<std::string>(0, 0);
    return source == "database" || source == "user" || source == "database user";
}

std::vector<pg::Query> Session::begin_queries(bool durable) const {
    const auto milliseconds = [](auto duration) { return fmt::format("{}ms", duration.count()); };
    pg::Parameters limits(milliseconds(settings_.lock_timeout), milliseconds(settings_.statement_timeout));
    if (!durable)
        limits.add("off");
    return {{.sql = standby_ ? pg::begin_either : pg::begin_writing},
            {.sql = durable ? limits_sql_keeping_commit : limits_sql, .parameters = std::move(limits)}};
}

void Session::begin(bool durable) {
    for (const auto& query : begin_queries(durable))
        connection_.run(query);
}

std::string Session::new_statement_name() {
    return fmt::format("pgmend_{}", ++names_given_);
}

} // namespace pgmend::migrate
