#include "catalog/twin_group.hpp"

#include "catalog/twin_models.hpp"
#include "pg/pipeline.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/retarget.hpp"

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::ObjectKind;
using Texts = std::vector<std::string>;

/// A model by what stands for itself in it, each with what lives in it.
class ByName {
  public:
    explicit ByName(const Model& model) : ByName(model, model) {}
    /// A part of a whole, which tells whose the sequences are.
    ByName(const Model& model, const Model& whole) {
        std::map<std::string, std::string> owners; // "s.t." -> t
        for (const auto& object : whole.objects)
            if (object.id.kind == Kind::table || object.id.kind == Kind::foreign_table)
                owners.emplace(pg::quote_qualified(object.id.schema, object.id.name) + ".", object.id.name);
        for (const auto& object : model.objects) {
            models_[object.id.parent.empty() ? object.id.name : object.id.parent].objects.push_back(object);
            if (const auto owner = owner_of(object, owners); !owner.empty() && owner != object.id.name)
                models_[owner].objects.push_back(object);
        }
    }
    const Model& of(const std::string& name) { return models_[name]; }

  private:
    static std::string owner_of(const Object& object, const std::map<std::string, std::string>& owners) {
        if (object.id.kind != Kind::sequence)
            return {};
        const auto column = object.text(object.find("identity_of") != nullptr ? "identity_of" : "owned_by");
        // The greatest beginning that is not behind it: no other table's can lie between.
        auto found = owners.upper_bound(std::string(column));
        return found != owners.begin() && column.starts_with((--found)->first) ? found->second
                                                                               : std::string();
    }

    std::map<std::string, Model> models_;
};

/// What one statement alone has added is its own; of several each has what bears its name, and nothing may be
/// left over: no shares then.
std::vector<Model> shares_of(const std::vector<TwinMember>& on_it, const Model& made) {
    if (on_it.size() == 1)
        return {made};
    std::vector<Model> shares;
    std::size_t shared = 0;
    for (const auto& member : on_it) {
        Model share;
        for (const auto& object : made.objects)
            if (!member.name().empty() && object.id.name == member.name())
                share.objects.push_back(object);
        shared += share.objects.size();
        shares.push_back(std::move(share));
    }
    return shared == made.objects.size() ? shares : std::vector<Model>();
}

} // namespace

TwinGroup::TwinGroup(pg::Connection& connection, const Members& members)
    : connection_(connection), members_(members), schema_(members.front().existing->schema),
      twin_(connection) {
    // Several locks on others' tables are a deadlock's beginning: whoever holds the next one goes first, and
    // long before the server looks for deadlocks.
    connection_.run("SELECT set_config('lock_timeout', '100ms', true) FROM pg_settings "
                    "WHERE name = 'lock_timeout' AND (setting::int = 0 OR setting::int > 100)");
}

TwinGroup::Told TwinGroup::whole(bool relations, bool altered) {
    Texts statements, names;
    std::vector<std::size_t> whose;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        const auto& member = members_[i];
        names.push_back(member.existing->name);
        try {
            statements.push_back(twin_.create_sql(*member.statement, member.effect().object));
            for (const auto& next : member.later)
                if (altered && statement::alters_only(next, member.effect().object))
                    statements.push_back(statement::rewritten(
                        next, {.relation = twin_.qualified(member.name()), .without_if_not_exists = true}));
        } catch (const Error&) {
            throw Refused{i};
        }
        whose.resize(statements.size(), i);
    }
    run(statements, whose);
    ByName made(relations ? twin_.read(names, schema_) : twin_.read_all(schema_));
    ByName found(relations ? read_relations(connection_, schema_, names) : read_schema(connection_, schema_));
    Told told;
    for (const auto& member : members_)
        if (compare_whole(made.of(member.name()), found.of(member.name()), member.effect(), *member.existing,
                          twin_.temporary())
                .equal())
            told.emplace(member.place, member.name());
    return told;
}

TwinGroup::Told TwinGroup::parts() {
    std::map<std::string, Members> by_table;
    for (const auto& member : members_)
        by_table[member.existing->name].push_back(member);
    Texts tables;
    for (const auto& [table, on_it] : by_table)
        tables.push_back(table);
    run(copies(by_table), {});
    const auto before = twin_.read(tables, schema_);
    Texts statements;
    std::vector<std::size_t> whose;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        const auto& member = members_[i];
        try {
            statements.push_back(
                statement::rewritten(*member.statement, {.relation = twin_.qualified(member.existing->name),
                                                         .without_concurrently = true,
                                                         .without_if_not_exists = true}));
        } catch (const Error&) {
            throw Refused{i};
        }
        whose.push_back(i);
    }
    run(statements, whose);
    const auto after = twin_.read(tables, schema_);
    ByName made(added(before, after), after);
    ByName found(read_relations(connection_, schema_, tables));
    Told told;
    for (const auto& [table, on_it] : by_table) {
        auto shares = shares_of(on_it, made.of(table));
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (const auto result = compare_part(std::move(shares[i]), found.of(table), on_it[i].effect());
                result.equal())
                told.emplace(on_it[i].place, result.name);
    }
    return told;
}

/// An empty copy of each table, without the columns that are to be added to it.
std::vector<std::string> TwinGroup::copies(const std::map<std::string, Members>& by_table) const {
    Texts statements;
    for (const auto& [table, on_it] : by_table) {
        statements.push_back(twin_.copy_sql(*on_it.front().existing));
        for (const auto& member : on_it)
            if (member.effect().object.kind == ObjectKind::column)
                statements.push_back(fmt::format("ALTER TABLE {} DROP COLUMN {} CASCADE",
                                                 twin_.qualified(table),
                                                 pg::quote_identifier(member.name())));
    }
    return statements;
}

/// Behind each other, in one pipeline; of which member each is, nothing = what fails is an error.
void TwinGroup::run(const Texts& statements, const std::vector<std::size_t>& whose) {
    pg::Pipeline pipeline(connection_);
    for (const auto& statement : statements)
        pipeline.send({.sql = statement});
    pipeline.sync();
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const auto outcome = pipeline.next();
        if (!outcome.error)
            continue;
        if (whose.empty() || pg::is_from_outside(*outcome.error))
            throw *outcome.error;
        throw Refused{whose[i]};
    }
}

} // namespace pgmend::catalog
