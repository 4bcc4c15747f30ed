#include "maintain/index_spec.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

const Table tasks{.schema = "public",
                  .name = "Tasks",
                  .qualified = "public.\"Tasks\"",
                  .columns = {{.name = "id", .type = "integer"},
                              {.name = "full_data", .type = "jsonb"},
                              {.name = "name", .type = "text"}}};

} // namespace

TEST_CASE("a spec becomes a CREATE INDEX with all its parts") {
    const IndexSpec spec{.method = "btree",
                         .columns = "lower(name), id DESC",
                         .include = "full_data",
                         .where = "id > 3",
                         .with = "fillfactor = 80",
                         .unique = true,
                         .nulls_not_distinct = true};
    CHECK(create_index_sql(spec, tasks, "One", true) ==
          "CREATE UNIQUE INDEX CONCURRENTLY \"One\" ON public.\"Tasks\" USING btree (lower(name), id DESC) "
          "INCLUDE "
          "(full_data) NULLS NOT DISTINCT WITH (fillfactor = 80) WHERE id > 3");
    CHECK(create_index_sql({.columns = "id"}, tasks, "i", false, true) ==
          "CREATE INDEX i ON ONLY public.\"Tasks\" USING btree (id)");
}

TEST_CASE("a name is made from the table and the columns that are named") {
    CHECK(index_name({.columns = "lower(name), id"}, tasks) == "Tasks_id_name_idx");
    CHECK(index_name({.name = "own", .columns = "id"}, tasks) == "own");
    CHECK(index_name({.columns = "'id_of_another'"}, tasks) == "Tasks_idx");
}

TEST_CASE("texts that are more than parts of one index are refused") {
    CHECK_THROWS_AS(
        parse_create_index(create_index_sql({.columns = "id); DROP TABLE x; --"}, tasks, "i", true)),
        UsageError);
    CHECK_THROWS_AS(parse_create_index("DROP TABLE x"), UsageError);
    CHECK(parse_create_index(create_index_sql({.columns = "id"}, tasks, "i", true)).parsed);
}

TEST_CASE("which operators a GIN index answers is told for jsonb only") {
    CHECK(
        gin_advice({.method = "gin", .columns = "full_data jsonb_path_ops"}, tasks).find("need jsonb_ops") !=
        std::string::npos);
    CHECK(gin_advice({.method = "gin", .columns = "full_data"}, tasks).starts_with("jsonb_ops supports"));
    CHECK(gin_advice({.method = "btree", .columns = "full_data"}, tasks).empty());
    CHECK(gin_advice({.method = "gin", .columns = "name gin_trgm_ops"}, tasks).empty());
}
