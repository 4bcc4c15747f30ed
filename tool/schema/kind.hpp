#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pgmend::schema {

/// The kind of an object. The order is that of the kinds in snapshots and reports: objects precede those that
/// are built from them.
enum class Kind : std::uint8_t {
    tablespace,
    database,
    setting,
    role,
    membership,
    schema,
    extension,
    language,
    access_method,
    foreign_data_wrapper,
    server,
    user_mapping,
    collation,
    base_type,
    enum_type,
    composite_type,
    attribute,
    domain,
    domain_constraint,
    range_type,
    sequence,
    table,
    foreign_table,
    view,
    materialized_view,
    column,
    constraint,
    index,
    statistics,
    function,
    procedure,
    aggregate,
    operator_,
    operator_family,
    operator_class,
    cast,
    transform,
    conversion,
    text_search_parser,
    text_search_template,
    text_search_dictionary,
    text_search_configuration,
    trigger,
    rule,
    policy,
    event_trigger,
    publication,
    publication_table,
    publication_schema,
    subscription,
    default_privileges,
    privileges, ///< changed privileges on an object of the system or of an extension
    other       ///< an object that is not read in detail; it is represented by a hash
};

/// The name in snapshots and reports: "table", "materialized_view", …
std::string_view to_string(Kind kind) noexcept;

/// The kind with this name.
std::optional<Kind> kind_from(std::string_view name) noexcept;

} // namespace pgmend::schema
