#pragma once

#include "schema/ddl/writer.hpp"

// The functions that create, alter, and drop the objects of each kind; the table in kind_handler.cpp lists
// them.
namespace pgmend::schema::ddl {

// Types
void create_enum(Writer& writer, const Object& type);
bool enum_must_recreate(const Writer&, const Object& from, const Object& to);
void alter_enum(Writer& writer, const Object& from, const Object& to);
void create_composite(Writer& writer, const Object& type);
/// Whether adding attributes at the end results in the desired order.
bool order_can_be_reached(const Writer& writer, const ObjectId& composite_type);
/// Adds a note if it does not.
void note_composite(Writer& writer, const Object& type);
void create_attribute(Writer& writer, const Object& attribute);
void alter_attribute(Writer& writer, const Object& from, const Object& to);
void drop_attribute(Writer& writer, const Object& attribute);
void create_domain(Writer& writer, const Object& domain);
void detach_domain(Writer& writer, const Object& from, const Object& to);
void alter_domain(Writer& writer, const Object& from, const Object& to);
void create_domain_constraint(Writer& writer, const Object& constraint);
bool domain_constraint_must_recreate(const Writer&, const Object&, const Object& to);
void alter_domain_constraint(Writer& writer, const Object& from, const Object& to);
void drop_domain_constraint(Writer& writer, const Object& constraint);
void create_range(Writer& writer, const Object& type);
void create_base_type(Writer& writer, const Object& type);
bool base_type_must_recreate(const Writer& writer, const Object& from, const Object& to);
void alter_base_type(Writer& writer, const Object& from, const Object& to);
void drop_base_type(Writer& writer, const Object& type);
void create_collation(Writer& writer, const Object& collation);

// Sequences
std::string sequence_parameters(const Object& sequence);
/// The least and the greatest value that it can have.
std::pair<long long, long long> sequence_limits(const Object& sequence);
void create_sequence(Writer& writer, const Object& sequence);
void alter_sequence(Writer& writer, const Object& from, const Object& to);
void detach_sequence(Writer& writer, const Object& from, const Object& to);
void drop_sequence(Writer& writer, const Object& sequence);

// Tables and foreign tables
void create_table(Writer& writer, const Object& table);
void alter_table(Writer& writer, const Object& from, const Object& to);
void note_table(Writer& writer, const Object& from, const Object& to);
bool table_must_recreate(const Writer& writer, const Object& from, const Object& to);
void detach_table(Writer& writer, const Object& from, const Object& to);
void drop_table(Writer& writer, const Object& table);
void create_foreign_table(Writer& writer, const Object& table);
void alter_foreign_table(Writer& writer, const Object& from, const Object& to);

// Columns of tables, foreign tables and views
std::string column_constraints(Writer& writer, const Object& column);
std::string column_definition(Writer& writer, const Object& column);
void create_column(Writer& writer, const Object& column);
void alter_column(Writer& writer, const Object& from, const Object& to);
bool column_must_recreate(const Writer& writer, const Object& from, const Object& to);
void detach_column(Writer& writer, const Object& from, const Object& to);
void drop_column(Writer& writer, const Object& column);

// Constraints
std::string constraint_definition(Writer& writer, const Object& constraint);
void create_constraint(Writer& writer, const Object& constraint);
bool constraint_must_recreate(const Writer&, const Object& from, const Object& to);
void alter_constraint(Writer& writer, const Object& from, const Object& to);
void drop_constraint(Writer& writer, const Object& constraint);

// Indexes and extended statistics
void create_index(Writer& writer, const Object& index);
void alter_index(Writer& writer, const Object& from, const Object& to);
void drop_index(Writer& writer, const Object& index);
void create_statistics(Writer& writer, const Object& statistics);
void alter_statistics_object(Writer& writer, const Object& from, const Object& to);

// Views
void create_view(Writer& writer, const Object& view);
bool view_must_recreate(const Writer& writer, const Object& from, const Object& to);
void alter_view(Writer& writer, const Object& from, const Object& to);
void create_materialized_view(Writer& writer, const Object& view);
void alter_materialized_view(Writer& writer, const Object& from, const Object& to);

// Functions, procedures, aggregates
std::string setting_clause(const std::string& name, const std::string& value);
void create_function(Writer& writer, const Object& function);
bool function_must_recreate(const Writer&, const Object& from, const Object& to);
void alter_function(Writer& writer, const Object&, const Object& to);
void create_aggregate(Writer& writer, const Object& aggregate);

// Operators, their families and classes, casts, transforms, conversions
void create_operator(Writer& writer, const Object& one);
void create_operator_family(Writer& writer, const Object& family);
void alter_operator_family(Writer& writer, const Object& from, const Object& to);
void create_operator_class(Writer& writer, const Object& one);
void create_cast(Writer& writer, const Object& cast);
void create_transform(Writer& writer, const Object& transform);
void create_conversion(Writer& writer, const Object& conversion);

// Text search
void create_text_search_parser(Writer& writer, const Object& parser);
void create_text_search_template(Writer& writer, const Object& one);
void create_text_search_dictionary(Writer& writer, const Object& dictionary);
void alter_text_search_dictionary(Writer& writer, const Object& from, const Object& to);
void create_text_search_configuration(Writer& writer, const Object& configuration);
void alter_text_search_configuration(Writer& writer, const Object& from, const Object& to);

// Triggers, rules, policies, event triggers
void create_trigger(Writer& writer, const Object& trigger);
bool trigger_must_recreate(const Writer& writer, const Object& from, const Object& to);
void alter_trigger(Writer& writer, const Object& from, const Object& to);
void drop_trigger(Writer& writer, const Object& trigger);
void create_rule(Writer& writer, const Object& rule);
void alter_rule(Writer& writer, const Object& from, const Object& to);
void create_policy(Writer& writer, const Object& policy);
bool policy_must_recreate(const Writer&, const Object& from, const Object& to);
void alter_policy(Writer& writer, const Object& from, const Object& to);
void create_event_trigger(Writer& writer, const Object& trigger);
void alter_event_trigger(Writer& writer, const Object& from, const Object& to);

// Foreign data
void create_foreign_data_wrapper(Writer& writer, const Object& wrapper);
void alter_foreign_data_wrapper(Writer& writer, const Object& from, const Object& to);
void create_server(Writer& writer, const Object& server);
void alter_server(Writer& writer, const Object& from, const Object& to);
void create_user_mapping(Writer& writer, const Object& mapping);
void alter_user_mapping(Writer& writer, const Object& from, const Object& to);

// Publications and subscriptions
void create_publication(Writer& writer, const Object& publication);
void alter_publication(Writer& writer, const Object& from, const Object& to);
void create_publication_table(Writer& writer, const Object& table);
void drop_publication_table(Writer& writer, const Object& table);
void create_publication_schema(Writer& writer, const Object& schema);
void drop_publication_schema(Writer& writer, const Object& schema);
void create_subscription(Writer& writer, const Object& one);
void alter_subscription(Writer& writer, const Object& from, const Object& to);
void drop_subscription(Writer& writer, const Object& one);

// Schemas, extensions, languages, and objects outside a database
void create_schema(Writer& writer, const Object& schema);
void create_extension(Writer& writer, const Object& extension);
bool extension_must_recreate(const Writer&, const Object& from, const Object& to);
void alter_extension(Writer& writer, const Object& from, const Object& to);
void create_language(Writer& writer, const Object& language);
void create_access_method(Writer& writer, const Object& method);
void create_role(Writer& writer, const Object& role);
void alter_role(Writer& writer, const Object& from, const Object& to);
void create_membership(Writer& writer, const Object& one);
void drop_membership(Writer& writer, const Object& one);
void alter_setting(Writer& writer, const Object& from, const Object& to);
void create_setting(Writer& writer, const Object& setting);
void drop_setting(Writer& writer, const Object& setting);
void cannot_create(Writer& writer, const Object& object);
void cannot_drop(Writer& writer, const Object& object);
void cannot_alter(Writer& writer, const Object&, const Object& to);

// Privileges that are objects of their own
void alter_default_privileges(Writer& writer, const Object& from, const Object& to);
void create_default_privileges(Writer& writer, const Object& object);
void drop_default_privileges(Writer& writer, const Object& object);
void alter_system_object_acl(Writer& writer, const Object& from, const Object& to);
void create_system_object_acl(Writer& writer, const Object& object);
void drop_system_object_acl(Writer& writer, const Object& object);

} // namespace pgmend::schema::ddl
