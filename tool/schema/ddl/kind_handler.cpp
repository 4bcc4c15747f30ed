#include "schema/ddl/kind_handler.hpp"

#include "schema/ddl/kinds.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace pgmend::schema::ddl {
namespace {

// kind, keyword, rank, create, alter, alterable, later, must_recreate, drop, detach
constexpr auto handlers = std::to_array<KindHandler>({
    {Kind::tablespace, "TABLESPACE", 0, cannot_create, cannot_alter, "option.*", "", nullptr, cannot_drop},
    {Kind::database, "DATABASE", 0, cannot_create, cannot_alter,
     "encoding lc_collate lc_ctype locale_provider locale connection_limit template allow_connections "
     "tablespace",
     "", nullptr, cannot_drop},
    {Kind::role, "ROLE", 1, create_role, alter_role,
     "superuser inherit create_role create_db login replication bypass_rls connection_limit valid_until"},
    {Kind::membership, "ROLE", 2, create_membership, nullptr, "", "", nullptr, drop_membership},
    {Kind::setting, "DATABASE", 3, create_setting, alter_setting, "config.*", "", nullptr, drop_setting},
    {Kind::schema, "SCHEMA", 5, create_schema},
    {Kind::extension, "EXTENSION", 6, create_extension, alter_extension, "version schema_name relocatable",
     "", extension_must_recreate},
    {Kind::language, "LANGUAGE", 21, create_language},
    {Kind::access_method, "ACCESS METHOD", 21, create_access_method},
    {Kind::foreign_data_wrapper, "FOREIGN DATA WRAPPER", 22, create_foreign_data_wrapper,
     alter_foreign_data_wrapper, "handler validator fdw_option.*"},
    {Kind::server, "SERVER", 23, create_server, alter_server, "version fdw_option.*"},
    {Kind::user_mapping, "USER MAPPING", 24, create_user_mapping, alter_user_mapping, "fdw_option.*"},
    {Kind::collation, "COLLATION", 10, create_collation},
    {Kind::base_type, "TYPE", 21, create_base_type, alter_base_type,
     "receive send typmod_in typmod_out analyze subscript storage", "", base_type_must_recreate,
     drop_base_type},
    {Kind::enum_type, "TYPE", 11, create_enum, alter_enum, "labels", "", enum_must_recreate},
    {Kind::composite_type, "TYPE", 12, create_composite},
    {Kind::attribute, "COLUMN", 13, create_attribute, alter_attribute, "type collation", "", nullptr,
     drop_attribute},
    {Kind::domain, "DOMAIN", 14, create_domain, alter_domain, "default not_null", "", nullptr, nullptr,
     detach_domain},
    {Kind::domain_constraint, "CONSTRAINT", 15, create_domain_constraint, alter_domain_constraint,
     "validated", "", domain_constraint_must_recreate, drop_domain_constraint},
    {Kind::range_type, "TYPE", 16, create_range},
    {Kind::sequence, "SEQUENCE", 18, create_sequence, alter_sequence,
     "persistence type increment minimum maximum start cache cycle owned_by", "", nullptr, drop_sequence,
     detach_sequence},
    {Kind::table, "TABLE", 30, create_table, alter_table,
     "persistence access_method tablespace option.* toast_option.* replica_identity row_security "
     "force_row_security "
     "clustered_on inherits partition_of partition_bound of_type partition_key detach_pending",
     "replica_identity row_security force_row_security clustered_on", table_must_recreate, drop_table,
     detach_table},
    {Kind::foreign_table, "FOREIGN TABLE", 31, create_foreign_table, alter_foreign_table,
     "fdw_option.* inherits partition_of partition_bound", "", nullptr, nullptr, detach_table},
    {Kind::view, "VIEW", 29, create_view, alter_view, "definition option.*", "", view_must_recreate},
    {Kind::materialized_view, "MATERIALIZED VIEW", 34, create_materialized_view, alter_materialized_view,
     "option.* toast_option.* tablespace populated clustered_on", "clustered_on"},
    {Kind::column, "COLUMN", 32, create_column, alter_column,
     "type not_null not_null_no_inherit not_null_validated default generated identity collation storage "
     "compression "
     "statistics option.* fdw_option.* inherited",
     "storage compression statistics option.*", column_must_recreate, drop_column, detach_column},
    {Kind::constraint, "CONSTRAINT", 35, create_constraint, alter_constraint, "definition validated triggers",
     "triggers", constraint_must_recreate, drop_constraint},
    {Kind::index, "INDEX", 36, create_index, alter_index, "option.* tablespace statistics.* attached",
     "statistics.*", nullptr, drop_index},
    {Kind::statistics, "STATISTICS", 38, create_statistics, alter_statistics_object, "target", "target"},
    {Kind::function, "FUNCTION", 20, create_function, alter_function,
     "arguments language volatility strict security_definer leakproof parallel cost rows support config.* "
     "transform_types sql_body body library",
     "", function_must_recreate},
    {Kind::procedure, "PROCEDURE", 20, create_function, alter_function,
     "arguments language security_definer config.* transform_types sql_body body library", "",
     function_must_recreate},
    {Kind::aggregate, "AGGREGATE", 21, create_aggregate},
    {Kind::operator_, "OPERATOR", 25, create_operator},
    {Kind::operator_family, "OPERATOR FAMILY", 26, create_operator_family, alter_operator_family, "members"},
    {Kind::operator_class, "OPERATOR CLASS", 27, create_operator_class},
    {Kind::cast, "CAST", 28, create_cast},
    {Kind::transform, "TRANSFORM", 28, create_transform},
    {Kind::conversion, "CONVERSION", 28, create_conversion},
    {Kind::text_search_parser, "TEXT SEARCH PARSER", 25, create_text_search_parser},
    {Kind::text_search_template, "TEXT SEARCH TEMPLATE", 25, create_text_search_template},
    {Kind::text_search_dictionary, "TEXT SEARCH DICTIONARY", 26, create_text_search_dictionary,
     alter_text_search_dictionary, "options"},
    {Kind::text_search_configuration, "TEXT SEARCH CONFIGURATION", 27, create_text_search_configuration,
     alter_text_search_configuration, "mapping.*", "mapping.*"},
    {Kind::trigger, "TRIGGER", 34, create_trigger, alter_trigger, "definition enabled", "enabled",
     trigger_must_recreate, drop_trigger},
    {Kind::rule, "RULE", 33, create_rule, alter_rule, "definition enabled", "enabled"},
    {Kind::policy, "POLICY", 33, create_policy, alter_policy, "roles using with_check", "",
     policy_must_recreate},
    {Kind::event_trigger, "EVENT TRIGGER", 60, create_event_trigger, alter_event_trigger, "enabled",
     "enabled"},
    {Kind::publication, "PUBLICATION", 50, create_publication, alter_publication,
     "publish via_partition_root generated_columns"},
    {Kind::publication_table, "PUBLICATION", 51, create_publication_table, nullptr, "", "", nullptr,
     drop_publication_table},
    {Kind::publication_schema, "PUBLICATION", 51, create_publication_schema, nullptr, "", "", nullptr,
     drop_publication_schema},
    {Kind::subscription, "SUBSCRIPTION", 52, create_subscription, alter_subscription,
     "connection publications slot_name synchronous_commit binary streaming disable_on_error "
     "password_required "
     "run_as_owner origin failover enabled",
     "", nullptr, drop_subscription},
    {Kind::default_privileges, "", 55, create_default_privileges, alter_default_privileges, "", "", nullptr,
     drop_default_privileges},
    {Kind::privileges, "", 54, create_system_object_acl, alter_system_object_acl, "", "", nullptr,
     drop_system_object_acl},
    {Kind::other, "", 61, cannot_create, cannot_alter, "hash", "", nullptr, cannot_drop},
});

} // namespace

const KindHandler& handler_of(Kind kind) {
    const auto found = std::ranges::find(handlers, kind, &KindHandler::kind);
    if (found == handlers.end())
        throw std::logic_error("an object kind has no handler");
    return *found;
}

} // namespace pgmend::schema::ddl
