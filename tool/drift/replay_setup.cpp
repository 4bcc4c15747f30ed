#include "drift/replay_setup.hpp"

#include "embedded/cluster.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "statement/script.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using pg::quote_identifier;

bool exists(pg::Connection& connection, std::string_view sql, const std::string& name) {
    return connection.run(pg::own(sql), {name}).rows() > 0;
}

bool has_role(pg::Connection& connection, const std::string& name) {
    return exists(connection, "SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", name);
}

bool has_schema(pg::Connection& connection, const std::string& name) {
    return exists(connection, "SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1", name);
}

class Making {
  public:
    Making(const Builder& builder, const World& world, const FileNames& names)
        : builder_(builder), world_(world), names_(names), prelude_(prelude()) {}

    Setup run() {
        roles();
        database();
        for (const auto& schema : world_.schemas)
            make(schema);
        for (const auto& extension : world_.extensions)
            if (was_there(extension))
                make(extension);
        for (const auto& piece : prelude_.pieces)
            run(piece);
        return std::move(setup_);
    }

  private:
    statement::Script prelude() const {
        return world_.prelude.empty()
                   ? statement::Script()
                   : statement::read_script(world_.prelude, {.file = world_.prelude_file, .line = 1});
    }

    void run(const std::string& sql) { builder_.admin.run(sql); }

    void roles() {
        if (!world_.owner.empty() && !has_role(builder_.admin, world_.owner))
            make_owner();
        statement::RoleNames wanted = names_.roles;
        for (const auto& one : prelude_.statements)
            statement::add_roles(wanted, one);
        for (const auto& name : names_.roles.made)
            wanted.named.erase(name);
        for (const auto& schema : world_.schemas) {
            wanted.named.insert(schema.owner);
            wanted.named.insert(schema.grantees.begin(), schema.grantees.end());
        }
        for (const auto& name : wanted.named)
            if (!name.empty() && !name.starts_with("pg_") && make_role(builder_, world_, name))
                setup_.roles.insert(name);
    }

    void make_owner() {
        const auto name = quote_identifier(world_.owner);
        const bool is_superuser = builder_.admin.parameter_status("is_superuser") == "on";
        run(fmt::format("CREATE ROLE {} {} {}", name, builder_.own_server ? "LOGIN" : "",
                        !is_superuser      ? ""
                        : world_.superuser ? "SUPERUSER"
                                           : world_.attributes));
        builder_.note_role(world_.owner);
        if (!is_superuser) // who is to become it must be a member
            run(fmt::format("GRANT {} TO CURRENT_USER", name));
    }

    void database() {
        if (world_.owner.empty() || world_.superuser)
            return;
        const auto name = quote_identifier(builder_.admin.database());
        if (world_.owns_database)
            run(fmt::format("ALTER DATABASE {} OWNER TO {}", name, quote_identifier(world_.owner)));
        else if (world_.creates_in_database)
            run(fmt::format("GRANT CREATE ON DATABASE {} TO {}", name, quote_identifier(world_.owner)));
    }

    /// One that the files make themselves is left to them, unless they need it to begin with.
    void make(const World::Schema& schema) {
        const bool is_needed = schema.name == world_.version_schema ||
                               (schema.name == world_.home && !world_.public_is_home_too);
        if (names_.made_schemas.contains(schema.name) && !is_needed)
            return;
        const auto name = quote_identifier(schema.name);
        const auto& owner = schema.owner.empty() && schema.name != "public" ? world_.owner : schema.owner;
        if (!has_schema(builder_.admin, schema.name)) {
            run("CREATE SCHEMA " + name);
            setup_.objects.insert(schema.name);
        }
        if (!owner.empty() && !owner.starts_with("pg_"))
            run(fmt::format("ALTER SCHEMA {} OWNER TO {}", name, quote_identifier(owner)));
        for (const auto& grant : schema.grants)
            run(grant);
    }

    /// Of what this server has not got the revision itself will tell.
    /// Files that create an extension and never drop it have found it in the database, as far as anybody can
    /// tell; one of another role they cannot have made.
    bool was_there(const World::Extension& extension) const {
        const auto& owner = world_.owner.empty() ? std::string(embedded::superuser) : world_.owner;
        return names_.made_extensions.contains(extension.name) &&
               (extension.owner != owner || !names_.dropped_extensions.contains(extension.name));
    }

    void make(const World::Extension& extension) {
        const bool is_own = extension.owner == embedded::superuser || !builder_.own_server;
        try {
            if (!is_own) {
                make_role(builder_, world_, extension.owner);
                run(fmt::format("ALTER ROLE {} SUPERUSER", quote_identifier(extension.owner)));
                run("SET ROLE " + quote_identifier(extension.owner));
            }
            if (extension.schema != "pg_catalog" && !names_.made_schemas.contains(extension.schema))
                run("CREATE SCHEMA IF NOT EXISTS " + extension.schema);
            run(fmt::format("CREATE EXTENSION IF NOT EXISTS {} SCHEMA {} CASCADE",
                            quote_identifier(extension.name), extension.schema));
            setup_.objects.insert(extension.name);
        } catch (const pg::SqlError& error) { // NOLINT: see above
            if (error.connection_lost())
                throw;
        }
        if (!is_own)
            run("RESET ROLE");
    }

    /// What the prelude makes and the world has already is passed over.
    void run(const statement::Script::Piece& piece) {
        try {
            builder_.admin.run_script(piece.sql, piece.location);
        } catch (pg::SqlError& error) {
            const bool is_there =
                error.is(pg::sqlstate::duplicate_object) || error.is(pg::sqlstate::duplicate_schema);
            if (is_there && !builder_.admin.in_transaction())
                return;
            error.in_context("the prelude of the replay failed");
            throw;
        }
    }

    const Builder& builder_;
    const World& world_;
    const FileNames& names_;
    const statement::Script prelude_;
    Setup setup_;
};

} // namespace

bool make_role(const Builder& builder, const World& world, const std::string& name) {
    if (name == world.owner || has_role(builder.admin, name))
        return false;
    builder.admin.run(fmt::format("CREATE ROLE {} NOLOGIN", quote_identifier(name)));
    builder.note_role(name);
    // Who may give an object to a role, or become it, is a member of it.
    if (!world.owner.empty() && !world.superuser)
        builder.admin.run(
            fmt::format("GRANT {} TO {}", quote_identifier(name), quote_identifier(world.owner)));
    return true;
}

Setup set_up(const Builder& builder, const World& world, const FileNames& names) {
    return Making(builder, world, names).run();
}

} // namespace pgmend::drift
