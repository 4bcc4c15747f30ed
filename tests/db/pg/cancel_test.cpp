#include "base/cancel.hpp"

#include "db/support/database.hpp"
#include "pg/copy_in.hpp"
#include "pg/pipeline.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace pgmend;
using namespace std::chrono_literals;

namespace {

/// Asks to stop after a while, from another thread; forgotten at the end of the scope.
class StopSoon {
  public:
    explicit StopSoon(std::chrono::milliseconds delay) : begun_(std::chrono::steady_clock::now()) {
        cancel::install_handlers();
        cancel::reset();
        thread_ = std::thread([delay] {
            std::this_thread::sleep_for(delay);
            cancel::request();
        });
    }
    StopSoon(const StopSoon&) = delete;
    StopSoon& operator=(const StopSoon&) = delete;
    ~StopSoon() {
        thread_.join();
        cancel::reset();
    }
    bool within(std::chrono::milliseconds limit) const {
        return std::chrono::steady_clock::now() - begun_ < limit;
    }

  private:
    std::chrono::steady_clock::time_point begun_;
    std::thread thread_;
};

} // namespace

TEST_CASE("the user's wish to stop cancels what runs on the server") {
    const test::Database database;
    auto connection = database.connect();
    {
        const StopSoon stop(100ms);
        try {
            connection.run("SELECT pg_sleep(30)");
            FAIL("it slept on");
        } catch (const pg::SqlError& error) {
            CHECK(error.is(pg::sqlstate::query_canceled));
            CHECK(error.code() == ExitCode::interrupted);
        }
        CHECK(stop.within(5s));
    }
    CHECK(connection.run("SELECT 1").get<int>(0, 0) == 1);
}

TEST_CASE("the rollback after a wish to stop is not cancelled itself") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    const StopSoon stop(100ms);
    {
        const pg::Transaction transaction(connection);
        connection.run("INSERT INTO t VALUES (1)");
        CHECK_THROWS_AS(connection.run("SELECT pg_sleep(30)"), pg::SqlError);
    }
    CHECK_FALSE(connection.in_transaction());
    CHECK(connection.run("SELECT count(*) FROM t").get<int>(0, 0) == 0);
}

TEST_CASE("a wish to stop ends a pipeline's wait") {
    const test::Database database;
    auto connection = database.connect();
    const StopSoon stop(100ms);
    pg::Pipeline pipeline(connection);
    pipeline.send({.sql = "SELECT pg_sleep(30)"});
    pipeline.sync();
    const auto outcome = pipeline.next();
    REQUIRE(outcome.error);
    CHECK(outcome.error->code() == ExitCode::interrupted);
    CHECK(stop.within(5s));
}

TEST_CASE("a wish to stop ends the wait for a lock") {
    const test::Database database;
    auto holder = database.connect();
    auto connection = database.connect();
    holder.run("BEGIN");
    holder.run("SELECT pg_advisory_xact_lock(1)");
    const StopSoon stop(100ms);
    CHECK_THROWS_AS(connection.run("SELECT pg_advisory_lock(1)"), pg::SqlError);
    CHECK(stop.within(5s));
}

TEST_CASE("a wish to stop ends a pause") {
    const StopSoon stop(50ms);
    CHECK_THROWS_AS(pg::interruptible_sleep(30s), Interrupted);
    CHECK(stop.within(5s));
}

TEST_CASE("a wish to stop ends the attempts to connect") {
    const StopSoon stop(100ms);
    const pg::Dsn nobody{{{"host", "/no/such/folder"}}};
    CHECK_THROWS_AS(pg::Connection::open(nobody, {.retry_for = 30s}), Interrupted);
    CHECK(stop.within(5s));
}
