#include "sync/batch.hpp"

#include "pg/copy_in.hpp"
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

/// What the merge says of one issue.
struct Merged {
    const Issue* issue = nullptr;
    std::size_t index = 0;
    std::string task_id;
    bool is_new = false;
};

std::optional<std::string> text(const std::optional<Timestamp>& timestamp) {
    return timestamp ? std::optional(to_text(*timestamp)) : std::nullopt;
}

void add_issue(pg::CopyIn& copy, const Issue& issue, std::size_t index, bool partial) {
    const char mode = static_cast<char>(issue.mode);
    copy.add(std::to_string(index));
    copy.add(std::string_view(&mode, 1));
    copy.add(partial ? "t" : "f");
    copy.add(issue.tracker_id);
    copy.add(issue.key);
    for (const auto* value :
         {&issue.summary, &issue.description, &issue.status, &issue.author, &issue.assignee, &issue.client,
          &issue.team, &issue.prodteam, &issue.profit_forecast})
        copy.add(*value);
    copy.add(text(issue.created));
    copy.add(text(issue.updated));
    copy.add(issue.links);
    copy.add(issue.last_changelog_id);
    copy.add(issue.full_data);
    copy.add(issue.history.empty() ? std::nullopt : std::optional(history_text(issue.history)));
    copy.end_row();
}

/// Runs a COPY; where the server refuses a line, says whose it is.
template <typename Fill, typename Owner>
void copy_rows(pg::Connection& connection, const std::string& sql, const char* table, const Fill& fill,
               const Owner& owner) {
    try {
        pg::CopyIn copy(connection, sql);
        fill(copy);
        copy.finish();
    } catch (const pg::SqlError& error) {
        const auto line = copy_line(error.diagnostic().context, table);
        if (line > 0)
            throw BadRow{owner(line - 1), error};
        throw;
    }
}

void stage(pg::Connection& connection, std::span<const Issue* const> issues, bool partial) {
    copy_rows(
        connection, fmt::format("COPY pg_temp.{} FROM STDIN", staging), staging,
        [&](pg::CopyIn& copy) {
            for (std::size_t i = 0; i < issues.size(); ++i)
                add_issue(copy, *issues[i], i, partial);
        },
        [](std::size_t row) { return row; });
}

/// Takes intervals away, or closes the open one, before others are written.
void make_room(pg::Connection& connection, const std::vector<Merged>& merged) {
    std::vector<std::string> replaced, extended, moments;
    for (const auto& one : merged) {
        if (one.is_new)
            continue;
        if (one.issue->mode == HistoryMode::replace)
            replaced.push_back(one.task_id);
        if (one.issue->mode != HistoryMode::extend || one.issue->history.empty())
            continue;
        extended.push_back(one.task_id);
        moments.push_back(to_text(one.issue->history.front().start));
    }
    if (!replaced.empty())
        connection.run("DELETE FROM tracker_task_history WHERE task_id = ANY ($1::integer[])", {replaced});
    if (!extended.empty())
        connection.run(sql::sync_close_history, {extended, moments});
}

long long write_history(pg::Connection& connection, const std::vector<Merged>& merged) {
    std::vector<std::size_t> owners;
    const auto moment = to_text(now());
    copy_rows(
        connection,
        fmt::format(
            "COPY {} (id, task_id, tracker_id, status, status_display, start_date, end_date, created_at) "
            "FROM STDIN",
            history),
        history,
        [&](pg::CopyIn& copy) {
            for (const auto& one : merged)
                for (const auto& row : one.issue->history) {
                    owners.push_back(one.index);
                    copy.add(new_uuid());
                    copy.add(one.task_id);
                    copy.add(one.issue->tracker_id);
                    copy.add(row.status);
                    copy.add(row.status);
                    copy.add(to_text(row.start));
                    copy.add(text(row.end));
                    copy.add(moment);
                    copy.end_row();
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

std::string new_uuid() {
    thread_local std::mt19937_64 random = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    constexpr std::string_view digits = "0123456789abcdef";
    const auto high = static_cast<std::uint64_t>(now() / 1000) << 16 | 0x7000 | (random() & 0xFFF);
    const auto low = (random() >> 2) | std::uint64_t{1} << 63;
    std::string text = "00000000-0000-0000-0000-000000000000";
    std::size_t at = text.size();
    for (int i = 0; i < 32; ++i) {
        at -= text[at - 1] == '-' ? 2 : 1;
        text[at] = digits[(i < 16 ? low >> (4 * i) : high >> (4 * (i - 16))) & 15];
    }
    return text;
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

pg::Connection open_writer(const pg::Dsn& dsn, const Settings& settings) {
    auto connection = pg::Connection::open(
        dsn, {.application_name = "pgmend " + settings.command, .retry_for = std::chrono::seconds(30)});
    // Batches are small beside the tables, and the planner knows nothing of a temporary one.
    connection.run(
        "SELECT set_config('DateStyle', 'ISO', false), set_config('TimeZone', 'UTC', false), "
        "set_config('lock_timeout', $1, false), set_config('synchronous_commit', 'off', false), "
        "set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false), "
        "set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false), "
        "set_config('work_mem', '64MB', false)",
        {fmt::format("{}ms", settings.lock_timeout.count())});
    connection.on_notice([](const pg::Notice&) {}); // "already exists, skipping"
    connection.run(sql::sync_staging);
    // What is staged moves on at once: compressing it here would be work done twice.
    connection.run(fmt::format("ALTER TABLE pg_temp.{} ALTER description SET STORAGE EXTERNAL, "
                               "ALTER full_data SET STORAGE EXTERNAL, ALTER history SET STORAGE EXTERNAL",
                               staging));
    if (connection.server_version() >= 140000)
        connection.run("SELECT set_config('client_connection_check_interval', '500ms', false)");
    return connection;
}

Totals write_batch(pg::Connection& connection, std::span<const Issue* const> issues, bool partial) {
    stage(connection, issues, partial);
    std::unordered_map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < issues.size(); ++i)
        last[issues[i]->tracker_id] = i;
    const auto result = connection.run(sql::sync_merge, {to_text(now())});
    Totals totals{.issues = static_cast<long long>(issues.size())};
    std::vector<Merged> with_history;
    for (std::size_t row = 0; row < result.rows(); ++row) {
        const auto state = result.text(row, 2);
        (state == "n" ? totals.created : state == "u" ? totals.updated : totals.unchanged) += 1;
        if (result.text(row, 3) != "t")
            continue;
        const auto index = last.at(result.text(row, 0));
        with_history.push_back({.issue = issues[index],
                                .index = index,
                                .task_id = result.get<std::string>(row, 1),
                                .is_new = state == "n"});
    }
    // An issue that came before in the same batch has been taken in, too: by the last one.
    totals.unchanged += static_cast<long long>(issues.size() - last.size());
    std::ranges::sort(with_history, {}, &Merged::index);
    make_room(connection, with_history);
    if (!with_history.empty())
        totals.history_rows = write_history(connection, with_history);
    return totals;
}

} // namespace pgmend::sync
