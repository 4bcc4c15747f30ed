#include "statement/retarget.hpp"

#include "statement/analyze.hpp"
#include "statement/names.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

/// A run of tokens, from the first to behind the last.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Goes on to the keyword, past whatever stands before it outside of parentheses.
bool go_to(TokenReader& reader, std::string_view keyword) {
    while (!reader.done() && !reader.at(keyword)) {
        if (reader.at_symbol("("))
            reader.accept_parentheses();
        else
            reader.skip();
    }
    return reader.accept(keyword);
}

std::optional<Range> name_here(TokenReader& reader) {
    const auto begin = reader.index();
    if (!reader.accept_name())
        return std::nullopt;
    return Range{.begin = begin, .end = reader.index()};
}

/// Past the words between CREATE and the kind of object.
void skip_create_options(TokenReader& reader) {
    reader.accept({"or", "replace"});
    for (const auto word : {"global", "local", "temp", "temporary", "unlogged", "unique", "constraint",
                            "recursive", "foreign", "materialized"})
        reader.accept(word);
}

std::optional<Range> created_name(TokenReader reader) {
    skip_create_options(reader);
    if (reader.at("index") || reader.at("trigger") || reader.at("policy")) {
        if (!go_to(reader, "on"))
            return std::nullopt;
        reader.accept("only");
        return name_here(reader);
    }
    if (reader.at("rule") || reader.at("statistics")) {
        if (!go_to(reader, reader.at("rule") ? "to" : "from"))
            return std::nullopt;
        return name_here(reader);
    }
    for (const auto kind : {"table", "view", "sequence", "type", "domain", "function", "procedure",
                            "aggregate", "publication"}) {
        if (!reader.accept(kind))
            continue;
        reader.accept({"if", "not", "exists"});
        return name_here(reader);
    }
    return std::nullopt;
}

/// Past ALTER TABLE, to the name; nothing for other statements, and for ALTER TABLE ALL IN TABLESPACE.
std::optional<Range> altered_table(TokenReader& reader) {
    if (!reader.accept("alter"))
        return std::nullopt;
    reader.accept("foreign");
    if (reader.accept("domain"))
        return name_here(reader);
    if (!reader.accept("table") || reader.at("all"))
        return std::nullopt;
    reader.accept({"if", "exists"});
    reader.accept("only");
    return name_here(reader);
}

std::optional<Range> target(std::span<const Token> tokens) {
    TokenReader reader(tokens);
    if (reader.accept("create"))
        return created_name(reader);
    return altered_table(reader);
}

/// The name behind CREATE STATISTICS.
std::optional<Range> statistics_name(std::span<const Token> tokens) {
    TokenReader reader(tokens);
    if (!reader.accept({"create", "statistics"}))
        return std::nullopt;
    reader.accept({"if", "not", "exists"});
    if (reader.at("on")) // the server chooses the name
        return std::nullopt;
    return name_here(reader);
}

/// The first place where the words stand outside of parentheses, from `from` on.
std::optional<Range> find_words(std::span<const Token> tokens, std::size_t from,
                                std::initializer_list<std::string_view> words) {
    TokenReader reader(tokens);
    while (reader.index() < from)
        reader.skip();
    while (!reader.done()) {
        const auto begin = reader.index();
        if (reader.accept(words))
            return Range{.begin = begin, .end = reader.index()};
        if (reader.at_symbol("("))
            reader.accept_parentheses();
        else
            reader.skip();
    }
    return std::nullopt;
}

/// Collects changes to a text and carries them out.
class Editor {
  public:
    Editor(const std::string& sql, std::span<const Token> tokens) : sql_(sql), tokens_(tokens) {}

    void replace(Range range, std::string text) {
        const auto& last = tokens_[range.end - 1];
        changes_.push_back({.begin = start(range.begin),
                            .end = start(range.end - 1) + last.text.size(),
                            .text = std::move(text)});
    }

    /// With the white space behind it, or before it at the end of the text.
    void remove(Range range) {
        replace(range, "");
        auto& change = changes_.back();
        constexpr auto space = " \t\r\n\f\v";
        if (change.end < sql_.size())
            change.end = std::min(sql_.find_first_not_of(space, change.end), sql_.size());
        else if (change.begin > 0)
            change.begin = sql_.find_last_not_of(space, change.begin - 1) + 1;
    }

    std::string result() {
        std::ranges::sort(changes_, {}, &Change::begin);
        std::string text;
        std::size_t from = 0;
        for (const auto& change : changes_) {
            text.append(sql_, from, change.begin - from).append(change.text);
            from = change.end;
        }
        return text.append(sql_, from);
    }

  private:
    struct Change {
        std::size_t begin;
        std::size_t end;
        std::string text;
    };

    std::size_t start(std::size_t token) const {
        return static_cast<std::size_t>(tokens_[token].text.data() - sql_.data());
    }

    const std::string& sql_;
    std::span<const Token> tokens_;
    std::vector<Change> changes_;
};

/// The indexes of the commas between an ALTER TABLE's sub-commands, which start at `from`.
std::vector<std::size_t> commas(std::span<const Token> tokens, std::size_t from) {
    std::vector<std::size_t> result;
    int depth = 0;
    for (auto i = from; i < tokens.size(); ++i) {
        if (is_symbol(tokens[i], "(") || is_symbol(tokens[i], "["))
            ++depth;
        else if (is_symbol(tokens[i], ")") || is_symbol(tokens[i], "]"))
            --depth;
        else if (depth == 0 && is_symbol(tokens[i], ","))
            result.push_back(i);
    }
    return result;
}

/// The text of a run of tokens, with what stands between them.
std::string_view text_of(std::span<const Token> tokens) {
    const auto* end = tokens.back().text.data() + tokens.back().text.size();
    return {tokens.front().text.data(), static_cast<std::size_t>(end - tokens.front().text.data())};
}

} // namespace

std::string rewritten(const Statement& statement, const Rewrite& changes) {
    const auto scanned = scan(statement.sql);
    const std::span<const Token> tokens(scanned.tokens);
    Editor editor(statement.sql, tokens);
    if (changes.relation) {
        const auto place = target(tokens);
        if (!place)
            throw Error(fmt::format("could not replace the relation in: {}", statement.sql));
        editor.replace(*place, *changes.relation);
    }
    if (changes.own_name)
        if (const auto place = statistics_name(tokens))
            editor.replace(*place, *changes.own_name);
    if (changes.partition_of) {
        if (const auto words = find_words(tokens, 0, {"partition", "of"})) {
            TokenReader reader(tokens.subspan(words->end));
            if (const auto place = name_here(reader))
                editor.replace({words->end + place->begin, words->end + place->end}, *changes.partition_of);
        }
    }
    if (changes.without_concurrently)
        if (const auto word = find_words(tokens, 0, {"concurrently"}))
            editor.remove(*word);
    if (changes.without_if_not_exists) {
        const bool every = !tokens.empty() && is_word(tokens.front(), "alter");
        auto words = find_words(tokens, 0, {"if", "not", "exists"});
        for (; words; words = every ? find_words(tokens, words->end, {"if", "not", "exists"}) : std::nullopt)
            editor.remove(*words);
    }
    return editor.result();
}

std::string retarget_relation(const Statement& statement, std::string_view new_qualified_name) {
    return rewritten(statement, {.relation = std::string(new_qualified_name)});
}

std::string without_concurrently(const Statement& statement) {
    return rewritten(statement, {.without_concurrently = true});
}

std::string without_if_not_exists(const Statement& statement) {
    return rewritten(statement, {.without_if_not_exists = true});
}

Statement with_sql(const Statement& whole, std::string sql) {
    Statement statement{.sql = std::move(sql),
                        .offset = whole.offset,
                        .line = whole.line,
                        .column = whole.column,
                        .directives = whole.directives};
    analyze(statement, scan(statement.sql).tokens);
    return statement;
}

std::size_t alter_table_head(const Statement& statement) {
    const auto scanned = scan(statement.sql);
    TokenReader reader(scanned.tokens);
    if (!altered_table(reader))
        return 0;
    reader.accept_symbol("*");
    return text_of(std::span<const Token>(scanned.tokens).first(reader.index())).size();
}

std::vector<Statement> split_alter_table(const Statement& statement) {
    const auto outcome = parse(statement);
    if (const auto* node = only_statement(outcome.tree))
        if (node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT || node->alter_table_stmt->n_cmds < 2)
            return {statement};
    const auto scanned = scan(statement.sql);
    const std::span<const Token> tokens(scanned.tokens);
    TokenReader reader(tokens);
    if (!altered_table(reader))
        return {statement};
    reader.accept_symbol("*");
    auto cuts = commas(tokens, reader.index());
    if (cuts.empty())
        return {statement};
    const auto head = text_of(tokens.first(reader.index()));
    cuts.push_back(tokens.size());
    std::vector<Statement> result;
    auto from = reader.index();
    for (const auto cut : cuts) {
        if (cut > from)
            result.push_back(
                with_sql(statement, fmt::format("{} {}", head, text_of(tokens.subspan(from, cut - from)))));
        from = cut + 1;
    }
    return result;
}

} // namespace pgmend::statement
