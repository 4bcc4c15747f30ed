#include "importers/readers.hpp"
#include "unit/importers/support.hpp"

using namespace pgmend;
using test::ForeignFolder;

namespace {

importers::Migration migration_of(const std::string& text) {
    ForeignFolder folder;
    folder.add("1_a.sql", text);
    const auto project = importers::read_sql_migrate(folder.source());
    REQUIRE(project.failures.empty());
    return project.migrations.at(0);
}

importers::Failure failure_of(const std::string& text) {
    ForeignFolder folder;
    folder.add("1_a.sql", text);
    return test::only_failure(importers::read_sql_migrate(folder.source()));
}

} // namespace

TEST_CASE("sql-migrate's sections keep their lines") {
    const auto migration =
        migration_of("-- +migrate Up\n-- a comment\nSELECT 1;\n\n-- +migrate Down\nSELECT 2;\n");
    CHECK(migration.name == "1_a.sql");
    CHECK(migration.up.sql == "\n-- a comment\nSELECT 1;\n\n\n\n");
    CHECK(migration.down.value().sql == "\n\n\n\n\nSELECT 2;\n");
}

TEST_CASE("the marks of a statement block go, and it ends in a semicolon") {
    const std::string function = "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql";
    CHECK(migration_of("-- +migrate Up\n-- +migrate StatementBegin\n" + function +
                       "\n-- +migrate StatementEnd\nSELECT 2;\n")
              .up.sql == "\n\n" + function + ";\n\nSELECT 2;\n");
    CHECK(migration_of("-- +migrate Up\n-- +migrate StatementBegin\n" + function +
                       ";\n-- +migrate StatementEnd\n")
              .up.sql == "\n\n" + function + ";\n\n");
}

TEST_CASE("notransaction of sql-migrate counts for its direction") {
    const auto migration =
        migration_of("-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n");
    CHECK_FALSE(migration.up.transaction);
    CHECK(migration.down.value().transaction);
}

TEST_CASE("several sections of one direction are one, in the order of the file") {
    const auto migration =
        migration_of("-- +migrate Up\nSELECT 1;\n-- +migrate Down\nSELECT 2;\n-- +migrate Up\nSELECT 3;\n");
    CHECK(migration.up.sql == "\nSELECT 1;\n\n\n\nSELECT 3;\n");
    CHECK(migration.down.value().sql == "\n\n\nSELECT 2;\n\n\n");
}

TEST_CASE("what sql-migrate itself leaves out above the first mark is left out with a warning") {
    ForeignFolder folder;
    folder.add("1_a.sql", "SELECT 0;\n-- +migrate Up\nSELECT 1;\n");
    const auto project = importers::read_sql_migrate(folder.source());
    CHECK(project.migrations.at(0).up.sql == "\n\nSELECT 1;\n");
    CHECK(project.warnings.size() == 1);
}

TEST_CASE("files that sql-migrate cannot read are named with their line") {
    CHECK(failure_of("-- +migrate Up\n-- +migrate StatementBegin\nSELECT 1;\n").location.line == 2);
    CHECK(failure_of("-- +migrate Up\n-- +migrate StatementBegin\nSELECT 1;\n-- +migrate Down\n")
              .location.line == 4);
    CHECK_THAT(failure_of("SELECT 1;\n").reason, Catch::Contains("+migrate Up"));
    CHECK(failure_of("-- +migrate Up\n\n-- +migrate StatementBegin\n\nSELECT 'x\n-- +migrate StatementEnd\n")
              .location.line == 5);
}

TEST_CASE("sql-migrate's ids are leading numbers where they are alone, else whole names") {
    ForeignFolder folder;
    for (const auto* name : {"20240203151617-create-users.sql", "2_b.sql", "2_a.sql", "z.sql", "10_c.sql"})
        folder.add(name, "-- +migrate Up\n");
    const auto project = importers::read_sql_migrate(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"2_a", "2_b", "10", "20240203151617", "z"});
    CHECK(project.migrations[3].message == "create users");
}
