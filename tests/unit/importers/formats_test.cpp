#include "importers/convert.hpp"
#include "importers/detect.hpp"
#include "importers/pattern.hpp"
#include "importers/readers.hpp"
#include "importers/sqitch_plan.hpp"
#include "support.hpp"

using namespace pgmend;
using importers::Pattern;
using test::ForeignFolder;

namespace {

/// The file's section up of the only revision.
revision::Section up_of(const importers::Project& project) {
    const auto conversion = importers::convert(project);
    REQUIRE(conversion.revisions.size() == 1);
    return conversion.revisions.front().up.value();
}

} // namespace

TEST_CASE("a pattern takes version and name from a path") {
    const auto match = Pattern("{version}_{name}/up.sql").match("2024-01-01-120000_create_users/up.sql");
    REQUIRE(match);
    CHECK(match->version == "2024-01-01-120000");
    CHECK(match->name == "create_users");
    CHECK_FALSE(Pattern("{version}_{name}.sql").match("sub/1_a.sql"));
    CHECK_FALSE(Pattern("{version}_{name}.sql").match("1_a.sql.bak"));
    CHECK(Pattern("V{version}-{name}.sql").match("V1.2-x+y.sql")->version == "1.2");
    CHECK(Pattern("{name}.{version}.sql").match("users.7.sql")->name == "users");
    CHECK_THROWS_WITH(Pattern("{name}.sql"), Catch::Contains("no {version}"));
    CHECK_THROWS_WITH(Pattern("{version}_{what}.sql"), Catch::Contains("only have"));
}

TEST_CASE("diesel: folders with up.sql and down.sql, by version, metadata.toml") {
    ForeignFolder folder;
    folder.add("2024-01-02-000000_b/up.sql", "CREATE INDEX i ON a (id);")
        .add("2024-01-02-000000_b/metadata.toml", "run_in_transaction = false\n")
        .add("00000000000000_setup/up.sql", "CREATE TABLE a (id int);")
        .add("00000000000000_setup/down.sql", "DROP TABLE a;");
    const auto project = importers::read_diesel(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"00000000000000", "20240102000000"});
    CHECK(project.migrations[0].down->sql == "DROP TABLE a;");
    CHECK_FALSE(project.migrations[1].up.transaction);
    CHECK(project.migrations[1].created == "2024-01-02T00:00:00Z");
}

TEST_CASE("sqlx: single files and pairs, no-transaction in the first line") {
    ForeignFolder folder;
    folder.add("1_a.sql", "-- no-transaction\nVACUUM;")
        .add("2_b.up.sql", "SELECT 2;")
        .add("2_b.down.sql", "SELECT -2;");
    const auto project = importers::read_sqlx(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"1", "2"});
    CHECK_FALSE(project.migrations[0].up.transaction);
    CHECK(project.migrations[1].down.has_value());
}

TEST_CASE("Prisma: the folder's name is what the table has, BEGIN and COMMIT go") {
    ForeignFolder folder;
    folder.add("20240101000000_init/migration.sql", "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n")
        .add("migration_lock.toml", "provider = \"postgresql\"");
    const auto project = importers::read_prisma(folder.source());
    CHECK(project.migrations.at(0).name == "20240101000000_init");
    CHECK(up_of(project).sql == "CREATE TABLE a (id int);\n");
    CHECK(project.warnings.empty());
}

TEST_CASE("drizzle's breakpoints and Atlas's directives") {
    ForeignFolder drizzle, atlas, refused;
    drizzle.add("0000_a.sql", "CREATE TABLE a (id int);--> statement-breakpoint\nCREATE TABLE b (id int);");
    CHECK(up_of(importers::read_drizzle(drizzle.source())).sql ==
          "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
    atlas.add("20240101000000.sql", "-- atlas:txmode none\n\nVACUUM;").add("atlas.sum", "h1:x");
    CHECK_FALSE(up_of(importers::read_atlas(atlas.source())).transaction);
    refused.add("1_a.sql", "-- atlas:delimiter \\n\\n\nSELECT 1");
    const auto project = importers::read_atlas(refused.source());
    CHECK_THAT(test::only_failure(project).reason, Catch::Contains("delimiter"));
    CHECK(test::ids(project) == std::vector<std::string>{"1"}); // a skeleton
}

TEST_CASE("goose: its marks, NO TRANSACTION, and programs in their place") {
    ForeignFolder folder;
    folder.add("00001_a.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n-- +goose Down\nSELECT 1;\n")
        .add("00002_b.go", "package main")
        .add("00003_c.sql", "-- +goose Up\n-- +goose StatementBegin\nSELECT 3\n-- +goose StatementEnd\n");
    const auto project = importers::read_goose(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"00001", "00002", "00003"});
    CHECK_FALSE(project.migrations[0].up.transaction);
    CHECK_THAT(test::only_failure(project).reason, Catch::Contains("program"));
    const auto conversion = importers::convert(project);
    CHECK(conversion.open == std::vector<std::string>{"00002"});
    CHECK_THAT(conversion.revisions[1].up->sql, Catch::Contains("revision 00002 is unfinished"));
    CHECK(conversion.revisions[2].up->sql == "SELECT 3;\n");
    CHECK(conversion.revisions[2].down_revisions == std::vector<std::string>{"00002"});
}

TEST_CASE("tern: above and below the line, templates are refused") {
    ForeignFolder folder;
    folder
        .add("001_a.sql",
             "---- tern: disable-tx ----\nVACUUM;\n---- create above / drop below ----\nSELECT 1;\n")
        .add("002_b.sql", "CREATE TABLE {{.name}} (id int);\n");
    const auto project = importers::read_tern(folder.source());
    CHECK_FALSE(project.migrations.at(0).up.transaction);
    CHECK_THAT(project.migrations.at(0).down->sql, Catch::Contains("SELECT 1;"));
    CHECK_THAT(project.migrations.at(0).up.sql, !Catch::Contains("SELECT 1;"));
    CHECK_THAT(test::only_failure(project).reason, Catch::Contains("template"));
}

TEST_CASE("sqitch: the plan's order; a reworked change has the files of its tag") {
    const auto plan =
        importers::parse_sqitch_plan("%project=shop\n\n"
                                     "users 2024-01-01T12:00:00Z Ann <a@x> # Add users\n"
                                     "@v1 2024-01-02T12:00:00Z Ann <a@x> # Tag\n"
                                     "users [users@v1] 2024-01-03T12:00:00Z Ann <a@x> # Again\n",
                                     "sqitch.plan");
    REQUIRE(plan.size() == 2);
    CHECK(plan[0] ==
          importers::PlannedChange{"users", "users", "users@v1", "2024-01-01T12:00:00Z", "Add users"});
    CHECK(plan[1] == importers::PlannedChange{"users", "users_2", "users", "2024-01-03T12:00:00Z", "Again"});
    ForeignFolder folder;
    folder.add("sqitch.plan", "%project=shop\nusers 2024-01-01T12:00:00Z A <a@x> # Users\n")
        .add("deploy/users.sql", "BEGIN;\nCREATE TABLE users (id int);\nCOMMIT;\n")
        .add("revert/users.sql", "BEGIN;\nDROP TABLE users;\nCOMMIT;\n");
    CHECK(up_of(importers::read_sqitch(folder.source())).sql == "CREATE TABLE users (id int);\n");
}

TEST_CASE("Liquibase: change sets of formatted SQL") {
    ForeignFolder folder;
    folder.add("db.sql", "--liquibase formatted sql\n\n"
                         "--changeset ann:1\nCREATE TABLE a (id int);\n--rollback DROP TABLE a;\n\n"
                         "--changeset ann:2 runInTransaction:false\nVACUUM;\n"
                         "--changeset ann:3 dbms:mysql\nSELECT 3;\n"
                         "--changeset ann:4 runOnChange:true\nSELECT 4;\n");
    const auto project = importers::read_liquibase(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"1", "2", "4"});
    CHECK_THAT(project.migrations[0].down->sql, Catch::Contains("DROP TABLE a;"));
    CHECK_FALSE(project.migrations[1].up.transaction);
    CHECK(test::only_failure(project).location.line == 11);
}

TEST_CASE("Rails: structure.sql is one revision with the newest version") {
    ForeignFolder folder;
    folder.add("structure.sql",
               "CREATE TABLE a (id int);\nINSERT INTO \"schema_migrations\" (version) VALUES\n"
               "('20240102000000'),\n('20240101000000');\n");
    const auto project = importers::read_rails(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"20240102000000"});
    CHECK(up_of(project).sql == "CREATE TABLE a (id int);\n");
}

TEST_CASE("two files of one version are told") {
    ForeignFolder folder;
    folder.add("1_a.sql", "SELECT 1;").add("1_b.sql", "SELECT 2;");
    CHECK_THAT(test::only_failure(importers::read_supabase(folder.source())).reason,
               Catch::Contains("also in"));
}

TEST_CASE("the tool of a folder is found by what only it has") {
    const auto tool_of = [](const char* file, const char* text) {
        ForeignFolder folder;
        folder.add(file, text);
        const auto found = importers::detect(folder.source().folders.front());
        return found.size() == 1 ? found.front().tool : std::string("?");
    };
    CHECK(tool_of("m/1_a.sql", "-- +goose Up\n") == "goose");
    CHECK(tool_of("m/1_a.sql", "-- migrate:up\n") == "dbmate");
    CHECK(tool_of("prisma/migrations/1_a/migration.sql", "") == "prisma");
    CHECK(tool_of("migrations/1_a/up.sql", "") == "diesel");
    CHECK(tool_of("sqitch.plan", "") == "sqitch");
    CHECK(tool_of("alembic.ini", "") == "alembic");
    CHECK(tool_of("drizzle/meta/_journal.json", "{}") == "drizzle");
    CHECK(tool_of("V1__a.sql", "") == "flyway");
    CHECK(tool_of("notes.txt", "-- +goose Up") == "?");
}
