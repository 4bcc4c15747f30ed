#include "catalog/read.hpp"

#include "base/cancel.hpp"
#include "catalog/collector.hpp"
#include "catalog/queries.hpp"
#include "pg/pipeline.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

constexpr int oldest_server = 130000;
constexpr std::string_view begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view savepoint = "SAVEPOINT pgmend_catalog";
constexpr std::string_view back_to_savepoint = "ROLLBACK TO SAVEPOINT pgmend_catalog";
constexpr std::string_view release_savepoint = "RELEASE SAVEPOINT pgmend_catalog";

/// Views stay locked until the reading ends, and DDL may wait for one of them while it holds what comes next.
/// The server ends such a deadlock after a second at the cost of the one that waited first, which would be
/// the DDL; so the reading gives way long before, and starts anew.
constexpr std::chrono::milliseconds wait_for_lock{100};

std::string milliseconds(std::chrono::milliseconds time) {
    return fmt::format("{}ms", time.count());
}

/// What the deparsing functions say when an object has gone since the snapshot that named it.
bool tells_of_change(const pg::SqlError& error) {
    return error.is("XX000") || error.is(pg::sqlstate::undefined_table) ||
           error.is(pg::sqlstate::undefined_object) || error.is(pg::sqlstate::undefined_column) ||
           error.is("42883");
}

/// One reading: everything in one pipeline, framed by two looks at who wrote the catalogs.
class Reading {
  public:
    Reading(pg::Connection& connection, const ReadOptions& options)
        : connection_(connection), options_(options), is_nested_(connection.in_transaction()),
          is_framed_(!options.relation),
          queries_(
              read_queries(options, {.major = connection.server_version() / 10000,
                                     .superuser = connection.parameter_status("is_superuser") == "on"})) {}

    /// No value when the schema changed meanwhile.
    std::optional<schema::Model> run() {
        pg::Pipeline pipeline(connection_);
        send(pipeline);
        return take(pipeline);
    }

    /// Brings the connection back to where it was after an error.
    void undo() noexcept {
        try {
            if (is_nested_) {
                connection_.run(back_to_savepoint);
                connection_.run(release_savepoint);
            } else {
                connection_.run("ROLLBACK");
            }
        } catch (const Error&) { // NOLINT: the error that led here is the one to report
        }
    }

  private:
    void send(pg::Pipeline& pipeline) {
        pipeline.send({.sql = is_nested_ ? savepoint : begin});
        pipeline.send(
            {.sql = sql::catalog_pinned_settings,
             .parameters = {milliseconds(options_.lock_timeout.count() == 0
                                             ? wait_for_lock // waiting without end goes on after giving way
                                             : std::min(options_.lock_timeout, wait_for_lock)),
                            milliseconds(options_.statement_timeout)}});
        if (is_framed_)
            pipeline.send({.sql = sql::catalog_frame});
        for (const auto& query : queries_)
            pipeline.send({.sql = query.sql, .parameters = query.parameters});
        if (is_nested_) {
            // In READ COMMITTED each statement sees what has been committed by then.
            if (is_framed_)
                pipeline.send({.sql = sql::catalog_frame});
            pipeline.send({.sql = back_to_savepoint});
            pipeline.send({.sql = release_savepoint});
        } else {
            pipeline.send({.sql = "COMMIT"});
            if (is_framed_)
                pipeline.send({.sql = sql::catalog_frame});
        }
        pipeline.sync();
    }

    std::optional<schema::Model> take(pg::Pipeline& pipeline) {
        pipeline.expect();
        pipeline.expect();
        const auto before = is_framed_ ? pipeline.expect().get<std::string>(0, 0) : std::string();
        Collector collector(options_);
        for (const auto& query : queries_)
            collect(collector, query.part, pipeline.expect());
        if (!is_nested_)
            pipeline.expect();
        const auto after = is_framed_ ? pipeline.expect().get<std::string>(0, 0) : std::string();
        while (pipeline.pending() > 0)
            pipeline.expect();
        if (before != after)
            return std::nullopt;
        auto model = collector.take();
        model.server_version = connection_.server_version();
        return model;
    }

    static void collect(Collector& collector, Part part, const pg::Result& rows) {
        switch (part) {
        case Part::members:
            return collector.add_members(rows);
        case Part::objects:
            return collector.add_objects(rows);
        case Part::comments:
            return collector.add_comments(rows);
        case Part::labels:
            return collector.add_labels(rows);
        case Part::privileges:
            return collector.add_privileges(rows);
        case Part::dependencies:
            return collector.add_dependencies(rows);
        }
    }

    pg::Connection& connection_;
    const ReadOptions& options_;
    bool is_nested_;
    bool is_framed_;
    std::vector<ReadQuery> queries_;
};

/// "public.t (pid 4711)", for each relation that keeps readers waiting now.
std::string who_locks(pg::Connection& connection) {
    std::string text;
    const auto rows = connection.run(sql::catalog_locked_relations);
    for (std::size_t row = 0; row < rows.rows(); ++row)
        text += fmt::format("{}{} (pid {})", text.empty() ? "" : ", ", rows.text(row, 0), rows.text(row, 1));
    return text;
}

[[noreturn]] void throw_locked(pg::Connection& connection, const ReadOptions& options,
                               const pg::SqlError& error) {
    const auto relations = who_locks(connection);
    throw Error(fmt::format("cannot tell what the schema is: a lock was not obtained within {} ms",
                            options.lock_timeout.count()),
                ExitCode::lock_timeout)
        .with_detail(relations.empty() ? error.message() : "locked: " + relations)
        .with_hint("wait until that session has ended its transaction, or give a longer --lock-timeout");
}

void wait_before_next(int attempt) {
    cancel::check();
    std::this_thread::sleep_for(std::chrono::milliseconds(100) * attempt);
}

void check_server(const pg::Connection& connection) {
    if (connection.server_version() < oldest_server)
        throw Error(fmt::format("PostgreSQL {} is too old", connection.server_version() / 10000))
            .with_hint("PostgreSQL 13 and later can be read");
}

} // namespace

schema::Model read(pg::Connection& connection, const ReadOptions& options) {
    check_server(connection);
    std::string detail = "definitions were written while they were read";
    const auto deadline = std::chrono::steady_clock::now() + options.lock_timeout;
    for (int attempt = 1; attempt <= std::max(1, options.attempts); ++attempt) {
        if (attempt > 1)
            wait_before_next(attempt);
        Reading reading(connection, options);
        try {
            if (auto model = reading.run())
                return *std::move(model);
        } catch (const pg::SqlError& error) {
            if (error.connection_lost())
                throw;
            reading.undo();
            if (error.is(pg::sqlstate::lock_not_available) || error.is(pg::sqlstate::deadlock)) {
                if (options.lock_timeout.count() > 0 && std::chrono::steady_clock::now() >= deadline)
                    throw_locked(connection, options, error);
                wait_before_next(1);
                --attempt; // waiting for others is bounded by time
                continue;
            }
            if (!tells_of_change(error))
                throw;
            detail = error.message();
        }
    }
    throw Error("cannot tell what the schema is: it was changing while it was read")
        .with_detail(fmt::format("{}; tries: {}", detail, std::max(1, options.attempts)))
        .with_hint("wait until the migration or other DDL on this database has ended");
}

} // namespace pgmend::catalog
