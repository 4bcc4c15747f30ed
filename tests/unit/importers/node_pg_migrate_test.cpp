#include "importers/readers.hpp"
#include "unit/importers/support.hpp"

using namespace pgmend;
using test::ForeignFolder;

namespace {

importers::Migration migration_of(const std::string& text) {
    ForeignFolder folder;
    folder.add("1_a.sql", text);
    const auto project = importers::read_node_pg_migrate(folder.source());
    REQUIRE(project.failures.empty());
    return project.migrations.at(0);
}

} // namespace

TEST_CASE("node-pg-migrate's marks cut a file in any letter case and order") {
    const auto up_first = migration_of("-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n");
    CHECK(up_first.up.sql == "\nSELECT 1;\n\n\n");
    CHECK(up_first.down.value().sql == "\n\n\nSELECT 2;\n");
    const auto down_first = migration_of("  --- DOWN migration\nSELECT 2;\n--up  migrations\nSELECT 1;\n");
    CHECK(down_first.up.sql == "\n\n\nSELECT 1;\n");
    CHECK(down_first.down.value().sql == "\nSELECT 2;\n\n\n");
}

TEST_CASE("a node-pg-migrate file without marks is the way up, and there is none back") {
    const auto migration = migration_of("SELECT 1;\n");
    CHECK(migration.up.sql == "SELECT 1;\n");
    CHECK_FALSE(migration.down);
}

TEST_CASE("a down mark alone is refused, since node-pg-migrate would run all on the way up") {
    ForeignFolder folder;
    folder.add("1_a.sql", "SELECT 1;\n-- Down Migration\nSELECT 2;\n");
    CHECK(test::only_failure(importers::read_node_pg_migrate(folder.source())).location.line == 2);
}

TEST_CASE("pairs of .up.sql and .down.sql are one migration") {
    ForeignFolder folder;
    folder.add("1_a.up.sql", "SELECT 1;\n").add("1_a.down.sql", "SELECT 2;\n");
    folder.add("2_b.down.sql", "").add("3_c.up.sql", "").add("3_c.sql", "");
    const auto project = importers::read_node_pg_migrate(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"1", "2", "3"});
    CHECK(project.migrations[0].name == "1_a");
    CHECK(project.migrations[0].down.value().sql == "SELECT 2;\n");
    CHECK(project.failures.size() == 2);
}

TEST_CASE("programs of node-pg-migrate are named, other files left out with a warning") {
    ForeignFolder folder;
    folder.add("1_a.js", "").add("2_b.ts", "").add("README.md", "").add(".hidden.js", "");
    const auto project = importers::read_node_pg_migrate(folder.source());
    REQUIRE(project.failures.size() == 2);
    CHECK(project.failures[0].location.file == folder.file("1_a.js"));
    CHECK(project.warnings.size() == 1);
}

TEST_CASE("node-pg-migrate's order is that of times, of both forms, then of names with their numbers") {
    ForeignFolder folder;
    for (const auto* name : {"1700000000000_b.sql", "20200513070724505_a.sql", "1391877300255_c.sql",
                             "x10.sql", "x9.sql", "0002_d.sql"})
        folder.add(name, "SELECT 1;\n");
    const auto project = importers::read_node_pg_migrate(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"x9", "x10", "0002", "1391877300255",
                                                         "20200513070724505", "1700000000000"});
    CHECK(project.migrations[3].created == "2014-02-08T16:35:00Z");
}
