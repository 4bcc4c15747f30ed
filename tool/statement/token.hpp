#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

enum class TokenKind {
    word,        ///< keyword or unquoted identifier
    quoted_name, ///< "…" or U&"…"
    string,    ///< '…', E'…', B'…', X'…', N'…' or U&'…', continued over lines where SQL allows it
    dollar,    ///< $tag$…$tag$
    number,    ///< also 0x1F and 1_000, which are new in PostgreSQL 16
    parameter, ///< $1
    symbol,    ///< operator or punctuation
    comment    ///< -- … or /* … */
};

/// One token of a text; `text` looks into it.
struct Token {
    TokenKind kind = TokenKind::symbol;
    std::string_view text;

    bool operator==(const Token&) const = default;
};

/// Why a text cannot be read on: no server accepts it.
struct ScanProblem {
    std::size_t offset = 0;
    std::string message;
    std::string hint;
};

/// The tokens of a text up to its end, or up to the first problem; comments are kept apart.
struct Scan {
    std::vector<Token> tokens;
    std::vector<Token> comments;
    std::optional<ScanProblem> problem;
};

/// Cuts a text into tokens by the lexical rules of PostgreSQL 13 to 19 (manual, chapter 4.1, with
/// standard_conforming_strings on). It is a scanner of our own because libpg_query's is that of PostgreSQL 15
/// and refuses a whole text for one newer literal.
Scan scan(std::string_view text);

/// Whether the token is this keyword: not quoted, in any letter case; `keyword` in lower case.
bool is_word(const Token& token, std::string_view keyword);

/// Whether the token is exactly this operator or punctuation.
bool is_symbol(const Token& token, std::string_view symbol);

/// ASCII letters in lower case, other bytes as they are: PostgreSQL's folding of unquoted identifiers.
std::string fold(std::string_view text);

/// Reads the tokens of one statement from left to right.
class TokenReader {
  public:
    explicit TokenReader(std::span<const Token> tokens) : tokens_(tokens) {}

    bool done() const { return next_ == tokens_.size(); }
    /// The next token's index in the span.
    std::size_t index() const { return next_; }
    const Token& peek() const { return tokens_[next_]; }
    void skip() { ++next_; }

    bool at(std::string_view keyword) const { return !done() && is_word(peek(), keyword); }
    bool at_symbol(std::string_view symbol) const { return !done() && is_symbol(peek(), symbol); }
    /// Goes past the keyword if it is next.
    bool accept(std::string_view keyword);
    /// Goes past all the keywords if they are next, in this order; else stays.
    bool accept(std::initializer_list<std::string_view> keywords);
    bool accept_symbol(std::string_view symbol);
    /// Goes past a name, qualified or not, if one is next.
    bool accept_name();
    /// Goes past "( … )" if it is next, and returns what stands inside; an empty span if there is none.
    std::span<const Token> accept_parentheses();

  private:
    std::span<const Token> tokens_;
    std::size_t next_ = 0;
};

} // namespace pgmend::statement
