#pragma once

#include "lint/subject.hpp"

/// The checks of the rules; lint/rules.cpp has their ids. Each looks at one subject and adds what it finds.
namespace pgmend::lint::check {

void add_column_volatile_default(const Subject& subject, Hits& hits);
void add_column_serial(const Subject& subject, Hits& hits);
void add_column_stored(const Subject& subject, Hits& hits);
void add_column_check(const Subject& subject, Hits& hits);
void add_column_unique(const Subject& subject, Hits& hits);
void add_column_references(const Subject& subject, Hits& hits);
void add_column_required(const Subject& subject, Hits& hits);
void set_not_null(const Subject& subject, Hits& hits);
void change_column_type(const Subject& subject, Hits& hits);
void change_collation(const Subject& subject, Hits& hits);
void add_foreign_key(const Subject& subject, Hits& hits);
void add_check(const Subject& subject, Hits& hits);
void add_unique(const Subject& subject, Hits& hits);
void primary_key_using_index(const Subject& subject, Hits& hits);
void add_exclusion(const Subject& subject, Hits& hits);
void create_index(const Subject& subject, Hits& hits);
void drop_index(const Subject& subject, Hits& hits);
void reindex(const Subject& subject, Hits& hits);
void create_table_references(const Subject& subject, Hits& hits);
void version_table(const Subject& subject, Hits& hits);
void validate_in_same_transaction(const Subject& subject, Hits& hits);
void ddl_and_data(const Subject& subject, Hits& hits);
void unbounded_change(const Subject& subject, Hits& hits);
void rename_column(const Subject& subject, Hits& hits);
void rename_table(const Subject& subject, Hits& hits);
void drop_column(const Subject& subject, Hits& hits);
void drop_table(const Subject& subject, Hits& hits);
void drop_schema(const Subject& subject, Hits& hits);
void create_database(const Subject& subject, Hits& hits);
void drop_database(const Subject& subject, Hits& hits);
void truncate_table(const Subject& subject, Hits& hits);
void rewrite_table(const Subject& subject, Hits& hits);
void refresh_materialized_view(const Subject& subject, Hits& hits);
void enum_value_in_use(const Subject& subject, Hits& hits);
void rename_enum_value(const Subject& subject, Hits& hits);
void enum_value_order(const Subject& subject, Hits& hits);
void domain_constraint(const Subject& subject, Hits& hits);
void create_domain_constraint(const Subject& subject, Hits& hits);
void attach_partition(const Subject& subject, Hits& hits);
void create_partition(const Subject& subject, Hits& hits);
void detach_partition(const Subject& subject, Hits& hits);
void lock_table(const Subject& subject, Hits& hits);
void index_options(const Subject& subject, Hits& hits);
void drop_not_null(const Subject& subject, Hits& hits);
void drop_constraint(const Subject& subject, Hits& hits);
void trigger(const Subject& subject, Hits& hits);
void char_type(const Subject& subject, Hits& hits);
void small_key(const Subject& subject, Hits& hits);
void timestamp_without_zone(const Subject& subject, Hits& hits);
void identifier_too_long(const Subject& subject, Hits& hits);
void session_setting(const Subject& subject, Hits& hits);
void unknown_statement(const Subject& subject, Hits& hits);

} // namespace pgmend::lint::check
