#include "schema/severity.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace pgmend::schema {
namespace {

struct Rule {
    Kind kind;
    std::string_view attribute;
    Severity severity;
};

/// Where the kind decides; looked at before the rules for all kinds.
constexpr auto rules_of_kinds = std::to_array<Rule>({
    {Kind::column, "type", Severity::breaking},
    {Kind::attribute, "type", Severity::breaking},
    {Kind::attribute, "position", Severity::breaking},
    {Kind::domain, "type", Severity::breaking},
    {Kind::enum_type, "labels", Severity::breaking},
    {Kind::function, "arguments", Severity::breaking},
    {Kind::function, "result", Severity::breaking},
    {Kind::procedure, "arguments", Severity::breaking},
    {Kind::aggregate, "result", Severity::breaking},
    {Kind::aggregate, "arguments", Severity::breaking},
    {Kind::column, "generated", Severity::breaking},
    {Kind::column, "identity", Severity::breaking},
    {Kind::range_type, "subtype", Severity::breaking},
    {Kind::column, "not_null", Severity::breaking},
    {Kind::domain, "not_null", Severity::breaking},
    {Kind::table, "row_security", Severity::breaking},
    {Kind::table, "force_row_security", Severity::breaking},
    {Kind::index, "definition", Severity::performance},
    {Kind::index, "unique", Severity::breaking},
    {Kind::index, "replica_identity", Severity::behaviour},
    {Kind::collation, "version", Severity::cosmetic},
    {Kind::sequence, "type", Severity::behaviour},
    {Kind::foreign_data_wrapper, "handler", Severity::breaking},
});

struct AttributeRule {
    std::string_view attribute; ///< with a dot at the end: the whole family
    Severity severity;
};

constexpr auto rules_of_attributes = std::to_array<AttributeRule>({
    {"comment", Severity::cosmetic},          {"label.", Severity::cosmetic},
    {"position", Severity::cosmetic},         {"own_name", Severity::cosmetic},
    {"not_null_name", Severity::cosmetic},    {"inherited", Severity::cosmetic},
    {"toast_option.", Severity::performance}, {"statistics", Severity::performance},
    {"statistics.", Severity::performance},   {"storage", Severity::performance},
    {"compression", Severity::performance},   {"tablespace", Severity::performance},
    {"access_method", Severity::performance}, {"clustered_on", Severity::performance},
    {"target", Severity::performance},        {"cost", Severity::performance},
    {"rows", Severity::performance},          {"support", Severity::performance},
    {"parallel", Severity::performance},      {"cache", Severity::performance},
    {"valid", Severity::performance},         {"ready", Severity::performance},
});

constexpr auto view_options = std::to_array<std::string_view>(
    {"option.security_barrier", "option.security_invoker", "option.check_option"});

bool covers(std::string_view rule, std::string_view attribute) {
    return rule == attribute || (rule.back() == '.' && attribute.starts_with(rule));
}

bool holds_uniqueness(const Object& index) {
    return index.text("unique") == "yes" || index.find("constraint") != nullptr;
}

/// A constraint on which the application relies when it writes: without it, rows that break it come in.
bool is_key(const Object& constraint) {
    constexpr auto types =
        std::to_array<std::string_view>({"primary key", "unique", "foreign key", "exclude"});
    return std::find(types.begin(), types.end(), constraint.text("type")) != types.end();
}

bool is_auxiliary(Kind kind) {
    constexpr auto kinds = std::to_array<Kind>(
        {Kind::constraint, Kind::domain_constraint, Kind::trigger, Kind::rule, Kind::policy,
         Kind::event_trigger, Kind::default_privileges, Kind::privileges, Kind::setting, Kind::membership,
         Kind::tablespace, Kind::publication, Kind::publication_table, Kind::publication_schema,
         Kind::subscription, Kind::cast, Kind::other});
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

} // namespace

std::string_view to_string(Severity severity) noexcept {
    constexpr auto names =
        std::to_array<std::string_view>({"cosmetic", "performance", "behaviour", "breaking"});
    return names[static_cast<std::size_t>(severity)];
}

std::string_view to_string(Change change) noexcept {
    constexpr auto names = std::to_array<std::string_view>({"missing", "unexpected", "different"});
    return names[static_cast<std::size_t>(change)];
}

Severity severity_of_missing(const Object& expected) {
    switch (expected.id.kind) {
    case Kind::index:
        return holds_uniqueness(expected) ? Severity::breaking : Severity::performance;
    case Kind::constraint:
        return is_key(expected) ? Severity::breaking : Severity::behaviour;
    case Kind::statistics:
        return Severity::performance;
    default:
        return is_auxiliary(expected.id.kind) ? Severity::behaviour : Severity::breaking;
    }
}

Severity severity_of_unexpected(const Object& actual) {
    switch (actual.id.kind) {
    case Kind::index:
        return holds_uniqueness(actual) ? Severity::behaviour : Severity::performance;
    case Kind::statistics:
        return Severity::performance;
    case Kind::table: // nobody who reviews the schema knows what it holds
    case Kind::foreign_table:
        return Severity::behaviour;
    case Kind::column: {
        // Who inserts without naming it fails.
        const bool must_be_given = actual.text("not_null") == "yes" && actual.find("default") == nullptr &&
                                   actual.find("generated") == nullptr && actual.find("identity") == nullptr;
        return must_be_given ? Severity::breaking : Severity::behaviour;
    }
    default:
        return is_auxiliary(actual.id.kind) ? Severity::behaviour : Severity::cosmetic;
    }
}

Severity severity_of_different(const Object& expected, std::string_view attribute) {
    const auto kind = expected.id.kind;
    if (kind == Kind::constraint && (attribute == "definition" || attribute == "type") && is_key(expected))
        return Severity::breaking;
    for (const auto& rule : rules_of_kinds) {
        if (rule.kind == kind && rule.attribute == attribute)
            return rule.severity == Severity::performance && holds_uniqueness(expected) ? Severity::behaviour
                                                                                        : rule.severity;
    }
    for (const auto& rule : rules_of_attributes) {
        if (covers(rule.attribute, attribute))
            return rule.severity;
    }
    const bool tunes = attribute.starts_with("option.") &&
                       std::find(view_options.begin(), view_options.end(), attribute) == view_options.end();
    return tunes ? Severity::performance : Severity::behaviour;
}

} // namespace pgmend::schema
