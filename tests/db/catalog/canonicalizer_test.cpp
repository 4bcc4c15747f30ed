#include "catalog/canonicalizer.hpp"

#include "catalog/read.hpp"
#include "db/catalog/changes.hpp"
#include "db/support/database.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace pgmend;
using Findings = std::vector<std::string>;

namespace {

/// A table with a check that reads otherwise than in the model that is expected.
class Written {
  public:
    Written() : connection_(database_.connect()) {
        connection_.run("CREATE TABLE t (s varchar(9), n integer, CONSTRAINT c CHECK (s IN ('a', 'b')))");
        expected_ = catalog::read(connection_);
        connection_.run("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK "
                        "(s::text = ANY (ARRAY['a'::varchar::text, 'b'::varchar::text]))");
    }

    /// What is left after a canonicalizer over this connection; `refusal` is what the server said.
    Findings left(pg::Connection& connection, std::string& refusal) {
        const auto actual = catalog::read(connection_);
        auto diff = schema::diff(expected_, actual);
        REQUIRE_FALSE(diff.findings.empty());
        catalog::Canonicalizer canonicalizer(connection, {});
        canonicalizer.remove_equivalent(diff, expected_, actual);
        refusal = canonicalizer.refusal();
        return test::finding_lines(diff);
    }

    pg::Connection& connection() { return connection_; }

  private:
    test::Database database_;
    pg::Connection connection_;
    schema::Model expected_;
};

} // namespace

TEST_CASE("a canonicalizer finds the same meaning and leaves nothing behind") {
    Written written;
    auto& connection = written.connection();
    std::string refusal;
    CHECK(written.left(connection, refusal) == Findings{});
    CHECK(refusal.empty());
    CHECK_FALSE(connection.in_transaction());
    CHECK(connection.run("SELECT 1 FROM pg_class WHERE relname LIKE 'pgmend_canonical%'").empty());
}

TEST_CASE("another meaning stays a difference, and so does a text that the server does not take") {
    Written written;
    auto& connection = written.connection();
    std::string refusal;
    connection.run("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (s IN ('a', 'c'))");
    CHECK(written.left(connection, refusal) == Findings{"constraint public.t.c different definition"});
    connection.run("ALTER TABLE t DROP COLUMN s, ADD CONSTRAINT c CHECK (n > 0)");
    CHECK(written.left(connection, refusal) ==
          Findings{"column public.t.s missing", "constraint public.t.c different definition"});
    CHECK(refusal.empty());
}

TEST_CASE("a server that takes no writes says why it was not asked") {
    Written written;
    auto& connection = written.connection();
    std::string refusal;
    connection.run("SET default_transaction_read_only = on");
    CHECK(written.left(connection, refusal) == Findings{"constraint public.t.c different definition"});
    CHECK(refusal.find("read-only transaction") != std::string::npos);
}

TEST_CASE("an event trigger that forbids everything is a refusal") {
    Written written;
    auto& connection = written.connection();
    std::string refusal;
    connection.run_script("CREATE FUNCTION never() RETURNS event_trigger LANGUAGE plpgsql AS "
                          "$$ BEGIN RAISE EXCEPTION 'not here'; END $$;"
                          "CREATE EVENT TRIGGER never ON ddl_command_start EXECUTE FUNCTION never()");
    const auto left = written.left(connection, refusal);
    CHECK(refusal == "not here");
    CHECK(std::ranges::find(left, "constraint public.t.c different definition") != left.end());
}
