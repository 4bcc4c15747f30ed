#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::string cannot_sentence(const Object& object, std::string_view what) {
    return fmt::format("{} {} is not {} by these statements", to_string(object.id.kind), display(object.id),
                       what);
}

std::string role_options(const Object& role) {
    struct Option {
        std::string_view attribute, name;
        bool usual;
    };
    constexpr Option table[] = {{"superuser", "SUPERUSER", false},
                                {"inherit", "INHERIT", true},
                                {"create_role", "CREATEROLE", false},
                                {"create_db", "CREATEDB", false},
                                {"login", "LOGIN", false},
                                {"replication", "REPLICATION", false},
                                {"bypass_rls", "BYPASSRLS", false}};
    std::string text;
    for (const auto& option : table) {
        const bool is_on = (role.find(option.attribute) != nullptr) != option.usual;
        text += fmt::format(" {}{}", is_on ? "" : "NO", option.name);
    }
    text += fmt::format(" CONNECTION LIMIT {}",
                        role.find("connection_limit") == nullptr ? "-1" : role.text("connection_limit"));
    return text + fmt::format(" VALID UNTIL {}",
                              quote_literal(role.find("valid_until") == nullptr ? std::string_view("infinity")
                                                                                : role.text("valid_until")));
}

/// "ALTER ROLE r IN DATABASE d", "ALTER DATABASE d": whose settings they are.
std::string settings_of(const Writer& writer, const Object& setting) {
    std::string database;
    for (const auto& object : writer.from.objects)
        if (object.id.kind == Kind::database)
            database = object.id.name;
    const bool all = setting.id.name == "all roles";
    if (setting.id.parent == "all databases")
        return all ? "ALTER ROLE ALL" : "ALTER ROLE " + quote_identifier(setting.id.name);
    if (all)
        return "ALTER DATABASE " + quote_identifier(database);
    return fmt::format("ALTER ROLE {} IN DATABASE {}", quote_identifier(setting.id.name),
                       quote_identifier(database));
}

} // namespace

void create_schema(Writer& writer, const Object& schema) {
    writer.add(schema.id, "CREATE SCHEMA " + name_of(schema.id));
}

void create_extension(Writer& writer, const Object& extension) {
    auto sql = fmt::format("CREATE EXTENSION {} WITH SCHEMA {}", name_of(extension.id),
                           extension.text("schema_name"));
    if (extension.find("version") != nullptr)
        sql += " VERSION " + quote_literal(extension.text("version"));
    writer.add(extension.id, std::move(sql));
}

bool extension_must_recreate(const Writer&, const Object& from, const Object& to) {
    return !same(from, to, "schema_name") && from.find("relocatable") != nullptr;
}

void alter_extension(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "schema_name"))
        writer.add(to.id,
                   fmt::format("ALTER EXTENSION {} SET SCHEMA {}", name_of(to.id), to.text("schema_name")));
    if (!same(from, to, "version"))
        writer.add(to.id, fmt::format("ALTER EXTENSION {} UPDATE TO {}", name_of(to.id),
                                      quote_literal(to.text("version"))));
}

void create_language(Writer& writer, const Object& language) {
    auto sql =
        fmt::format("CREATE {}LANGUAGE {} HANDLER {}", language.find("trusted") != nullptr ? "TRUSTED " : "",
                    name_of(language.id), language.text("handler"));
    if (language.find("inline") != nullptr)
        sql += fmt::format(" INLINE {}", language.text("inline"));
    if (language.find("validator") != nullptr)
        sql += fmt::format(" VALIDATOR {}", language.text("validator"));
    writer.add(language.id, sql);
}

void create_access_method(Writer& writer, const Object& method) {
    writer.add(method.id,
               fmt::format("CREATE ACCESS METHOD {} TYPE {} HANDLER {}", name_of(method.id),
                           method.text("type") == "index" ? "INDEX" : "TABLE", method.text("handler")));
}

void create_role(Writer& writer, const Object& role) {
    writer.add(role.id, "CREATE ROLE " + name_of(role.id) + role_options(role));
    if (role.find("comment") != nullptr)
        writer.add(role.id, fmt::format("COMMENT ON ROLE {} IS {}", name_of(role.id),
                                        quote_literal(role.text("comment"))));
}

void alter_role(Writer& writer, const Object& from, const Object& to) {
    if (role_options(from) != role_options(to))
        writer.add(to.id, "ALTER ROLE " + name_of(to.id) + role_options(to));
}

void create_membership(Writer& writer, const Object& one) {
    std::string options;
    if (one.find("admin_option") != nullptr)
        options = writer.major() >= 16 ? "ADMIN TRUE" : "ADMIN OPTION";
    for (const auto& [attribute, keyword] : {std::pair("inherit", "INHERIT"), std::pair("set", "SET")})
        if (one.find(attribute) != nullptr)
            options += fmt::format("{}{} FALSE", options.empty() ? "" : ", ", keyword);
    writer.add(one.id, fmt::format("GRANT {} TO {}{}", quote_identifier(one.id.parent),
                                   quote_identifier(one.id.name), options.empty() ? "" : " WITH " + options));
}

void drop_membership(Writer& writer, const Object& one) {
    writer.add(one.id, fmt::format("REVOKE {} FROM {}", quote_identifier(one.id.parent),
                                   quote_identifier(one.id.name)));
}

void alter_setting(Writer& writer, const Object& from, const Object& to) {
    constexpr std::string_view family = "config.";
    const auto alter = settings_of(writer, to);
    for (const auto& attribute : to.attributes)
        if (attribute.name.starts_with(family) && !same(from, to, attribute.name))
            writer.add(to.id, alter + setting_clause(attribute.name.substr(family.size()),
                                                     display(attribute.value)));
    for (const auto& attribute : from.attributes)
        if (attribute.name.starts_with(family) && to.find(attribute.name) == nullptr)
            writer.add(to.id, fmt::format("{} RESET {}", alter, attribute.name.substr(family.size())));
}

void create_setting(Writer& writer, const Object& setting) {
    alter_setting(writer, {.id = setting.id, .attributes = {}, .depends_on = {}}, setting);
}

void drop_setting(Writer& writer, const Object& setting) {
    writer.add(setting.id, settings_of(writer, setting) + " RESET ALL");
}

void cannot_create(Writer& writer, const Object& object) {
    writer.cannot(cannot_sentence(object, "made"));
}

void cannot_drop(Writer& writer, const Object& object) {
    writer.cannot(cannot_sentence(object, "dropped"));
}

void cannot_alter(Writer& writer, const Object&, const Object& to) {
    writer.cannot(cannot_sentence(to, "changed"));
}

} // namespace pgmend::schema::ddl
