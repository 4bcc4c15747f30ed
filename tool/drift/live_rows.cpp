#include "drift/live_rows.hpp"

#include "drift/row_questions.hpp"
#include "pg/own_sql.hpp"
#include "pg/transaction.hpp"

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

/// The most that one question may take.
constexpr const char* time_limit = "60s";

std::string counted(long long found, long long all) {
    return fmt::format("{} of {} row{}", found, all, all == 1 ? "" : "s");
}

} // namespace

RowReport ask_rows(pg::Connection& connection, const schema::Model& live, const schema::Model& target,
                   const schema::Script& script) {
    RowReport report;
    for (const auto& question : row_questions(live, target, script)) {
        try {
            pg::Transaction transaction(connection, pg::begin_reading);
            // Definitions name everything outside pg_catalog by its schema.
            connection.run(pg::own("SELECT set_config('statement_timeout', $1, true), "
                                   "set_config('search_path', 'pg_catalog, pg_temp', true)"),
                           {time_limit});
            const auto answer = connection.run({.sql = question.sql});
            const auto found = answer.get<long long>(0, 0);
            if (found > 0)
                report.obstacles.push_back(
                    fmt::format(fmt::runtime(question.obstacle),
                                fmt::arg("count", counted(found, answer.get<long long>(0, 1)))));
        } catch (const pg::SqlError& error) {
            if (error.connection_lost() || error.code() == ExitCode::interrupted)
                throw;
            const bool is_data = error.sqlstate().starts_with("22") || error.sqlstate().starts_with("23");
            if (is_data)
                report.obstacles.push_back(fmt::format("{}: {}", question.about, error.message()));
            else
                report.not_asked.push_back(
                    fmt::format("the rows were not read for {}: {}", question.about, error.message()));
        }
    }
    return report;
}

} // namespace pgmend::drift
