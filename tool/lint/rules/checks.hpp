#pragma once

#include "lint/statement_context.hpp"

/// The checks of the lint rules; their ids are in lint/rules.cpp. Each check examines one statement and adds
/// its violations.
namespace pgmend::lint::check {

void add_column_volatile_default(const StatementContext& context, Violations& violations);
void add_column_serial(const StatementContext& context, Violations& violations);
void add_column_stored(const StatementContext& context, Violations& violations);
void add_column_check(const StatementContext& context, Violations& violations);
void add_column_unique(const StatementContext& context, Violations& violations);
void add_column_references(const StatementContext& context, Violations& violations);
void add_column_required(const StatementContext& context, Violations& violations);
void set_not_null(const StatementContext& context, Violations& violations);
void change_column_type(const StatementContext& context, Violations& violations);
void change_collation(const StatementContext& context, Violations& violations);
void add_foreign_key(const StatementContext& context, Violations& violations);
void add_check(const StatementContext& context, Violations& violations);
void add_unique(const StatementContext& context, Violations& violations);
void primary_key_using_index(const StatementContext& context, Violations& violations);
void add_exclusion(const StatementContext& context, Violations& violations);
void create_index(const StatementContext& context, Violations& violations);
void drop_index(const StatementContext& context, Violations& violations);
void reindex(const StatementContext& context, Violations& violations);
void create_table_references(const StatementContext& context, Violations& violations);
void version_table(const StatementContext& context, Violations& violations);
void validate_in_same_transaction(const StatementContext& context, Violations& violations);
void ddl_and_data(const StatementContext& context, Violations& violations);
void unbounded_change(const StatementContext& context, Violations& violations);
void rename_column(const StatementContext& context, Violations& violations);
void rename_table(const StatementContext& context, Violations& violations);
void drop_column(const StatementContext& context, Violations& violations);
void drop_table(const StatementContext& context, Violations& violations);
void drop_schema(const StatementContext& context, Violations& violations);
void create_database(const StatementContext& context, Violations& violations);
void drop_database(const StatementContext& context, Violations& violations);
void truncate_table(const StatementContext& context, Violations& violations);
void rewrite_table(const StatementContext& context, Violations& violations);
void refresh_materialized_view(const StatementContext& context, Violations& violations);
void enum_value_in_use(const StatementContext& context, Violations& violations);
void rename_enum_value(const StatementContext& context, Violations& violations);
void enum_value_order(const StatementContext& context, Violations& violations);
void domain_constraint(const StatementContext& context, Violations& violations);
void create_domain_constraint(const StatementContext& context, Violations& violations);
void attach_partition(const StatementContext& context, Violations& violations);
void create_partition(const StatementContext& context, Violations& violations);
void detach_partition(const StatementContext& context, Violations& violations);
void lock_table(const StatementContext& context, Violations& violations);
void index_options(const StatementContext& context, Violations& violations);
void drop_not_null(const StatementContext& context, Violations& violations);
void drop_constraint(const StatementContext& context, Violations& violations);
void trigger(const StatementContext& context, Violations& violations);
void char_type(const StatementContext& context, Violations& violations);
void small_key(const StatementContext& context, Violations& violations);
void timestamp_without_zone(const StatementContext& context, Violations& violations);
void identifier_too_long(const StatementContext& context, Violations& violations);
void session_setting(const StatementContext& context, Violations& violations);
void unknown_statement(const StatementContext& context, Violations& violations);

} // namespace pgmend::lint::check
