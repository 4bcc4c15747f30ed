#include "drift/proof_copy.hpp"

#include "catalog/canonicalizer.hpp"
#include "pg/quote.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::Kind;
using schema::Model;

/// The superusers of the copy: no database has roles of these names.
constexpr const char* superuser_name = "pgmend_proof_superuser";
constexpr const char* bootstrap_name = "pgmend_proof_bootstrap";

/// Every role that a model names: owners, grantees and grantors, those of policies and mappings.
void collect_roles(const Model& model, std::set<std::string>& roles) {
    for (const auto& object : model.objects) {
        if (object.id.kind == Kind::default_privileges || object.id.kind == Kind::user_mapping)
            roles.insert(object.id.name);
        for (const auto& attribute : object.attributes) {
            const auto at = attribute.name.rfind("acl.");
            if (attribute.name == "owner")
                roles.insert(schema::display(attribute.value));
            else if (at != std::string::npos && (at == 0 || attribute.name[at - 1] == '.'))
                roles.insert(attribute.name.substr(at + 4));
            if (at != std::string::npos)
                for (auto text = schema::display(attribute.value); text.find('/') != std::string::npos;
                     text = text.substr(text.find('/') + 1)) {
                    const auto begin = text.find('/') + 1;
                    roles.insert(text.substr(begin, text.find(',', begin) - begin));
                }
        }
        if (object.id.kind == Kind::policy)
            if (const auto* names = object.find("roles"))
                for (const auto& name : std::get<std::vector<std::string>>(*names))
                    roles.insert(name.starts_with('"') ? name.substr(1, name.size() - 2) : name);
    }
}

/// Kinds whose statements hold expressions, which the server may evaluate.
bool holds_expressions(Kind kind) {
    switch (kind) {
    case Kind::domain:
    case Kind::domain_constraint:
    case Kind::sequence:
    case Kind::table:
    case Kind::foreign_table:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::column:
    case Kind::constraint:
    case Kind::index:
    case Kind::statistics:
    case Kind::trigger:
    case Kind::rule:
    case Kind::policy:
    case Kind::publication_table:
        return true;
    default:
        return false;
    }
}

/// Whether a superuser may run the statement: nothing is evaluated by it.
bool is_harmless(const schema::DdlStatement& statement) {
    const auto& sql = statement.sql;
    return !holds_expressions(statement.object.kind) || sql.starts_with("GRANT ") ||
           sql.starts_with("REVOKE ") || sql.starts_with("COMMENT ON ") ||
           sql.starts_with("SECURITY LABEL ") ||
           (sql.starts_with("ALTER ") && sql.find(" OWNER TO ") != std::string::npos);
}

/// The statement as it is tried: it fills no materialized view.
std::string without_filling(const schema::DdlStatement& statement) {
    auto sql = statement.sql;
    if (statement.object.kind != Kind::materialized_view)
        return sql;
    constexpr std::string_view with_data = "\nWITH DATA";
    if (sql.ends_with(with_data))
        sql.replace(sql.size() - with_data.size(), with_data.size(), "\nWITH NO DATA");
    else if (sql.starts_with("REFRESH ") && !sql.ends_with(" WITH NO DATA"))
        sql += " WITH NO DATA";
    return sql;
}

pg::Connection connect_as(const embedded::ThrowawayServer& server, const std::string& role) {
    auto dsn = server.dsn();
    dsn.parameters["user"] = role;
    return pg::Connection::open(dsn);
}

/// The server's first superuser and a database of a plain role; returns the connection of another superuser.
pg::Connection prepared(const embedded::ThrowawayServer& server, const std::string& role) {
    {
        auto first = pg::Connection::open(server.dsn());
        first.run(fmt::format("CREATE ROLE {} SUPERUSER LOGIN", superuser_name));
    }
    auto connection = connect_as(server, superuser_name);
    connection.run(fmt::format("ALTER ROLE {} RENAME TO {}", pg::quote_identifier(server.dsn().get("user")),
                               bootstrap_name));
    connection.run(fmt::format("CREATE ROLE {} LOGIN", pg::quote_identifier(role)));
    connection.run(fmt::format("ALTER DATABASE {} OWNER TO {}",
                               pg::quote_identifier(server.dsn().get("dbname")), pg::quote_identifier(role)));
    return connection;
}

} // namespace

ProofCopy::ProofCopy(const catalog::ReadOptions& options, std::string role)
    : options_(options), role_(role.empty() ? "postgres" : std::move(role)),
      superuser_(prepared(server_, role_)), plain_(connect_as(server_, role_)) {
    for (auto* connection : {&superuser_, &plain_}) {
        connection->on_notice([](const pg::Notice&) {});
        connection->run("SET check_function_bodies = off");
    }
}

void ProofCopy::make_roles(const Model& live, const Model& target) {
    std::set<std::string> roles;
    collect_roles(live, roles);
    collect_roles(target, roles);
    for (const auto& role : roles) {
        if (role.empty() || role == "PUBLIC" || role == "public" || role.starts_with("pg_") || role == role_)
            continue;
        superuser_.run("CREATE ROLE " + pg::quote_identifier(role));
        superuser_.run(
            fmt::format("GRANT {} TO {}", pg::quote_identifier(role), pg::quote_identifier(role_)));
    }
}

Model ProofCopy::read() {
    return comparable_on_copy(catalog::read(superuser_, options_));
}

std::vector<schema::Finding> ProofCopy::compared(const Model& expected) {
    const auto actual = read();
    auto diff = schema::diff(expected, actual);
    catalog::Canonicalizer(plain_, options_).remove_equivalent(diff, expected, actual);
    return std::move(diff.findings);
}

ProofCopy::Outcome ProofCopy::run_once(const std::string& sql) {
    try {
        plain_.run_script(sql);
        return {};
    } catch (const pg::SqlError& error) {
        return {.error = error.message(), .not_allowed = error.is(pg::sqlstate::insufficient_privilege)};
    }
}

ProofCopy::Outcome ProofCopy::run(const schema::DdlStatement& statement) {
    if (statement.object.kind == Kind::subscription)
        return {.not_tried = true};
    const auto sql = without_filling(statement);
    auto outcome = run_once(sql);
    if (!outcome.not_allowed || !is_harmless(statement))
        return outcome;
    const auto alter = fmt::format("ALTER ROLE {} ", pg::quote_identifier(role_));
    superuser_.run(alter + "SUPERUSER");
    outcome = run_once(sql);
    superuser_.run(alter + "NOSUPERUSER");
    return outcome;
}

Model comparable_on_copy(Model model) {
    std::erase_if(model.objects,
                  [](const schema::Object& object) { return object.id.kind == Kind::subscription; });
    for (auto& object : model.objects) {
        if (object.id.kind == Kind::extension)
            object.erase("owner");
        if (object.id.kind == Kind::materialized_view)
            object.erase("populated");
    }
    return model;
}

} // namespace pgmend::drift
