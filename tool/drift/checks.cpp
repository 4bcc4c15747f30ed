#include "drift/checks.hpp"

#include "base/cancel.hpp"
#include "base/duration.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "pg/own_sql.hpp"
#include "pg/transaction.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <sstream>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t sample_rows = 5;

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

/// Takes one "-- key: value" line of the header in.
void read_key(Check& check, const std::string& key, const std::string& value, int line) {
    const SourceLocation place{.file = check.file, .line = line};
    if (key == "message") {
        check.message = value;
    } else if (key == "severity") {
        if (value != "error" && value != "warning")
            throw UsageError(fmt::format("unknown severity '{}'", value))
                .at(place)
                .with_hint("valid values: error, warning");
        check.severity = value;
    } else if (key == "timeout") {
        const auto timeout = parse_duration(value);
        if (!timeout)
            throw UsageError(fmt::format("'{}' is not a valid duration", value))
                .at(place)
                .with_hint("examples: 500ms, 30s, 5min");
        check.timeout = *timeout;
    } else {
        const std::vector<std::string> known{"message", "severity", "timeout"};
        throw UsageError(fmt::format("unknown key '{}'{}", key, did_you_mean(key, known))).at(place);
    }
}

void read_header(Check& check, const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line) && line.starts_with("--"); ++number) {
        const auto body = trimmed(std::string_view(line).substr(2));
        const auto colon = body.find(':');
        if (colon == std::string::npos || body.find(' ') < colon)
            continue; // a sentence
        read_key(check, body.substr(0, colon), trimmed(std::string_view(body).substr(colon + 1)), number);
    }
}

Check load(const fs::path& path) {
    Check check{.name = path.stem().string(), .file = path.string()};
    const auto text = read_file(path);
    read_header(check, text);
    const auto statements = statement::split(text, {.file = path.string(), .line = 1});
    if (statements.size() != 1)
        throw UsageError(fmt::format("a check must be exactly one query, found {}", statements.size()))
            .at({.file = path.string()});
    check.sql = statements.front().sql;
    if (check.message.empty())
        check.message = check.name;
    return check;
}

CheckOutcome run_one(pg::Connection& connection, const Check& check) {
    CheckOutcome outcome;
    try {
        pg::Transaction transaction(connection, pg::begin_reading);
        connection.run(pg::own("SELECT set_config('statement_timeout', $1, true)"),
                       {fmt::format("{}ms", check.timeout.count())});
        const auto counted =
            connection.run({.sql = fmt::format("SELECT count(*) FROM ({}\n) AS found", check.sql)});
        outcome.rows = static_cast<std::size_t>(counted.get<long long>(0, 0));
        if (outcome.rows == 0)
            return outcome;
        const auto rows = connection.run(
            {.sql = fmt::format("SELECT * FROM ({}\n) AS found LIMIT {}", check.sql, sample_rows)});
        for (std::size_t column = 0; column < rows.columns(); ++column)
            outcome.columns.emplace_back(rows.column_name(column));
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            auto& values = outcome.sample.emplace_back();
            for (std::size_t column = 0; column < rows.columns(); ++column)
                values.push_back(rows.get<std::optional<std::string>>(row, column));
        }
    } catch (const pg::SqlError& error) {
        if (error.code() == ExitCode::interrupted)
            throw;
        outcome.error = error.is(pg::sqlstate::query_canceled)
                            ? fmt::format("did not finish within {} ms", check.timeout.count())
                            : error.message();
    }
    return outcome;
}

} // namespace

std::vector<Check> load_checks(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".sql")
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Check> checks;
    for (const auto& file : files)
        checks.push_back(load(file));
    return checks;
}

std::vector<CheckOutcome> run_checks(const std::vector<Check>& checks, const pg::Dsn& dsn, int jobs) {
    std::vector<CheckOutcome> outcomes(checks.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        auto connection = pg::Connection::open(dsn, {.application_name = "pgmend check"});
        for (auto i = next++; i < checks.size(); i = next++)
            outcomes[i] = run_one(connection, checks[i]);
    };
    std::vector<std::future<void>> workers;
    for (std::size_t i = 0; i < std::min(checks.size(), static_cast<std::size_t>(std::max(jobs, 1))); ++i)
        workers.push_back(std::async(std::launch::async, work));
    for (auto& worker : workers)
        worker.get();
    return outcomes;
}

} // namespace pgmend::drift
