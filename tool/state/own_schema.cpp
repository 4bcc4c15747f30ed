#include "state/own_schema.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgmend::state {
namespace {

/// Quoted. PostgreSQL 14 and later have a role that is the owner, whoever it is, which saves a round trip.
std::string database_owner(pg::Connection& connection) {
    if (connection.server_version() >= 140000)
        return "pg_database_owner";
    const auto name = connection.run(
        pg::own("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"));
    return pg::quote_identifier(name.get<std::string>(0, 0));
}

} // namespace

std::string in_schema(std::string_view text, std::string_view schema) {
    constexpr std::string_view mark = "{schema}";
    std::string sql(text);
    for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at))
        sql.replace(at, mark.size(), pg::quote_identifier(schema));
    return sql;
}

/// One message, which is one transaction; that it is on disk is for a later commit to see to. IF NOT EXISTS
/// does not help against another that commits meanwhile, such as a killed pgmend's: that is a duplicate key
/// in the catalog, and over at the second try.
void create_in_schema(pg::Connection& connection, std::string_view text, std::string_view schema,
                      bool has_schema) {
    auto sql = in_schema(text, schema);
    constexpr std::string_view mark = "{owner}";
    if (sql.find(mark) != std::string::npos) {
        const auto owner = database_owner(connection);
        for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at + owner.size()))
            sql.replace(at, mark.size(), owner);
    }
    // Where the schema is there, even IF NOT EXISTS would ask for the right to create it.
    if (!has_schema)
        sql = fmt::format("CREATE SCHEMA IF NOT EXISTS {};\n{}", pg::quote_identifier(schema), sql);
    sql = "SET LOCAL synchronous_commit = off;\n" + sql;
    try {
        connection.run_script(sql);
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::unique_violation))
            throw;
        connection.run_script(sql);
    }
}

} // namespace pgmend::state
