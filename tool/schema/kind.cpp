#include "schema/kind.hpp"

#include <algorithm>
#include <array>

namespace pgmend::schema {
namespace {

constexpr auto names = std::to_array<std::string_view>({"tablespace",
                                                        "database",
                                                        "setting",
                                                        "role",
                                                        "membership",
                                                        "schema",
                                                        "extension",
                                                        "language",
                                                        "access_method",
                                                        "foreign_data_wrapper",
                                                        "server",
                                                        "user_mapping",
                                                        "collation",
                                                        "base_type",
                                                        "enum",
                                                        "composite_type",
                                                        "attribute",
                                                        "domain",
                                                        "domain_constraint",
                                                        "range_type",
                                                        "sequence",
                                                        "table",
                                                        "foreign_table",
                                                        "view",
                                                        "materialized_view",
                                                        "column",
                                                        "constraint",
                                                        "index",
                                                        "statistics",
                                                        "function",
                                                        "procedure",
                                                        "aggregate",
                                                        "operator",
                                                        "operator_family",
                                                        "operator_class",
                                                        "cast",
                                                        "transform",
                                                        "conversion",
                                                        "text_search_parser",
                                                        "text_search_template",
                                                        "text_search_dictionary",
                                                        "text_search_configuration",
                                                        "trigger",
                                                        "rule",
                                                        "policy",
                                                        "event_trigger",
                                                        "publication",
                                                        "publication_table",
                                                        "publication_schema",
                                                        "subscription",
                                                        "default_privileges",
                                                        "privileges",
                                                        "other"});
static_assert(names.size() == static_cast<std::size_t>(Kind::other) + 1);

} // namespace

std::string_view to_string(Kind kind) noexcept {
    return names[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kind_from(std::string_view name) noexcept {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Kind>(found - names.begin());
}

} // namespace pgmend::schema
