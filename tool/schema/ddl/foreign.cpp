#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::string function_clause(const Object& wrapper, const char* attribute, std::string_view keyword) {
    return wrapper.find(attribute) == nullptr ? fmt::format(" NO {}", keyword)
                                              : fmt::format(" {} {}", keyword, wrapper.text(attribute));
}

} // namespace

void create_foreign_data_wrapper(Writer& writer, const Object& wrapper) {
    writer.add(wrapper.id, "CREATE FOREIGN DATA WRAPPER " + name_of(wrapper.id) +
                               function_clause(wrapper, "handler", "HANDLER") +
                               function_clause(wrapper, "validator", "VALIDATOR") +
                               foreign_options(writer, wrapper));
}

void alter_foreign_data_wrapper(Writer& writer, const Object& from, const Object& to) {
    auto sql = "ALTER FOREIGN DATA WRAPPER " + name_of(to.id);
    const auto bare = sql.size();
    if (!same(from, to, "handler"))
        sql += function_clause(to, "handler", "HANDLER");
    if (!same(from, to, "validator"))
        sql += function_clause(to, "validator", "VALIDATOR");
    sql += foreign_option_changes(writer, from, to);
    if (sql.size() > bare)
        writer.add(to.id, sql);
}

void create_server(Writer& writer, const Object& server) {
    auto sql = "CREATE SERVER " + name_of(server.id);
    if (server.find("type") != nullptr)
        sql += " TYPE " + quote_literal(server.text("type"));
    if (server.find("version") != nullptr)
        sql += " VERSION " + quote_literal(server.text("version"));
    sql += " FOREIGN DATA WRAPPER " + quote_identifier(server.text("wrapper"));
    writer.add(server.id, sql + foreign_options(writer, server));
}

void alter_server(Writer& writer, const Object& from, const Object& to) {
    auto sql = "ALTER SERVER " + name_of(to.id);
    const auto bare = sql.size();
    if (!same(from, to, "version"))
        sql +=
            to.find("version") == nullptr ? " VERSION NULL" : " VERSION " + quote_literal(to.text("version"));
    sql += foreign_option_changes(writer, from, to);
    if (sql.size() > bare)
        writer.add(to.id, sql);
}

void create_user_mapping(Writer& writer, const Object& mapping) {
    writer.add(mapping.id, fmt::format("CREATE USER MAPPING {}{}", name_of(mapping.id),
                                       foreign_options(writer, mapping)));
}

void alter_user_mapping(Writer& writer, const Object& from, const Object& to) {
    if (const auto options = foreign_option_changes(writer, from, to); !options.empty())
        writer.add(to.id, fmt::format("ALTER USER MAPPING {}{}", name_of(to.id), options));
}

} // namespace pgmend::schema::ddl
