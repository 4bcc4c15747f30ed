#include "importers/readers.hpp"
#include "unit/importers/support.hpp"

using namespace pgmend;
using test::ForeignFolder;

TEST_CASE("a pair of golang-migrate's files is a migration, its id the number with its zeros") {
    ForeignFolder folder;
    folder.add("000002_add_email.up.sql", "SELECT 2;\n").add("000002_add_email.down.sql", "SELECT -2;\n");
    folder.add("000001_init.up.sql", "SELECT 1;\n");
    const auto project = importers::read_golang_migrate(folder.source());
    CHECK(project.failures.empty());
    CHECK(test::ids(project) == std::vector<std::string>{"000001", "000002"});
    CHECK(project.migrations[0].name == "1");
    CHECK(project.migrations[0].message == "init");
    CHECK_FALSE(project.migrations[0].down);
    CHECK(project.migrations[1].up.sql == "SELECT 2;\n");
    CHECK(project.migrations[1].down.value().sql == "SELECT -2;\n");
    CHECK(project.migrations[1].down.value().file == folder.file("000002_add_email.down.sql"));
}

TEST_CASE("golang-migrate's order is that of the numbers, of any size") {
    ForeignFolder folder;
    for (const auto* name :
         {"10_c.up.sql", "9_b.up.sql", "1500360784_d.up.sql", "18446744073709551615_e.up.sql"})
        folder.add(name, "SELECT 1;\n");
    const auto project = importers::read_golang_migrate(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"9", "10", "1500360784", "18446744073709551615"});
    CHECK(project.migrations[2].created == "2017-07-18T06:53:04Z");
}

TEST_CASE("a down file alone is a migration whose way up is empty") {
    ForeignFolder folder;
    folder.add("3_gone.down.sql", "SELECT 1;\n");
    const auto migration = importers::read_golang_migrate(folder.source()).migrations.at(0);
    CHECK(migration.up.sql.empty());
    CHECK(migration.down.value().sql == "SELECT 1;\n");
}

TEST_CASE("a number that stands twice, also with other zeros, is refused") {
    ForeignFolder folder;
    folder.add("1_a.up.sql", "").add("001_b.up.sql", "");
    const auto project = importers::read_golang_migrate(folder.source());
    CHECK_THAT(test::only_failure(project).reason, Catch::Contains("001_b.up.sql"));
}

TEST_CASE("titles may hold anything, other endings and names are told") {
    ForeignFolder folder;
    folder.add("1_sign.up.page.up.sql", "SELECT 1;\n").add("2_x.up.cql", "").add("notes.sql", "");
    const auto project = importers::read_golang_migrate(folder.source());
    CHECK(project.migrations.at(0).message == "sign.up.page");
    CHECK_THAT(test::only_failure(project).reason, Catch::Contains(".cql"));
    REQUIRE(project.warnings.size() == 1);
    CHECK_THAT(project.warnings[0], Catch::Contains("notes.sql"));
}
