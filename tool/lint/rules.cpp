#include "lint/rules.hpp"

#include "lint/rules/checks.hpp"

#include <algorithm>
#include <array>

namespace pgmend::lint {
namespace {

constexpr auto table = std::to_array<Rule>({
    {"add-column-volatile-default", Severity::error, "ADD COLUMN whose default is computed for each row",
     check::add_column_volatile_default},
    {"add-column-serial", Severity::error, "ADD COLUMN that numbers every row: serial or identity",
     check::add_column_serial},
    {"add-column-stored", Severity::error, "ADD COLUMN … GENERATED … STORED", check::add_column_stored},
    {"add-column-check", Severity::warning, "ADD COLUMN … CHECK, which reads the whole table",
     check::add_column_check},
    {"add-column-unique", Severity::error, "ADD COLUMN … UNIQUE or PRIMARY KEY", check::add_column_unique},
    {"add-column-references", Severity::warning, "ADD COLUMN … REFERENCES", check::add_column_references},
    {"add-column-required", Severity::error, "ADD COLUMN NOT NULL without a default",
     check::add_column_required},
    {"set-not-null", Severity::error, "SET NOT NULL, which reads the whole table", check::set_not_null},
    {"change-column-type", Severity::error, "ALTER COLUMN … TYPE, which may rewrite the table",
     check::change_column_type},
    {"change-collation", Severity::warning, "ALTER COLUMN … TYPE … COLLATE, which rebuilds the indexes",
     check::change_collation},
    {"add-foreign-key", Severity::error, "ADD FOREIGN KEY that checks all rows at once",
     check::add_foreign_key},
    {"add-check", Severity::error, "ADD CHECK that reads the whole table", check::add_check},
    {"add-unique", Severity::error, "ADD UNIQUE or PRIMARY KEY that builds its index under a lock",
     check::add_unique},
    {"primary-key-using-index", Severity::warning, "ADD PRIMARY KEY USING INDEX over columns that allow NULL",
     check::primary_key_using_index},
    {"add-exclusion", Severity::warning, "ADD EXCLUDE, which cannot be done without a lock",
     check::add_exclusion},
    {"create-index", Severity::error, "CREATE INDEX that blocks writers", check::create_index},
    {"drop-index", Severity::warning, "DROP INDEX that blocks everyone", check::drop_index},
    {"reindex", Severity::error, "REINDEX that blocks writers", check::reindex},
    {"create-table-references", Severity::warning, "CREATE TABLE with a foreign key to a table in use",
     check::create_table_references},
    {"validate-in-same-transaction", Severity::warning, "NOT VALID and VALIDATE in one transaction",
     check::validate_in_same_transaction},
    {"ddl-and-data", Severity::warning, "changes rows in a transaction that holds a strong lock",
     check::ddl_and_data},
    {"unbounded-change", Severity::warning, "UPDATE or DELETE of all rows", check::unbounded_change},
    {"rename-column", Severity::error, "RENAME COLUMN breaks what uses the old name", check::rename_column},
    {"rename-table", Severity::error, "RENAME TABLE breaks what uses the old name", check::rename_table},
    {"drop-column", Severity::warning, "DROP COLUMN loses data and breaks what uses it", check::drop_column},
    {"drop-table", Severity::warning, "DROP TABLE loses data and breaks what uses it", check::drop_table},
    {"drop-schema", Severity::warning, "DROP SCHEMA CASCADE", check::drop_schema},
    {"create-database", Severity::warning, "CREATE DATABASE, which later statements do not use",
     check::create_database},
    {"drop-database", Severity::error, "DROP DATABASE", check::drop_database},
    {"truncate", Severity::warning, "TRUNCATE, especially with CASCADE", check::truncate_table},
    {"rewrite-table", Severity::error, "a statement that rewrites the whole table", check::rewrite_table},
    {"refresh-materialized-view", Severity::warning, "REFRESH MATERIALIZED VIEW that blocks readers",
     check::refresh_materialized_view},
    {"enum-value-in-use", Severity::error, "a new enum value used in the transaction that adds it",
     check::enum_value_in_use},
    {"rename-enum-value", Severity::warning, "ALTER TYPE … RENAME VALUE breaks what uses the old value",
     check::rename_enum_value},
    {"enum-value-order", Severity::info, "ALTER TYPE … ADD VALUE without a position",
     check::enum_value_order},
    {"domain-constraint", Severity::warning, "a constraint on a domain is checked in all its tables",
     check::domain_constraint},
    {"create-domain-constraint", Severity::info, "a domain with constraints is hard to change later",
     check::create_domain_constraint},
    {"attach-partition", Severity::warning, "ATTACH PARTITION reads the partition and the default partition",
     check::attach_partition},
    {"create-partition", Severity::warning, "CREATE TABLE … PARTITION OF locks the whole table",
     check::create_partition},
    {"detach-partition", Severity::warning, "DETACH PARTITION that blocks everyone", check::detach_partition},
    {"lock-table", Severity::warning, "LOCK TABLE that blocks readers", check::lock_table},
    {"index-options", Severity::warning, "ALTER INDEX … SET of a GIN or BRIN option stops all queries",
     check::index_options},
    {"drop-not-null", Severity::info, "DROP NOT NULL: readers may find NULL", check::drop_not_null},
    {"drop-constraint", Severity::info, "DROP CONSTRAINT of a foreign key locks both tables",
     check::drop_constraint},
    {"trigger", Severity::info, "a trigger is created or dropped under a lock", check::trigger},
    {"char-type", Severity::info, "char(n) pads with spaces", check::char_type},
    {"small-key", Severity::info, "a key of 32 bits or less runs out of values", check::small_key},
    {"timestamp-without-zone", Severity::info, "timestamp without time zone", check::timestamp_without_zone},
    {"identifier-too-long", Severity::error, "a name longer than 63 bytes is truncated",
     check::identifier_too_long},
    {"session-setting", Severity::info, "a setting that outlives the revision in a script for psql",
     check::session_setting},
    {"version-table", Severity::error, "a statement that writes to the version table", check::version_table},
    {"unknown-statement", Severity::info, "the parser does not know the statement", check::unknown_statement},
});

} // namespace

std::span<const Rule> rules() {
    return table;
}

const Rule* find_rule(std::string_view id) {
    const auto found = std::ranges::find(table, id, &Rule::id);
    return found == table.end() ? nullptr : &*found;
}

} // namespace pgmend::lint
