#include "maintain/key_path.hpp"

#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

/// "$3, $4" for two values behind two others.
std::string placeholders(std::size_t first, std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += fmt::format("{}${}", i > 0 ? ", " : "", first + i);
    return list;
}

} // namespace

bool plainly_equal(const Table& table, const Grouping& grouping) {
    return !grouping.nulls_same || std::ranges::none_of(grouping.key, [&](const std::string& column) {
        const auto* found = table.find(column);
        return found == nullptr || found->nullable;
    });
}

std::optional<KeyPath> find_key_path(pg::Connection& connection, const Table& table,
                                     const Grouping& grouping) {
    if (!plainly_equal(table, grouping) || !is_plain(table, grouping) || table.has_children)
        return std::nullopt;
    const auto found = connection.run(sql::maintain_key_path, {table.oid, grouping.key});
    if (found.empty())
        return std::nullopt;
    return KeyPath{.columns = found.get<std::vector<std::string>>(0, 0)};
}

std::vector<std::string> range_bounds(pg::Connection& connection, const Table& table, const KeyPath& path,
                                      std::size_t ranges) {
    const auto found = connection.run(sql::maintain_key_bounds,
                                      {table.schema, table.name, path.columns.front(), table.partitioned});
    std::vector<std::string> bounds;
    if (found.empty())
        return bounds;
    const auto all = found.get<std::vector<std::string>>(0, 0);
    for (std::size_t i = 1; i < ranges && all.size() > ranges; ++i)
        if (const auto& bound = all[i * (all.size() - 1) / ranges]; bounds.empty() || bounds.back() != bound)
            bounds.push_back(bound);
    return bounds;
}

PieceSql::PieceSql(const Table& table, const Grouping& grouping, const KeyPath& path)
    : table_(table), grouping_(grouping), columns_(path.columns) {
    grouping_.key = columns_; // grouped in the index's order, without sorting
}

pg::Parameters PieceSql::parameters(const Span& span) const {
    pg::Parameters values;
    for (const auto* key : {&span.above, &span.upto}) {
        for (const auto& value : *key)
            values.add(value);
        const auto& first = key == &span.above ? span.from : span.below;
        if (key->empty() && first)
            values.add(*first);
    }
    return values;
}

/// Comparisons of whole keys, for which the index serves; the values' types are those of the columns.
std::string PieceSql::condition(const Span& span) const {
    const auto key = column_list(columns_), first = pg::quote_identifier(columns_.front());
    std::string condition = where_clause(table_, grouping_);
    std::size_t next = 1;
    const auto add = [&](const std::vector<std::string>& values, const std::optional<std::string>& value,
                         const char* of_key, const char* of_first) {
        const auto count = values.empty() ? std::size_t{value ? 1U : 0U} : values.size();
        if (count == 0)
            return;
        condition += condition.empty() ? " WHERE " : " AND ";
        condition += values.empty() ? fmt::format("{} {} ${}", first, of_first, next)
                                    : fmt::format("({}) {} ({})", key, of_key, placeholders(next, count));
        next += count;
    };
    add(span.above, span.from, ">", ">=");
    add(span.upto, span.below, span.before ? "<" : "<=", "<");
    return condition;
}

/// The order is that of the columns, which a plain name would not mean: it would be the text of that name.
std::string PieceSql::end(const Span& span, long long rows) const {
    std::string texts;
    for (const auto& column : columns_)
        texts += fmt::format("{}{}::text", texts.empty() ? "" : ", ", pg::quote_identifier(column));
    return fmt::format("SELECT {} FROM {} t{} ORDER BY {} OFFSET {} LIMIT 1", texts, from_item(table_),
                       condition(span), column_list(columns_, "t."), rows - 1);
}

std::string PieceSql::is_large_group(long long rows) const {
    return fmt::format("SELECT EXISTS (SELECT FROM {} t{}{} ({}) = ({}) OFFSET {})", from_item(table_),
                       where_clause(table_, grouping_),
                       where_clause(table_, grouping_).empty() ? " WHERE" : " AND",
                       column_list(columns_, "t."), placeholders(1, columns_.size()), rows);
}

std::string PieceSql::collect(const Span& span, const std::string& work) const {
    const auto repeated = repeated_query(table_, grouping_, condition(span));
    return fmt::format("WITH repeated AS MATERIALIZED ({}), added AS (INSERT INTO {} {} RETURNING 1) "
                       "SELECT (SELECT count(*) FROM repeated), (SELECT count(*) FROM added)",
                       repeated, work, to_delete_query(table_, grouping_, "repeated"));
}

} // namespace pgmend::maintain
