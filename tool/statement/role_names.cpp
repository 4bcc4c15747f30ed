#include "statement/role_names.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <string_view>

namespace pgmend::statement {
namespace {

void add(std::set<std::string>& roles, std::string_view name) {
    if (!name.empty() && !name.starts_with("pg_") && name != "none")
        roles.emplace(name);
}

/// SET ROLE name, SET SESSION AUTHORIZATION name: settings to the parser.
void add_setting(RoleNames& roles, const PgQuery__VariableSetStmt& set) {
    const std::string_view name = set.name;
    if (name != "role" && name != "session_authorization")
        return;
    for (const auto* argument : items(set.args, set.n_args))
        if (argument->node_case == PG_QUERY__NODE__NODE_A_CONST &&
            argument->a_const->val_case == PG_QUERY__A__CONST__VAL_SVAL)
            add(roles.named, argument->a_const->sval->sval);
}

void visit(RoleNames& roles, const ProtobufCMessage* message) {
    if (message->descriptor == &pg_query__role_spec__descriptor) {
        const auto& role = *reinterpret_cast<const PgQuery__RoleSpec*>(message);
        if (role.roletype == PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING)
            add(roles.named, role.rolename);
    } else if (message->descriptor == &pg_query__grant_role_stmt__descriptor) {
        const auto& grant = *reinterpret_cast<const PgQuery__GrantRoleStmt*>(message);
        for (const auto* role : items(grant.granted_roles, grant.n_granted_roles))
            if (role->node_case == PG_QUERY__NODE__NODE_ACCESS_PRIV)
                add(roles.named, role->access_priv->priv_name);
    } else if (message->descriptor == &pg_query__create_role_stmt__descriptor) {
        add(roles.made, reinterpret_cast<const PgQuery__CreateRoleStmt*>(message)->role);
    } else if (message->descriptor == &pg_query__variable_set_stmt__descriptor) {
        add_setting(roles, *reinterpret_cast<const PgQuery__VariableSetStmt*>(message));
    }
}

} // namespace

void add_roles(RoleNames& roles, const Statement& statement) {
    const auto outcome = parse(statement);
    if (outcome.tree != nullptr)
        walk(&outcome.tree->base, [&](const ProtobufCMessage* message) { visit(roles, message); });
}

} // namespace pgmend::statement
