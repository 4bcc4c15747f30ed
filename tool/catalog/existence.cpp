#include "catalog/existence.hpp"

#include "pg/quote.hpp"
#include "sql/queries.hpp"

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::Verb;

const char* lookup_kind(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return "relation";
    case ObjectKind::index:
        return "index";
    case ObjectKind::column:
        return "column";
    default:
        return nullptr;
    }
}

} // namespace

bool is_checked(const Effect& effect) {
    return lookup_kind(effect.object.kind) != nullptr && !effect.object.name.empty() &&
           effect.verb != Verb::alter;
}

std::vector<Existing> find_existing(pg::Connection& connection, std::span<const Effect> effects) {
    std::vector<Existing> found(effects.size());
    std::vector<std::string> kinds, schemas, names, relations, verbs;
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < effects.size(); ++i) {
        const auto& object = effects[i].object;
        if (!is_checked(effects[i]))
            continue;
        asked.push_back(i);
        kinds.emplace_back(lookup_kind(object.kind));
        schemas.push_back(object.schema);
        names.push_back(object.name);
        relations.push_back(
            object.relation.empty() ? "" : pg::quote_qualified(object.relation_schema, object.relation));
        verbs.emplace_back(effects[i].verb == Verb::create ? "create" : "drop");
    }
    if (asked.empty())
        return found;
    const auto rows = connection.run(sql::existence, {kinds, schemas, names, relations, verbs});
    for (std::size_t row = 0; row < rows.rows(); ++row)
        found[asked[row]] = {.oid = static_cast<std::uint32_t>(rows.get<long long>(row, 0)),
                             .valid = rows.get<bool>(row, 1),
                             .relation = rows.get<std::string>(row, 2)};
    return found;
}

} // namespace pgmend::catalog
