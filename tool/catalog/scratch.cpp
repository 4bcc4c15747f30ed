#include "catalog/scratch.hpp"

#include "catalog/read.hpp"
#include "catalog/references.hpp"
#include "pg/own_sql.hpp"
#include "pg/parameters.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "statement/chain.hpp"

#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

schema::Model read_part(pg::Connection& connection, ReadOptions options) {
    options.comments = false;
    options.privileges = false;
    options.dependencies = false;
    options.excluded_schemas.clear();
    options.excluded_tables.clear();
    options.lock_timeout = lock_timeout(connection);
    return read(connection, options);
}

std::string original_name(const Existing& original) {
    return pg::quote_qualified(original.schema, original.name);
}

} // namespace

std::chrono::milliseconds lock_timeout(pg::Connection& connection) {
    const auto row =
        connection.run(pg::own("SELECT setting::bigint FROM pg_settings WHERE name = 'lock_timeout'"));
    return std::chrono::milliseconds(row.get<long long>(0, 0));
}

Scratch::Scratch(pg::Connection& connection) : connection_(connection), savepoint_(connection) {
    // Own names for each session keep two of them from waiting for each other.
    const auto row = connection.run(sql::scratch_begin);
    prefix_ = row.get<std::string>(0, "prefix");
    if (row.get<bool>(0, "may_create"))
        return;
    temporary_ = true;
    connection.run(
        "CREATE TEMPORARY TABLE pgmend_scratch ()"); // makes the temporary schema, if it is the first
    prefix_ = connection.run(pg::own("SELECT pg_my_temp_schema()::regnamespace::text")).text(0, 0);
    connection.run("DROP TABLE pg_temp.pgmend_scratch");
}

const std::string& Scratch::home(const std::string& schema, Use use) {
    auto [found, is_new] = homes_.try_emplace({schema, use});
    if (!is_new)
        return found->second;
    if (temporary_)
        return found->second = prefix_;
    found->second = fmt::format("{}_{:03}", prefix_, homes_.size());
    connection_.run(fmt::format("CREATE SCHEMA {}", found->second));
    if (use == Use::copies)
        relocation_.schemas[schema] = found->second;
    return found->second;
}

std::string Scratch::qualified(const std::string& schema, std::string_view name, Use use) {
    return fmt::format("{}.{}", temporary_ ? "pg_temp" : home(schema, use), pg::quote_identifier(name));
}

void Scratch::claim(const std::string& schema, const std::string& name) {
    relocation_.objects[{schema, name}] = home(schema, Use::copies);
}

void Scratch::claim_attached(const statement::Statement& statement, const std::string& default_schema) {
    const auto claim_one = [&](const statement::ObjectName& object) {
        claim(object.schema.empty() ? default_schema : object.schema, object.name);
    };
    if (const auto child = statement::attached_index(statement)) {
        claim_one(*child);
        claim_one(statement.effects.front().object);
    } else if (const auto owned = statement::owned_sequence(statement)) {
        claim_one(owned->sequence);
    }
}

std::string Scratch::name_of(const std::string& schema, const std::string& name) {
    return qualified(schema, name, Use::copies);
}

void Scratch::refer_to(const Existing& table) {
    refer_to(table, Use::references);
}

void Scratch::refer_to(const std::vector<const statement::Statement*>& statements) {
    std::set<std::string> owners;
    for (const auto* statement : statements)
        if (const auto owned = statement::owned_sequence(*statement))
            owners.insert(owned->table.name);
    for (const auto& table : referred_to(connection_, statements))
        refer_to(table, owners.contains(table.name) ? Use::copies : Use::references);
}

void Scratch::refer_to(const Existing& table, Use use) {
    if (!relocation_.objects.try_emplace({table.schema, table.name}, home(table.schema, use)).second)
        return;
    std::string partitioned;
    if (table.kind == 'p')
        partitioned = fmt::format(
            " PARTITION BY {}",
            connection_.run(pg::own("SELECT pg_get_partkeydef($1::regclass)"), {original_name(table)})
                .text(0, 0));
    connection_.run(
        fmt::format("CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING STATISTICS EXCLUDING COMMENTS){}",
                    qualified(table.schema, table.name, use), original_name(table), partitioned));
}

void Scratch::refer_to_family(const Existing& table) {
    refer_to(table);
    const auto rows = connection_.run(sql::scratch_heirs, {original_name(table)});
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const Existing heir{.schema = rows.get<std::string>(row, "schema"),
                            .name = rows.get<std::string>(row, "name"),
                            .kind = 'r'};
        refer_to(heir);
        connection_.run(fmt::format("ALTER TABLE {} INHERIT {}",
                                    qualified(heir.schema, heir.name, Use::references),
                                    qualified(rows.get<std::string>(row, "parent_schema"),
                                              rows.get<std::string>(row, "parent"), Use::references)));
    }
}

std::string Scratch::copy(const Existing& original) {
    auto name = qualified(original.schema, original.name, Use::copies);
    if (original.kind == 'v')
        connection_.run(fmt::format("CREATE VIEW {} AS SELECT * FROM {}", name, original_name(original)));
    else
        connection_.run(fmt::format("CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING CONSTRAINTS EXCLUDING "
                                    "INDEXES EXCLUDING STATISTICS EXCLUDING COMMENTS)",
                                    name, original_name(original)));
    return name;
}

std::string Scratch::altered_name(const std::string& schema, const std::string& name) {
    return qualified(schema, name, Use::altered);
}

std::string Scratch::copy_domain(const std::string& schema, const std::string& name) {
    auto copy = qualified(schema, name, Use::copies);
    const auto base = connection_.run(
        pg::own("SELECT format_type(typbasetype, typtypmod) FROM pg_type WHERE oid = $1::regtype"),
        {pg::quote_qualified(schema, name)});
    connection_.run(fmt::format("CREATE DOMAIN {} AS {}", copy, base.text(0, 0)));
    return copy;
}

void Scratch::enter(First first) {
    const auto uses = first == First::copies ? std::array{Use::copies, Use::references}
                                             : std::array{Use::references, Use::copies};
    const auto row = connection_.run(pg::own("SELECT current_schemas(false)"));
    std::string path;
    const auto add = [&](const std::string& schema) {
        path += (path.empty() ? "" : ", ") + pg::quote_identifier(schema);
    };
    if (temporary_)
        add("pg_temp");
    for (const auto& schema : row.get<std::vector<std::string>>(0, 0)) {
        for (const auto use : uses)
            if (const auto found = homes_.find({schema, use}); found != homes_.end() && !temporary_)
                add(found->second);
        add(schema);
    }
    connection_.run(pg::own("SELECT set_config('search_path', $1, true)"), {path});
}

std::string Scratch::text(const statement::Statement& statement) const {
    return statement::relocated(statement, relocation_);
}

schema::Model Scratch::as_if_in_place(schema::Model model) const {
    for (const auto& [place, home] : homes_) {
        model = schema::moved(std::move(model), home, place.first);
        if (temporary_) // the server writes the temporary schema by its alias
            model = schema::moved(std::move(model), "pg_temp", place.first);
    }
    return model;
}

const std::string* Scratch::made_in(const std::string& schema) const {
    auto found = homes_.find({schema, Use::altered});
    if (found == homes_.end())
        found = homes_.find({schema, Use::copies});
    return found == homes_.end() ? nullptr : &found->second;
}

schema::Model Scratch::read(const std::string& schema, const std::vector<std::string>& relations) const {
    const auto* made = made_in(schema);
    if (made == nullptr)
        return {};
    return as_if_in_place(relations.empty() ? read_schema(connection_, *made)
                                            : catalog::read_relations(connection_, *made, relations));
}

schema::Model Scratch::read_relations(const std::string& schema) const {
    const auto* made = made_in(schema);
    if (made == nullptr)
        return {};
    // No index of pg_class leads from a schema to its relations, but one of pg_depend does.
    const auto row = connection_.run(
        pg::own("SELECT array_agg(c.relname::text) FROM pg_depend d JOIN pg_class c ON c.oid = d.objid "
                "WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_namespace'::regclass "
                "AND d.refobjid = (SELECT oid FROM pg_namespace WHERE nspname = $1)"),
        {*made});
    const auto names = row.get<std::optional<std::string>>(0, 0);
    return names ? read(schema, pg::parse_array(*names)) : schema::Model{};
}

schema::Model read_relations(pg::Connection& connection, const std::string& schema,
                             const std::vector<std::string>& relations) {
    return read_part(connection, {.schemas = {schema}, .relations = relations});
}

schema::Model read_schema(pg::Connection& connection, const std::string& schema) {
    return read_part(connection, {.schemas = {schema}});
}

} // namespace pgmend::catalog
