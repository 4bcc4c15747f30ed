#include "pg/connection.hpp"

#include "db/support/database.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace pgmend;

TEST_CASE("values come back by their types") {
    const test::Database database;
    auto connection = database.connect();
    const auto result =
        connection.run("SELECT 42 AS whole, 9000000000 AS big, 1.5::float8 AS real, true AS yes, "
                       "'naïve' AS text, NULL::int AS none, ARRAY['a', 'b c', NULL, '\"'] AS list");
    REQUIRE(result.rows() == 1);
    CHECK(result.columns() == 7);
    CHECK(result.column_name(4) == "text");
    CHECK(result.get<int>(0, "whole") == 42);
    CHECK(result.get<long long>(0, "big") == 9000000000);
    CHECK(result.get<double>(0, "real") == 1.5);
    CHECK(result.get<bool>(0, "yes"));
    CHECK(result.get<std::string>(0, "text") == "naïve");
    CHECK(result.is_null(0, 5));
    CHECK(result.get<std::optional<int>>(0, "none") == std::nullopt);
    CHECK(result.get<std::optional<int>>(0, "whole") == 42);
    CHECK(result.get<std::vector<std::string>>(0, "list") == std::vector<std::string>{"a", "b c", "", "\""});
    CHECK_THROWS_AS(result.get<int>(0, "absent"), std::out_of_range);
}

TEST_CASE("parameters reach the server as values of its types") {
    const test::Database database;
    auto connection = database.connect();
    const std::vector<std::string> list{"x", "it's", "{,}", "NULL", ""};
    const auto result =
        connection.run("SELECT $1::int + 1, $2::text, $3::text[], $4::bool, $5::float8, $6::text",
                       {41, "it's \\ \"quoted\"", list, false, 0.1, std::nullopt});
    CHECK(result.get<int>(0, 0) == 42);
    CHECK(result.get<std::string>(0, 1) == "it's \\ \"quoted\"");
    CHECK(result.get<std::vector<std::string>>(0, 2) == list);
    CHECK_FALSE(result.get<bool>(0, 3));
    CHECK(result.get<double>(0, 4) == 0.1);
    CHECK(result.is_null(0, 5));
}

TEST_CASE("affected rows and command tags are told") {
    const test::Database database;
    auto connection = database.connect();
    CHECK(connection.run("CREATE TABLE t (n int)").command_tag() == "CREATE TABLE");
    const auto inserted = connection.run("INSERT INTO t SELECT generate_series(1, 3)");
    CHECK(inserted.affected() == 3);
    CHECK(inserted.command_tag() == "INSERT 0 3");
    CHECK(connection.run("DELETE FROM t WHERE n > 1").affected() == 2);
}

TEST_CASE("a prepared statement runs by its name") {
    const test::Database database;
    auto connection = database.connect();
    connection.prepare("plus", "SELECT $1::int + $2::int");
    CHECK(connection.run({.sql = "plus", .parameters = {1, 2}, .prepared = "plus"}).get<int>(0, 0) == 3);
    CHECK_THROWS_AS(connection.prepare("bad", "SELEC"), pg::SqlError);
    CHECK(connection.run("SELECT 1").get<int>(0, 0) == 1);
}

TEST_CASE("a script of several statements returns the last result and stops at the first error") {
    const test::Database database;
    auto connection = database.connect();
    CHECK(connection.run_script("CREATE TABLE t (n int); INSERT INTO t VALUES (5); SELECT n FROM t")
              .get<int>(0, 0) == 5);
    CHECK_THROWS_AS(connection.run_script("DELETE FROM t; SELECT 1/0; SELECT 2"), pg::SqlError);
    CHECK(connection.run("SELECT count(*) FROM t").get<int>(0, 0) == 1);
}

TEST_CASE("notices are kept, or handed to whom asks for them") {
    const test::Database database;
    auto connection = database.connect();
    const auto* const raise =
        "DO $$ BEGIN RAISE WARNING 'mind % gap', 'the' USING HINT = 'step over'; END $$";
    connection.run(raise);
    const auto kept = connection.take_notices();
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].severity == "WARNING");
    CHECK(kept[0].message == "mind the gap");
    CHECK(kept[0].hint == "step over");
    CHECK(connection.take_notices().empty());

    std::vector<std::string> handed;
    connection.on_notice([&](const pg::Notice& notice) { handed.push_back(notice.message); });
    connection.run(raise);
    CHECK(handed == std::vector<std::string>{"mind the gap"});
    CHECK(connection.take_notices().empty());
}

TEST_CASE("a connection says where it is and as what it runs") {
    const test::Database database;
    auto connection = database.connect({.application_name = "pgmend test"});
    CHECK(connection.database() == database.name());
    CHECK(connection.run("SHOW application_name").get<std::string>(0, 0) == "pgmend test");
    CHECK(connection.run("SHOW client_encoding").get<std::string>(0, 0) == "UTF8");
    CHECK(connection.run("SHOW server_version_num").get<int>(0, 0) == connection.server_version());
    CHECK_FALSE(connection.parameter_status("TimeZone").empty());
    CHECK(connection.parameter_status("no_such_parameter").empty());
}
