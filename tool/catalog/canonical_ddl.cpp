#include "catalog/canonical_ddl.hpp"

#include "pg/quote.hpp"

#include <array>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Object;
using Statements = std::vector<std::string>;

/// The empty copy of a table, view or foreign table in the temporary schema.
constexpr const char* copy = "pg_temp.pgmend_canonical";

std::string copy_of(const std::string& schema, const std::string& relation) {
    return fmt::format("CREATE TEMPORARY TABLE pgmend_canonical (LIKE {})",
                       pg::quote_qualified(schema, relation));
}

/// The copy of what the object is in or on, then the statement.
Statements on_copy(const Object& object, std::string statement) {
    return {copy_of(object.id.schema, object.id.parent), std::move(statement)};
}

/// The text with the object's own relation, where it first stands behind `word`, replaced by the copy; empty
/// when it does not stand there.
std::string retargeted(std::string text, std::string_view word, const Object& object) {
    const auto named = fmt::format("{}{}", word, pg::quote_qualified(object.id.schema, object.id.parent));
    const auto at = text.find(named);
    if (at == std::string::npos)
        return {};
    return text.replace(at + word.size(), named.size() - word.size(), copy);
}

Statements of_view(const Object& view) {
    // The reader's text ends with a semicolon, which a prepared statement may.
    return {fmt::format("CREATE TEMPORARY VIEW pgmend_canonical_view AS {}", view.text("definition"))};
}

Statements of_partition_key(const Object& table) {
    return {fmt::format("CREATE TEMPORARY TABLE pgmend_canonical_partitioned (LIKE {}) PARTITION BY {}",
                        pg::quote_qualified(table.id.schema, table.id.name), table.text("partition_key"))};
}

Statements of_constraint(const Object& constraint) {
    const auto type = constraint.text("type");
    // Keys say nothing but names, which are written alike everywhere; a copy could not refer to others
    // either.
    if (type != "check" && type != "exclude")
        return {};
    return on_copy(constraint, fmt::format("ALTER TABLE {} ADD CONSTRAINT pgmend_canonical_constraint {}",
                                           copy, constraint.text("definition")));
}

Statements of_index(const Object& index) {
    return on_copy(index, fmt::format("CREATE {}INDEX pgmend_canonical_index ON {} USING {}",
                                      index.text("unique") == "yes" ? "UNIQUE " : "", copy,
                                      index.text("definition")));
}

Statements of_default(const Object& column) {
    return on_copy(column, fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", copy,
                                       pg::quote_identifier(column.id.name), column.text("default")));
}

Statements of_generated(const Object& column) {
    return on_copy(
        column, fmt::format("ALTER TABLE {} ADD COLUMN pgmend_canonical {} GENERATED ALWAYS AS ({}) STORED",
                            copy, column.text("type"), column.text("generated")));
}

/// Any condition on a row, subqueries included.
Statements of_condition(const Object& object, std::string_view condition) {
    return on_copy(object,
                   fmt::format("CREATE POLICY pgmend_canonical_policy ON {} USING ({})", copy, condition));
}

/// The condition of a publication's table, whose name comes quoted already.
Statements of_row_filter(const Object& published) {
    return {
        fmt::format("CREATE TEMPORARY TABLE pgmend_canonical (LIKE {})", published.id.name),
        fmt::format("CREATE POLICY pgmend_canonical_policy ON {} USING ({})", copy, published.text("where"))};
}

Statements of_trigger(const Object& trigger) {
    auto definition = retargeted(std::string(trigger.text("definition")), " ON ", trigger);
    if (definition.empty())
        return {};
    return on_copy(trigger,
                   fmt::format("CREATE {}TRIGGER pgmend_canonical_trigger {}",
                               trigger.text("constraint_trigger") == "yes" ? "CONSTRAINT " : "", definition));
}

Statements of_rule(const Object& rule) {
    auto definition = retargeted(std::string(rule.text("definition")), " TO ", rule);
    if (definition.empty())
        return {};
    return on_copy(rule, fmt::format("CREATE RULE pgmend_canonical_rule {}", definition));
}

Statements of_function(const Object& function) {
    if (function.id.kind == Kind::procedure)
        return {};
    const auto body = function.text("sql_body");
    const auto result = function.text("result");
    return {fmt::format("CREATE FUNCTION pg_temp.pgmend_canonical_function({}){} LANGUAGE {} {}",
                        function.text("arguments"),
                        result.empty() ? std::string() : fmt::format(" RETURNS {}", result),
                        body.empty() ? pg::quote_identifier(function.text("language")) : "sql",
                        body.empty() ? std::string("AS ''") : std::string(body))};
}

Statements of_domain_default(const Object& domain) {
    return {fmt::format("CREATE DOMAIN pg_temp.pgmend_canonical_domain AS {} DEFAULT {}", domain.text("type"),
                        domain.text("default"))};
}

/// The base type stands with the domain itself; a domain over the domain has the same values.
Statements of_domain_constraint(const Object& constraint) {
    return {fmt::format(
        "CREATE DOMAIN pg_temp.pgmend_canonical_domain AS {} CONSTRAINT pgmend_canonical_constraint {}",
        pg::quote_qualified(constraint.id.schema, constraint.id.parent), constraint.text("definition"))};
}

Statements of_collation(const Object& collation) {
    return {fmt::format("CREATE COLLATION pg_temp.pgmend_canonical_collation (provider = {}, locale = {})",
                        pg::quote_identifier(collation.text("provider")),
                        pg::quote_literal(collation.text("locale")))};
}

Statements of_statistics(const Object& statistics) {
    const std::string definition(statistics.text("definition"));
    const auto from = definition.rfind(" FROM ");
    if (from == std::string::npos)
        return {};
    return {fmt::format("CREATE TEMPORARY TABLE pgmend_canonical (LIKE {})", definition.substr(from + 6)),
            fmt::format("CREATE STATISTICS pg_temp.pgmend_canonical_statistics {} FROM {}",
                        definition.substr(0, from), copy)};
}

struct Row {
    Kind kind;
    std::string_view attribute;
    Statements (*statements)(const Object&);
};

constexpr auto rows = std::to_array<Row>({
    {Kind::view, "definition", of_view},
    {Kind::materialized_view, "definition", of_view},
    {Kind::table, "partition_key", of_partition_key},
    {Kind::constraint, "definition", of_constraint},
    {Kind::index, "definition", of_index},
    {Kind::column, "default", of_default},
    {Kind::column, "generated", of_generated},
    {Kind::policy, "using", [](const Object& policy) { return of_condition(policy, policy.text("using")); }},
    {Kind::policy, "with_check",
     [](const Object& policy) { return of_condition(policy, policy.text("with_check")); }},
    {Kind::publication_table, "where", of_row_filter},
    {Kind::trigger, "definition", of_trigger},
    {Kind::rule, "definition", of_rule},
    {Kind::function, "arguments", of_function},
    {Kind::function, "sql_body", of_function},
    {Kind::domain, "default", of_domain_default},
    {Kind::domain_constraint, "definition", of_domain_constraint},
    {Kind::statistics, "definition", of_statistics},
    {Kind::collation, "locale", of_collation},
});

} // namespace

std::vector<std::string> canonical_ddl(const Object& object, std::string_view attribute) {
    for (const auto& row : rows)
        if (row.kind == object.id.kind && row.attribute == attribute)
            return object.find(attribute) != nullptr ? row.statements(object) : Statements();
    return {};
}

} // namespace pgmend::catalog
