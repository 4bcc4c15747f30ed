#include "maintain/index_advice.hpp"

#include "maintain/index_repair.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

std::string qualified(const pg::Result& rows, std::size_t row) {
    return pg::quote_qualified(rows.get<std::string>(row, "schema"), rows.get<std::string>(row, "name"));
}

std::string size_of(long long bytes) {
    return bytes < 10 * 1024 * 1024 ? fmt::format("{} kB", bytes / 1024) : fmt::format("{} MB", bytes >> 20);
}

void add_invalid(pg::Connection& connection, AdviceReport& report) {
    for (const auto& one : plan_repair(connection))
        report.advice.push_back({.kind = "invalid",
                                 .index = one.index,
                                 .table = one.table,
                                 .evidence = one.reason.empty()
                                                 ? "INVALID: no query uses it, but it may slow down writes"
                                                 : one.reason,
                                 .sql = one.sql});
}

void add_redundant(pg::Connection& connection, AdviceReport& report) {
    const auto rows = connection.run(sql::index_redundant);
    for (std::size_t row = 0; row < rows.rows(); ++row)
        report.advice.push_back(
            {.kind = "redundant",
             .index = qualified(rows, row),
             .table = rows.get<std::string>(row, "table"),
             .bytes = rows.get<long long>(row, "bytes"),
             .evidence = fmt::format("covered by {}: {}", rows.get<std::string>(row, "other"),
                                     rows.get<std::string>(row, "evidence")),
             .sql = fmt::format("DROP INDEX CONCURRENTLY {}", qualified(rows, row))});
}

void add_unused(pg::Connection& connection, double unused_days, AdviceReport& report) {
    const auto rows = connection.run(sql::index_unused);
    std::set<std::string> known;
    for (const auto& one : report.advice)
        known.insert(one.index);
    std::size_t young = 0;
    double days = 0;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        if (known.contains(qualified(rows, row)))
            continue;
        days = rows.get<double>(row, "days");
        if (days < unused_days) {
            ++young;
            continue;
        }
        report.advice.push_back(
            {.kind = "unused",
             .index = qualified(rows, row),
             .table = rows.get<std::string>(row, "table"),
             .bytes = rows.get<long long>(row, "bytes"),
             .evidence = fmt::format("no scan in {:.0f} days on this server; also check the standbys", days),
             .sql = fmt::format("DROP INDEX CONCURRENTLY {}", qualified(rows, row))});
    }
    if (young > 0)
        report.notes.push_back(
            fmt::format("{} without a scan, but the statistics are only {:.1f} days old (--unused-days)",
                        young == 1 ? "1 index is" : fmt::format("{} indexes are", young), days));
}

void add_missing(pg::Connection& connection, AdviceReport& report) {
    const auto rows = connection.run(sql::index_missing);
    for (std::size_t row = 0; row < rows.rows(); ++row)
        report.advice.push_back(
            {.kind = "missing",
             .index = rows.get<std::string>(row, "name"),
             .table = rows.get<std::string>(row, "table"),
             .evidence = fmt::format("foreign key to {} without an index: deleting a row there reads {} rows "
                                     "of this table",
                                     rows.get<std::string>(row, "target"), rows.get<long long>(row, "rows")),
             .sql = fmt::format("CREATE INDEX CONCURRENTLY ON {} ({})", rows.get<std::string>(row, "table"),
                                rows.get<std::string>(row, "columns"))});
}

void add_bloated(pg::Connection& connection, AdviceReport& report) {
    const auto rows = connection.run(sql::index_bloated);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto bytes = rows.get<long long>(row, "bytes"), wanted = rows.get<long long>(row, "wanted");
        report.advice.push_back(
            {.kind = "bloated",
             .index = qualified(rows, row),
             .table = rows.get<std::string>(row, "table"),
             .bytes = bytes - wanted,
             .evidence = fmt::format("{}, estimated {} after a rebuild", size_of(bytes), size_of(wanted)),
             .sql = fmt::format("REINDEX INDEX CONCURRENTLY {}", qualified(rows, row))});
    }
}

/// The pending lists can be read only with the extension pgstattuple.
void add_pending(pg::Connection& connection, AdviceReport& report) {
    const auto rows = connection.run(sql::index_gin);
    if (rows.empty())
        return;
    const auto extension =
        connection.run(pg::own("SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON "
                               "n.oid = e.extnamespace WHERE e.extname = 'pgstattuple'"));
    if (extension.empty()) {
        report.notes.push_back(fmt::format(
            "the pending lists of {} GIN index{} cannot be read without the extension pgstattuple",
            rows.rows(), rows.rows() == 1 ? "" : "es"));
        return;
    }
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto list = connection.run(
            fmt::format("SELECT pending_pages, pending_tuples FROM {}.pgstatginindex($1::oid::regclass)",
                        extension.text(0, 0)),
            {rows.get<long long>(row, "oid")});
        const auto pages = list.get<long long>(0, 0);
        if (pages < 16)
            continue;
        report.advice.push_back(
            {.kind = "pending",
             .index = qualified(rows, row),
             .table = rows.get<std::string>(row, "table"),
             .bytes = 0,
             .evidence = fmt::format("every query searches {} pending pages with {} entries", pages,
                                     list.get<long long>(0, 1)),
             .sql =
                 fmt::format("SELECT gin_clean_pending_list({})", pg::quote_literal(qualified(rows, row)))});
    }
}

} // namespace

AdviceReport advise(pg::Connection& connection, double unused_days) {
    AdviceReport report;
    add_invalid(connection, report);
    add_redundant(connection, report);
    add_unused(connection, unused_days, report);
    add_missing(connection, report);
    add_bloated(connection, report);
    add_pending(connection, report);
    return report;
}

} // namespace pgmend::maintain
