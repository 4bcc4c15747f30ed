#include "pg/copy_in.hpp"

#include "db/support/database.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace pgmend;

TEST_CASE("COPY brings every character and NULL to the server unchanged") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int, s text)");
    const std::string hard = "tab\there, line\nbreak\r, back\\slash, \\N, \\., 'quote', \x01, naïve";
    pg::CopyIn copy(connection, "COPY t FROM STDIN");
    copy.add("1");
    copy.add(hard);
    copy.end_row();
    copy.add("2");
    copy.add(std::nullopt);
    copy.end_row();
    copy.add_raw("3\t\n");
    CHECK(copy.finish() == 3);
    CHECK(connection.run("SELECT s = $1 FROM t WHERE n = 1", {hard}).get<bool>(0, 0));
    CHECK(connection.run("SELECT s IS NULL FROM t WHERE n = 2").get<bool>(0, 0));
    CHECK(connection.run("SELECT s = '' FROM t WHERE n = 3").get<bool>(0, 0));
}

TEST_CASE("COPY of more than a block's worth arrives whole") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int, s text)");
    pg::CopyIn copy(connection, "COPY t FROM STDIN");
    const std::string text(1000, 'y');
    for (int i = 0; i < 2000; ++i) {
        copy.add(std::to_string(i));
        copy.add(text);
        copy.end_row();
    }
    CHECK(copy.finish() == 2000);
    CHECK(connection.run("SELECT sum(length(s)) FROM t").get<long long>(0, 0) == 2'000'000);
}

TEST_CASE("a copy that is given up leaves no row and a connection that works") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    try {
        pg::CopyIn copy(connection, "COPY t FROM STDIN");
        for (int i = 0; i < 100'000; ++i) {
            copy.add(std::to_string(i));
            copy.end_row();
        }
        throw std::runtime_error("no more");
    } catch (const std::runtime_error&) {
        CHECK(connection.run("SELECT count(*) FROM t").get<int>(0, 0) == 0);
    }
}

TEST_CASE("a row that the server refuses is named by its line") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    pg::CopyIn copy(connection, "COPY t FROM STDIN");
    for (const char* value : {"1", "two"}) {
        copy.add(value);
        copy.end_row();
    }
    try {
        copy.finish();
        FAIL("'two' was taken for a number");
    } catch (const pg::SqlError& error) {
        CHECK(error.is(pg::sqlstate::invalid_text));
        CHECK_THAT(error.diagnostic().context, Catch::Contains("line 2"));
    }
    CHECK(connection.run("SELECT count(*) FROM t").get<int>(0, 0) == 0);
}

TEST_CASE("a copy into a table that is not there fails at its start") {
    const test::Database database;
    auto connection = database.connect();
    CHECK_THROWS_AS(pg::CopyIn(connection, "COPY absent FROM STDIN"), pg::SqlError);
    CHECK(connection.run("SELECT 1").get<int>(0, 0) == 1);
}

TEST_CASE("the server's refusal in the middle of a long copy comes out, not a broken connection") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    const auto fill = [&] {
        pg::CopyIn copy(connection, "COPY t FROM STDIN");
        for (int i = 0; i < 1'000'000; ++i) {
            copy.add(i == 10 ? "ten" : "1");
            copy.end_row();
        }
        copy.finish();
    };
    CHECK_THROWS_WITH(fill(), Catch::Contains("\"ten\""));
    CHECK(connection.run("SELECT 1").get<int>(0, 0) == 1);
}
