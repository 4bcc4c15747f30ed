#include "drift/repair.hpp"

#include "db/support/database.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace std::chrono_literals;

namespace {

schema::Model read(const test::Database& database) {
    auto connection = database.connect();
    return catalog::read(connection);
}

/// Two databases, and the way from the first to the second.
class Way {
  public:
    Way(std::string_view from, std::string_view to) {
        from_.connect().run_script(from);
        to_.connect().run_script(to);
        live_ = read(from_);
        target_ = read(to_);
        script_ = schema::statements(live_, target_);
    }

    void apply(const migrate::Settings& settings, const migrate::Listener& listener = {}) {
        migrate::Session session(from_.dsn(), settings);
        drift::apply(session, script_.statements, listener);
    }
    drift::Proof proof() const { return drift::prove(live_, target_, script_, {}); }
    std::vector<schema::Finding> left() const { return schema::diff(target_, read(from_)).findings; }
    pg::Connection connect() const { return from_.connect(); }

  private:
    test::Database from_, to_;
    schema::Model live_, target_;
    schema::Script script_;
};

} // namespace

TEST_CASE("a repair is proven on a copy, then nothing is left") {
    Way way("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t",
            "CREATE TABLE t (a bigint NOT NULL CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM t; "
            "CREATE INDEX i ON t (a)");
    const auto proof = way.proof();
    CHECK(proof.holds());
    CHECK(proof.not_seen.empty());
    way.apply({});
    CHECK(way.left().empty());
}

TEST_CASE("a repair waits for a lock and tries again") {
    Way way("CREATE TABLE t (a integer)", "CREATE TABLE t (a integer, b text)");
    auto holder = way.connect();
    holder.run("BEGIN");
    holder.run("LOCK TABLE t IN ACCESS SHARE MODE");
    int told = 0;
    std::thread release([&] {
        std::this_thread::sleep_for(400ms);
        holder.run("COMMIT");
    });
    way.apply({.command = "repair", .lock_timeout = 50ms}, {.info = [&](const std::string&) { ++told; }});
    release.join();
    CHECK(told > 0);
    CHECK(way.left().empty());
}

TEST_CASE("a repair stops at the statement that fails") {
    Way way("CREATE TABLE t (a integer)", "CREATE TABLE t (a integer, b text, CHECK (a > 0))");
    way.connect().run("INSERT INTO t VALUES (-1)");
    CHECK_THROWS_AS(way.apply({}), pg::SqlError);
    // The check is there, not validated: what came before the validation is committed, so that it holds no
    // lock.
    CHECK(way.left().size() == 1);
}
