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
    string,      ///< '…', E'…', B'…', X'…', N'…' or U&'…', including continuation lines
    dollar,      ///< $tag$…$tag$
    number,      ///< also 0x1F and 1_000, which were added in PostgreSQL 16
    parameter,   ///< $1
    symbol,      ///< operator or punctuation
    comment      ///< -- … or /* … */
};

/// One token of a text, to which `text` points.
struct Token {
    TokenKind kind = TokenKind::symbol;
    std::string_view text;

    bool operator==(const Token&) const = default;
};

/// Why a text cannot be scanned further: no server would accept it.
struct ScanProblem {
    std::size_t offset = 0;
    std::string message;
    std::string hint;
};

/// The tokens of a text up to its end, or up to the first problem. Comments are stored separately.
struct Scan {
    std::vector<Token> tokens;
    std::vector<Token> comments;
    std::optional<ScanProblem> problem;
};

/// Splits a text into tokens according to the lexical rules of PostgreSQL 13 to 19 (manual, chapter 4.1, with
/// standard_conforming_strings on). libpg_query's scanner is not used, because it is that of PostgreSQL 15
/// and rejects a whole text because of one newer literal.
Scan scan(std::string_view text);

/// Whether the token is this keyword: not quoted, in any letter case. `keyword` is in lower case.
bool is_word(const Token& token, std::string_view keyword);

/// Whether the token is exactly this operator or punctuation.
bool is_symbol(const Token& token, std::string_view symbol);

/// Changes ASCII letters to lower case, as PostgreSQL does with unquoted identifiers. Other bytes are not
/// changed.
std::string fold(std::string_view text);

/// Reads the tokens of one statement from left to right.
class TokenReader {
  public:
    explicit TokenReader(std::span<const Token> tokens) : tokens_(tokens) {}

    bool done() const { return next_ == tokens_.size(); }
    /// The index of the next token in the span.
    std::size_t index() const { return next_; }
    const Token& peek() const { return tokens_[next_]; }
    void skip() { ++next_; }

    bool at(std::string_view keyword) const { return !done() && is_word(peek(), keyword); }
    bool at_symbol(std::string_view symbol) const { return !done() && is_symbol(peek(), symbol); }
    /// Skips the keyword if it is the next token.
    bool accept(std::string_view keyword);
    /// Skips all these keywords if they are the next tokens in this order; otherwise, skips none.
    bool accept(std::initializer_list<std::string_view> keywords);
    bool accept_symbol(std::string_view symbol);
    /// Skips a name, qualified or not, if it is next.
    bool accept_name();
    /// Skips "( … )" if it is next, and returns the tokens between the parentheses; otherwise an empty span.
    std::span<const Token> accept_parentheses();

  private:
    std::span<const Token> tokens_;
    std::size_t next_ = 0;
};

} // namespace pgmend::statement
