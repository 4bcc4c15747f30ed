#include "statement/online_rewrites.hpp"

#include "base/quote.hpp"
#include "statement/retarget.hpp"
#include "statement/token.hpp"

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

OnlineStep step(const Statement& statement, std::string sql) {
    return {.statement = with_sql(statement, std::move(sql)), .rewritten = true};
}

std::string table_of(const AlterPart& part) {
    return quote_qualified(part.table.relation->schemaname, part.table.relation->relname);
}

std::string quoted(std::span<Node* const> columns) {
    std::string text;
    for (const auto* column : columns)
        text += (text.empty() ? "" : ", ") + quote_identifier(column->string->sval);
    return text;
}

std::size_t end_of(const Token& token, const std::string& sql) {
    return static_cast<std::size_t>(token.text.data() - sql.data()) + token.text.size();
}

/// The text with something put behind the first of its words that is this keyword.
std::string with_behind(const std::string& sql, std::string_view keyword, const std::string& more) {
    for (const auto& token : scan(sql).tokens)
        if (is_word(token, keyword))
            return std::string(sql).insert(end_of(token, sql), " " + more);
    return sql;
}

/// "ALTER TABLE t ADD CONSTRAINT name …" where the text has no name.
std::string named(const AlterPart& part, const std::string& name) {
    const auto& sql = part.statement.sql;
    if (*part.command.def->constraint->conname != '\0')
        return sql;
    const auto head = alter_table_head(part.statement);
    return sql.substr(0, head) +
           with_behind(sql.substr(head), "add", fmt::format("CONSTRAINT {}", quote_identifier(name)));
}

/// WITH ( … ) of a constraint, as it is written.
std::string storage_of(const AlterPart& part) {
    if (part.command.def->constraint->n_options == 0)
        return {};
    const auto& sql = part.statement.sql;
    const auto tokens = scan(sql).tokens;
    TokenReader reader(tokens);
    while (!reader.done()) {
        const auto begin = reader.index();
        if (reader.accept("with")) {
            reader.accept_parentheses();
            const auto from = static_cast<std::size_t>(tokens[begin].text.data() - sql.data());
            return " " + sql.substr(from, end_of(tokens[reader.index() - 1], sql) - from);
        }
        if (reader.at_symbol("("))
            reader.accept_parentheses();
        else
            reader.skip();
    }
    return {};
}

std::string index_sql(const AlterPart& part, const std::string& name) {
    const auto& key = *part.command.def->constraint;
    auto sql = fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({})", quote_identifier(name),
                           table_of(part), quoted(items(key.keys, key.n_keys)));
    if (key.n_including > 0)
        sql += fmt::format(" INCLUDE ({})", quoted(items(key.including, key.n_including)));
    if (key.nulls_not_distinct != 0)
        sql += " NULLS NOT DISTINCT";
    sql += storage_of(part);
    if (*key.indexspace != '\0')
        sql += fmt::format(" TABLESPACE {}", quote_identifier(key.indexspace));
    return sql;
}

OnlineStep validation(const AlterPart& part, const std::string& name) {
    const auto table = table_of(part), quoted = quote_identifier(name);
    auto validate = step(part.statement, fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table, quoted));
    validate.own_transaction = true;
    validate.undo = fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", table, quoted);
    return validate;
}

} // namespace

std::vector<OnlineStep> validated_separately(const AlterPart& part, const std::string& name) {
    return {step(part.statement, named(part, name) + " NOT VALID"), validation(part, name)};
}

std::vector<OnlineStep> not_null_by_check(const AlterPart& part, const std::string& column) {
    const auto name = made_name(part.table.relation->relname, column, not_null_label);
    const auto head = part.statement.sql.substr(0, alter_table_head(part.statement));
    return {
        step(part.statement, fmt::format("{} ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", head,
                                         quote_identifier(name), quote_identifier(column))),
        validation(part, name),
        step(part.statement, fmt::format("{} ALTER COLUMN {} SET NOT NULL", head, quote_identifier(column))),
        step(part.statement,
             fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_of(part), quote_identifier(name)))};
}

std::vector<OnlineStep> key_over_index(const AlterPart& part, const std::string& name) {
    const auto& key = *part.command.def->constraint;
    const auto quoted = quote_identifier(name);
    const bool primary = key.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
    auto constraint = fmt::format("{} ADD CONSTRAINT {} {} USING INDEX {}",
                                  part.statement.sql.substr(0, alter_table_head(part.statement)), quoted,
                                  primary ? "PRIMARY KEY" : "UNIQUE", quoted);
    if (key.deferrable != 0)
        constraint += " DEFERRABLE";
    if (key.initdeferred != 0)
        constraint += " INITIALLY DEFERRED";
    return {step(part.statement, index_sql(part, name)), step(part.statement, std::move(constraint))};
}

OnlineStep index_concurrently(const Statement& statement, const std::string& name) {
    const auto more = name.empty() ? std::string() : " " + quote_identifier(name);
    return step(statement, with_behind(statement.sql, "index", "CONCURRENTLY" + more));
}

std::vector<OnlineStep> drops_concurrently(const Statement& statement) {
    if (statement.effects.size() == 1)
        return {step(statement, with_behind(statement.sql, "index", "CONCURRENTLY"))};
    std::vector<OnlineStep> steps;
    for (const auto& effect : statement.effects)
        steps.push_back(
            step(statement, fmt::format("DROP INDEX CONCURRENTLY {}{}", effect.if_exists ? "IF EXISTS " : "",
                                        quote_qualified(effect.object.schema, effect.object.name))));
    return steps;
}

} // namespace pgmend::statement
