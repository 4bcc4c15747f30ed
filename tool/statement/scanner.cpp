#include "statement/scanner.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

constexpr std::string_view operator_characters = "~!@#^&|`?+-*/%<>=";
// An operator may end in + or - only if it holds one of these (manual, 4.1.3).
constexpr std::string_view sign_keepers = "~!@#^&|`?%";

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_word_part(char c) {
    return is_word_start(c) || is_digit(c) || c == '$';
}

bool is_operator(char c) {
    return c != '\0' && operator_characters.find(c) != std::string_view::npos;
}

/// The text of the operator at the start of `rest`, cut where a comment starts and before trailing signs.
std::string_view operator_at(std::string_view rest) {
    const auto length = std::find_if_not(rest.begin(), rest.end(), is_operator) - rest.begin();
    auto text = rest.substr(0, static_cast<std::size_t>(length));
    text = text.substr(0, std::min(text.find("/*"), text.find("--")));
    if (text.find_first_of(sign_keepers) == std::string_view::npos)
        while (text.size() > 1 && (text.back() == '+' || text.back() == '-'))
            text.remove_suffix(1);
    return text;
}

/// The length of pg_dump's `\restrict KEY` or `\unrestrict KEY` at the start of `rest`, 0 if there is none.
std::size_t dump_guard(std::string_view rest) {
    const auto line = rest.substr(0, rest.find_first_of("\r\n"));
    for (const std::string_view command : {"\\restrict ", "\\unrestrict "})
        if (line.starts_with(command)) {
            const auto key = line.substr(command.size());
            const auto alphanumeric = [](unsigned char c) { return std::isalnum(c) != 0; };
            return !key.empty() && std::ranges::all_of(key, alphanumeric) ? line.size() : 0;
        }
    return 0;
}

} // namespace

char Scanner::look(std::size_t ahead) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
}

void Scanner::emit(TokenKind kind, std::size_t start) {
    auto& target = kind == TokenKind::comment ? result_.comments : result_.tokens;
    target.push_back({.kind = kind, .text = text_.substr(start, position_ - start)});
}

void Scanner::fail(std::size_t offset, std::string message, std::string hint) {
    if (!result_.problem)
        result_.problem = {.offset = offset, .message = std::move(message), .hint = std::move(hint)};
}

Scan Scanner::run() {
    if (at("\xEF\xBB\xBF"))
        position_ = 3;
    while (position_ < text_.size() && !result_.problem)
        step();
    return std::move(result_);
}

void Scanner::step() {
    const char c = look();
    if (is_space(c))
        ++position_;
    else if (at("--"))
        line_comment();
    else if (at("/*"))
        block_comment();
    else if (c == '\\')
        meta_command();
    else if (quoted())
        return;
    else if (c == '$')
        dollar();
    else if (is_digit(c) || (c == '.' && is_digit(look(1))))
        number();
    else if (is_word_start(c))
        word();
    else
        symbol();
}

bool Scanner::quoted() {
    const char c = look();
    if (c == '\'' || c == '"')
        quote(c == '"' ? TokenKind::quoted_name : TokenKind::string, 0, false);
    else if (look(1) == '\'' && std::string_view("eEbBxXnN").find(c) != std::string_view::npos)
        quote(TokenKind::string, 1, c == 'e' || c == 'E');
    else if ((c == 'u' || c == 'U') && look(1) == '&' && (look(2) == '\'' || look(2) == '"'))
        quote(look(2) == '"' ? TokenKind::quoted_name : TokenKind::string, 2, false);
    else
        return false;
    return true;
}

void Scanner::quote(TokenKind kind, std::size_t prefix, bool backslashes) {
    const auto start = position_;
    position_ += prefix;
    const char mark = look();
    do {
        ++position_;
        if (!quote_end(mark, backslashes)) {
            fail(start, mark == '"' ? "unterminated quoted identifier" : "unterminated string",
                 fmt::format("close it with {}; double each {} inside it", mark, mark));
            return;
        }
    } while (kind == TokenKind::string && continued());
    emit(kind, start);
}

/// Goes behind the closing mark; false if there is none.
bool Scanner::quote_end(char mark, bool backslashes) {
    for (; position_ < text_.size(); ++position_) {
        if (look() == '\\' && backslashes)
            ++position_;
        else if (look() == mark && look(1) == mark)
            ++position_;
        else if (look() == mark) {
            ++position_;
            return true;
        }
    }
    return false;
}

/// Two strings with a line break between them are one string: goes to the second's opening mark if there is
/// one.
bool Scanner::continued() {
    auto ahead = position_;
    bool broken = false;
    for (; ahead < text_.size(); ++ahead) {
        if (text_[ahead] == '\n' || text_[ahead] == '\r')
            broken = true;
        else if (text_.substr(ahead).starts_with("--"))
            ahead = std::min(text_.find_first_of("\r\n", ahead), text_.size()) - 1;
        else if (!is_space(text_[ahead]))
            break;
    }
    if (!broken || ahead >= text_.size() || text_[ahead] != '\'')
        return false;
    position_ = ahead;
    return true;
}

void Scanner::line_comment() {
    const auto start = position_;
    position_ = std::min(text_.find_first_of("\r\n", position_), text_.size());
    emit(TokenKind::comment, start);
}

void Scanner::block_comment() {
    const auto start = position_;
    int depth = 0;
    do {
        if (position_ >= text_.size()) {
            fail(start, "unterminated comment",
                 "close it with */; comments nest, so each /* inside needs its own");
            return;
        }
        const int change = at("/*") ? 1 : at("*/") ? -1 : 0;
        depth += change;
        position_ += change == 0 ? 1 : 2;
    } while (depth > 0);
    emit(TokenKind::comment, start);
}

/// pg_dump puts its dumps between `\restrict` and `\unrestrict`, which only forbid psql the other commands:
/// no more than comments here.
void Scanner::meta_command() {
    const auto start = position_;
    const bool line_start = start == 0 || text_[start - 1] == '\n' || text_[start - 1] == '\r';
    const bool between = result_.tokens.empty() || is_symbol(result_.tokens.back(), ";");
    position_ += line_start && between ? dump_guard(text_.substr(start)) : 0;
    if (position_ > start)
        return emit(TokenKind::comment, start);
    if (text_.substr(start).starts_with("\\connect "))
        return fail(start, "psql meta-command in SQL",
                    "pgmend uses the database of --database: dump without --create");
    fail(start, "psql meta-command in SQL",
         "only psql understands commands that start with \\: use plain SQL, and INSERT instead of the data "
         "of COPY … FROM stdin");
}

void Scanner::dollar() {
    const auto start = position_;
    ++position_;
    if (is_digit(look())) {
        while (is_digit(look()))
            ++position_;
        emit(TokenKind::parameter, start);
        return;
    }
    if (is_word_start(look()))
        while (is_word_part(look()) && look() != '$')
            ++position_;
    if (look() != '$') {
        position_ = start + 1;
        emit(TokenKind::symbol, start);
        return;
    }
    ++position_;
    const auto tag = text_.substr(start, position_ - start);
    const auto end = text_.find(tag, position_);
    if (end == std::string_view::npos) {
        fail(start, fmt::format("unterminated dollar-quoted string {}", tag),
             fmt::format("close it with {}", tag));
        return;
    }
    position_ = end + tag.size();
    emit(TokenKind::dollar, start);
}

void Scanner::number() {
    const auto start = position_;
    const auto digits = [this] {
        while (is_digit(look()) || (look() == '_' && is_digit(look(1))))
            ++position_;
    };
    const char base = look() == '0' ? static_cast<char>(look(1) | 0x20) : '\0';
    if ((base == 'x' || base == 'o' || base == 'b') && std::isxdigit(static_cast<unsigned char>(look(2)))) {
        position_ += 2;
        while (std::isxdigit(static_cast<unsigned char>(look())) || look() == '_')
            ++position_;
        emit(TokenKind::number, start);
        return;
    }
    digits();
    if (look() == '.' && look(1) != '.') {
        ++position_;
        digits();
    }
    const std::size_t sign = look(1) == '+' || look(1) == '-' ? 1 : 0;
    if ((look() == 'e' || look() == 'E') && is_digit(look(1 + sign))) {
        position_ += 1 + sign;
        digits();
    }
    emit(TokenKind::number, start);
}

void Scanner::word() {
    const auto start = position_;
    while (is_word_part(look()))
        ++position_;
    emit(TokenKind::word, start);
}

void Scanner::symbol() {
    const auto start = position_;
    const char c = look();
    if (c == '\0')
        return fail(start, "NUL byte in SQL", "save the file as UTF-8 text");
    if (is_operator(c))
        position_ += operator_at(text_.substr(position_)).size();
    else if (at("::") || at(":=") || at(".."))
        position_ += 2;
    else
        ++position_;
    emit(TokenKind::symbol, start);
}

} // namespace pgmend::statement
