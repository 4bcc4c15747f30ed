#include "statement/classify.hpp"

#include <algorithm>
#include <array>

namespace pgmend::statement {
namespace {

using Words = std::initializer_list<std::string_view>;

bool first_is(std::span<const Token> tokens, Words words) {
    return std::ranges::any_of(words, [&](auto word) { return is_word(tokens.front(), word); });
}

bool is_off(const Token& value) {
    if (is_word(value, "false") || is_word(value, "off"))
        return true;
    const auto text = fold(value.text);
    return text == "0" || text == "'false'" || text == "'off'";
}

/// Whether an option stands in a list, and is not switched off there ("concurrently", "concurrently true").
bool option_on(std::span<const Token> options, std::string_view name) {
    const auto found =
        std::ranges::find_if(options, [&](const Token& token) { return is_word(token, name); });
    if (found == options.end())
        return false;
    auto value = found + 1;
    if (value != options.end() && is_symbol(*value, "="))
        ++value;
    return value == options.end() || !is_off(*value);
}

bool option_off(std::span<const Token> options, std::string_view name) {
    return std::ranges::any_of(options, [&](const Token& token) { return is_word(token, name); }) &&
           !option_on(options, name);
}

/// Whether the words stand side by side somewhere outside of parentheses.
bool holds(TokenReader reader, Words words) {
    while (!reader.done()) {
        if (reader.accept(words))
            return true;
        if (reader.at_symbol("("))
            reader.accept_parentheses();
        else
            reader.skip();
    }
    return false;
}

bool create_is_transactional(TokenReader reader, std::span<const Token> tokens) {
    reader.accept("unique");
    if (reader.accept("index"))
        return !reader.at("concurrently");
    if (reader.at("subscription"))
        return option_off(tokens, "create_slot") || option_off(tokens, "connect");
    return !reader.at("database") && !reader.at("tablespace");
}

bool drop_is_transactional(TokenReader reader) {
    if (reader.accept("index"))
        return !reader.at("concurrently");
    return !reader.at("database") && !reader.at("tablespace") && !reader.at("subscription");
}

bool alter_subscription_is_transactional(TokenReader reader, std::span<const Token> tokens) {
    reader.accept_name();
    if (reader.at("refresh"))
        return false;
    const bool moves_publications = reader.accept({"set", "publication"}) ||
                                    reader.accept({"add", "publication"}) ||
                                    reader.accept({"drop", "publication"});
    if (moves_publications)
        return option_off(tokens, "refresh");
    reader.accept("set");
    const auto options = reader.accept_parentheses();
    return std::ranges::none_of(options, [](const Token& token) {
        return is_word(token, "failover") || is_word(token, "two_phase");
    });
}

bool alter_is_transactional(TokenReader reader, std::span<const Token> tokens) {
    if (reader.accept("subscription"))
        return alter_subscription_is_transactional(reader, tokens);
    if (reader.at("database"))
        return !holds(reader, {"set", "tablespace"});
    if (reader.at("table"))
        return !(holds(reader, {"detach", "partition"}) && holds(reader, {"concurrently"}));
    return !reader.at("system");
}

bool reindex_is_transactional(TokenReader reader) {
    if (option_on(reader.accept_parentheses(), "concurrently"))
        return false;
    if (reader.at("schema") || reader.at("database") || reader.at("system"))
        return false;
    return !holds(reader, {"concurrently"});
}

/// CLUSTER and REPACK of all tables commit after each one.
bool names_a_table(TokenReader reader) {
    reader.accept_parentheses();
    reader.accept("verbose");
    return !reader.done() && !reader.at("using");
}

bool sets_for_session(TokenReader reader) {
    return !reader.at("local") && !reader.at("transaction") && !reader.at("constraints");
}

bool makes_temporary(TokenReader reader) {
    reader.accept({"or", "replace"});
    if (!reader.accept("local"))
        reader.accept("global");
    return reader.at("temp") || reader.at("temporary");
}

/// Whether the last argument of a call says "for the transaction only"; anything that is not plainly so does
/// not.
bool is_local(std::span<const Token> arguments) {
    if (arguments.size() < 2 || !is_symbol(arguments[arguments.size() - 2], ","))
        return false;
    return is_word(arguments.back(), "true");
}

bool calls_for_session(std::span<const Token> tokens) {
    constexpr auto locks =
        std::to_array<std::string_view>({"pg_advisory_lock", "pg_advisory_lock_shared",
                                         "pg_try_advisory_lock", "pg_try_advisory_lock_shared"});
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!is_symbol(tokens[i + 1], "("))
            continue;
        if (std::ranges::any_of(locks, [&](auto name) { return is_word(tokens[i], name); }))
            return true;
        TokenReader reader(tokens.subspan(i + 1));
        if (is_word(tokens[i], "set_config") && !is_local(reader.accept_parentheses()))
            return true;
    }
    return false;
}

} // namespace

Category category(std::span<const Token> tokens) {
    if (first_is(tokens,
                 {"create", "alter", "drop", "comment", "grant", "revoke", "security", "import", "reassign",
                  "reindex", "vacuum", "analyze", "analyse", "cluster", "repack", "refresh"}))
        return Category::ddl;
    if (is_symbol(tokens.front(), "(") ||
        first_is(tokens, {"insert", "update", "delete", "merge", "copy", "select", "values", "table", "with",
                          "do", "call", "execute", "explain", "truncate"}))
        return Category::data;
    if (first_is(tokens, {"set",     "reset",      "show",  "discard",   "listen",  "unlisten",  "notify",
                          "prepare", "deallocate", "lock",  "savepoint", "release", "rollback",  "commit",
                          "load",    "declare",    "fetch", "move",      "close",   "checkpoint"}))
        return Category::session;
    return Category::unknown;
}

bool transactional(std::span<const Token> tokens) {
    TokenReader reader(tokens);
    if (reader.accept("create"))
        return create_is_transactional(reader, tokens);
    if (reader.accept("drop"))
        return drop_is_transactional(reader);
    if (reader.accept("alter"))
        return alter_is_transactional(reader, tokens);
    if (reader.accept("reindex"))
        return reindex_is_transactional(reader);
    if (reader.accept("cluster"))
        return names_a_table(reader);
    if (reader.accept("repack"))
        return names_a_table(reader) && !option_on(reader.accept_parentheses(), "concurrently");
    if (reader.accept("commit") || reader.accept("rollback"))
        return !reader.at("prepared");
    return !reader.at("vacuum") && !reader.accept({"discard", "all"});
}

bool changes_session(std::span<const Token> tokens) {
    TokenReader reader(tokens);
    if (reader.accept("set"))
        return sets_for_session(reader);
    if (reader.accept("create"))
        return makes_temporary(reader);
    if (reader.accept("declare"))
        return holds(reader, {"with", "hold"});
    if (first_is(tokens, {"reset", "discard", "listen", "unlisten", "prepare", "deallocate", "load"}))
        return true;
    if (first_is(tokens, {"select", "with", "insert", "update", "delete", "merge", "values", "call"}) ||
        is_symbol(tokens.front(), "("))
        return calls_for_session(tokens);
    return false;
}

} // namespace pgmend::statement
