#pragma once

#include "statement/token.hpp"

namespace pgmend::statement {

/// The implementation of scan(): one pass over the text, one token at a time.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Scan run();

  private:
    /// The byte at the offset `ahead`, or NUL after the end.
    char look(std::size_t ahead = 0) const;
    bool at(std::string_view bytes) const { return text_.substr(position_).starts_with(bytes); }

    void step();
    bool quoted();
    void quote(TokenKind kind, std::size_t prefix, bool backslashes);
    bool quote_end(char mark, bool backslashes);
    bool continued();
    void line_comment();
    void block_comment();
    void meta_command();
    void dollar();
    void number();
    void word();
    void symbol();

    void emit(TokenKind kind, std::size_t start);
    void fail(std::size_t offset, std::string message, std::string hint);

    std::string_view text_;
    std::size_t position_ = 0;
    Scan result_;
};

} // namespace pgmend::statement
