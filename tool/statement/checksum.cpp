#include "statement/checksum.hpp"

#include "base/sha256.hpp"
#include "statement/keywords.hpp"
#include "statement/split_raw.hpp"
#include "statement/token.hpp"
#include "statement/type_words.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

/// Tags that keep the kinds of tokens apart in the hash.
enum class Tag : char {
    name = 'n',
    quoted_name = 'q',
    string = 's',
    raw_string = 'r',
    other = 'o',
    end = ';'
};

struct Normal {
    Tag tag;
    std::string text;
};

bool is_plain_name(std::string_view text) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    return !text.empty() && letter(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '$'; });
}

Normal quoted_name(std::string_view text) {
    if (text.front() != '"')
        return {.tag = Tag::quoted_name, .text = std::string(text)};
    const auto inner = text.substr(1, text.size() - 2);
    if (is_plain_name(inner) && !is_keyword(inner))
        return {.tag = Tag::name, .text = std::string(inner)};
    return {.tag = Tag::quoted_name, .text = std::string(text)};
}

/// The contents of a string's one or more parts between quotes, doubled quotes made single outside of E'…'
/// (where \' and '' are left as they are written).
std::string string_contents(std::string_view text, bool backslashes) {
    std::string contents;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (++i; i < text.size(); ++i) {
            if (text[i] == '\\' && backslashes)
                contents += text[i++];
            else if (text[i] == '\'' && (i + 1 == text.size() || text[i + 1] != '\''))
                break;
            else if (text[i] == '\'' && !backslashes)
                ++i;
            else if (text[i] == '\'')
                contents += text[i++];
            contents += text[i];
        }
        // On to the part on the next line; a comment on the way may hold quotes.
        while (i + 1 < text.size() && text[i + 1] != '\'')
            i = text.substr(i + 1).starts_with("--") ? text.find_first_of("\r\n", i + 1) : i + 1;
    }
    return contents;
}

Normal string(std::string_view text) {
    const auto mark = text.find('\'');
    const auto prefix = fold(text.substr(0, mark));
    const bool escapes = prefix == "e" && text.find('\\') != std::string_view::npos;
    auto contents = string_contents(text.substr(mark), escapes);
    if (prefix.empty() || (prefix == "e" && !escapes))
        return {.tag = Tag::string, .text = std::move(contents)};
    return {.tag = Tag::raw_string, .text = prefix + "'" + contents};
}

Normal normal(const Token& token) {
    switch (token.kind) {
    case TokenKind::word:
        return {.tag = Tag::name, .text = fold(token.text)};
    case TokenKind::quoted_name:
        return quoted_name(token.text);
    case TokenKind::string:
        return string(token.text);
    case TokenKind::dollar: {
        const auto tag = token.text.find('$', 1) + 1;
        return {.tag = Tag::string, .text = std::string(token.text.substr(tag, token.text.size() - 2 * tag))};
    }
    case TokenKind::number:
        return {.tag = Tag::other, .text = fold(token.text)};
    default:
        return {.tag = Tag::other, .text = token.text == "!=" ? "<>" : std::string(token.text)};
    }
}

/// The length goes first, so that no text can look like two tokens.
void add(Sha256& hash, const Normal& token) {
    hash.update(static_cast<char>(token.tag) + std::to_string(token.text.size()) + ":");
    hash.update(token.text);
}

/// What older pgmends took for a change: another name of the same type.
enum class Types { one_name, as_written };

void add_tokens(Sha256& hash, std::span<const Token> tokens) {
    for (const auto& token : tokens)
        add(hash, normal(token));
}

void add_statement(Sha256& hash, std::span<const Token> tokens, Types types) {
    if (types == Types::as_written)
        add_tokens(hash, tokens);
    for (std::size_t i = 0; i < tokens.size() && types == Types::one_name;) {
        const auto type = type_words(tokens.subspan(i));
        if (type.name.empty()) {
            add(hash, normal(tokens[i++]));
            continue;
        }
        add(hash, {.tag = Tag::name, .text = std::string(type.name)});
        add_tokens(hash, tokens.subspan(i + type.words, type.kept));
        i += type.words + type.kept + type.rest;
    }
    add(hash, {.tag = Tag::end, .text = {}});
}

std::string sum(std::span<const Statement> statements, Types types) {
    Sha256 hash;
    for (const auto& statement : statements)
        add_statement(hash, scan(statement.sql).tokens, types);
    return hash.finish();
}

std::string sum(std::string_view text, Types types) {
    const auto scanned = scan(text);
    if (scanned.problem)
        return {};
    Sha256 hash;
    for (const auto& raw : split_raw(scanned).statements)
        add_statement(hash, raw.tokens, types);
    return hash.finish();
}

} // namespace

std::string checksum(std::span<const Statement> statements) {
    return sum(statements, Types::one_name);
}

std::string text_checksum(std::string_view text) {
    return sum(text, Types::one_name);
}

bool is_checksum(std::string_view checksum, std::span<const Statement> statements) {
    return checksum == sum(statements, Types::one_name) || checksum == sum(statements, Types::as_written);
}

bool is_checksum(std::string_view checksum, std::string_view text) {
    return checksum == sum(text, Types::one_name) || checksum == sum(text, Types::as_written);
}

} // namespace pgmend::statement
