#include "catalog/read.hpp"
#include "db/support/database.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

std::vector<std::string> names(const schema::Model& model) {
    std::vector<std::string> names;
    for (const auto& object : model.objects)
        if (object.id.kind != schema::Kind::schema && object.id.kind != schema::Kind::extension)
            names.push_back(display(object.id));
    return names;
}

} // namespace

TEST_CASE("what is in a schema of an extension's own is left out, as chunks are") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE EXTENSION hstore; CREATE SCHEMA internal; ALTER EXTENSION hstore ADD SCHEMA internal; "
        "CREATE TABLE measure (day date NOT NULL, value int); "
        "CREATE TABLE internal.chunk_1 (CHECK (day > '2026-01-01')) INHERITS (measure); "
        "CREATE INDEX chunk_day ON internal.chunk_1 (day)");
    CHECK(names(catalog::read(connection)) ==
          std::vector<std::string>{"public.measure", "public.measure.day", "public.measure.value"});
}

TEST_CASE("partitions of a table that pg_partman looks after are left out, others are not") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE EXTENSION hstore; CREATE SCHEMA partman; CREATE TABLE partman.part_config (parent_table "
        "text); "
        "ALTER EXTENSION hstore ADD TABLE partman.part_config; "
        "UPDATE pg_extension SET extname = 'pg_partman' WHERE extname = 'hstore'; "
        "CREATE TABLE event (id int) PARTITION BY RANGE (id); INSERT INTO partman.part_config VALUES "
        "('public.event'); "
        "CREATE TABLE event_p1 PARTITION OF event FOR VALUES FROM (0) TO (10) PARTITION BY LIST (id); "
        "CREATE TABLE event_p1_1 PARTITION OF event_p1 FOR VALUES IN (1); "
        "CREATE TABLE other (id int) PARTITION BY RANGE (id); "
        "CREATE TABLE other_1 PARTITION OF other FOR VALUES FROM (0) TO (10)");
    const auto found = names(catalog::read(connection));
    CHECK(std::ranges::count(found, "public.event") == 1);
    CHECK(std::ranges::count(found, "public.event_p1") == 0);
    CHECK(std::ranges::count(found, "public.event_p1.id") == 0);
    CHECK(std::ranges::count(found, "public.event_p1_1") == 0);
    CHECK(std::ranges::count(found, "public.other_1") == 1);
}

TEST_CASE("a role that may not read pg_partman's table can still read the schema") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE EXTENSION hstore; CREATE SCHEMA partman; CREATE TABLE partman.part_config "
                          "(parent_table text); ALTER EXTENSION hstore ADD TABLE partman.part_config; "
                          "UPDATE pg_extension SET extname = 'pg_partman' WHERE extname = 'hstore'; "
                          "CREATE TABLE t (id int); SET ROLE pg_monitor");
    CHECK(std::ranges::count(names(catalog::read(connection)), "public.t") == 1);
}
