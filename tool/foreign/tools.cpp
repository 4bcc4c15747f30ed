#include "foreign/tools.hpp"

#include "foreign/readers.hpp"

#include <array>

namespace pgmend::foreign {
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
     .table = "schema_migrations",
     .order = "version",
     .columns = dbmate_columns,
     .alien = "dirty",
     .read = read_dbmate,
     .history = dbmate_history},
    {.name = "flyway",
     .title = "Flyway",
     .folder = "src/main/resources/db/migration",
     .table = "flyway_schema_history",
     .order = "installed_rank",
     .columns = flyway_columns,
     .by_version = true,
     .read = read_flyway,
     .history = flyway_history},
    {.name = "golang-migrate",
     .title = "golang-migrate",
     .folder = "db/migrations",
     .table = "schema_migrations",
     .order = "version",
     .columns = golang_migrate_columns,
     .by_version = true,
     .read = read_golang_migrate,
     .history = golang_migrate_history},
    {.name = "sql-migrate",
     .title = "sql-migrate",
     .folder = "db/migrations",
     .table = "gorp_migrations",
     .order = "applied_at",
     .columns = sql_migrate_columns,
     .read = read_sql_migrate,
     .history = sql_migrate_history},
    {.name = "node-pg-migrate",
     .title = "node-pg-migrate",
     .folder = "db/migrations",
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

} // namespace pgmend::foreign
