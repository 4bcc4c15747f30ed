#include "pg/transaction.hpp"

#include "pg/retry.hpp"

#include <optional>

namespace pgmend::pg {
namespace {

constexpr std::string_view xid_sql = "SELECT pg_catalog.pg_current_xact_id_if_assigned()::pg_catalog.text";
constexpr std::string_view xid_sql_before_13 =
    "SELECT pg_catalog.txid_current_if_assigned()::pg_catalog.text";
constexpr std::string_view status_sql =
    "SELECT pg_catalog.pg_xact_status($1::pg_catalog.text::pg_catalog.xid8)";
constexpr std::string_view status_sql_before_13 = "SELECT pg_catalog.txid_status($1::bigint)";

/// COMMIT of a transaction that has failed is answered by "ROLLBACK", without an error.
void expect_committed(const Result& result) {
    if (result.command_tag() != "COMMIT")
        throw SqlError({.severity = "ERROR",
                        .sqlstate = "40000",
                        .message = "the server rolled back the transaction instead of committing it"},
                       "COMMIT", {}, false)
            .with_hint("A statement in the transaction failed, and the error was ignored.");
}

void run_quietly(Connection& connection, std::string_view sql) noexcept {
    try {
        if (connection.alive())
            connection.run(sql);
    } catch (
        const std::exception&) { // NOLINT: a destructor has nobody to tell; the server rolls back by itself
    }
}

} // namespace

Transaction::Transaction(Connection& connection, std::string_view begin) : connection_(connection) {
    connection_.run(begin);
}

Transaction::~Transaction() {
    if (open_)
        run_quietly(connection_, "ROLLBACK");
}

void Transaction::commit() {
    open_ = false;
    expect_committed(connection_.run("COMMIT"));
}

CommitOutcome commit_and_verify(Connection& connection, const Dsn& dsn, std::chrono::milliseconds patience) {
    const bool old = connection.server_version() < 130000;
    const auto xid = connection.run(old ? xid_sql_before_13 : xid_sql).get<std::optional<std::string>>(0, 0);
    try {
        expect_committed(connection.run("COMMIT"));
        return CommitOutcome::committed;
    } catch (const SqlError& error) {
        if (!error.connection_lost() || !xid) // without an id nothing was changed, so nothing can be lost
            throw;
    }
    const auto give_up = std::chrono::steady_clock::now() + patience;
    for (Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::seconds(2)});;
         backoff.wait()) {
        auto other = Connection::open(dsn, {.retry_for = patience});
        const auto status =
            other.run(old ? status_sql_before_13 : status_sql, {*xid}).get<std::optional<std::string>>(0, 0);
        if (status == "committed")
            return CommitOutcome::committed_after_reconnect;
        if (status == "aborted")
            return CommitOutcome::rolled_back;
        if (!status || std::chrono::steady_clock::now() >= give_up)
            throw Error("the connection was lost during commit, and the server cannot report the outcome",
                        ExitCode::no_connection)
                .with_hint("run the same command again: it checks what is done");
    }
}

void Transaction::rollback() {
    open_ = false;
    connection_.run("ROLLBACK");
}

ScratchSavepoint::ScratchSavepoint(Connection& connection) : connection_(connection) {
    connection_.run("SAVEPOINT pgmend_scratch");
}

ScratchSavepoint::~ScratchSavepoint() {
    run_quietly(connection_, "ROLLBACK TO SAVEPOINT pgmend_scratch");
    run_quietly(connection_, "RELEASE SAVEPOINT pgmend_scratch");
}

} // namespace pgmend::pg
