#include "maintain/ranking.hpp"

#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {

Ranking::Ranking(const Table& table, const Grouping& grouping)
    : table_(table), grouping_(grouping), list_("t.tableoid AS rel, t.ctid AS id, t.xmin AS version") {
    for (std::size_t i = 0; i < grouping.key.size(); ++i) {
        list_ += fmt::format(", {} AS k{}", key_sql(table, grouping.key[i], "t."), i + 1);
        keys_ += fmt::format("{}k{}", i > 0 ? ", " : "", i + 1);
    }
    std::size_t number = 0;
    const auto add = [&](const std::string& column, std::string_view direction) {
        list_ += fmt::format(", t.{} AS o{}", pg::quote_identifier(column), ++number);
        order_ += fmt::format("o{}{}, ", number, direction);
    };
    if (!grouping.keep.column.empty())
        add(grouping.keep.column, grouping.keep.greatest ? " DESC NULLS LAST" : " ASC NULLS LAST");
    for (const auto& column : table.primary_key)
        add(column, "");
    order_ += "rel, id";
    if (const auto where = where_clause(table, grouping); !where.empty())
        condition_ = " AND" + where.substr(std::string_view(" WHERE").size());
}

std::string Ranking::has_key(std::size_t first) const {
    std::string condition;
    for (const auto& key : grouping_.key)
        condition += fmt::format(" AND {} IS NOT DISTINCT FROM ${}", key_sql(table_, key, "t."), first++);
    return condition;
}

} // namespace pgmend::maintain
