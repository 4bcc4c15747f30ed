#include "drift/world.hpp"

#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using Names = std::vector<std::string>;

std::string version_table(const migrate::Settings& settings) {
    return settings.version_schema.empty()
               ? pg::quote_identifier(settings.version_table)
               : pg::quote_qualified(settings.version_schema, settings.version_table);
}

void add_schemas(World& world, pg::Connection& connection, Names names) {
    names.emplace_back("public");
    const auto rows = connection.run(sql::replay_schemas, {names, world.owner});
    for (std::size_t i = 0; i < rows.rows(); ++i) {
        World::Schema schema{.name = rows.get<std::string>(i, "name"),
                             .owner = rows.get<std::string>(i, "owner"),
                             .grants = rows.get<Names>(i, "grants"),
                             .grantees = rows.get<Names>(i, "grantees")};
        if (schema.name == "public") {
            // The server has made it. Who else may create in it is a matter of the schema, which is compared.
            const bool may_anyway = world.superuser || world.owns_database || schema.owner == world.owner;
            if (may_anyway || !rows.get<bool>(i, "is_writable"))
                schema.grants.clear();
            if (schema.owner.starts_with("pg_") || rows.get<bool>(i, "is_bootstrap"))
                schema.owner.clear();
            if (schema.grants.empty() && schema.owner.empty())
                continue;
        }
        world.schemas.push_back(std::move(schema));
    }
}

/// The value of search_path in a URL's `options`, as psql and libpq take them: -csearch_path=a,b.
std::string search_path_in(const std::string& options) {
    constexpr std::string_view name = "search_path=";
    const auto found = options.find(name);
    if (found == std::string::npos)
        return {};
    std::string value;
    for (auto at = found + name.size(); at < options.size() && options[at] != ' '; ++at)
        value += options[at] == '\\' && at + 1 < options.size() ? options[++at] : options[at];
    return value;
}

/// The schemas of a search path that is written out; "$user" and what is in quotes otherwise stay out.
Names schemas_in(const std::string& search_path) {
    Names names;
    std::string name;
    for (const char c : search_path + ",") {
        if (c != ',') {
            if (c != ' ' && c != '"')
                name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            continue;
        }
        if (!name.empty() && name.front() != '$')
            names.push_back(name);
        name.clear();
    }
    return names;
}

} // namespace

World world_of(pg::Connection& connection, const migrate::Settings& settings) {
    const auto row = connection.run(sql::replay_world, {version_table(settings)});
    World world{.owner = row.get<std::string>(0, "owner"),
                .superuser = row.get<bool>(0, "is_superuser"),
                .attributes = row.get<std::string>(0, "attributes"),
                .database = row.get<std::string>(0, "database"),
                .owns_database = row.get<bool>(0, "owns_database"),
                .creates_in_database = row.get<bool>(0, "creates_in_database"),
                .search_path = row.get<std::string>(0, "search_path"),
                .home = row.get<std::optional<std::string>>(0, "home").value_or("")};
    const auto extensions = row.get<Names>(0, "extensions");
    const auto owners = row.get<Names>(0, "extension_owners");
    const auto homes = row.get<Names>(0, "extension_schemas");
    for (std::size_t i = 0; i < extensions.size(); ++i)
        world.extensions.push_back({.name = extensions[i], .owner = owners[i], .schema = homes[i]});
    world.version_schema = settings.version_schema;
    auto schemas = row.get<Names>(0, "schemas");
    world.public_is_home_too = std::ranges::find(schemas, "public") != schemas.end();
    if (!settings.version_schema.empty())
        schemas.push_back(settings.version_schema);
    add_schemas(world, connection, std::move(schemas));
    return world;
}

World world_of(const pg::Dsn& dsn, const migrate::Settings& settings) {
    World world{.owner = dsn.get("user"),
                .database = dsn.get("dbname"),
                .search_path = search_path_in(dsn.get("options"))};
    auto schemas = schemas_in(world.search_path);
    world.version_schema = settings.version_schema;
    world.public_is_home_too =
        world.search_path.empty() || std::ranges::find(schemas, "public") != schemas.end();
    if (!schemas.empty())
        world.home = schemas.front();
    if (!settings.version_schema.empty())
        schemas.push_back(settings.version_schema);
    for (auto& name : schemas)
        if (name != "public" &&
            std::ranges::find(world.schemas, name, &World::Schema::name) == world.schemas.end())
            world.schemas.push_back({.name = std::move(name)});
    return world;
}

std::string identity(const World& world, bool with_database) {
    // The presets written out are no other world.
    const bool is_preset_owner =
        world.superuser && (world.owner.empty() || world.owner == embedded::superuser);
    const bool is_preset_path = world.search_path == R"("$user", public)";
    auto text = fmt::format("{}\n{}\n{}\n{}\n", is_preset_owner ? "" : world.owner, world.superuser,
                            is_preset_path ? "" : world.search_path, world.prelude);
    if (!world.superuser)
        text += fmt::format("{} {} {}\n", world.attributes, world.owns_database, world.creates_in_database);
    if (with_database)
        text += fmt::format("database {}\n", world.database);
    for (const auto& schema : world.schemas)
        text += fmt::format("schema {} {} {}\n", schema.name, schema.owner, fmt::join(schema.grants, ";"));
    for (const auto& extension : world.extensions)
        text += fmt::format("extension {} {} {}\n", extension.name, extension.owner, extension.schema);
    for (const auto& [name, value] : world.settings)
        text += fmt::format("setting {} {}\n", name, value);
    return text + world.scratch;
}

std::string option_of(std::string_view setting, std::string_view value) {
    auto option = fmt::format("-c{}=", setting);
    for (const char c : value) {
        if (c == ' ' || c == '\\')
            option += '\\';
        option += c;
    }
    return option;
}

} // namespace pgmend::drift
