#include "catalog/twin_comparer.hpp"

#include "catalog/twin_models.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/retarget.hpp"
#include "statement/split.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Model;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

} // namespace

TwinComparer::TwinComparer(pg::Connection& connection, const Statement& statement, const Effect& effect,
                           const Existing& existing)
    : connection_(connection), statement_(statement), effect_(effect), existing_(existing),
      kind_(effect.object.kind), twin_(connection) {}

Comparison TwinComparer::whole(std::span<const Statement> later) {
    connection_.run(twin_text());
    const auto found = existing_model();
    const auto look = [&] {
        return compare_whole(twin_.read_all(existing_.schema), found, effect_, existing_, twin_.temporary());
    };
    auto result = look();
    for (const auto& next : later) {
        if (result.differences.empty() || kind_ != ObjectKind::table)
            break;
        if (!statement::alters_only(next, effect_.object))
            continue;
        if (!follow(next, twin_.qualified(effect_.object.name)))
            break;
        result = look();
    }
    return result;
}

Comparison TwinComparer::domain_part() {
    const auto copy = twin_.copy_domain(existing_.schema, effect_.object.relation);
    const auto before = twin_.read_all(existing_.schema);
    connection_.run(statement::rewritten(statement_, {.relation = copy}));
    return compare_part(added(before, twin_.read_all(existing_.schema)),
                        read_schema(connection_, existing_.schema), effect_);
}

Comparison TwinComparer::part(std::span<const Statement> later) {
    const bool on_view = existing_.kind == 'v';
    const auto copy = twin_.copy(existing_, on_view);
    const auto& name = effect_.object.name;
    if (kind_ == ObjectKind::column)
        connection_.run(
            fmt::format("ALTER TABLE {} DROP COLUMN {} CASCADE", copy, pg::quote_identifier(name)));
    const auto before = twin_.read({existing_.name}, existing_.schema);
    statement::Rewrite changes{.relation = copy, .without_concurrently = true, .without_if_not_exists = true};
    if (kind_ == ObjectKind::statistics)
        changes.own_name = twin_.qualified(name);
    if (const auto index = statement::constraint_index(statement_); !index.empty())
        copy_index(copy, index);
    connection_.run(statement::rewritten(statement_, changes));
    const auto original = read_relations(connection_, existing_.schema, {existing_.name});
    const auto look = [&] {
        const auto after = twin_.read({existing_.name}, existing_.schema);
        return compare_part(added(before, after), original, effect_);
    };
    auto result = look();
    for (const auto& next : later) {
        if (result.differences.empty() || kind_ != ObjectKind::column)
            break;
        if (!statement::alters_only(next, effect_.object))
            continue;
        if (!follow(next, copy))
            break;
        result = look();
    }
    return result;
}

bool TwinComparer::follow(const Statement& next, const std::string& twin) {
    try {
        connection_.run(statement::rewritten(next, {.relation = twin, .without_if_not_exists = true}));
        return true;
    } catch (const pg::SqlError& error) {
        if (pg::is_from_outside(error))
            throw;
        return false;
    }
}

std::string TwinComparer::twin_text() {
    const auto parent = parent_of_partition();
    return twin_.create_sql(statement_, effect_.object,
                            parent.present() ? std::optional(twin_.copy_partitioned(parent)) : std::nullopt);
}

Existing TwinComparer::parent_of_partition() {
    const auto place = statement::partition_parent(statement_);
    if (!place)
        return {};
    const Effect parent{.verb = statement::Verb::alter, .object = *place};
    return find_existing(connection_, std::span(&parent, 1)).front();
}

void TwinComparer::copy_index(const std::string& copy, const std::string& name) {
    const auto row = connection_.run(
        "SELECT pg_get_indexdef(coalesce(to_regclass($3), conindid)), to_regclass($3) IS NULL "
        "FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2 "
        "AND (conindid <> 0 OR to_regclass($3) IS NOT NULL)",
        {pg::quote_qualified(existing_.schema, existing_.name), effect_.object.name,
         pg::quote_qualified(existing_.schema, name)});
    if (row.rows() == 0)
        return;
    const auto made = statement::split(row.get<std::string>(0, 0), {});
    connection_.run(statement::rewritten(made.front(), {.relation = copy}));
    if (row.get<bool>(0, 1) && name != effect_.object.name)
        connection_.run(fmt::format("ALTER INDEX {} RENAME TO {}", twin_.qualified(effect_.object.name),
                                    pg::quote_identifier(name)));
}

Model TwinComparer::existing_model() {
    const bool relation = existing_.kind != ' ';
    return relation ? read_relations(connection_, existing_.schema, {existing_.name})
                    : read_schema(connection_, existing_.schema);
}

} // namespace pgmend::catalog
