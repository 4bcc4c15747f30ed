#include "catalog/find_equal.hpp"

#include "catalog/made_objects.hpp"
#include "catalog/twin.hpp"
#include "catalog/twin_models.hpp"
#include "pg/pipeline.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <set>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::Effect;
using statement::ObjectKind;
using Texts = std::vector<std::string>;
using Answers = std::vector<std::optional<std::string>>;

constexpr std::size_t most = 500;
constexpr std::size_t most_with_partners = 20;
constexpr int most_failures = 5;

/// One of the statements, with the place of its answer.
struct Member {
    std::size_t place;
    const statement::Statement* statement;
    const Existing* existing;
    std::span<const statement::Statement> later;

    const Effect& effect() const { return statement->effects.front(); }
    const std::string& name() const { return effect().object.name; }
};
using Members = std::vector<Member>;

/// How a twin is made and read.
enum class Manner {
    none,
    relation, ///< made anew, read by its name
    routine,  ///< made anew, read with its schema: routines and types
    part      ///< added to a copy of its table
};

bool lives_on_table(const Effect& effect, const Existing& existing) {
    return existing.kind == 'r' && existing.name == effect.object.relation;
}

Manner manner_of(const statement::Statement& statement, const Existing& existing) {
    const auto& effect = statement.effects.front();
    if (statement.effects.size() != 1 || effect.verb != statement::Verb::create || !existing.present() ||
        !existing.valid || statement::partition_parent(statement) ||
        !statement::constraint_index(statement).empty() || statement::split_alter_table(statement).size() > 1)
        return Manner::none;
    switch (effect.object.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return std::string_view("rvmS").find(existing.kind) != std::string_view::npos ? Manner::relation
                                                                                      : Manner::none;
    case ObjectKind::type:
    case ObjectKind::domain:
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return existing.kind == ' ' ? Manner::routine : Manner::none;
    case ObjectKind::index:
    case ObjectKind::column:
    case ObjectKind::constraint:
    case ObjectKind::trigger:
        return lives_on_table(effect, existing) ? Manner::part : Manner::none;
    default:
        return Manner::none;
    }
}

/// Whether making the twin locks other tables more than a reader would.
bool has_partners(const statement::Statement& statement) {
    const auto kind = statement.effects.front().object.kind;
    return statement.relations.size() > 1 && (kind == ObjectKind::table || kind == ObjectKind::constraint ||
                                              kind == ObjectKind::column || kind == ObjectKind::trigger);
}

/// An index is found by its name alone: it may be on a table of that name in another schema.
std::set<std::size_t> on_their_tables(pg::Connection& connection, const Members& members) {
    Texts tables;
    for (const auto& member : members) {
        const auto& object = member.effect().object;
        tables.push_back(pg::quote_qualified(object.relation_schema, object.relation));
    }
    const auto rows = connection.run(
        "SELECT to_regclass(name)::text FROM unnest($1::text[]) WITH ORDINALITY u(name, nr) ORDER BY nr",
        {tables});
    std::set<std::size_t> right;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        if (rows.get<std::optional<std::string>>(row, 0) == members[row].existing->relation)
            right.insert(members[row].place);
    return right;
}

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

/// Twins of some statements on objects of one schema.
class Together {
  public:
    Together(pg::Connection& connection, const Members& members, Answers& answers)
        : connection_(connection), members_(members), answers_(answers),
          schema_(members.front().existing->schema), twin_(connection) {}

    /// The statement that the server refuses, nothing when all were told. A twin is altered as the later
    /// statements say where `altered` is set.
    std::optional<std::size_t> whole(Manner manner, bool altered) {
        Texts statements, names;
        std::vector<std::size_t> whose;
        for (std::size_t i = 0; i < members_.size(); ++i) {
            const auto& member = members_[i];
            statements.push_back(twin_.create_sql(*member.statement, member.effect().object));
            names.push_back(member.existing->name);
            if (altered)
                for (const auto& next : member.later)
                    if (statement::alters_only(next, member.effect().object))
                        statements.push_back(
                            statement::rewritten(next, {.relation = twin_.qualified(member.name()),
                                                        .without_if_not_exists = true}));
            whose.resize(statements.size(), i);
        }
        if (const auto refused = run(statements))
            return whose[*refused];
        const bool by_name = manner == Manner::relation;
        ByName made(by_name ? twin_.read(names, schema_) : twin_.read_all(schema_));
        ByName found(by_name ? read_relations(connection_, schema_, names)
                             : read_schema(connection_, schema_));
        for (const auto& member : members_)
            if (compare_whole(made.of(member.name()), found.of(member.name()), member.effect(),
                              *member.existing, twin_.temporary())
                    .equal())
                answers_[member.place] = member.name();
        return std::nullopt;
    }

    std::optional<std::size_t> parts() {
        std::map<std::string, Members> by_table;
        for (const auto& member : members_)
            by_table[member.existing->name].push_back(member);
        if (run(copies(by_table)))
            return 0;
        Texts tables;
        for (const auto& [table, on_it] : by_table)
            tables.push_back(table);
        const auto before = twin_.read(tables, schema_);
        Texts statements;
        for (const auto& member : members_)
            statements.push_back(
                statement::rewritten(*member.statement, {.relation = twin_.qualified(member.existing->name),
                                                         .without_concurrently = true,
                                                         .without_if_not_exists = true}));
        if (const auto refused = run(statements))
            return refused;
        const auto after = twin_.read(tables, schema_);
        ByName made(added(before, after), after);
        ByName found(read_relations(connection_, schema_, tables));
        for (const auto& [table, on_it] : by_table)
            compare_parts(on_it, made.of(table), found.of(table));
        return std::nullopt;
    }

  private:
    /// An empty copy of each table, without the columns that are to be added to it.
    Texts copies(const std::map<std::string, Members>& by_table) const {
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

    /// Runs them behind each other; which one the server refuses.
    std::optional<std::size_t> run(const Texts& statements) {
        pg::Pipeline pipeline(connection_);
        for (const auto& statement : statements)
            pipeline.send({.sql = statement});
        pipeline.sync();
        for (std::size_t i = 0; i < statements.size(); ++i)
            if (const auto outcome = pipeline.next(); outcome.error) {
                if (pg::is_from_outside(*outcome.error))
                    throw *outcome.error;
                return i;
            }
        return std::nullopt;
    }

    /// What one statement alone has added is its own; of several each has what bears its name, and nothing
    /// may be left over.
    void compare_parts(const Members& on_it, const Model& made, const Model& found) {
        std::vector<Model> shares;
        std::size_t shared = 0;
        for (const auto& member : on_it) {
            Model share;
            for (const auto& object : made.objects)
                if (on_it.size() == 1 || (!member.name().empty() && object.id.name == member.name()))
                    share.objects.push_back(object);
            shared += share.objects.size();
            shares.push_back(std::move(share));
        }
        if (shared != made.objects.size())
            return;
        for (std::size_t i = 0; i < on_it.size(); ++i)
            if (const auto result = compare_part(std::move(shares[i]), found, on_it[i].effect());
                result.equal())
                answers_[on_it[i].place] = result.name;
    }

    pg::Connection& connection_;
    const Members& members_;
    Answers& answers_;
    std::string schema_;
    TwinSchema twin_;
};

/// What is told in one go: objects of one schema in one manner, no name twice, since names are what tells the
/// twins apart.
struct Group {
    std::string schema;
    Manner manner = Manner::none;
    bool has_partners = false;
    int layer = 0;
    bool altered = false;

    auto operator<=>(const Group&) const = default;
};

void tell(pg::Connection& connection, const Group& group, Members members, Answers& answers) {
    for (int failures = 0; !members.empty() && failures < most_failures; ++failures) {
        Together together(connection, members, answers);
        const auto refused =
            group.manner == Manner::part ? together.parts() : together.whole(group.manner, group.altered);
        if (!refused)
            return;
        members.erase(members.begin() + static_cast<std::ptrdiff_t>(*refused));
    }
}

void tell_in_turns(pg::Connection& connection, const Group& group, const Members& members, Answers& answers) {
    const auto at_once = group.has_partners ? most_with_partners : most;
    for (std::size_t first = 0; first < members.size(); first += at_once) {
        const auto last = std::min(members.size(), first + at_once);
        tell(connection, group,
             Members(members.begin() + static_cast<std::ptrdiff_t>(first),
                     members.begin() + static_cast<std::ptrdiff_t>(last)),
             answers);
    }
}

bool is_altered_later(const Member& member) {
    return member.effect().object.kind == ObjectKind::table &&
           std::ranges::any_of(member.later, [&](const statement::Statement& next) {
               return statement::alters_only(next, member.effect().object);
           });
}

} // namespace

std::vector<std::optional<std::string>> find_equal(pg::Connection& connection,
                                                   std::span<const Created> created) {
    Answers answers(created.size());
    std::map<Group, Members> groups;
    std::map<std::pair<Group, std::string>, int> layers;
    Members indexes;
    for (std::size_t i = 0; i < created.size(); ++i) {
        const auto& [statement, existing, later] = created[i];
        const auto manner = manner_of(*statement, *existing);
        const Member member{.place = i, .statement = statement, .existing = existing, .later = later};
        if (manner == Manner::none)
            continue;
        if (member.effect().object.kind == ObjectKind::index) {
            indexes.push_back(member);
            continue;
        }
        Group group{.schema = existing->schema, .manner = manner, .has_partners = has_partners(*statement)};
        if (manner != Manner::part)
            group.layer = layers[{group, member.name()}]++;
        groups[group].push_back(member);
    }
    if (!indexes.empty()) {
        const auto right = on_their_tables(connection, indexes);
        for (const auto& index : indexes)
            if (right.contains(index.place))
                groups[{.schema = index.existing->schema, .manner = Manner::part}].push_back(index);
    }
    std::map<Group, Members> altered;
    for (const auto& [group, members] : groups) {
        tell_in_turns(connection, group, members, answers);
        for (const auto& member : members)
            if (group.manner == Manner::relation && !answers[member.place] && is_altered_later(member))
                altered[{.schema = group.schema,
                         .manner = group.manner,
                         .has_partners = true,
                         .layer = group.layer,
                         .altered = true}]
                    .push_back(member);
    }
    for (const auto& [group, members] : altered)
        tell_in_turns(connection, group, members, answers);
    return answers;
}

} // namespace pgmend::catalog
