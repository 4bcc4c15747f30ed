#include "catalog/existence.hpp"

#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <string_view>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::Verb;

/// Where a kind of object is looked for.
struct Lookup {
    const char* kind = nullptr;
    bool relation = true; ///< by existence.sql, else by existence_others.sql
};

Lookup lookup(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return {"relation"};
    case ObjectKind::index:
        return {"index"};
    case ObjectKind::column:
        return {"column"};
    case ObjectKind::schema:
        return {"schema", false};
    case ObjectKind::extension:
        return {"extension", false};
    case ObjectKind::type:
    case ObjectKind::domain:
        return {"type", false};
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return {"function", false};
    case ObjectKind::constraint:
        return {"constraint", false};
    case ObjectKind::trigger:
        return {"trigger", false};
    case ObjectKind::rule:
        return {"rule", false};
    case ObjectKind::policy:
        return {"policy", false};
    case ObjectKind::statistics:
        return {"statistics", false};
    case ObjectKind::publication:
        return {"publication", false};
    default:
        return {};
    }
}

bool is_nameless(const Effect& effect) {
    return effect.verb == Verb::create && effect.object.name.empty() && !effect.object.relation.empty();
}

/// The arrays of one query, and whose answers its rows are.
struct Asked {
    std::vector<std::string> kinds, schemas, names, relations, verbs;
    std::vector<std::size_t> places;

    void add(const Effect& effect, const char* kind, std::size_t place) {
        const auto& object = effect.object;
        const bool by_table = is_nameless(effect);
        places.push_back(place);
        kinds.emplace_back(by_table ? "relation" : kind);
        schemas.push_back(by_table ? object.relation_schema : object.schema);
        names.push_back(by_table ? object.relation : object.name);
        relations.push_back(
            object.relation.empty() ? "" : pg::quote_qualified(object.relation_schema, object.relation));
        verbs.emplace_back(effect.verb == Verb::create && !by_table ? "create" : "find");
    }

    pg::Parameters parameters() const { return {kinds, schemas, names, relations, verbs}; }

    void run(pg::Connection& connection, std::string_view sql, std::vector<Existing>& found) const {
        if (places.empty())
            return;
        const auto rows = connection.run(sql, parameters());
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            const auto kind = rows.get<std::string>(row, 5);
            found[places[row]] = {.oid = static_cast<std::uint32_t>(rows.get<long long>(row, 0)),
                                  .valid = rows.get<bool>(row, 1),
                                  .relation = rows.get<std::string>(row, 2),
                                  .schema = rows.get<std::string>(row, 3),
                                  .name = rows.get<std::string>(row, 4),
                                  .kind = kind.empty() ? ' ' : kind.front()};
        }
    }
};

constexpr std::string_view met = "pgmend: already exists";

/// A cast of a text that is made at run time is the only way to raise an error from plain SQL.
std::string guarding(std::string_view lookup) {
    return fmt::format("SELECT CASE WHEN pg_catalog.bool_or(e.oid OPERATOR(pg_catalog.<>) 0) THEN "
                       "pg_catalog.concat('{}', e.count)::pg_catalog.bool END FROM (SELECT oid, "
                       "pg_catalog.count(*) OVER () AS count FROM ({}) f) e GROUP BY e.count",
                       met, lookup);
}

} // namespace

bool is_checked(const Effect& effect) {
    return lookup(effect.object.kind).kind != nullptr && (!effect.object.name.empty() || is_nameless(effect));
}

std::vector<Existing> find_existing(pg::Connection& connection, std::span<const Effect> effects) {
    std::vector<Existing> found(effects.size());
    Asked relations, others;
    for (std::size_t i = 0; i < effects.size(); ++i) {
        if (!is_checked(effects[i]))
            continue;
        const auto [kind, relation] = lookup(effects[i].object.kind);
        (relation || is_nameless(effects[i]) ? relations : others).add(effects[i], kind, i);
    }
    relations.run(connection, sql::existence, found);
    others.run(connection, sql::existence_others, found);
    return found;
}

pg::Query guard(const Effect& effect) {
    static const std::string relations = guarding(sql::existence), others = guarding(sql::existence_others);
    const auto [kind, relation] = lookup(effect.object.kind);
    Asked asked;
    asked.add(effect, kind, 0);
    return {.sql = relation || is_nameless(effect) ? relations : others, .parameters = asked.parameters()};
}

bool is_met(const pg::SqlError& error) {
    return error.is(pg::sqlstate::invalid_text) && error.diagnostic().message.find(met) != std::string::npos;
}

} // namespace pgmend::catalog
