// Migrations written in what PostgreSQL 16 to 18 have brought, which the parser of pgmend does not know.

#include "db/support/scratch_folder.hpp"
#include "drift/verify.hpp"
#include "embedded/throwaway.hpp"
#include "migrate/migrate.hpp"
#include "revision/directory.hpp"
#include "versions/versions.hpp"

#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pgmend;

namespace {

struct Section {
    int since;
    const char* name;
    const char* up;
    const char* down;
    const char* holds; ///< a query that is true afterwards
};

const std::vector<Section> sections{
    {16, "json_16",
     "CREATE TABLE document (body text STORAGE EXTERNAL CHECK (body IS JSON OBJECT),\n"
     "    made jsonb DEFAULT JSON_OBJECT('at' VALUE 0 RETURNING jsonb));\n"
     "INSERT INTO document (body) VALUES ('{}');\n"
     "SELECT any_value(body) FROM document;",
     "DROP TABLE document;", "SELECT made = '{\"at\": 0}' FROM document"},
    {16, "numbers_16", "CREATE TABLE number AS SELECT 0x1F AS hex, 1_000_000 AS long;", "DROP TABLE number;",
     "SELECT hex = 31 AND long = 1000000 FROM number"},
    {17, "merge_17",
     "CREATE TABLE stock (item text PRIMARY KEY, amount int, change text);\n"
     "INSERT INTO stock VALUES ('nail', 1), ('gone', 2);\n"
     "WITH done AS (MERGE INTO stock s USING (VALUES ('nail', 5), ('screw', 7)) AS n (item, amount)\n"
     "    ON s.item = n.item WHEN MATCHED THEN UPDATE SET amount = s.amount + n.amount\n"
     "    WHEN NOT MATCHED BY TARGET THEN INSERT (item, amount) VALUES (n.item, n.amount)\n"
     "    WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING merge_action() AS action, s.item)\n"
     "SELECT action, item FROM done;\n"
     "MERGE INTO stock USING (VALUES ('nail')) AS n (name) ON item = n.name\n"
     "    WHEN MATCHED THEN UPDATE SET change = 'merged' RETURNING stock.*;",
     "DROP TABLE stock;",
     "SELECT string_agg(concat_ws(' ', item, amount, change), ', ' ORDER BY item) = 'nail 6 merged, screw 7' "
     "FROM stock"},
    {17, "expression_17",
     "CREATE TABLE sum (a int, b int GENERATED ALWAYS AS (a + 1) STORED);\n"
     "INSERT INTO sum VALUES (1);\n"
     "ALTER TABLE sum ALTER COLUMN b SET EXPRESSION AS (a + 2);\n"
     "CREATE VIEW shown AS SELECT t.* FROM sum, JSON_TABLE('[1, 2]', '$[*]' COLUMNS (x int PATH '$')) t;",
     "DROP VIEW shown;\nDROP TABLE sum;", "SELECT b = 3 AND (SELECT count(*) = 2 FROM shown) FROM sum"},
    {18, "columns_18",
     "CREATE TABLE line (price int, amount int, total int GENERATED ALWAYS AS (price * amount) VIRTUAL,\n"
     "    CONSTRAINT positive CHECK (amount > 0) NOT ENFORCED);\n"
     "INSERT INTO line VALUES (2, 3), (NULL, 1), (4, -4);\n"
     "ALTER TABLE line ADD CONSTRAINT priced NOT NULL price NOT VALID;\n"
     "UPDATE line SET price = 1 WHERE price IS NULL RETURNING old.price, new.price;\n"
     "ALTER TABLE line VALIDATE CONSTRAINT priced;",
     "DROP TABLE line;", "SELECT sum(total) = -9 FROM line"},
    {18, "constraints_18",
     "CREATE EXTENSION IF NOT EXISTS btree_gist;\n"
     "CREATE TABLE room (id int, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS));\n"
     "CREATE TABLE booking (room int, during daterange,\n"
     "    FOREIGN KEY (room, PERIOD during) REFERENCES room (id, PERIOD during));\n"
     "CREATE TABLE kind (id int PRIMARY KEY);\n"
     "CREATE TABLE note (kind int);\n"
     "ALTER TABLE note ADD CONSTRAINT loose FOREIGN KEY (kind) REFERENCES kind NOT ENFORCED;",
     "DROP TABLE note;\nDROP TABLE kind;\nDROP TABLE booking;\nDROP TABLE room;\nDROP EXTENSION btree_gist;",
     "SELECT count(*) = 1 FROM pg_constraint WHERE conname = 'loose' AND NOT conenforced"},
};

/// The sections that the version knows as revisions one after another.
revision::Graph written(const test::ScratchFolder& folder, int version) {
    std::string parent;
    for (const auto& section : sections) {
        if (section.since > version)
            continue;
        std::ofstream(folder / fmt::format("{}.sql", section.name))
            << fmt::format("-- {0}\n--\n-- revision: {0}\n-- down_revision: {1}\n\n-- migrate:up\n{2}\n\n"
                           "-- migrate:down\n{3}\n",
                           section.name, parent, section.up, section.down);
        parent = section.name;
    }
    return revision::Graph(revision::load(folder.path().string()).revisions);
}

} // namespace

TEST_CASE("migrations in the syntax of PostgreSQL 16 to 18 run up, down and up again there") {
    if (test::versions_are_missing())
        return;
    for (int version = 16; version <= test::newest_version; ++version) {
        CAPTURE(version);
        const test::ScratchFolder folder;
        const auto graph = written(folder, version);
        const embedded::ThrowawayServer server({.bindir = test::programs_of(version)});
        const auto connect = [&] { return migrate::Session(server.dsn(), {}); };
        auto planning = connect();
        const auto plan = migrate::plan_upgrade(planning, graph, "head", {});
        CHECK(plan.steps.size() == graph.revisions().size());
        for (int round = 0; round < 2; ++round) {
            auto session = connect();
            CHECK(migrate::upgrade(session, graph, "head", {}).applied.size() == plan.steps.size());
            for (const auto& section : sections) {
                CAPTURE(section.name);
                if (section.since <= version)
                    CHECK(session.connection().run(section.holds).get<bool>(0, 0));
            }
            auto after = connect();
            CHECK(migrate::downgrade(after, graph, "base", {}).applied.size() == plan.steps.size());
        }
        ::setenv("PGMEND_PG_BINDIR", test::programs_of(version).c_str(), 1);
        const auto verified = drift::verify(graph, {}, {});
        ::unsetenv("PGMEND_PG_BINDIR");
        CHECK(verified.broken.empty());
        CHECK(verified.revisions == graph.revisions().size());
    }
}
