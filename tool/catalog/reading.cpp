#include "catalog/reading.hpp"

#include "base/sha256.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

constexpr std::string_view begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view savepoint = "SAVEPOINT pgmend_catalog";
constexpr std::string_view back_to_savepoint = "ROLLBACK TO SAVEPOINT pgmend_catalog";
constexpr std::string_view release_savepoint = "RELEASE SAVEPOINT pgmend_catalog";
constexpr std::string_view current_snapshot = "SELECT pg_catalog.pg_current_snapshot()::pg_catalog.text";

/// Views stay locked until the reading ends, and DDL may wait for one of them while it holds what comes next.
/// The server ends such a deadlock after a second at the cost of the one that waited first, which would be
/// the DDL; so the reading gives way long before, and starts anew.
constexpr std::chrono::milliseconds wait_for_lock{100};

std::string milliseconds(std::chrono::milliseconds time) {
    return fmt::format("{}ms", time.count());
}

Frame frame_in(const pg::Result& row) {
    return {.snapshot = row.get<std::string>(0, "snapshot"), .counts = row.get<std::string>(0, "counts")};
}

} // namespace

bool has_changed(pg::Connection& connection, const Frame& since) {
    pg::Pipeline pipeline(connection);
    pipeline.send({.sql = sql::catalog_frame});
    pipeline.send({.sql = sql::catalog_changes, .parameters = {since.snapshot}});
    pipeline.sync();
    const auto now = frame_in(pipeline.expect());
    const auto younger = pipeline.expect().get<long long>(0, 0);
    return now.counts != since.counts || younger > 0;
}

Reading::Reading(pg::Connection& connection, const ReadOptions& options, std::vector<ReadQuery> queries)
    : connection_(connection), options_(options), is_nested_(connection.in_transaction()),
      is_framed_(options.relations.empty()), queries_(std::move(queries)) {}

void Reading::prepare() {
    auto& known = *options_.prepared;
    if (known.empty())
        connection_.run("SET plan_cache_mode = force_generic_plan");
    for (const auto& query : queries_) {
        // By the text, since other options ask other queries.
        auto name = "pgmend_" + sha256(query.sql).substr(0, 16);
        if (known.insert(name).second)
            connection_.prepare(name, query.sql);
        names_.push_back(std::move(name));
    }
}

void Reading::send(pg::Pipeline& pipeline) const {
    pipeline.send({.sql = is_nested_ ? savepoint : begin});
    pipeline.send(
        {.sql = sql::catalog_pinned_settings,
         .parameters = {milliseconds(options_.lock_timeout.count() == 0
                                         ? wait_for_lock // waiting without end goes on after giving way
                                         : std::min(options_.lock_timeout, wait_for_lock)),
                        milliseconds(options_.statement_timeout)}});
    if (is_framed_)
        pipeline.send({.sql = sql::catalog_frame});
    for (std::size_t i = 0; i < queries_.size(); ++i)
        pipeline.send({.sql = queries_[i].sql,
                       .parameters = queries_[i].parameters,
                       .prepared = names_.empty() ? std::string_view() : names_[i]});
    if (!is_nested_)
        pipeline.send({.sql = "COMMIT"});
    // In a READ COMMITTED transaction each statement sees what has been committed by then.
    if (is_framed_)
        pipeline.send({.sql = current_snapshot});
    if (is_nested_) {
        pipeline.send({.sql = back_to_savepoint});
        pipeline.send({.sql = release_savepoint});
    }
    pipeline.sync();
}

void Reading::run(const std::function<void(Part, pg::Result)>& take) {
    if (options_.prepared && names_.empty())
        prepare();
    pg::Pipeline pipeline(connection_);
    send(pipeline);
    pipeline.expect();
    pipeline.expect();
    if (is_framed_)
        before_ = frame_in(pipeline.expect());
    for (const auto& query : queries_)
        take(query.part, pipeline.expect());
    if (!is_nested_)
        pipeline.expect();
    if (is_framed_)
        after_ = pipeline.expect().get<std::string>(0, 0);
    while (pipeline.pending() > 0)
        pipeline.expect();
}

void Reading::undo() noexcept {
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

} // namespace pgmend::catalog
