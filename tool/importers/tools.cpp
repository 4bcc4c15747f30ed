#include "importers/tools.hpp"

#include "importers/readers.hpp"

#include <array>

namespace pgmend::importers {
namespace {

constexpr std::array<std::string_view, 1> dbmate_columns{"version"};
constexpr std::array<std::string_view, 5> flyway_columns{"version", "type", "script", "checksum", "success"};
constexpr std::array<std::string_view, 2> golang_migrate_columns{"version", "dirty"};
constexpr std::array<std::string_view, 1> sql_migrate_columns{"id"};
constexpr std::array<std::string_view, 1> node_pg_migrate_columns{"name"};
constexpr std::array<std::string_view, 1> version_columns{"version"};
constexpr std::array<std::string_view, 2> sqlx_columns{"version", "success"};
constexpr std::array<std::string_view, 1> drizzle_columns{"hash"};
constexpr std::array<std::string_view, 3> atlas_columns{"version", "applied", "total"};
constexpr std::array<std::string_view, 3> prisma_columns{"migration_name", "finished_at", "rolled_back_at"};
constexpr std::array<std::string_view, 2> goose_columns{"version_id", "is_applied"};
constexpr std::array<std::string_view, 1> sqitch_columns{"change"};
constexpr std::array<std::string_view, 2> django_columns{"app", "name"};
constexpr std::array<std::string_view, 3> liquibase_columns{"id", "author", "exectype"};

constexpr std::array<Tool, 16> table{{
    {.name = "dbmate",
     .title = "dbmate",
     .folder = "db/migrations",
     .reads = "Reads <digits>_<words>.sql with '-- migrate:up' and '-- migrate:down', including "
              "transaction:false. The version becomes the revision id.",
     .table = "schema_migrations",
     .order = "version",
     .columns = dbmate_columns,
     .alien = "dirty",
     .read = read_dbmate,
     .history = dbmate_history},
    {.name = "flyway",
     .title = "Flyway",
     .folder = "src/main/resources/db/migration",
     .reads = "Reads V<version>__<words>.sql, U<version>__<words>.sql for the down section, and <file>.conf. "
              "The version becomes the revision id (V1_2 = 1.2). If there are repeatable, baseline or Java "
              "migrations, callbacks or placeholders without a value, they are reported and nothing is "
              "written.",
     .table = "flyway_schema_history",
     .order = "installed_rank",
     .columns = flyway_columns,
     .by_version = true,
     .read = read_flyway,
     .history = flyway_history},
    {.name = "golang-migrate",
     .title = "golang-migrate",
     .folder = "db/migrations",
     .reads = "Reads <number>_<words>.up.sql and .down.sql. The number becomes the revision id, with leading "
              "zeros. BEGIN and COMMIT around a file are removed, because pgmend runs each revision in a "
              "transaction.",
     .table = "schema_migrations",
     .order = "version",
     .columns = golang_migrate_columns,
     .by_version = true,
     .read = read_golang_migrate,
     .history = golang_migrate_history},
    {.name = "sql-migrate",
     .title = "sql-migrate",
     .folder = "db/migrations",
     .reads = "Reads *.sql with '-- +migrate Up' and '-- +migrate Down', including notransaction and "
              "StatementBegin/End. A unique number at the start of the name becomes the revision id.",
     .table = "gorp_migrations",
     .order = "applied_at",
     .columns = sql_migrate_columns,
     .read = read_sql_migrate,
     .history = sql_migrate_history},
    {.name = "node-pg-migrate",
     .title = "node-pg-migrate",
     .folder = "db/migrations",
     .reads = "Reads *.sql with '-- Up Migration' and '-- Down Migration', or pairs of .up.sql and "
              ".down.sql. A unique number at the start of the name becomes the revision id. If there are "
              "programs (.js, .ts), they are reported, and left out or replaced by a file that fails when it "
              "is run.",
     .table = "pgmigrations",
     .order = "id",
     .columns = node_pg_migrate_columns,
     .read = read_node_pg_migrate,
     .history = node_pg_migrate_history},
    {.name = "diesel",
     .title = "diesel",
     .folder = "migrations",
     .reads =
         "Reads <version>_<name>/up.sql and down.sql, and run_in_transaction of metadata.toml. The version "
         "without dashes becomes the revision id.",
     .table = "__diesel_schema_migrations",
     .order = "version",
     .columns = version_columns,
     .read = read_diesel,
     .history = version_history},
    {.name = "sqlx",
     .title = "sqlx",
     .folder = "migrations",
     .reads =
         "Reads <version>_<name>.sql, or .up.sql and .down.sql, and '-- no-transaction' in the first line. "
         "The version becomes the revision id.",
     .table = "_sqlx_migrations",
     .order = "version",
     .columns = sqlx_columns,
     .by_version = true,
     .read = read_sqlx,
     .history = sqlx_history},
    {.name = "prisma",
     .title = "Prisma",
     .folder = "prisma/migrations",
     .reads =
         "Reads <time>_<name>/migration.sql. The time becomes the revision id. BEGIN and COMMIT around a "
         "file are removed, because pgmend runs each revision in a transaction.",
     .table = "_prisma_migrations",
     .order = "started_at",
     .columns = prisma_columns,
     .read = read_prisma,
     .history = prisma_history},
    {.name = "drizzle",
     .title = "drizzle",
     .folder = "drizzle",
     .reads = "Reads <number>_<name>.sql; '--> statement-breakpoint' is left out. The number becomes the "
              "revision id.",
     .table = "drizzle.__drizzle_migrations",
     .order = "created_at",
     .columns = drizzle_columns,
     .read = read_drizzle,
     .history = drizzle_history},
    {.name = "supabase",
     .title = "Supabase",
     .folder = "supabase/migrations",
     .reads = "Reads <time>_<name>.sql. The time becomes the revision id. The schemas and roles of the "
              "platform are not part of any revision.",
     .table = "supabase_migrations.schema_migrations",
     .order = "version",
     .columns = version_columns,
     .read = read_supabase,
     .history = version_history},
    {.name = "atlas",
     .title = "Atlas",
     .folder = "migrations",
     .reads =
         "Reads <version>_<name>.sql, including '-- atlas:txmode none'. The version becomes the revision "
         "id.",
     .table = "atlas_schema_revisions.atlas_schema_revisions",
     .order = "version",
     .columns = atlas_columns,
     .other_table = "atlas_schema_revisions",
     .read = read_atlas,
     .history = atlas_history},
    {.name = "goose",
     .title = "goose",
     .folder = "migrations",
     .reads = "Reads <version>_<name>.sql with '-- +goose Up' and '-- +goose Down', including NO TRANSACTION "
              "and StatementBegin/End. The version becomes the revision id.",
     .table = "goose_db_version",
     .order = "id",
     .columns = goose_columns,
     .by_version = true,
     .read = read_goose,
     .history = goose_history},
    {.name = "tern",
     .title = "tern",
     .folder = "migrations",
     .reads =
         "Reads <number>_<name>.sql with '---- create above / drop below ----', including disable-tx. The "
         "number becomes the revision id. Templates are reported.",
     .table = "schema_version",
     .order = "version",
     .columns = version_columns,
     .by_version = true,
     .read = read_tern,
     .history = tern_history},
    {.name = "sqitch",
     .title = "sqitch",
     .folder = ".",
     .reads =
         "Reads sqitch.plan and the scripts in deploy/ and revert/. The change's name becomes the revision "
         "id. BEGIN and COMMIT around a script are removed.",
     .table = "sqitch.changes",
     .order = "committed_at",
     .columns = sqitch_columns,
     .read = read_sqitch,
     .history = sqitch_history},
    {.name = "liquibase",
     .title = "Liquibase",
     .folder = "changelog",
     .reads =
         "Reads *.sql that begin with '--liquibase formatted sql', by name: each change set becomes a "
         "revision, and '--rollback' its section down. The id becomes the revision id. Change logs in XML "
         "or YAML are not read.",
     .table = "databasechangelog",
     .order = "orderexecuted",
     .columns = liquibase_columns,
     .read = read_liquibase,
     .history = liquibase_history},
    {.name = "rails",
     .title = "Rails",
     .folder = "db",
     .reads = "Reads structure.sql as one revision, whose id is the version of the newest migration.",
     .table = "schema_migrations",
     .order = "version",
     .columns = version_columns,
     .alien = "dirty",
     .read = read_rails,
     .history = rails_history},
}};

constexpr Tool any{.name = "sql",
                   .title = "the tool",
                   .folder = "migrations",
                   .reads =
                       "Reads the files that --pattern and --down fit, also in folders below the one given. "
                       "{version} is digits, with dots and dashes between them; {name} is anything without "
                       "a slash. The version becomes the revision id.",
                   .table = "schema_migrations",
                   .order = "version",
                   .columns = version_columns,
                   .read = read_sql,
                   .history = version_history};

constexpr Tool django{.name = "django",
                      .title = "Django",
                      .folder = ".",
                      .reads = "",
                      .table = "django_migrations",
                      .order = "id",
                      .columns = django_columns,
                      .read = nullptr,
                      .history = django_history};

} // namespace

std::span<const Tool> tools() {
    return table;
}

const Tool& any_tool() {
    return any;
}

const Tool& django_tool() {
    return django;
}

} // namespace pgmend::importers
