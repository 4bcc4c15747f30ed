#include "sync/batch.hpp"

#include "pg/copy_in.hpp"
#include "pg/own_defaults.hpp"
#include "pg/own_sql.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <random>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

constexpr const char* staging = "pgmend_sync_tasks";
constexpr const char* history = "tracker_task_history";

/// What the merge says of an issue whose history has to be written.
struct Merged {
    const Issue* issue = nullptr;
    std::size_t index = 0;
    std::string task_id;
    bool has_rows = false; ///< of history, before
};

void add_issue(CopyRows& rows, const Issue& issue, std::size_t index, bool partial) {
    const char mode = static_cast<char>(issue.mode);
    rows.integer(static_cast<std::int64_t>(index));
    rows.text(std::string_view(&mode, 1));
    rows.boolean(partial);
    rows.text(issue.tracker_id);
    rows.text(issue.key);
    for (const auto* value :
         {&issue.summary, &issue.description, &issue.status, &issue.author, &issue.assignee, &issue.client,
          &issue.team, &issue.prodteam, &issue.profit_forecast})
        rows.text(*value);
    rows.timestamp(issue.created);
    rows.timestamp(issue.updated);
    rows.json(issue.links);
    rows.text(issue.last_changelog_id);
    rows.json(issue.full_data);
    rows.end_row();
}

/// Runs a COPY; where the server refuses a line, says whose it is.
template <typename Fill, typename Owner>
void copy_rows(pg::Connection& connection, std::string sql, const char* table, CopyFormat format, int columns,
               const Fill& fill, const Owner& owner) {
    if (format == CopyFormat::binary)
        sql += " (FORMAT binary)";
    try {
        pg::CopyIn copy(connection, sql);
        CopyRows rows(copy, format, columns);
        fill(rows);
        rows.finish();
    } catch (const pg::SqlError& error) {
        const auto line = copy_line(error.diagnostic().context, table);
        if (line > 0)
            throw BadRow{owner(line - 1), error};
        throw;
    }
}

void stage(pg::Connection& connection, std::span<const Issue* const> issues, bool partial) {
    constexpr int columns = 19;
    copy_rows(
        connection, fmt::format("COPY pg_temp.{} FROM STDIN", staging), staging, CopyFormat::binary, columns,
        [&](CopyRows& rows) {
            for (std::size_t i = 0; i < issues.size(); ++i)
                add_issue(rows, *issues[i], i, partial);
        },
        [](std::size_t row) { return row; });
}

/// Whether the history of an issue has to be written. `there` are the rows that an issue of
/// HistoryMode::replace has as one text, and something for any other that has rows.
bool needs_history(const Issue& issue, std::optional<std::string_view> there) {
    if (issue.history.empty())
        return false;
    switch (issue.mode) {
    case HistoryMode::keep:
        return !there;
    case HistoryMode::extend:
        return true;
    case HistoryMode::replace:
        return !there || history_text(issue.history) != *there;
    }
    return true;
}

/// Takes intervals away, or closes the open one, before others are written.
void make_room(pg::Connection& connection, const std::vector<Merged>& merged) {
    std::vector<std::string> replaced, extended, moments;
    for (const auto& one : merged) {
        if (!one.has_rows)
            continue;
        if (one.issue->mode == HistoryMode::replace)
            replaced.push_back(one.task_id);
        if (one.issue->mode != HistoryMode::extend)
            continue;
        extended.push_back(one.task_id);
        moments.push_back(to_text(one.issue->history.front().start));
    }
    if (!replaced.empty())
        connection.run(pg::own("DELETE FROM tracker_task_history WHERE task_id = ANY ($1::integer[])"),
                       {replaced});
    if (!extended.empty())
        connection.run(sql::sync_close_history, {extended, moments});
}

long long write_history(Writer& writer, const std::vector<Merged>& merged) {
    constexpr int columns = 8;
    std::vector<std::size_t> owners;
    const auto moment = now();
    copy_rows(
        writer.connection,
        fmt::format(
            "COPY {} (id, task_id, tracker_id, status, status_display, start_date, end_date, created_at) "
            "FROM STDIN",
            history),
        history, writer.history_format, columns,
        [&](CopyRows& rows) {
            for (const auto& one : merged) {
                const auto task = std::stoll(one.task_id);
                for (const auto& row : one.issue->history) {
                    owners.push_back(one.index);
                    rows.uuid(new_uuid());
                    rows.integer(task);
                    rows.text(one.issue->tracker_id);
                    rows.text(row.status);
                    rows.text(row.status);
                    rows.timestamp(row.start);
                    rows.timestamp(row.end);
                    rows.timestamp(moment);
                    rows.end_row();
                }
            }
        },
        [&](std::size_t row) { return row < owners.size() ? owners[row] : 0; });
    return static_cast<long long>(owners.size());
}

std::string separated(const HistoryRow& row) {
    auto text = row.status;
    ((text += '\x1f') += row.status) += '\x1f';
    (text += to_text(row.start)) += '\x1f';
    return row.end ? text += to_text(*row.end) : text;
}

} // namespace

Timestamp now() {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

Uuid new_uuid() {
    thread_local std::mt19937_64 random = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    const auto milliseconds = static_cast<std::uint64_t>(now() / 1000);
    return {.high = milliseconds << 16 | 0x7000 | (random() & 0xFFF),
            .low = (random() >> 2) | std::uint64_t{1} << 63};
}

std::size_t copy_line(const std::string& context, const std::string& table) {
    auto at = context.find("COPY " + table);
    if (at == std::string::npos)
        return 0;
    const auto end = context.find('\n', at);
    at = context.find_first_of("0123456789", at + 5 + table.size());
    if (at == std::string::npos || at > end)
        return 0;
    std::size_t line = 0;
    for (; at < context.size() && context[at] >= '0' && context[at] <= '9'; ++at)
        line = line * 10 + static_cast<std::size_t>(context[at] - '0');
    return line;
}

std::string history_text(std::vector<HistoryRow> rows) {
    const auto forever = std::numeric_limits<Timestamp>::max();
    std::ranges::stable_sort(rows, {}, [forever](const HistoryRow& row) {
        return std::tuple(row.start, row.end.value_or(forever), std::string_view(row.status));
    });
    std::string whole;
    for (const auto& row : rows)
        whole += (whole.empty() ? "" : "\x1e") + separated(row);
    return whole;
}

Writer open_writer(const pg::Dsn& dsn, const Settings& settings) {
    auto connection = pg::Connection::open(
        dsn, {.application_name = "pgmend " + settings.command, .retry_for = std::chrono::seconds(30)});
    pg::set_own_defaults(connection);
    // Batches are small beside the tables, and the planner knows nothing of a temporary one.
    connection.run(
        pg::own("SELECT set_config('DateStyle', 'ISO', false), set_config('TimeZone', 'UTC', false), "
                "set_config('lock_timeout', $1, false), set_config('synchronous_commit', 'off', false), "
                "set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false), "
                "set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false), "
                "set_config('work_mem', '64MB', false)"),
        {fmt::format("{}ms", settings.lock_timeout.count())});
    connection.on_notice([](const pg::Notice&) {}); // "already exists, skipping"
    connection.run(sql::sync_staging);
    // What is staged moves on at once: compressing it here would be work done twice.
    connection.run(fmt::format("ALTER TABLE pg_temp.{} ALTER description SET STORAGE EXTERNAL, "
                               "ALTER full_data SET STORAGE EXTERNAL",
                               staging));
    if (connection.server_version() >= 140000)
        connection.run(pg::own("SELECT set_config('client_connection_check_interval', '500ms', false)"));
    const bool exact = connection.run(sql::sync_history_types).get<bool>(0, 0);
    return {.connection = std::move(connection),
            .history_format = exact ? CopyFormat::binary : CopyFormat::text};
}

Totals write_batch(Writer& writer, std::span<const Issue* const> issues, bool partial) {
    stage(writer.connection, issues, partial);
    std::unordered_map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < issues.size(); ++i)
        last[issues[i]->tracker_id] = i;
    const auto result = writer.connection.run(sql::sync_merge, {to_text(now())});
    Totals totals{.issues = static_cast<long long>(issues.size())};
    std::vector<Merged> with_history;
    for (std::size_t row = 0; row < result.rows(); ++row) {
        const auto index = last.at(result.text(row, 0));
        const auto state = result.text(row, 2);
        const auto there = result.is_null(row, 3) ? std::nullopt : std::optional(result.text(row, 3));
        const bool needed = needs_history(*issues[index], there);
        (state == "n" ? totals.created : state == "u" || needed ? totals.updated : totals.unchanged) += 1;
        if (needed)
            with_history.push_back({.issue = issues[index],
                                    .index = index,
                                    .task_id = result.get<std::string>(row, 1),
                                    .has_rows = there.has_value()});
    }
    // An issue that came before in the same batch has been taken in, too: by the last one.
    totals.unchanged += static_cast<long long>(issues.size() - last.size());
    std::ranges::sort(with_history, {}, &Merged::index);
    make_room(writer.connection, with_history);
    if (!with_history.empty())
        totals.history_rows = write_history(writer, with_history);
    return totals;
}

} // namespace pgmend::sync
