#include "maintain/throttle.hpp"

#include "sql/queries.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace pgmend::maintain {

Throttle::Throttle(pg::Connection& connection, const Table& table, const ThrottleOptions& options)
    : connection_(connection), options_(options), began_(std::chrono::steady_clock::now()) {
    for (const auto& leaf : table.leaves)
        tables_ += fmt::format("{}{}", tables_.empty() ? "{" : ",", leaf.oid);
    tables_ += tables_.empty() ? "{}" : "}";
}

std::string Throttle::reason(long long rows) {
    if (!rows_before_) {
        rows_before_ = rows;
        began_ = std::chrono::steady_clock::now();
    }
    if (options_.max_rate > 0) {
        const std::chrono::duration<double> since = std::chrono::steady_clock::now() - began_;
        if (static_cast<double>(rows - *rows_before_) > options_.max_rate * since.count())
            return fmt::format("no more than {:.0f} rows/s", options_.max_rate);
    }
    if (options_.max_lag)
        if (auto why = standbys(); !why.empty())
            return why;
    if (options_.pause_for_autovacuum)
        if (const auto found = connection_.run(sql::maintain_autovacuum, {tables_}); !found.empty())
            return fmt::format("autovacuum on the table, pid {}", found.text(0, 0));
    return options_.max_archive_queue ? archiving() : std::string();
}

std::string Throttle::standbys() {
    const auto rows = connection_.run(sql::maintain_standbys);
    const auto now = std::chrono::steady_clock::now();
    std::string why;
    long long slowest = 0;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto replayed = rows.get<std::optional<long long>>(row, "replayed");
        if (!replayed) {
            if (!std::exchange(warned_, true))
                warning_ = "the role cannot see the lag of standbys: --max-lag has no effect (GRANT "
                           "pg_monitor)";
            continue;
        }
        lag_.wrote(now, rows.get<long long>(row, "written"));
        slowest = slowest == 0 ? *replayed : std::min(slowest, *replayed);
        if (const auto lag = lag_.lag(now, *replayed); lag > *options_.max_lag)
            why = fmt::format("standby {} is {:.1f} s behind", rows.text(row, 0),
                              static_cast<double>(lag.count()) / 1000);
    }
    lag_.all_replayed(slowest);
    return why;
}

std::string Throttle::archiving() {
    const auto found = connection_.run(sql::maintain_archiving);
    const auto segments = found.empty() ? std::nullopt : found.get<std::optional<long long>>(0, 0);
    if (!segments || *segments <= *options_.max_archive_queue)
        return {};
    return fmt::format("{} WAL segments wait to be archived", *segments);
}

std::string Throttle::take_warning() {
    return std::exchange(warning_, {});
}

} // namespace pgmend::maintain
