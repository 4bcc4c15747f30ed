#include "catalog/read.hpp"

#include "base/cancel.hpp"
#include "catalog/collector.hpp"
#include "catalog/reading.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <future>
#include <thread>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

constexpr int oldest_server = 130000;

/// What the deparsing functions say when an object has gone since the snapshot that named it.
bool tells_of_change(const pg::SqlError& error) {
    return error.is("XX000") || error.is(pg::sqlstate::undefined_table) ||
           error.is(pg::sqlstate::undefined_object) || error.is(pg::sqlstate::undefined_column) ||
           error.is("42883");
}

void collect(Collector& collector, Part part, const pg::Result& rows) {
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

std::vector<ReadQuery> queries_for(const pg::Connection& connection, const ReadOptions& options) {
    return read_queries(options, {.major = connection.server_version() / 10000,
                                  .superuser = connection.parameter_status("is_superuser") == "on"});
}

/// What came over the second connection.
struct Answers {
    std::vector<std::pair<Part, pg::Result>> rows;
    Frame before;
    std::string after;
};

/// No value when there is no second connection to be had.
std::optional<Answers> read_apart(const Helper& helper, const ReadOptions& options,
                                  std::vector<ReadQuery> queries) {
    std::optional<pg::Connection> connection;
    try {
        connection.emplace(helper());
    } catch (const pg::SqlError&) {
        return std::nullopt;
    }
    Answers answers;
    Reading reading(*connection, options, std::move(queries));
    reading.run([&](Part part, pg::Result rows) { answers.rows.emplace_back(part, std::move(rows)); });
    answers.before = reading.before();
    answers.after = reading.after();
    return answers;
}

/// One try, over one connection or two at once.
class Attempt {
  public:
    Attempt(pg::Connection& connection, const ReadOptions& options, const Helper& helper)
        : connection_(connection), options_(options), collector_(options) {
        auto queries = queries_for(connection, options);
        if (helper && !connection.in_transaction()) {
            auto costly = take_costly(queries);
            apart_ =
                std::async(std::launch::async, [&helper, &options, costly = std::move(costly)]() mutable {
                    return read_apart(helper, options, std::move(costly));
                });
        }
        reading_.emplace(connection, options, std::move(queries));
    }

    /// No value when the schema changed meanwhile.
    std::optional<schema::Model> run() {
        reading_->run([&](Part part, const pg::Result& rows) {
            // What is said of objects needs them all.
            if (part != Part::members && part != Part::objects)
                take_apart();
            collect(collector_, part, rows);
        });
        take_apart();
        if (lacks_helper_ || has_others_changes())
            return std::nullopt;
        auto model = collector_.take();
        model.server_version = connection_.server_version();
        return model;
    }

    void undo() noexcept { reading_->undo(); }
    bool lacks_helper() const noexcept { return lacks_helper_; }

  private:
    void take_apart() {
        if (!apart_.valid())
            return;
        answers_ = apart_.get();
        lacks_helper_ = !answers_.has_value();
        if (answers_)
            for (const auto& [part, rows] : answers_->rows)
                collect(collector_, part, rows);
    }

    bool has_others_changes() {
        if (!options_.relations.empty())
            return false;
        const auto& mine = reading_->before();
        const bool is_alone = !answers_ || answers_->before.snapshot == mine.snapshot;
        if (is_alone && mine.snapshot == reading_->after() && (!answers_ || mine.snapshot == answers_->after))
            return false;
        return has_changed(connection_, mine) || (!is_alone && has_changed(connection_, answers_->before));
    }

    pg::Connection& connection_;
    const ReadOptions& options_;
    Collector collector_;
    std::optional<Reading> reading_;
    std::optional<Answers> answers_;
    bool lacks_helper_ = false;
    std::future<std::optional<Answers>> apart_; ///< last, so that it has ended when the rest goes
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
    throw Error(fmt::format("could not read the schema: a lock could not be acquired within {} ms",
                            options.lock_timeout.count()),
                ExitCode::lock_timeout)
        .with_detail(relations.empty() ? error.message() : "locked: " + relations)
        .with_hint("wait until that session has ended its transaction, or use a longer --lock-timeout");
}

void wait_before_next(int attempt) {
    cancel::check();
    std::this_thread::sleep_for(std::chrono::milliseconds(100) * attempt);
}

void check_server(const pg::Connection& connection) {
    if (connection.server_version() < oldest_server)
        throw Error(fmt::format("PostgreSQL {} is not supported", connection.server_version() / 10000))
            .with_hint("the oldest supported version is PostgreSQL 13");
}

} // namespace

schema::Model read(pg::Connection& connection, const ReadOptions& options, Helper helper) {
    check_server(connection);
    std::string detail = "definitions changed while they were read";
    const auto deadline = std::chrono::steady_clock::now() + options.lock_timeout;
    for (int attempt = 1; attempt <= std::max(1, options.attempts); ++attempt) {
        if (attempt > 1)
            wait_before_next(attempt);
        Attempt reading(connection, options, helper);
        try {
            if (auto model = reading.run())
                return *std::move(model);
            if (reading.lacks_helper()) {
                helper = nullptr;
                --attempt;
            }
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
    throw Error("could not read the schema: it changed while it was read")
        .with_detail(fmt::format("{}; tries: {}", detail, std::max(1, options.attempts)))
        .with_hint("wait until the migration or other DDL on this database has ended");
}

} // namespace pgmend::catalog
