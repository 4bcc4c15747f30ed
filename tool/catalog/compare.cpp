#include "catalog/compare.hpp"

#include "catalog/compare_publication.hpp"
#include "catalog/scratch_comparer.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "statement/retarget.hpp"
#include "statement/statement_queries.hpp"

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

std::string relation_word(char kind) {
    switch (kind) {
    case 'S':
        return "sequence";
    case 'v':
        return "view";
    case 'm':
        return "materialized view";
    case 'f':
        return "foreign table";
    case 'c':
        return "composite type";
    default:
        return "table";
    }
}

/// An index's name may be taken by one on another table, or by what is no index at all.
std::optional<Comparison> on_another_table(pg::Connection& connection, const Effect& effect,
                                           const Existing& existing) {
    const auto& object = effect.object;
    if (object.kind != ObjectKind::index || object.name.empty())
        return std::nullopt;
    if (existing.name == object.name)
        return Comparison{.present = true, .differences = {{"kind", relation_word(existing.kind), "index"}}};
    const auto wanted = connection
                            .run(pg::own("SELECT $1::regclass::text"),
                                 {pg::quote_qualified(object.relation_schema, object.relation)})
                            .get<std::string>(0, 0);
    if (wanted == existing.relation)
        return std::nullopt;
    return Comparison{.present = true, .differences = {{"table", existing.relation, wanted}}};
}

/// Of an extension only what the statement asks for counts.
Comparison compare_extension(pg::Connection& connection, const Statement& statement, const Effect& effect) {
    const auto row =
        connection.run(pg::own("SELECT e.extversion, n.nspname FROM pg_extension e JOIN pg_namespace n "
                               "ON n.oid = e.extnamespace WHERE e.extname = $1"),
                       {effect.object.name});
    Comparison result{.present = true};
    const auto wanted = statement::extension_options(statement);
    if (!wanted.version.empty() && wanted.version != row.text(0, 0))
        result.differences.push_back({"version", std::string(row.text(0, 0)), wanted.version});
    if (!wanted.schema.empty() && wanted.schema != row.text(0, 1))
        result.differences.push_back({"schema", std::string(row.text(0, 1)), wanted.schema});
    return result;
}

Comparison compare_schema(pg::Connection& connection, const Statement& statement, const Effect& effect) {
    const auto owner = statement::schema_owner(statement);
    if (owner.empty())
        return {.present = true};
    const auto row =
        connection.run(pg::own("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = $1"),
                       {effect.object.name});
    Comparison result{.present = true};
    if (row.text(0, 0) != owner)
        result.differences.push_back({"owner", std::string(row.text(0, 0)), owner});
    return result;
}

bool lives_on_relation(ObjectKind kind) {
    return kind == ObjectKind::column || kind == ObjectKind::constraint || kind == ObjectKind::index ||
           kind == ObjectKind::trigger || kind == ObjectKind::rule || kind == ObjectKind::policy ||
           kind == ObjectKind::statistics;
}

} // namespace

bool Comparison::lacks_validation() const {
    return present && differences.size() == 1 && differences.front().attribute == "validated" &&
           differences.front().existing == "no";
}

Comparison compare_created(pg::Connection& connection, const Creation& creation) {
    const auto& statement = creation.section[creation.index];
    const auto& effect = statement.effects.front();
    switch (effect.object.kind) {
    case ObjectKind::schema:
        return compare_schema(connection, statement, effect);
    case ObjectKind::extension:
        return compare_extension(connection, statement, effect);
    case ObjectKind::publication:
        return compare_publication(connection, creation);
    default:
        break;
    }
    if (auto other = on_another_table(connection, effect, creation.existing))
        return *std::move(other);
    ScratchComparer comparer(connection, creation);
    if (!lives_on_relation(effect.object.kind))
        return comparer.whole();
    return creation.existing.kind == ' ' ? comparer.domain_part() : comparer.part();
}

} // namespace pgmend::catalog
