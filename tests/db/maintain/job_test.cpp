#include "maintain/job.hpp"

#include "db/support/database.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

TEST_CASE("a job table that an earlier version made gets the columns it lacks") {
    const test::Database database;
    auto connection = database.connect();
    REQUIRE(JobStore(connection, "pgmend").ensure());
    connection.run(
        "ALTER TABLE pgmend.job DROP COLUMN place, DROP COLUMN table_oid, DROP COLUMN archive_columns");
    JobStore store(connection, "pgmend");
    CHECK(store.list().empty());
    REQUIRE(store.ensure());
    Job job{.table_schema = "public",
            .table_name = "t",
            .options = "{}",
            .place = "1 1 1 1 (2,3)",
            .state = "deleting"};
    store.insert(job);
    store.update(job);
    CHECK(store.find(job.id)->place == job.place);
    CHECK(store.unfinished("dedupe", Table{.oid = 1, .schema = "public", .name = "t"})->id == job.id);
}
