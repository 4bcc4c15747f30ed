#include "catalog/twin_comparer.hpp"

#include "catalog/made_objects.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/create_as.hpp"
#include "statement/retarget.hpp"
#include "statement/split.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

std::string plain(Kind kind) {
    std::string text(schema::to_string(kind));
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool is_numbered(std::string_view name, std::string_view base) {
    const auto number = name.starts_with(base) ? name.substr(base.size()) : std::string_view();
    return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Everything wanted against what bears the same names in the original.
Comparison beside(Model wanted, const Model& original, const schema::ObjectId& subject) {
    Model found;
    for (auto& object : wanted.objects) {
        const auto* there = original.find(object.id);
        if (there == nullptr)
            continue;
        found.objects.push_back(*there);
        auto& copy = found.objects.back();
        strip(copy);
        // NOT VALID asks for less than what is there when that has been validated since.
        if (object.text("validated") == "no") {
            object.erase("validated");
            copy.erase("validated");
        }
        if (object.id.kind == Kind::index) {
            copy.erase("valid");
            copy.erase("ready");
        }
    }
    if (found.find(subject) == nullptr)
        return {};
    return {.present = true, .differences = differences(wanted, found, subject), .name = subject.name};
}

Model renamed(Model model, const std::string& from, const std::string& to) {
    for (auto& object : model.objects) {
        if (object.id.name == from)
            object.id.name = to;
        for (auto& attribute : object.attributes)
            if (attribute.value == schema::Value(from))
                attribute.value = to;
    }
    model.sort();
    return model;
}

} // namespace

TwinComparer::TwinComparer(pg::Connection& connection, const Statement& statement, const Effect& effect,
                           const Existing& existing)
    : connection_(connection), statement_(statement), effect_(effect), existing_(existing),
      kind_(effect.object.kind), twin_(connection) {}

Comparison TwinComparer::whole(std::span<const Statement> later) {
    const auto schema = existing_.schema;
    connection_.run(twin_text());
    auto result = against(existing_model(), schema);
    for (const auto& next : later) {
        if (result.differences.empty() || kind_ != ObjectKind::table)
            break;
        if (!alters_same(next))
            continue;
        if (!follow(next, twin_.qualified(effect_.object.name)))
            break;
        result = against(existing_model(), schema);
    }
    return result;
}

Comparison TwinComparer::domain_part() {
    const auto copy = twin_.copy_domain(existing_.schema, effect_.object.relation);
    const auto before = twin_.read_all(existing_.schema);
    connection_.run(statement::rewritten(statement_, {.relation = copy}));
    return added(before, twin_.read_all(existing_.schema), read_schema(connection_, existing_.schema));
}

Comparison TwinComparer::part(std::span<const Statement> later) {
    const bool on_view = existing_.kind == 'v';
    const auto copy = twin_.copy(existing_, on_view);
    const auto& name = effect_.object.name;
    if (kind_ == ObjectKind::column)
        connection_.run(
            fmt::format("ALTER TABLE {} DROP COLUMN {} CASCADE", copy, pg::quote_identifier(name)));
    const auto before = twin_.read(existing_.name, existing_.schema);
    statement::Rewrite changes{.relation = copy, .without_concurrently = true, .without_if_not_exists = true};
    if (kind_ == ObjectKind::statistics)
        changes.own_name = twin_.qualified(name);
    if (const auto index = statement::constraint_index(statement_); !index.empty())
        copy_index(copy, index);
    connection_.run(statement::rewritten(statement_, changes));
    const auto original = read_relation(connection_, existing_.schema, existing_.name);
    auto result = added(before, twin_.read(existing_.name, existing_.schema), original);
    for (const auto& next : later) {
        if (result.differences.empty() || kind_ != ObjectKind::column)
            break;
        if (!alters_same(next))
            continue;
        if (!follow(next, copy))
            break;
        result = added(before, twin_.read(existing_.name, existing_.schema), original);
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
    statement::Rewrite changes{.relation = twin_.qualified(effect_.object.name),
                               .without_if_not_exists = true};
    if (const auto parent = parent_of_partition(); parent.present())
        changes.partition_of = twin_.copy_partitioned(parent);
    auto text = statement::rewritten(statement_, changes);
    const bool query = (kind_ == ObjectKind::table || kind_ == ObjectKind::materialized_view) &&
                       statement::is_create_as(statement_);
    return query ? statement::without_data(std::move(text)) : text;
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

bool TwinComparer::alters_same(const Statement& next) const {
    const auto& self = effect_.object;
    const auto& table = self.relation.empty() ? self.name : self.relation;
    const auto& schema = self.relation.empty() ? self.schema : self.relation_schema;
    const auto is_same = [&](const Effect& effect) {
        const auto& object = effect.object;
        const bool inside = object.kind == ObjectKind::column || object.kind == ObjectKind::constraint;
        const bool itself = object.kind == ObjectKind::table && effect.verb == statement::Verb::alter &&
                            object.name == table && object.schema == schema;
        return effect.new_name.empty() && effect.new_schema.empty() &&
               (itself || (inside && object.relation == table && object.relation_schema == schema));
    };
    return next.parsed && !next.effects.empty() && statement::is_alter_table(next) &&
           std::ranges::all_of(next.effects, is_same);
}

Model TwinComparer::existing_model() {
    const bool relation = existing_.kind != ' ';
    return made_with(relation ? read_relation(connection_, existing_.schema, existing_.name)
                              : read_schema(connection_, existing_.schema),
                     effect_.object.name, kind_);
}

Comparison TwinComparer::against(const Model& found, const std::string& schema) {
    auto wanted = made_with(twin_.read_all(schema), effect_.object.name, kind_);
    // Types and routines are read with all of their schema: only what the twin has is of interest.
    const auto* subject = main_object(wanted, effect_.object.name, kind_);
    if (subject == nullptr)
        return {.present = true, .differences = {{"kind", "another one", "cannot be told"}}};
    for (auto& object : wanted.objects)
        if (twin_.temporary() && object.id == subject->id)
            object.erase("persistence");
    if (found.find(subject->id) == nullptr) {
        const auto* other = main_object(found, effect_.object.name, kind_);
        if (is_routine(kind_) || other == nullptr)
            return {};
        return {.present = true, .differences = {{"kind", plain(other->id.kind), plain(subject->id.kind)}}};
    }
    auto same = found;
    std::erase_if(same.objects, [&](const Object& object) {
        const bool other_overload =
            object.id.parent.empty() && object.id.kind != Kind::sequence && object.id != subject->id;
        const bool other_sequence =
            object.id.kind == Kind::sequence && object.id != subject->id && existing_.kind == ' ';
        return other_overload || other_sequence;
    });
    if (subject->id.kind != Kind::table && subject->id.kind != Kind::sequence)
        std::erase_if(same.objects, [](const Object& object) { return object.id.kind == Kind::sequence; });
    return {.present = true, .differences = differences(wanted, same, subject->id)};
}

Comparison TwinComparer::added(const Model& before, const Model& after, const Model& original) {
    Model wanted;
    for (auto object : after.objects) {
        if (before.find(object.id) != nullptr)
            continue;
        strip(object);
        wanted.objects.push_back(std::move(object));
    }
    const auto* subject = main_object(wanted, effect_.object.name, kind_);
    if (subject == nullptr)
        return {};
    const auto id = subject->id;
    const bool only_one = subject->text("type") == "primary key"; // of a table, whatever its name
    auto result = beside(wanted, original, id);
    const bool nameless =
        effect_.object.name.empty() && (kind_ == ObjectKind::constraint || kind_ == ObjectKind::index);
    if (!nameless || only_one || result.equal() || result.lacks_validation())
        return result;
    // The server would have given it the first number that was free then.
    for (const auto& other : original.objects) {
        if (other.id.kind != id.kind || other.id.parent != id.parent || !is_numbered(other.id.name, id.name))
            continue;
        auto candidate = beside(renamed(wanted, id.name, other.id.name), original, other.id);
        if (candidate.equal() || candidate.lacks_validation())
            return candidate;
    }
    return {};
}

} // namespace pgmend::catalog
