#include "maintain/duplicates.hpp"

#include "base/nearest.hpp"
#include "pg/quote.hpp"

#include <algorithm>

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
        check_column(table, column);
    if (!grouping.keep.column.empty())
        check_column(table, grouping.keep.column);
    const auto nullable = std::ranges::find_if(
        grouping.key, [&](const std::string& column) { return table.find(column)->nullable; });
    if (nullable != grouping.key.end() && !nulls_given)
        throw UsageError(fmt::format("the key column {} can be NULL, so --nulls is required", *nullable))
            .with_hint("with --nulls same, NULL equals NULL; with --nulls distinct, rows with NULL are left "
                       "alone");
}

std::string from_item(const Table& table) {
    return (table.partitioned ? "" : "ONLY ") + table.qualified;
}

std::string without_nulls(const Table& table, const Grouping& grouping) {
    std::string condition;
    if (grouping.nulls_same)
        return condition;
    for (const auto& column : grouping.key)
        if (const auto* found = table.find(column); found != nullptr && found->nullable)
            condition += fmt::format("{} {} IS NOT NULL", condition.empty() ? " WHERE" : " AND",
                                     pg::quote_identifier(column));
    return condition;
}

/// A file's number is asked for once where there is but one file.
std::string to_delete_query(const Table& table, const Grouping& grouping, const std::string& keys) {
    auto from = from_item(table) + " t";
    if (!keys.empty())
        from = fmt::format("{} JOIN {} USING ({})", keys, from, column_list(grouping.key));
    const auto file = [&](std::string_view rel) {
        return table.partitioned
                   ? fmt::format("pg_catalog.pg_relation_filenode({})", rel)
                   : fmt::format("(SELECT pg_catalog.pg_relation_filenode({}::oid))", table.oid);
    };
    return fmt::format(
        "SELECT rel, kept_rel, {} AS file, {} AS kept_file, row_id, row_xmin, kept_id, kept_xmin FROM ("
        "SELECT t.tableoid AS rel, t.ctid AS row_id, t.xmin AS row_xmin, "
        "pg_catalog.first_value(t.tableoid) OVER same AS kept_rel, pg_catalog.first_value(t.ctid) OVER same "
        "AS kept_id, "
        "pg_catalog.first_value(t.xmin) OVER same AS kept_xmin, row_number() OVER same AS place "
        "FROM {}{} WINDOW same AS (PARTITION BY {} ORDER BY {})) ranked WHERE place > 1",
        file("rel"), file("kept_rel"), from, without_nulls(table, grouping), column_list(grouping.key, "t."),
        order_of(table, grouping));
}

std::string count_query(const Table& table, const Grouping& grouping) {
    return fmt::format(
        "SELECT count(*), coalesce(sum(copies - 1), 0)::bigint FROM (SELECT count(*) AS copies "
        "FROM {}{} GROUP BY {} HAVING count(*) > 1) AS groups",
        from_item(table), without_nulls(table, grouping), column_list(grouping.key));
}

std::string sample_query(const Table& table, const Grouping& grouping, int limit) {
    std::string texts;
    for (const auto& column : grouping.key)
        texts += fmt::format("{}::text, ", pg::quote_identifier(column));
    return fmt::format(
        "SELECT {}count(*) FROM {}{} GROUP BY {} HAVING count(*) > 1 ORDER BY count(*) DESC, {} "
        "LIMIT {}",
        texts, from_item(table), without_nulls(table, grouping), column_list(grouping.key),
        column_list(grouping.key), limit);
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
        any += fmt::format("{}EXISTS (SELECT FROM {} r WHERE {})", any.empty() ? "" : " OR ", reference.table,
                           match);
    }
    return connection
        .run(
            fmt::format("SELECT count(*) FROM {} w JOIN {} t ON t.tableoid = w.rel AND t.ctid = w.row_id AND "
                        "t.xmin = w.row_xmin WHERE {}",
                        to_delete, from_item(table), any))
        .get<long long>(0, 0);
}

} // namespace pgmend::maintain
