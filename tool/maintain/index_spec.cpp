#include "maintain/index_spec.hpp"

#include "pg/quote.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
           (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Whether the text holds the word, quoted or on its own.
bool names(const std::string& text, const std::string& word) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end])))
            return true;
    }
    return false;
}

} // namespace

std::string create_index_sql(const IndexSpec& spec, const Table& table, const std::string& name,
                             bool concurrently, bool only) {
    auto sql =
        fmt::format("CREATE {}INDEX {}{} ON {}{} USING {} ({})", spec.unique ? "UNIQUE " : "",
                    concurrently ? "CONCURRENTLY " : "", pg::quote_identifier(name), only ? "ONLY " : "",
                    table.qualified, pg::quote_identifier(spec.method), spec.columns);
    if (!spec.include.empty())
        sql += fmt::format(" INCLUDE ({})", spec.include);
    if (spec.nulls_not_distinct)
        sql += " NULLS NOT DISTINCT";
    if (!spec.with.empty())
        sql += fmt::format(" WITH ({})", spec.with);
    if (!spec.where.empty())
        sql += fmt::format(" WHERE {}", spec.where);
    return sql;
}

std::string index_name(const IndexSpec& spec, const Table& table) {
    if (!spec.name.empty())
        return spec.name;
    auto name = table.name;
    for (const auto& column : columns_named(spec.columns, table))
        name += "_" + column;
    constexpr std::size_t room = 59;
    while (name.size() > room)
        name.pop_back();
    return name + "_idx";
}

statement::Statement parse_create_index(const std::string& sql) {
    auto statements = statement::split(sql, {});
    const bool one = statements.size() == 1;
    const auto creates = [](const statement::Effect& effect) {
        return effect.verb == statement::Verb::create && effect.object.kind == statement::ObjectKind::index;
    };
    if (!one || (statements.front().parsed && !std::ranges::any_of(statements.front().effects, creates)))
        throw UsageError("not a CREATE INDEX statement: " + sql);
    if (!statements.front().parsed)
        throw UsageError("could not parse the index: " + sql)
            .with_hint(
                "--columns, --include, --where and --with are parts of CREATE INDEX, without the keywords");
    return std::move(statements.front());
}

std::vector<std::string> columns_named(const std::string& text, const Table& table) {
    std::vector<std::string> found;
    for (const auto& column : table.columns)
        if (names(text, column.name))
            found.push_back(column.name);
    return found;
}

std::string gin_advice(const IndexSpec& spec, const Table& table) {
    if (spec.method != "gin")
        return {};
    const auto named = columns_named(spec.columns, table);
    const bool on_jsonb = std::ranges::any_of(
        named, [&](const std::string& name) { return table.find(name)->type == "jsonb"; });
    if (!on_jsonb)
        return {};
    if (names(spec.columns, "jsonb_path_ops"))
        return "jsonb_path_ops supports @>, @? and @@; the key-exists operators ?, ?| and ?& need jsonb_ops";
    return "jsonb_ops supports ?, ?|, ?&, @>, @? and @@; if all queries use @>, @? or @@, jsonb_path_ops is "
           "smaller and faster";
}

} // namespace pgmend::maintain
