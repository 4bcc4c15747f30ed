#include "catalog/compare.hpp"

#include "catalog/made_objects.hpp"
#include "catalog/read.hpp"
#include "catalog/scratch_comparer.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "statement/chain.hpp"
#include "statement/clauses.hpp"
#include "statement/made_again.hpp"
#include "statement/retarget.hpp"

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
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
    const auto wanted =
        connection
            .run("SELECT $1::regclass::text", {pg::quote_qualified(object.relation_schema, object.relation)})
            .get<std::string>(0, 0);
    if (wanted == existing.relation)
        return std::nullopt;
    return Comparison{.present = true, .differences = {{"table", existing.relation, wanted}}};
}

/// Of an extension only what the statement asks for counts.
Comparison compare_extension(pg::Connection& connection, const Statement& statement, const Effect& effect) {
    const auto row = connection.run("SELECT e.extversion, n.nspname FROM pg_extension e JOIN pg_namespace n "
                                    "ON n.oid = e.extnamespace WHERE e.extname = $1",
                                    {effect.object.name});
    Comparison result{.present = true};
    const auto wish = statement::extension_options(statement);
    if (!wish.version.empty() && wish.version != row.text(0, 0))
        result.differences.push_back({"version", std::string(row.text(0, 0)), wish.version});
    if (!wish.schema.empty() && wish.schema != row.text(0, 1))
        result.differences.push_back({"schema", std::string(row.text(0, 1)), wish.schema});
    return result;
}

/// The publication of one name in a model, with what it publishes, under another name.
Model publication_in(const Model& model, const std::string& from, const std::string& name) {
    Model part;
    for (auto object : model.objects) {
        const bool self = object.id.kind == Kind::publication && object.id.name == from;
        const bool inside = is_one_of(object.id.kind, {Kind::publication_table, Kind::publication_schema}) &&
                            object.id.parent == from;
        if (!self && !inside)
            continue;
        (self ? object.id.name : object.id.parent) = name;
        strip(object);
        part.objects.push_back(std::move(object));
    }
    part.sort();
    return part;
}

/// A publication has no schema: its copy bears another name.
Comparison compare_publication(pg::Connection& connection, const Creation& creation) {
    const pg::ScratchSavepoint scratch(connection);
    const auto& section = creation.section;
    const auto& own = section[creation.index].effects.front().object.name;
    const ReadOptions options{.comments = false, .privileges = false, .dependencies = false};
    const auto found = publication_in(read(connection, options), own, own);
    const auto name = fmt::format("pgmend_scratch_{}", connection.run("SELECT pg_backend_pid()").text(0, 0));
    const auto look = [&] {
        return Comparison{.present = true,
                          .differences = differences(publication_in(read(connection, options), name, own), found,
                                                     {.kind = Kind::publication, .name = own})};
    };
    connection.run(statement::with_name(section[creation.index], own, name));
    auto result = look();
    std::vector<std::size_t> done;
    for (const auto index : statement::chain_of(section, creation.index, creation.default_schema).members) {
        connection.run(statement::with_name(section[index], own, name));
        done.push_back(index);
        auto now = look();
        if (!now.equal() && result.equal())
            continue;
        result = std::move(now);
        result.done = result.equal() ? done : std::vector<std::size_t>();
    }
    return result;
}

Comparison compare_schema(pg::Connection& connection, const Statement& statement, const Effect& effect) {
    const auto owner = statement::schema_owner(statement);
    if (owner.empty())
        return {.present = true};
    const auto row = connection.run("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = $1",
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
