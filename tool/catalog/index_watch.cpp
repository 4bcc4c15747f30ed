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
            for (int i = 0; i < 10 && !over_; ++i)
                std::this_thread::sleep_for(50ms);
            if (over_)
                return;
            auto connection = pg::Connection::open(dsn, {.application_name = "pgmend index (progress)"});
            while (!over_ && cancel::requests() == 0) {
                look(connection, pid, index, show);
                for (int i = 0; i < 10 && !over_; ++i)
                    std::this_thread::sleep_for(50ms);
            }
        } catch (const std::exception&) { // NOLINT: the build goes on without its progress being shown
        }
    });
}

IndexWatch::~IndexWatch() {
    over_ = true;
    if (thread_.joinable())
        thread_.join();
}

} // namespace pgmend::catalog
