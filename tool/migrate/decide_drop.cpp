#include "migrate/decide_drop.hpp"

#include "catalog/made_objects.hpp"
#include "pg/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::Effect;
using statement::ObjectKind;

std::string_view keyword(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::index:
        return "INDEX";
    case ObjectKind::table:
        return "TABLE";
    case ObjectKind::view:
        return "VIEW";
    case ObjectKind::materialized_view:
        return "MATERIALIZED VIEW";
    case ObjectKind::sequence:
        return "SEQUENCE";
    case ObjectKind::type:
        return "TYPE";
    case ObjectKind::domain:
        return "DOMAIN";
    case ObjectKind::schema:
        return "SCHEMA";
    case ObjectKind::extension:
        return "EXTENSION";
    case ObjectKind::statistics:
        return "STATISTICS";
    case ObjectKind::publication:
        return "PUBLICATION";
    default:
        return {};
    }
}

std::string drop_text(const Effect& effect, const std::string& names) {
    return fmt::format("DROP {} {}{}{}", keyword(effect.object.kind),
                       effect.concurrently ? "CONCURRENTLY " : "", names, effect.cascade ? " CASCADE" : "");
}

} // namespace

Decision decide_drop(const statement::Statement& statement, std::span<const catalog::Existing> existing) {
    Decision decision{.reason = "does not exist"};
    std::string left;
    for (std::size_t i = 0; i < statement.effects.size(); ++i) {
        const auto& object = statement.effects[i].object;
        if (existing[i].present())
            left += (left.empty() ? "" : ", ") + pg::quote_qualified(object.schema, object.name);
        else if (decision.object.name.empty())
            decision.object = object;
    }
    if (left.empty())
        decision.action = Action::skip;
    else if (!keyword(decision.object.kind).empty()) {
        decision.reason += "; the others are dropped";
        decision.sql = {drop_text(statement.effects.front(), left)};
    }
    return decision;
}

bool is_missing_routine(const Effect& effect, const pg::SqlError& error) {
    return catalog::is_routine(effect.object.kind) &&
           (error.is(pg::sqlstate::undefined_function) || error.is(pg::sqlstate::undefined_object));
}

} // namespace pgmend::migrate
