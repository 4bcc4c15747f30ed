#include "migrate/blockers.hpp"

#include "base/lock_mode.hpp"
#include "catalog/facts.hpp"
#include "sql/queries.hpp"
#include "statement/impact.hpp"
#include "statement/parse_tree.hpp"
#include "statement/split.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

constexpr std::size_t max_query_size = 60;

std::string line(const pg::Result& rows, std::size_t row) {
    auto query = rows.get<std::string>(row, "query");
    if (query.size() > max_query_size) {
        auto end = max_query_size;
        while (end > 0 && (static_cast<unsigned char>(query[end]) & 0xC0) == 0x80)
            --end;
        query = query.substr(0, end) + "…";
    }
    const auto application = rows.get<std::string>(row, "application");
    return fmt::format("blocked by pid {} ({}{}, {}, transaction open for {} s) with {} on {}: {}{}",
                       rows.get<long long>(row, "pid"), rows.get<std::string>(row, "role"),
                       application.empty() ? "" : ", " + application, rows.get<std::string>(row, "state"),
                       rows.get<long long>(row, "seconds"), lock_words(rows.get<std::string>(row, "mode")),
                       rows.get<std::string>(row, "relation"), query,
                       rows.get<bool>(row, "wraparound") ? "; it must not be canceled: it prevents wraparound"
                                                         : "");
}

Blocker blocker(const pg::Result& rows, std::size_t row) {
    return {.pid = rows.get<int>(row, "pid"),
            .role = rows.get<std::string>(row, "role"),
            .application = rows.get<std::string>(row, "application"),
            .began = rows.get<std::string>(row, "began"),
            .terminable = rows.get<bool>(row, "terminable"),
            .text = line(rows, row)};
}

std::vector<Blocker> find(Session& session, const pg::SqlError& error) {
    auto& connection = session.connection();
    if (!connection.alive() || !error.is(pg::sqlstate::lock_not_available))
        return {};
    const auto statements = statement::split(error.statement(), {});
    if (statements.empty())
        return {};
    const auto* first = &statements.front();
    const auto facts = catalog::read_facts(connection, std::span(&first, 1));
    const auto outcome = statement::parse(*first);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return {};
    const auto impact = statement::impact(*node, &facts);
    std::vector<Blocker> found;
    for (const auto& lock : impact.locks) {
        const auto rows = connection.run(sql::blockers, {std::vector<std::string>{lock.relation},
                                                         std::string(statement::to_string(lock.mode))});
        for (std::size_t row = 0; row < rows.rows() && found.size() < 5; ++row)
            if (std::ranges::find(found, rows.get<int>(row, "pid"), &Blocker::pid) == found.end())
                found.push_back(blocker(rows, row));
    }
    return found;
}

} // namespace

std::vector<Blocker> blockers(Session& session, const Error& error) noexcept {
    try {
        const auto* sql = dynamic_cast<const pg::SqlError*>(&error);
        return sql != nullptr ? find(session, *sql) : std::vector<Blocker>();
    } catch (const std::exception&) { // NOLINT: the error that led here is the one to report
        return {};
    }
}

std::vector<std::string> terminate(Session& session, std::span<const Blocker> blockers,
                                   std::span<const std::string> names) {
    std::vector<std::string> lines;
    const auto named = [&](const std::string& name) {
        return !name.empty() && std::ranges::find(names, name) != names.end();
    };
    for (const auto& one : blockers) {
        const bool by_application = named(one.application);
        if (!one.terminable || (!by_application && !named(one.role)))
            continue;
        const auto who = fmt::format("the session with pid {} ({}{}), as --terminate-blockers names {}",
                                     one.pid, one.role, one.application.empty() ? "" : ", " + one.application,
                                     by_application ? one.application : one.role);
        try {
            const auto ended = session.connection().run(sql::terminate_session, {one.pid, one.began});
            const bool gone = ended.empty() || !ended.get<bool>(0, 0);
            lines.push_back(gone ? fmt::format("already ended: {}", who) : fmt::format("terminated {}", who));
        } catch (const pg::SqlError& error) {
            if (error.connection_lost())
                throw;
            lines.push_back(fmt::format("could not terminate {}: {}", who, error.message()));
        }
    }
    return lines;
}

} // namespace pgmend::migrate
