#include "catalog/server_lines.hpp"

#include "catalog/queries.hpp"

#include <catch2/catch.hpp>
#include <pg_query.h>

using namespace pgmend::catalog;

TEST_CASE("lines stay or go by the version of the server") {
    const std::string sql = "select a,\n  b, -- @if >= 14\n  -- @if < 14: null as b,\n  c -- plain words\n";
    CHECK(for_server(sql, {.major = 14}) == "select a,\n  b, \n  c -- plain words\n");
    CHECK(for_server(sql, {.major = 13}) == "select a,\n  null as b,\n  c -- plain words\n");
}

TEST_CASE("conditions can be a span of versions or the rights of the role") {
    const std::string sql = "a -- @if >= 14 < 16\n-- @if superuser: b\n-- @if plain: c\n";
    CHECK(for_server(sql, {.major = 15, .superuser = true}) == "a \nb\n");
    CHECK(for_server(sql, {.major = 16, .superuser = false}) == "c\n");
}

TEST_CASE("a condition that nobody knows is an error") {
    CHECK_THROWS(for_server("a -- @if newer\n", {}));
    CHECK_THROWS(for_server("a -- @if >= x\n", {}));
    CHECK_THROWS(for_server("-- @if >= 14\n", {}));
}

TEST_CASE("the queries for every server version are SQL") {
    for (int major = 13; major <= 18; ++major) {
        for (const bool superuser : {false, true}) {
            for (const auto& query :
                 read_queries({.cluster = true}, {.major = major, .superuser = superuser})) {
                const auto parsed = pg_query_parse_protobuf(query.sql.c_str());
                CAPTURE(major, superuser, query.sql, parsed.error != nullptr ? parsed.error->message : "");
                CHECK(parsed.error == nullptr);
                pg_query_free_protobuf_parse_result(parsed);
            }
        }
    }
}

TEST_CASE("a part of a database is read with fewer queries than the whole") {
    const ServerTraits server{.major = 15};
    const auto whole = read_queries({}, server).size();
    const auto schemas = read_queries({.schemas = {"a"}}, server).size();
    const auto relation = read_queries({.schemas = {"a"}, .relations = {"t"}}, server).size();
    CHECK(whole > schemas);
    CHECK(schemas > relation);
    CHECK(read_queries({.cluster = true}, server).size() > whole);
    CHECK(read_queries({.comments = false, .privileges = false, .dependencies = false}, server).size() ==
          whole - 4);
}
