#include "catalog/scratch_group.hpp"

#include "catalog/made_models.hpp"
#include "catalog/models_by_name.hpp"
#include "pg/own_sql.hpp"
#include "pg/pipeline.hpp"
#include "pg/quote.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Model;
using statement::Effect;
using statement::ObjectKind;
using statement::Verb;
using Texts = std::vector<std::string>;

/// What one statement alone has added is its own; of several each has what bears its name, and nothing may be
/// left over: no parts then.
std::vector<Model> partition_by_name(const std::vector<std::string>& names, const Model& made) {
    if (names.size() == 1)
        return {made};
    std::vector<Model> shares;
    std::size_t shared = 0;
    for (const auto& name : names) {
        Model share;
        for (const auto& object : made.objects)
            if (!name.empty() && object.id.name == name)
                share.objects.push_back(object);
        shared += share.objects.size();
        shares.push_back(std::move(share));
    }
    return shared == made.objects.size() ? shares : std::vector<Model>();
}

bool is_relation(const GroupMember& member) {
    return member.existing->kind != ' ';
}

} // namespace

ScratchGroup::ScratchGroup(pg::Connection& connection, Section section, const Members& members,
                           const std::string& default_schema)
    : connection_(connection), section_(section), members_(members), default_schema_(default_schema),
      scratch_(connection) {
    // Several locks on others' tables are a deadlock's beginning: whoever holds the next one goes first, and
    // long before the server looks for deadlocks.
    connection_.run(pg::own("SELECT set_config('lock_timeout', '100ms', true) FROM pg_settings "
                            "WHERE name = 'lock_timeout' AND (setting::int = 0 OR setting::int > 100)"));
}

/// The members' own statements, their chains, and what those may need.
std::vector<ScratchGroup::Work> ScratchGroup::work() const {
    std::map<std::size_t, std::vector<std::size_t>> whose;
    for (std::size_t m = 0; m < members_.size(); ++m)
        for (const auto index :
             statement::helpers_of(section_, members_[m].index, members_[m].chain, default_schema_))
            whose[index].push_back(m);
    std::vector<Work> result;
    for (auto& [index, who] : whose)
        result.push_back({.index = index, .whose = std::move(who)});
    return result;
}

void ScratchGroup::refer_to(const std::vector<Work>& work) {
    std::vector<const statement::Statement*> statements;
    for (const auto& one : work)
        statements.push_back(&section_[one.index]);
    scratch_.refer_to(statements);
}

ScratchGroup::Matches ScratchGroup::whole() {
    std::map<std::string, Texts> relations; // by schema
    std::set<std::string> others;           // schemas with what are no relations
    for (const auto& member : members_) {
        const auto start = statement::subject_of(section_[member.index].effects.front(), default_schema_);
        scratch_.claim(start.schema, start.name);
        scratch_.claim(member.chain.end.schema, member.chain.end.name);
        if (is_relation(member))
            relations[member.existing->schema].push_back(member.existing->name);
        else
            others.insert(member.existing->schema);
    }
    if (scratch_.temporary() && relations.size() + others.size() > 1)
        throw Refused{};
    const auto all = work();
    for (const auto& one : all)
        scratch_.claim_attached(section_[one.index], default_schema_);
    refer_to(all);
    scratch_.enter(Scratch::First::copies);
    Texts texts;
    for (const auto& one : all)
        texts.push_back(scratch_.text(section_[one.index]));
    run(texts, all);
    std::map<std::string, ModelsByName> made, found, found_others;
    for (const auto& [schema, names] : relations)
        found.emplace(schema, read_relations(connection_, schema, names));
    for (const auto& schema : others)
        found_others.emplace(schema, read_schema(connection_, schema));
    Matches matches;
    for (const auto& member : members_) {
        const auto& schema = member.existing->schema;
        if (!made.contains(schema))
            made.emplace(schema,
                         others.contains(schema) ? scratch_.read(schema) : scratch_.read_relations(schema));
        Effect end{.verb = Verb::create, .object = member.chain.end};
        const auto& name = end.object.name;
        auto& there = is_relation(member) ? found.at(schema) : found_others.at(schema);
        if (compare_whole(made.at(schema).of(name), there.of(name), end, *member.existing,
                          scratch_.temporary())
                .equal())
            matches.emplace(member.place, name);
    }
    return matches;
}

ScratchGroup::Matches ScratchGroup::parts() {
    std::map<std::string, Members> by_table;
    std::vector<Work> all;
    for (std::size_t m = 0; m < members_.size(); ++m) {
        by_table[members_[m].existing->name].push_back(members_[m]);
        all.push_back({.index = members_[m].index, .whose = {m}});
    }
    const auto& schema = members_.front().existing->schema;
    refer_to(all);
    copy_tables(by_table);
    scratch_.enter(Scratch::First::references);
    Texts tables;
    for (const auto& [table, on_it] : by_table)
        tables.push_back(table);
    const auto before = scratch_.read(schema, tables);
    Texts texts;
    for (const auto& member : members_)
        texts.push_back(scratch_.text(statement::with_sql(
            section_[member.index],
            statement::rewritten(section_[member.index],
                                 {.relation = scratch_.name_of(schema, member.existing->name)}))));
    run(texts, all);
    const auto after = scratch_.read(schema, tables);
    ModelsByName made(added(before, after), after);
    ModelsByName found(read_relations(connection_, schema, tables));
    Matches matches;
    for (const auto& [table, on_it] : by_table) {
        Texts names;
        for (const auto& member : on_it)
            names.push_back(section_[member.index].effects.front().object.name);
        auto shares = partition_by_name(names, made.of(table));
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (const auto result = compare_part(std::move(shares[i]), found.of(table),
                                                 section_[on_it[i].index].effects.front());
                result.equal())
                matches.emplace(on_it[i].place, result.name);
    }
    return matches;
}

/// An empty copy of each table, without the columns that are to be added to it.
void ScratchGroup::copy_tables(const std::map<std::string, Members>& by_table) {
    for (const auto& [table, on_it] : by_table) {
        const auto copy = scratch_.copy(*on_it.front().existing);
        for (const auto& member : on_it) {
            const auto& object = section_[member.index].effects.front().object;
            if (object.kind == ObjectKind::column)
                connection_.run(fmt::format("ALTER TABLE {} DROP COLUMN IF EXISTS {} CASCADE", copy,
                                            pg::quote_identifier(object.name)));
        }
    }
}

/// Behind each other, in one pipeline.
void ScratchGroup::run(const Texts& texts, const std::vector<Work>& work) {
    pg::Pipeline pipeline(connection_);
    for (const auto& text : texts)
        pipeline.send({.sql = text});
    pipeline.sync();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto outcome = pipeline.next();
        if (!outcome.error)
            continue;
        if (pg::is_from_outside(*outcome.error))
            throw *outcome.error;
        throw Refused{work[i].whose};
    }
}

} // namespace pgmend::catalog
