#include "catalog/compare_other.hpp"

#include "catalog/made_objects.hpp"
#include "catalog/read.hpp"
#include "catalog/scratch.hpp"
#include "sql/queries.hpp"
#include "statement/made_again.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::Node;
using statement::ObjectName;

/// How a statement can be tried without touching what is there.
enum class Way { none, in_scratch, renamed, made_again };

struct Target {
    Way way = Way::none;
    ObjectName name = {};
};

ObjectName global(const char* name) {
    return {.name = name};
}

Target target_of(const Node& node) {
    const auto listed = [](auto* const* parts, std::size_t size) {
        return Target{.way = Way::in_scratch,
                      .name =
                          statement::list_name(statement::ObjectKind::other, statement::items(parts, size))};
    };
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_DEFINE_STMT:
        return listed(node.define_stmt->defnames, node.define_stmt->n_defnames);
    case PG_QUERY__NODE__NODE_CREATE_OP_FAMILY_STMT:
        return listed(node.create_op_family_stmt->opfamilyname, node.create_op_family_stmt->n_opfamilyname);
    case PG_QUERY__NODE__NODE_CREATE_CONVERSION_STMT:
        return listed(node.create_conversion_stmt->conversion_name,
                      node.create_conversion_stmt->n_conversion_name);
    case PG_QUERY__NODE__NODE_CREATE_FDW_STMT:
        return {.way = Way::renamed, .name = global(node.create_fdw_stmt->fdwname)};
    case PG_QUERY__NODE__NODE_CREATE_FOREIGN_SERVER_STMT:
        return {.way = Way::renamed, .name = global(node.create_foreign_server_stmt->servername)};
    case PG_QUERY__NODE__NODE_CREATE_EVENT_TRIG_STMT:
        return {.way = Way::renamed, .name = global(node.create_event_trig_stmt->trigname)};
    case PG_QUERY__NODE__NODE_CREATE_PLANG_STMT:
        return {.way = Way::renamed, .name = global(node.create_plang_stmt->plname)};
    case PG_QUERY__NODE__NODE_CREATE_AM_STMT:
        return {.way = Way::renamed, .name = global(node.create_am_stmt->amname)};
    case PG_QUERY__NODE__NODE_CREATE_ROLE_STMT:
        return {.way = Way::renamed, .name = global(node.create_role_stmt->role)};
    case PG_QUERY__NODE__NODE_CREATE_OP_CLASS_STMT: // its members may be those of a family that is there
    case PG_QUERY__NODE__NODE_CREATE_CAST_STMT:
    case PG_QUERY__NODE__NODE_CREATE_TRANSFORM_STMT:
    case PG_QUERY__NODE__NODE_CREATE_USER_MAPPING_STMT:
        return {.way = Way::made_again};
    default:
        return {};
    }
}

Model read_all(pg::Connection& connection, bool cluster) {
    ReadOptions options{.comments = false, .privileges = false, .dependencies = false, .cluster = cluster};
    options.excluded_schemas.clear();
    options.lock_timeout = lock_timeout(connection);
    return read(connection, options);
}

/// What the statement has made, against what there is of the same identity.
Comparison against(Model made, const Model& there) {
    Model found;
    const auto reduce = [](Object& object) {
        strip(object);
        if (object.id.kind == Kind::operator_family) // later classes and ALTERs add to it
            object.erase("members");
    };
    for (auto& object : made.objects) {
        reduce(object);
        if (const auto* other = there.find(object.id)) {
            found.objects.push_back(*other);
            reduce(found.objects.back());
        }
    }
    if (made.objects.empty() || found.objects.empty())
        return {};
    const auto subject = made.objects.front().id;
    return {.present = true, .differences = differences(made, found, subject), .name = subject.name};
}

/// Whether the statement is an ALTER TEXT SEARCH CONFIGURATION of this one, which has its mappings from
/// there.
bool alters_configuration(const statement::Statement& statement, const ObjectName& name,
                          const std::string& default_schema) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TSCONFIGURATION_STMT)
        return false;
    const auto& stmt = *node->alter_tsconfiguration_stmt;
    const auto altered =
        statement::list_name(statement::ObjectKind::other, statement::items(stmt.cfgname, stmt.n_cfgname));
    const auto given = [&](const std::string& schema) { return schema.empty() ? default_schema : schema; };
    return altered.name == name.name && given(altered.schema) == given(name.schema);
}

Comparison in_scratch(pg::Connection& connection, const Creation& creation, const ObjectName& name) {
    const auto& schema = name.schema.empty() ? creation.default_schema : name.schema;
    const auto there = read_schema(connection, schema);
    Scratch scratch(connection);
    scratch.claim(schema, name.name);
    scratch.enter(Scratch::First::copies);
    connection.run(scratch.text(creation.section[creation.index]));
    std::vector<std::size_t> done;
    for (auto i = creation.index + 1; i < creation.section.size(); ++i) {
        if (!alters_configuration(creation.section[i], name, creation.default_schema))
            continue;
        connection.run(scratch.text(creation.section[i]));
        done.push_back(i);
    }
    auto result = against(scratch.read(schema), there);
    if (result.equal())
        result.done = std::move(done);
    return result;
}

/// What is in `after` and bears the other name, by its own.
Model made_as(const Model& after, const std::string& other, const std::string& name) {
    Model made;
    for (auto object : after.objects) {
        if (object.id.name != other && object.id.parent != other)
            continue;
        (object.id.name == other ? object.id.name : object.id.parent) = name;
        made.objects.push_back(std::move(object));
    }
    made.sort();
    return made;
}

/// Whether the statement is an ALTER EVENT TRIGGER of this one.
bool alters_event_trigger(const statement::Statement& statement, const std::string& name) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    return node != nullptr && node->node_case == PG_QUERY__NODE__NODE_ALTER_EVENT_TRIG_STMT &&
           node->alter_event_trig_stmt->trigname == name;
}

Comparison renamed(pg::Connection& connection, const Creation& creation, const ObjectName& name, bool role) {
    const auto& statement = creation.section[creation.index];
    const pg::ScratchSavepoint savepoint(connection);
    const auto other = connection.run(sql::scratch_begin).get<std::string>(0, "prefix");
    const auto there = read_all(connection, role);
    connection.run(statement::with_name(statement, name.name, other));
    for (const auto& later : creation.section.subspan(creation.index + 1))
        if (alters_event_trigger(later, name.name))
            connection.run(statement::with_name(later, name.name, other));
    return against(made_as(read_all(connection, role), other, name.name), there);
}

Comparison made_again(pg::Connection& connection, const statement::Statement& statement) {
    const pg::ScratchSavepoint savepoint(connection);
    connection.run(sql::scratch_begin);
    const auto drop = statement::drop_for(statement);
    if (drop.empty())
        return {};
    const auto there = read_all(connection, false);
    connection.run(drop);
    const auto without = read_all(connection, false);
    connection.run(statement.sql);
    Model made;
    for (auto& object : read_all(connection, false).objects)
        if (without.find(object.id) == nullptr)
            made.objects.push_back(std::move(object));
    return against(std::move(made), there);
}

} // namespace

bool needs_compare_other(const statement::Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    const bool named =
        !statement.effects.empty() && statement.effects.front().object.kind != statement::ObjectKind::other;
    return node != nullptr && !named && target_of(*node).way != Way::none;
}

std::optional<Comparison> compare_other(pg::Connection& connection, const Creation& creation) {
    const auto& statement = creation.section[creation.index];
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    const auto target = node == nullptr ? Target{} : target_of(*node);
    switch (target.way) {
    case Way::in_scratch:
        return in_scratch(connection, creation, target.name);
    case Way::renamed:
        return renamed(connection, creation, target.name,
                       node->node_case == PG_QUERY__NODE__NODE_CREATE_ROLE_STMT);
    case Way::made_again:
        return made_again(connection, statement);
    case Way::none:
        break;
    }
    return std::nullopt;
}

} // namespace pgmend::catalog
