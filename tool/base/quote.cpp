#include "base/quote.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend {
namespace {

// select word from pg_get_keywords() where catcode <> 'U' order by word collate "C", on PostgreSQL 18.
constexpr auto keywords = std::to_array<std::string_view>({"all",
                                                           "analyse",
                                                           "analyze",
                                                           "and",
                                                           "any",
                                                           "array",
                                                           "as",
                                                           "asc",
                                                           "asymmetric",
                                                           "authorization",
                                                           "between",
                                                           "bigint",
                                                           "binary",
                                                           "bit",
                                                           "boolean",
                                                           "both",
                                                           "case",
                                                           "cast",
                                                           "char",
                                                           "character",
                                                           "check",
                                                           "coalesce",
                                                           "collate",
                                                           "collation",
                                                           "column",
                                                           "concurrently",
                                                           "constraint",
                                                           "create",
                                                           "cross",
                                                           "current_catalog",
                                                           "current_date",
                                                           "current_role",
                                                           "current_schema",
                                                           "current_time",
                                                           "current_timestamp",
                                                           "current_user",
                                                           "dec",
                                                           "decimal",
                                                           "default",
                                                           "deferrable",
                                                           "desc",
                                                           "distinct",
                                                           "do",
                                                           "else",
                                                           "end",
                                                           "except",
                                                           "exists",
                                                           "extract",
                                                           "false",
                                                           "fetch",
                                                           "float",
                                                           "for",
                                                           "foreign",
                                                           "freeze",
                                                           "from",
                                                           "full",
                                                           "grant",
                                                           "greatest",
                                                           "group",
                                                           "grouping",
                                                           "having",
                                                           "ilike",
                                                           "in",
                                                           "initially",
                                                           "inner",
                                                           "inout",
                                                           "int",
                                                           "integer",
                                                           "intersect",
                                                           "interval",
                                                           "into",
                                                           "is",
                                                           "isnull",
                                                           "join",
                                                           "json",
                                                           "json_array",
                                                           "json_arrayagg",
                                                           "json_exists",
                                                           "json_object",
                                                           "json_objectagg",
                                                           "json_query",
                                                           "json_scalar",
                                                           "json_serialize",
                                                           "json_table",
                                                           "json_value",
                                                           "lateral",
                                                           "leading",
                                                           "least",
                                                           "left",
                                                           "like",
                                                           "limit",
                                                           "localtime",
                                                           "localtimestamp",
                                                           "merge_action",
                                                           "national",
                                                           "natural",
                                                           "nchar",
                                                           "none",
                                                           "normalize",
                                                           "not",
                                                           "notnull",
                                                           "null",
                                                           "nullif",
                                                           "numeric",
                                                           "offset",
                                                           "on",
                                                           "only",
                                                           "or",
                                                           "order",
                                                           "out",
                                                           "outer",
                                                           "overlaps",
                                                           "overlay",
                                                           "placing",
                                                           "position",
                                                           "precision",
                                                           "primary",
                                                           "real",
                                                           "references",
                                                           "returning",
                                                           "right",
                                                           "row",
                                                           "select",
                                                           "session_user",
                                                           "setof",
                                                           "similar",
                                                           "smallint",
                                                           "some",
                                                           "substring",
                                                           "symmetric",
                                                           "system_user",
                                                           "table",
                                                           "tablesample",
                                                           "then",
                                                           "time",
                                                           "timestamp",
                                                           "to",
                                                           "trailing",
                                                           "treat",
                                                           "trim",
                                                           "true",
                                                           "union",
                                                           "unique",
                                                           "user",
                                                           "using",
                                                           "values",
                                                           "varchar",
                                                           "variadic",
                                                           "verbose",
                                                           "when",
                                                           "where",
                                                           "window",
                                                           "with",
                                                           "xmlattributes",
                                                           "xmlconcat",
                                                           "xmlelement",
                                                           "xmlexists",
                                                           "xmlforest",
                                                           "xmlnamespaces",
                                                           "xmlparse",
                                                           "xmlpi",
                                                           "xmlroot",
                                                           "xmlserialize",
                                                           "xmltable"});

bool is_plain(std::string_view name) {
    const auto start = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto inner = [&](char c) { return start(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && start(name.front()) && std::ranges::all_of(name, inner) &&
           !std::ranges::binary_search(keywords, name);
}

} // namespace

std::string quote_identifier(std::string_view name) {
    if (is_plain(name))
        return std::string(name);
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

std::string quote_qualified(std::string_view schema, std::string_view name) {
    if (schema.empty())
        return quote_identifier(name);
    return fmt::format("{}.{}", quote_identifier(schema), quote_identifier(name));
}

std::string quote_literal(std::string_view text) {
    const bool escapes = text.find('\\') != std::string_view::npos;
    std::string quoted = escapes ? " E'" : "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\')
            quoted += c;
        quoted += c;
    }
    return quoted += '\'';
}

} // namespace pgmend
