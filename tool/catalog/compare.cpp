#include "catalog/compare.hpp"

#include "catalog/read.hpp"
#include "catalog/twin.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/retarget.hpp"
#include "statement/split.hpp"
#include "statement/token.hpp"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

using Kinds = std::initializer_list<Kind>;

bool is_one_of(Kind kind, Kinds kinds) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

/// Kinds that share the name space of the statement's kind.
bool may_be(ObjectKind wanted, Kind kind) {
    switch (wanted) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return is_one_of(
            kind, {Kind::table, Kind::foreign_table, Kind::view, Kind::materialized_view, Kind::sequence});
    case ObjectKind::index:
        return kind == Kind::index;
    case ObjectKind::column:
        return kind == Kind::column;
    case ObjectKind::constraint:
        return is_one_of(kind, {Kind::constraint, Kind::domain_constraint});
    case ObjectKind::type:
    case ObjectKind::domain:
        return is_one_of(kind, {Kind::enum_type, Kind::composite_type, Kind::range_type, Kind::base_type,
                                Kind::domain, Kind::table, Kind::view, Kind::materialized_view});
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return is_one_of(kind, {Kind::function, Kind::procedure, Kind::aggregate});
    case ObjectKind::trigger:
        return kind == Kind::trigger;
    case ObjectKind::rule:
        return kind == Kind::rule;
    case ObjectKind::policy:
        return kind == Kind::policy;
    case ObjectKind::statistics:
        return kind == Kind::statistics;
    case ObjectKind::publication:
        return kind == Kind::publication;
    default:
        return false;
    }
}

/// What a statement that creates does not say.
void strip(Object& object) {
    object.erase("owner");
    object.erase("populated");
}

/// Whether CREATE makes this together with the object of that name.
bool belongs_to(const Object& object, const std::string& name) {
    if (object.id.parent.empty())
        return object.id.kind == Kind::sequence &&
               (object.find("identity_of") != nullptr || object.find("owned_by") != nullptr);
    if (object.id.parent != name)
        return false;
    if (object.id.kind == Kind::index)
        return object.find("constraint") != nullptr;
    return is_one_of(object.id.kind,
                     {Kind::column, Kind::constraint, Kind::attribute, Kind::domain_constraint});
}

/// The object and what CREATE makes with it.
Model reduced(const Model& model, const std::string& name, ObjectKind kind) {
    Model result;
    for (auto object : model.objects) {
        const bool self = object.id.parent.empty() && object.id.name == name && may_be(kind, object.id.kind);
        if (!self && !belongs_to(object, name))
            continue;
        strip(object);
        result.objects.push_back(std::move(object));
    }
    result.unreadable = model.unreadable;
    return result;
}

const Object* main_object(const Model& model, const std::string& name, ObjectKind kind) {
    for (const auto& object : model.objects)
        if ((kind == ObjectKind::column || kind == ObjectKind::constraint || object.id.parent.empty() ||
             kind == ObjectKind::index || kind == ObjectKind::trigger || kind == ObjectKind::rule ||
             kind == ObjectKind::policy) &&
            may_be(kind, object.id.kind) && (name.empty() || object.id.name == name))
            return &object;
    return nullptr;
}

std::string plain(Kind kind) {
    std::string text(schema::to_string(kind));
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool is_routine(ObjectKind kind) {
    return kind == ObjectKind::function || kind == ObjectKind::procedure || kind == ObjectKind::aggregate;
}

/// Queries are not run for the twin: only what they say of columns counts.
std::string without_data(std::string sql) {
    const auto tokens = statement::scan(sql).tokens;
    const auto size = tokens.size();
    const bool said = size > 2 && statement::is_word(tokens[size - 1], "data");
    if (said && statement::is_word(tokens[size - 2], "no"))
        return sql;
    if (said && statement::is_word(tokens[size - 2], "with"))
        sql.resize(static_cast<std::size_t>(tokens[size - 2].text.data() - sql.data()));
    return sql + " WITH NO DATA";
}

bool is_create_as(const Statement& statement) {
    const auto scanned = statement::scan(statement.sql);
    int depth = 0;
    for (std::size_t i = 1; i < scanned.tokens.size(); ++i) {
        const auto& token = scanned.tokens[i];
        depth += statement::is_symbol(token, "(") ? 1 : statement::is_symbol(token, ")") ? -1 : 0;
        if (depth == 0 && statement::is_word(token, "as"))
            return true;
    }
    return false;
}

bool is_alter_table(const Statement& statement) {
    const auto scanned = statement::scan(statement.sql);
    return scanned.tokens.size() > 1 && statement::is_word(scanned.tokens[0], "alter") &&
           statement::is_word(scanned.tokens[1], "table");
}

/// One comparison: the twin, and what it is compared with.
class Comparer {
  public:
    Comparer(pg::Connection& connection, const Statement& statement, const Effect& effect,
             const Existing& existing)
        : connection_(connection), statement_(statement), effect_(effect), existing_(existing),
          kind_(effect.object.kind), twin_(connection) {}

    Comparison whole(std::span<const Statement> later) {
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

    /// A domain's constraint, on a domain of the same base type.
    Comparison domain_part() {
        const auto copy = twin_.copy_domain(existing_.schema, effect_.object.relation);
        const auto before = twin_.read_all(existing_.schema);
        connection_.run(statement::rewritten(statement_, {.relation = copy}));
        return added(before, twin_.read_all(existing_.schema), read_schema(connection_, existing_.schema));
    }

    Comparison part(std::span<const Statement> later) {
        const bool on_view = existing_.kind == 'v';
        const auto copy = twin_.copy(existing_, on_view);
        const auto& name = effect_.object.name;
        if (kind_ == ObjectKind::column)
            connection_.run(
                fmt::format("ALTER TABLE {} DROP COLUMN {} CASCADE", copy, pg::quote_identifier(name)));
        const auto before = twin_.read(existing_.name, existing_.schema);
        statement::Rewrite changes{
            .relation = copy, .without_concurrently = true, .without_if_not_exists = true};
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

  private:
    /// Runs a later statement on the twin; false when the server refuses it, and nothing more can be asked.
    bool follow(const Statement& next, const std::string& twin) {
        try {
            connection_.run(statement::rewritten(next, {.relation = twin, .without_if_not_exists = true}));
            return true;
        } catch (const pg::SqlError& error) {
            if (error.connection_lost() || error.code() == ExitCode::interrupted ||
                error.code() == ExitCode::lock_timeout)
                throw;
            return false;
        }
    }

    std::string twin_text() {
        statement::Rewrite changes{.relation = twin_.qualified(effect_.object.name),
                                   .without_if_not_exists = true};
        if (const auto parent = parent_of_partition(); parent.present())
            changes.partition_of = twin_.copy_partitioned(parent);
        auto text = statement::rewritten(statement_, changes);
        const bool query = (kind_ == ObjectKind::table || kind_ == ObjectKind::materialized_view) &&
                           is_create_as(statement_);
        return query ? without_data(std::move(text)) : text;
    }

    /// The table that CREATE TABLE … PARTITION OF names.
    Existing parent_of_partition() {
        const auto place = statement::partition_parent(statement_);
        if (!place)
            return {};
        const Effect parent{.verb = statement::Verb::alter, .object = *place};
        return find_existing(connection_, std::span(&parent, 1)).front();
    }

    /// The index that the statement makes a constraint of: the original's has become the constraint's.
    void copy_index(const std::string& copy, const std::string& name) {
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

    /// Whether a later statement alters the same table, its columns or constraints.
    bool alters_same(const Statement& next) const {
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
        return next.parsed && !next.effects.empty() && is_alter_table(next) &&
               std::ranges::all_of(next.effects, is_same);
    }

    Model existing_model() {
        const bool relation = existing_.kind != ' ';
        return reduced(relation ? read_relation(connection_, existing_.schema, existing_.name)
                                : read_schema(connection_, existing_.schema),
                       effect_.object.name, kind_);
    }

    Comparison against(const Model& found, const std::string& schema) {
        auto wanted = reduced(twin_.read_all(schema), effect_.object.name, kind_);
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
            return {.present = true,
                    .differences = {{"kind", plain(other->id.kind), plain(subject->id.kind)}}};
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
            std::erase_if(same.objects,
                          [](const Object& object) { return object.id.kind == Kind::sequence; });
        return {.present = true, .differences = differences(wanted, same, subject->id)};
    }

    /// Compares what the statement has added to the twin.
    Comparison added(const Model& before, const Model& after, const Model& original) {
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
            if (other.id.kind != id.kind || other.id.parent != id.parent ||
                !is_numbered(other.id.name, id.name))
                continue;
            auto candidate = beside(renamed(wanted, id.name, other.id.name), original, other.id);
            if (candidate.equal() || candidate.lacks_validation())
                return candidate;
        }
        return {};
    }

    static bool is_numbered(std::string_view name, std::string_view base) {
        const auto number = name.starts_with(base) ? name.substr(base.size()) : std::string_view();
        return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
    }

    /// Everything wanted against what bears the same names in the original.
    static Comparison beside(Model wanted, const Model& original, const schema::ObjectId& subject) {
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

    static Model renamed(Model model, const std::string& from, const std::string& to) {
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

    pg::Connection& connection_;
    const Statement& statement_;
    const Effect& effect_;
    const Existing& existing_;
    ObjectKind kind_;
    TwinSchema twin_;
};

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

/// A publication has no schema: its twin bears another name.
Comparison compare_publication(pg::Connection& connection, const Statement& statement, const Effect& effect) {
    const pg::ScratchSavepoint scratch(connection);
    const ReadOptions options{.comments = false, .privileges = false, .dependencies = false};
    const auto found = read(connection, options);
    const auto name = fmt::format("pgmend_twin_{}", connection.run("SELECT pg_backend_pid()").text(0, 0));
    connection.run(statement::rewritten(statement, {.relation = name}));
    const auto made = read(connection, options);
    const auto pick = [&](const Model& model, const std::string& from) {
        Model part;
        for (auto object : model.objects) {
            const bool self = object.id.kind == Kind::publication && object.id.name == from;
            const bool inside =
                is_one_of(object.id.kind, {Kind::publication_table, Kind::publication_schema}) &&
                object.id.parent == from;
            if (!self && !inside)
                continue;
            (self ? object.id.name : object.id.parent) = effect.object.name;
            strip(object);
            part.objects.push_back(std::move(object));
        }
        part.sort();
        return part;
    };
    return {.present = true,
            .differences = differences(pick(made, name), pick(found, effect.object.name),
                                       {.kind = Kind::publication, .name = effect.object.name})};
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

Comparison compare_created(pg::Connection& connection, const Statement& statement, const Effect& effect,
                           const Existing& existing, std::span<const Statement> later) {
    switch (effect.object.kind) {
    case ObjectKind::schema:
        return compare_schema(connection, statement, effect);
    case ObjectKind::extension:
        return compare_extension(connection, statement, effect);
    case ObjectKind::publication:
        return compare_publication(connection, statement, effect);
    default:
        break;
    }
    if (auto other = on_another_table(connection, effect, existing))
        return *std::move(other);
    Comparer comparer(connection, statement, effect, existing);
    if (!lives_on_relation(effect.object.kind))
        return comparer.whole(later);
    return existing.kind == ' ' ? comparer.domain_part() : comparer.part(later);
}

} // namespace pgmend::catalog
