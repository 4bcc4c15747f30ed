#include "migrate/ledger_queries.hpp"

#include "migrate/session.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "state/own_schema.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

LedgerQuery on_ledger(const Session& session, std::string_view text) {
    return {.sql = state::in_schema(text, session.settings().pgmend_schema),
            .version_table = session.version_table().qualified()};
}

} // namespace

LedgerQuery recorded_query(const Session& session) {
    return on_ledger(session, sql::ledger_recorded);
}

LedgerQuery unfinished_query(const Session& session) {
    return on_ledger(session, sql::ledger_unfinished);
}

FirstRecords first_records_query(const Session& session) {
    return {.sql = state::in_schema(sql::ledger_first, session.settings().pgmend_schema)};
}

std::vector<Record> records_of(const pg::Result& found, const Session& session) {
    const auto version_table = session.version_table().qualified();
    std::vector<Record> records;
    records.reserve(found.rows());
    for (std::size_t row = 0; row < found.rows(); ++row) {
        if (found.text(row, 1) != version_table)
            continue;
        const bool has_all = found.text(row, 7) == found.text(row, 6);
        records.push_back({.id = found.get<long long>(row, 0),
                           .revision = found.get<std::string>(row, 2),
                           .direction = found.get<std::string>(row, 3),
                           .checksum = found.get<std::optional<std::string>>(row, 4),
                           .complete = has_all && found.get<bool>(row, 5)});
    }
    std::ranges::sort(records, {}, &Record::id);
    return records;
}

std::set<std::string> applied_by(const std::vector<Record>& records) {
    std::set<std::string> applied;
    for (const auto& record : records) {
        if (record.direction == "stamp")
            applied.clear();
        else if (record.direction == "up" && record.complete)
            applied.insert(record.revision);
        else
            applied.erase(record.revision);
    }
    return applied;
}

std::vector<OpenRun> open_runs_of(const pg::Result& found) {
    std::vector<OpenRun> runs;
    for (std::size_t row = 0; row < found.rows(); ++row) {
        const auto number = [&](const char* column) {
            return static_cast<std::size_t>(found.get<int>(row, column));
        };
        runs.push_back({.id = found.get<long long>(row, "id"),
                        .revision = found.get<std::string>(row, "revision"),
                        .direction = found.get<std::string>(row, "direction"),
                        .statements = number("statements"),
                        .done = number("statements_done"),
                        .skipped = number("statements_skipped"),
                        .done_checksum = found.get<std::string>(row, "done_checksum"),
                        .parents = found.get<std::optional<std::vector<std::string>>>(row, "parents"),
                        .holds = found.get<bool>(row, "holds")});
    }
    return runs;
}

std::set<std::string> taken_back(Session& session) {
    std::set<std::string> revisions;
    if (!session.has_ledger())
        return revisions;
    const auto found = session.connection().run(
        pg::own(
            fmt::format("SELECT DISTINCT ON (revision) revision, direction FROM {} WHERE version_table = $1 "
                        "AND finished_at IS NOT NULL AND direction <> 'stamp' ORDER BY revision, id DESC",
                        pg::quote_qualified(session.settings().pgmend_schema, "ledger"))),
        {session.version_table().qualified()});
    for (std::size_t row = 0; row < found.rows(); ++row)
        if (found.text(row, 1) == "down")
            revisions.insert(found.get<std::string>(row, 0));
    return revisions;
}

} // namespace pgmend::migrate
