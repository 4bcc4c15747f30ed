#include "drift/repair.hpp"

#include "catalog/canonicalizer.hpp"
#include "embedded/throwaway.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::Model;

/// Every role that a model names: owners, grantees and grantors, those of policies and mappings.
void collect_roles(const Model& model, std::set<std::string>& roles) {
    for (const auto& object : model.objects) {
        if (object.id.kind == schema::Kind::default_privileges ||
            object.id.kind == schema::Kind::user_mapping)
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
        if (object.id.kind == schema::Kind::policy)
            if (const auto* names = object.find("roles"))
                for (const auto& name : std::get<std::vector<std::string>>(*names))
                    roles.insert(name.starts_with('"') ? name.substr(1, name.size() - 2) : name);
    }
}

/// "column public.t.c type": what a finding is about, in short.
std::string about(const schema::Finding& finding) {
    return fmt::format("{} {} {}{}", schema::to_string(finding.object.kind), display(finding.object),
                       schema::to_string(finding.change),
                       finding.attribute.empty() ? "" : fmt::format(" in {}", finding.attribute));
}

class Copy {
  public:
    explicit Copy(const catalog::ReadOptions& options)
        : options_(options), connection_(pg::Connection::open(server_.dsn())) {
        connection_.on_notice([](const pg::Notice&) {});
        connection_.run("SET check_function_bodies = off");
    }

    void make_roles(const Model& live, const Model& target) {
        std::set<std::string> roles;
        collect_roles(live, roles);
        collect_roles(target, roles);
        for (const auto& role : roles)
            if (!role.empty() && role != "PUBLIC" && role != "public" && !role.starts_with("pg_") &&
                connection_.run(pg::own("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1"), {role})
                        .rows() == 0)
                connection_.run("CREATE ROLE " + pg::quote_identifier(role));
    }

    Model read() { return catalog::read(connection_, options_); }

    /// How the copy differs from what it should be.
    std::vector<schema::Finding> compared(const Model& expected) {
        const auto actual = read();
        auto diff = schema::diff(expected, actual);
        catalog::Canonicalizer(connection_, options_).remove_equivalent(diff, expected, actual);
        return std::move(diff.findings);
    }

    /// The error, empty when it ran.
    std::string run(const schema::DdlStatement& statement) {
        try {
            connection_.run_script(statement.sql);
            return {};
        } catch (const pg::SqlError& error) {
            return fmt::format("{}: {}", statement.sql.substr(0, statement.sql.find('\n')), error.message());
        }
    }

  private:
    embedded::ThrowawayServer server_;
    const catalog::ReadOptions& options_;
    pg::Connection connection_;
};

} // namespace

Proof prove(const Model& live, const Model& target, const schema::Script& script,
            const catalog::ReadOptions& options) {
    Proof proof;
    Copy copy(options);
    copy.make_roles(live, target);
    for (const auto& statement : schema::statements(copy.read(), live, {.online = false}).statements)
        if (const auto error = copy.run(statement); !error.empty())
            proof.not_seen.push_back("the copy could not be completed: " + error);
    std::set<std::string> gaps;
    for (const auto& finding : copy.compared(live)) {
        gaps.insert(about(finding));
        proof.not_seen.push_back("the copy differs: " + about(finding));
    }
    for (const auto& statement : script.statements)
        if (proof.failure = copy.run(statement); !proof.failure.empty())
            return proof;
    for (const auto& finding : copy.compared(target))
        if (!gaps.contains(about(finding)))
            proof.left.push_back(about(finding));
    return proof;
}

} // namespace pgmend::drift
