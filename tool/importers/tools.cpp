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

constexpr std::array<Tool, 5> table{{
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
              "programs (.js, .ts), they are reported and nothing is written.",
     .table = "pgmigrations",
     .order = "id",
     .columns = node_pg_migrate_columns,
     .read = read_node_pg_migrate,
     .history = node_pg_migrate_history},
}};

} // namespace

std::span<const Tool> tools() {
    return table;
}

} // namespace pgmend::importers
