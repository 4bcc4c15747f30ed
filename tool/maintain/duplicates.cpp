#include "maintain/duplicates.hpp"

#include "base/nearest.hpp"
#include "pg/quote.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

void check_column(const Table& table, const std::string& column) {
    if (table.find(column) != nullptr)
        return;
    std::vector<std::string> names;
    for (const auto& one : table.columns)
        names.push_back(one.name);
    throw UsageError(fmt::format("column '{1}' of {0} does not exist{2}", table.qualified, column,
                                 did_you_mean(column, names)));
}

bool may_be_null(const Table& table, const std::string& key) {
    const auto* column = table.find(key);
    return column == nullptr || column->nullable;
}

/// The keys of repeated_query(), as r, and the rows of the table, as t.
std::string same_keys(const Table& table, const Grouping& grouping) {
    std::string same;
    for (std::size_t i = 0; i < grouping.key.size(); ++i)
        same += fmt::format("{}r.pgmend_k{} = {}", i > 0 ? " AND " : "", i + 1,
                            key_sql(table, grouping.key[i], "t."));
    return same;
}

/// The order within a group; its first row stays.
std::string order_of(const Table& table, const Grouping& grouping) {
    std::string order;
    if (!grouping.keep.column.empty())
        order = fmt::format("t.{} {} NULLS LAST, ", pg::quote_identifier(grouping.keep.column),
                            grouping.keep.greatest ? "DESC" : "ASC");
    for (const auto& column : table.primary_key)
        order += fmt::format("t.{}, ", pg::quote_identifier(column));
    return order + "t.tableoid, t.ctid";
}

} // namespace

Keep parse_keep(const std::string& text) {
    const auto colon = text.find(':');
    const auto word = text.substr(0, colon);
    const bool least = word == "oldest" || word == "min", greatest = word == "newest" || word == "max";
    if (!least && !greatest) {
        const std::vector<std::string> words{"oldest", "newest", "min", "max"};
        throw UsageError(fmt::format("invalid value '{}' for --keep{}", text, did_you_mean(word, words)))
            .with_hint("valid values: oldest:COLUMN, newest:COLUMN, min:COLUMN, max:COLUMN");
    }
    if (colon == std::string::npos || colon + 1 == text.size())
        throw UsageError(fmt::format("--keep {} needs a column", word))
            .with_hint(fmt::format("example: --keep {}:created_at", word));
    return {.column = text.substr(colon + 1), .greatest = greatest, .word = text};
}

void check_grouping(const Table& table, const Grouping& grouping, bool nulls_given) {
    if (grouping.key.empty())
        throw UsageError("--key is missing")
            .with_hint("name the columns in which duplicates are equal: --key a,b");
    for (const auto& column : grouping.key)
        if (!is_expression(table, column))
            check_column(table, column);
    if (!grouping.keep.column.empty())
        check_column(table, grouping.keep.column);
    const auto nullable =
        std::ranges::find_if(grouping.key, [&](const std::string& key) { return may_be_null(table, key); });
    if (nullable != grouping.key.end() && !nulls_given)
        throw UsageError(fmt::format("the key column {} can be NULL, so --nulls is required", *nullable))
            .with_hint("with --nulls same, NULL equals NULL; with --nulls distinct, rows with NULL are left "
                       "alone");
}

std::string from_item(const Table& table) {
    return (table.is_spread() ? "" : "ONLY ") + table.qualified;
}

bool is_expression(const Table& table, const std::string& key) {
    return table.find(key) == nullptr && !std::ranges::all_of(key, [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '_' || c == '$' || c >= 0x80;
           });
}

std::string key_sql(const Table& table, const std::string& key, std::string_view prefix) {
    return is_expression(table, key) ? "(" + key + ")"
                                     : fmt::format("{}{}", prefix, pg::quote_identifier(key));
}

bool is_plain(const Table& table, const Grouping& grouping) {
    return grouping.where.empty() && std::ranges::none_of(grouping.key, [&](const std::string& key) {
               return is_expression(table, key);
           });
}

std::string key_list(const Table& table, const Grouping& grouping, std::string_view prefix) {
    std::string list;
    for (const auto& key : grouping.key)
        list += fmt::format("{}{}", list.empty() ? "" : ", ", key_sql(table, key, prefix));
    return list;
}

std::string where_clause(const Table& table, const Grouping& grouping) {
    auto condition = grouping.where.empty() ? std::string() : fmt::format(" WHERE ({})", grouping.where);
    if (grouping.nulls_same)
        return condition;
    for (const auto& key : grouping.key)
        if (may_be_null(table, key))
            condition += fmt::format("{} {} IS NOT NULL", condition.empty() ? " WHERE" : " AND",
                                     key_sql(table, key, ""));
    return condition;
}

std::string repeated_query(const Table& table, const Grouping& grouping, const std::string& condition) {
    std::string named;
    for (std::size_t i = 0; i < grouping.key.size(); ++i)
        named +=
            fmt::format("{}{} AS pgmend_k{}", i > 0 ? ", " : "", key_sql(table, grouping.key[i], ""), i + 1);
    return fmt::format("SELECT {} FROM {}{} GROUP BY {} HAVING count(*) > 1", named, from_item(table),
                       condition, key_list(table, grouping));
}

/// A file's number is asked for once where there is but one file.
std::string to_delete_query(const Table& table, const Grouping& grouping, const std::string& keys) {
    auto from = from_item(table) + " t";
    if (!keys.empty())
        from = fmt::format("{} r JOIN {} ON {}", keys, from, same_keys(table, grouping));
    const auto file = [&](std::string_view rel) {
        return table.is_spread()
                   ? fmt::format("pg_catalog.pg_relation_filenode({})", rel)
                   : fmt::format("(SELECT pg_catalog.pg_relation_filenode({}::pg_catalog.oid))", table.oid);
    };
    return fmt::format(
        "SELECT rel, kept_rel, {} AS file, {} AS kept_file, row_id, row_xmin, kept_id, kept_xmin FROM ("
        "SELECT t.tableoid AS rel, t.ctid AS row_id, t.xmin AS row_xmin, "
        "pg_catalog.first_value(t.tableoid) OVER same AS kept_rel, pg_catalog.first_value(t.ctid) OVER same "
        "AS kept_id, "
        "pg_catalog.first_value(t.xmin) OVER same AS kept_xmin, row_number() OVER same AS place "
        "FROM {}{} WINDOW same AS (PARTITION BY {} ORDER BY {})) ranked WHERE place > 1",
        file("rel"), file("kept_rel"), from, where_clause(table, grouping), key_list(table, grouping, "t."),
        order_of(table, grouping));
}

std::string count_query(const Table& table, const Grouping& grouping) {
    return fmt::format(
        "SELECT count(*), coalesce(sum(copies - 1), 0)::bigint FROM (SELECT count(*) AS copies "
        "FROM {}{} GROUP BY {} HAVING count(*) > 1) AS groups",
        from_item(table), where_clause(table, grouping), key_list(table, grouping));
}

std::string sample_query(const Table& table, const Grouping& grouping, int limit) {
    std::string texts;
    for (const auto& column : grouping.key)
        texts += fmt::format("{}::text, ", key_sql(table, column, ""));
    return fmt::format(
        "SELECT {}count(*) FROM {}{} GROUP BY {} HAVING count(*) > 1 ORDER BY count(*) DESC, {} "
        "LIMIT {}",
        texts, from_item(table), where_clause(table, grouping), key_list(table, grouping),
        key_list(table, grouping), limit);
}

long long count_referenced(pg::Connection& connection, const Table& table, const std::string& to_delete) {
    if (table.references.empty())
        return 0;
    std::string any;
    for (const auto& reference : table.references) {
        std::string match;
        for (std::size_t i = 0; i < reference.columns.size(); ++i)
            match +=
                fmt::format("{}r.{} = t.{}", i > 0 ? " AND " : "", pg::quote_identifier(reference.columns[i]),
                            pg::quote_identifier(reference.referenced[i]));
        const auto there =
            reference.only == 0 ? "" : fmt::format("t.tableoid = {}::oid AND ", reference.only);
        any += fmt::format("{}{}EXISTS (SELECT FROM {} r WHERE {})", any.empty() ? "" : " OR ", there,
                           reference.table, match);
    }
    return connection
        .run(
            fmt::format("SELECT count(*) FROM {} w JOIN {} t ON t.tableoid = w.rel AND t.ctid = w.row_id AND "
                        "t.xmin = w.row_xmin WHERE {}",
                        to_delete, from_item(table), any))
        .get<long long>(0, 0);
}

} // namespace pgmend::maintain
