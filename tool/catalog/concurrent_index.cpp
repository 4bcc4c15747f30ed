#include "catalog/concurrent_index.hpp"

#include "catalog/index_watch.hpp"
#include "pg/parameters.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::catalog {
namespace {

constexpr int max_keys = 5;
constexpr std::size_t max_value_size = 40;

/// What the catalog says of an index that cannot be used.
struct InvalidIndex {
    std::string qualified;
    std::string table;
    std::vector<std::string> keys; ///< as SQL
    std::string predicate;         ///< empty = none
    bool plain = false;            ///< no expressions, no predicate
    bool nulls_same = false;
};

std::optional<InvalidIndex> find_invalid_index(pg::Connection& connection, std::uint32_t index) {
    if (index == 0)
        return std::nullopt;
    const auto row = connection.run(sql::index_keys, {index});
    if (row.empty() || row.get<bool>(0, "valid"))
        return std::nullopt;
    return InvalidIndex{.qualified = row.get<std::string>(0, "name"),
                        .table = row.get<std::string>(0, "table"),
                        .keys = pg::parse_array(row.get<std::string>(0, "keys")),
                        .predicate = row.get<std::string>(0, "predicate"),
                        .plain = row.get<bool>(0, "plain"),
                        .nulls_same = row.get<bool>(0, "nulls_same")};
}

std::string grouping_sql(const InvalidIndex& index) {
    const auto keys = fmt::format("{}", fmt::join(index.keys, ", "));
    std::string where = index.predicate.empty() ? "" : fmt::format(" WHERE ({})", index.predicate);
    if (!index.nulls_same)
        for (const auto& key : index.keys)
            where += fmt::format("{}({}) IS NOT NULL", where.empty() ? " WHERE " : " AND ", key);
    return fmt::format("SELECT {0}, count(*) FROM {1}{2} GROUP BY {0} HAVING count(*) > 1", keys, index.table,
                       where);
}

std::string shown(const pg::Result& rows, std::size_t row, std::size_t column) {
    if (rows.is_null(row, column))
        return "NULL";
    auto text = rows.get<std::string>(row, column);
    if (text.size() > max_value_size) {
        auto end = max_value_size;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text = text.substr(0, end) + "…";
    }
    return text;
}

/// "(a, b) = (1, x): 3 rows", a line each.
std::string duplicates(pg::Connection& connection, const InvalidIndex& index) {
    const auto rows = connection.run(fmt::format("{} ORDER BY count(*) DESC, {} LIMIT {}",
                                                 grouping_sql(index), fmt::join(index.keys, ", "), max_keys));
    std::string text;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        std::vector<std::string> values;
        for (std::size_t i = 0; i < index.keys.size(); ++i)
            values.push_back(shown(rows, row, i));
        text += fmt::format("\n({}) = ({}): {} rows", fmt::join(index.keys, ", "), fmt::join(values, ", "),
                            rows.get<long long>(row, "count"));
    }
    return text;
}

std::string remedy(const InvalidIndex& index) {
    if (index.plain)
        return fmt::format(
            "'pgmend dedupe {} --key {} --dry-run' shows the rows to delete; without --dry-run it deletes "
            "them (--keep chooses the row to keep, --archive saves the others); then run the same command "
            "again",
            index.table, fmt::join(index.keys, ","));
    return fmt::format("find all of them with: {}; remove them, then run the same command again",
                       grouping_sql(index));
}

void report_duplicates(pg::Connection& connection, const InvalidIndex& index, pg::SqlError& error) {
    try {
        const auto found = duplicates(connection, index);
        if (!found.empty())
            error.with_detail(fmt::format("duplicate keys{}:{}",
                                          std::count(found.begin(), found.end(), '\n') < max_keys
                                              ? ""
                                              : fmt::format(", the first {}", max_keys),
                                          found));
        error.with_hint(remedy(index));
    } catch (const pg::SqlError&) { // NOLINT: the build's own error is the one to report
    }
}

/// False when it is left.
bool drop(pg::Connection& connection, const InvalidIndex& index, const ConcurrentBuild& build) {
    try {
        if (!build.pooled)
            connection.run(fmt::format("SET lock_timeout = {}", drop_wait.count()));
        connection.run("DROP INDEX CONCURRENTLY IF EXISTS " + index.qualified);
        return true;
    } catch (const pg::SqlError&) {
        if (build.warn)
            build.warn(fmt::format("{} is left INVALID because another transaction blocks dropping it; "
                                   "running the same command again or 'pgmend index repair' drops it",
                                   index.qualified));
        return false;
    }
}

/// What the failed statement of this session has left; nothing when the name is somebody else's.
std::optional<InvalidIndex> left_behind(pg::Connection& connection, const ConcurrentBuild& build,
                                        std::uint32_t before, const pg::SqlError& error) {
    if (before != 0 || error.is(pg::sqlstate::duplicate_table))
        return std::nullopt;
    try {
        const auto oid = build.find();
        if (oid != 0 && !connection.run(sql::index_builder, {oid}).empty())
            return std::nullopt;
        return find_invalid_index(connection, oid);
    } catch (const pg::SqlError&) { // NOLINT: the build's own error is the one to report
        return std::nullopt;
    }
}

} // namespace

void build_concurrently(pg::Connection& connection, const ConcurrentBuild& build) {
    pg::Backoff backoff({.first = std::chrono::milliseconds(100), .max = std::chrono::milliseconds(2000)});
    for (int tries = 0;; ++tries) {
        const auto before = build.find();
        try {
            const IndexWatch watch(build.dsn, connection.backend_pid(), build.name, build.progress);
            return build.run();
        } catch (pg::SqlError& error) {
            if (!connection.alive())
                throw;
            const auto index = left_behind(connection, build, before, error);
            if (index && error.is(pg::sqlstate::unique_violation))
                report_duplicates(connection, *index, error);
            const bool clean = !index || drop(connection, *index, build);
            if (!clean || !error.is(pg::sqlstate::deadlock) || tries >= build.retries)
                throw;
            if (!build.pooled)
                connection.run("SET lock_timeout = 0");
        }
        backoff.wait();
    }
}

} // namespace pgmend::catalog
