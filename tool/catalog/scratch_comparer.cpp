#include "catalog/scratch_comparer.hpp"

#include "catalog/made_models.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "statement/added_column.hpp"
#include "statement/retarget.hpp"
#include "statement/split.hpp"
#include "statement/statement_queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Model;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

/// Adds what has been found out behind one more statement of the chain; equal is equal wherever it was seen
/// last.
void take(Comparison& result, Comparison now, const std::vector<std::size_t>& done) {
    if (now.equal()) {
        result = std::move(now);
        result.done = done;
    } else if (!result.equal()) {
        result = std::move(now);
    }
}

} // namespace

ScratchComparer::ScratchComparer(pg::Connection& connection, const Creation& creation)
    : connection_(connection), creation_(creation), existing_(creation.existing), kind_(effect().object.kind),
      scratch_(connection), canonicalizer_(connection, {}),
      remove_equivalent_([this](schema::Diff& diff, const Model& wanted, const Model& existing) {
          canonicalizer_.remove_equivalent(diff, wanted, existing);
      }) {}

Effect ScratchComparer::sought() const {
    auto one = effect();
    if (!creation_.sought.empty())
        one.object.name = creation_.sought;
    return one;
}

void ScratchComparer::refer_to(const std::vector<std::size_t>& indexes) {
    std::vector<const Statement*> statements;
    for (const auto index : indexes)
        statements.push_back(&creation_.section[index]);
    scratch_.refer_to(statements);
}

Comparison ScratchComparer::whole() {
    const auto& section = creation_.section;
    const auto chain = statement::chain_of(section, creation_.index, creation_.default_schema);
    const auto start = statement::subject_of(effect(), creation_.default_schema);
    scratch_.claim(start.schema, start.name);
    scratch_.claim(chain.end.schema, chain.end.name);
    const auto all = statement::helpers_of(section, creation_.index, chain, creation_.default_schema);
    for (const auto index : all)
        scratch_.claim_attached(section[index], creation_.default_schema);
    refer_to(all);
    scratch_.enter(Scratch::First::copies);
    for (const auto index : all)
        if (index < creation_.index)
            follow(scratch_.text(section[index]));
    connection_.run(scratch_.text(statement()));
    const auto found = existing_model();
    const auto look = [&] {
        return compare_whole(made_model(), found, sought(), existing_, scratch_.temporary(),
                             remove_equivalent_);
    };
    Comparison result = look();
    std::vector<std::size_t> done;
    for (const auto index : all) {
        if (index <= creation_.index)
            continue;
        follow(scratch_.text(section[index]));
        if (!std::ranges::binary_search(chain.members, index))
            continue;
        done.push_back(index);
        take(result, look(), done);
    }
    return result;
}

Comparison ScratchComparer::domain_part() {
    const auto copy = scratch_.copy_domain(existing_.schema, effect().object.relation);
    const auto before = scratch_.read(existing_.schema);
    connection_.run(statement::rewritten(statement(), {.relation = copy}));
    return compare_part(added(before, scratch_.read(existing_.schema)),
                        read_schema(connection_, existing_.schema), effect(), remove_equivalent_);
}

Model ScratchComparer::add_to_copy(std::string& copy) {
    copy = scratch_.copy(existing_);
    const auto column = statement::added_column(statement());
    if (column)
        connection_.run(fmt::format("ALTER TABLE {} DROP COLUMN {} CASCADE", copy,
                                    pg::quote_identifier(sought().object.name)));
    auto before = scratch_.read(existing_.schema, {existing_.name});
    if (column && (existing_.kind == 'r' || existing_.kind == 'p')) {
        const auto adding = statement::with_sql(
            statement(),
            fmt::format("CREATE TABLE {} (LIKE {} INCLUDING ALL, {})",
                        scratch_.altered_name(existing_.schema, existing_.name), copy, column->definition));
        copy = scratch_.altered_name(existing_.schema, existing_.name);
        connection_.run(scratch_.text(adding));
        return before;
    }
    statement::Rewrite changes{.relation = copy, .without_concurrently = true, .without_if_not_exists = true};
    if (kind_ == ObjectKind::statistics)
        changes.own_name = scratch_.name_of(existing_.schema, effect().object.name);
    if (const auto index = statement::constraint_index(statement()); !index.empty())
        copy_index(copy, index);
    connection_.run(
        scratch_.text(statement::with_sql(statement(), statement::rewritten(statement(), changes))));
    return before;
}

std::vector<std::size_t> ScratchComparer::followers(const statement::Chain& chain) const {
    std::vector<std::size_t> indexes;
    const auto& section = creation_.section;
    for (auto i = creation_.index + 1; i < section.size(); ++i)
        if (statement::alters_only(section[i], effect().object) ||
            std::ranges::binary_search(chain.members, i))
            indexes.push_back(i);
    return indexes;
}

Comparison ScratchComparer::part() {
    const auto& section = creation_.section;
    const auto chain = statement::chain_of(section, creation_.index, creation_.default_schema);
    auto later = followers(chain);
    later.push_back(creation_.index);
    refer_to(later);
    later.pop_back();
    if ((kind_ == ObjectKind::index || kind_ == ObjectKind::statistics) && !effect().object.name.empty())
        scratch_.claim(existing_.schema, effect().object.name);
    scratch_.enter(Scratch::First::references);
    std::string copy;
    const auto before = add_to_copy(copy);
    const auto original = read_relations(connection_, existing_.schema, {existing_.name});
    const auto look = [&] {
        const auto after = scratch_.read(existing_.schema, {existing_.name});
        return compare_part(added(before, after), original, sought(), remove_equivalent_);
    };
    auto result = look();
    std::vector<std::size_t> done;
    if (effect().object.name.empty())
        later.clear();
    for (const auto index : later) {
        follow(on_copy(section[index], copy));
        const bool member = std::ranges::binary_search(chain.members, index);
        if (member)
            done.push_back(index);
        if (member || !result.equal())
            take(result, look(), done);
    }
    return result;
}

std::string ScratchComparer::on_copy(const Statement& statement, const std::string& copy) const {
    if (!statement::is_alter_table(statement)) // of an index: found by its name
        return scratch_.text(statement);
    return scratch_.text(statement::with_sql(statement, statement::rewritten(statement, {.relation = copy})));
}

void ScratchComparer::follow(const std::string& text) {
    connection_.run("SAVEPOINT pgmend_follow");
    try {
        connection_.run(text);
    } catch (const pg::SqlError& error) {
        if (pg::is_from_outside(error))
            throw;
        connection_.run("ROLLBACK TO SAVEPOINT pgmend_follow");
    }
    connection_.run("RELEASE SAVEPOINT pgmend_follow");
}

void ScratchComparer::copy_index(const std::string& copy, const std::string& name) {
    const auto row = connection_.run(
        pg::own("SELECT pg_get_indexdef(coalesce(to_regclass($3), conindid)), to_regclass($3) IS NULL "
                "FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2 "
                "AND (conindid <> 0 OR to_regclass($3) IS NOT NULL)"),
        {pg::quote_qualified(existing_.schema, existing_.name), effect().object.name,
         pg::quote_qualified(existing_.schema, name)});
    if (row.rows() == 0)
        return;
    const auto made = statement::split(row.get<std::string>(0, 0), {});
    connection_.run(statement::rewritten(made.front(), {.relation = copy}));
    if (row.get<bool>(0, 1) && name != effect().object.name)
        connection_.run(fmt::format("ALTER INDEX {} RENAME TO {}",
                                    scratch_.name_of(existing_.schema, effect().object.name),
                                    pg::quote_identifier(name)));
}

Model ScratchComparer::made_model() const {
    const bool relation = kind_ == ObjectKind::table || kind_ == ObjectKind::view ||
                          kind_ == ObjectKind::materialized_view || kind_ == ObjectKind::sequence;
    return relation ? scratch_.read_relations(existing_.schema) : scratch_.read(existing_.schema);
}

Model ScratchComparer::existing_model() {
    const bool relation = existing_.kind != ' ';
    return relation ? read_relations(connection_, existing_.schema, {existing_.name})
                    : read_schema(connection_, existing_.schema);
}

} // namespace pgmend::catalog
