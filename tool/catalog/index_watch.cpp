#include "catalog/index_watch.hpp"

#include "base/cancel.hpp"
#include "pg/connection.hpp"
#include "sql/queries.hpp"

#include <chrono>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

void look(pg::Connection& connection, int pid, const std::string& index, const ShowProgress& show) {
    const auto found = connection.run(sql::index_progress, {pid});
    if (found.empty())
        return;
    show({.phase = fmt::format("{}: {}", index, found.text(0, 0)),
          .done = found.get<long long>(0, 1),
          .total = found.get<long long>(0, 2),
          .unit = found.get<std::string>(0, 3),
          .waiting_for = found.get<std::string>(0, 4)});
}

} // namespace

IndexWatch::IndexWatch(const pg::Dsn& dsn, int pid, const std::string& index, const ShowProgress& show) {
    if (!show)
        return;
    thread_ = std::thread([this, dsn, pid, index, show] {
        using namespace std::chrono_literals;
        try {
            // Small indexes are built before it would be worth to connect.
            if (is_over_within(500ms))
                return;
            auto connection = pg::Connection::open(dsn, {.application_name = "pgmend index (progress)"});
            do
                look(connection, pid, index, show);
            while (!is_over_within(500ms) && cancel::requests() == 0);
        } catch (const std::exception&) { // NOLINT: the build goes on without its progress being shown
        }
    });
}

IndexWatch::~IndexWatch() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    ended_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

bool IndexWatch::is_over_within(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, time, [this] { return over_; });
}

} // namespace pgmend::catalog
