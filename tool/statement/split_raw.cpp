#include "statement/split_raw.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

/// Tells which semicolons end a statement, from the tokens seen since the last one.
class Nesting {
  public:
    /// Takes the token at `index`; true if it ends the statement that began at `start`.
    bool ends(std::span<const Token> tokens, std::size_t start, std::size_t index) {
        const auto& token = tokens[index];
        if (is_symbol(token, "("))
            ++parentheses_;
        else if (is_symbol(token, ")"))
            parentheses_ = std::max(0, parentheses_ - 1);
        else if (token.kind == TokenKind::word)
            take_word(tokens, start, index);
        const bool end = is_symbol(token, ";") && parentheses_ == 0 && bodies_ == 0;
        if (end)
            *this = {};
        return end;
    }

  private:
    void take_word(std::span<const Token> tokens, std::size_t start, std::size_t index) {
        if (parentheses_ > 0)
            return;
        if (is_word(tokens[index], "begin") && index + 1 < tokens.size() &&
            is_word(tokens[index + 1], "atomic")) {
            bodies_ += makes_routine(tokens.subspan(start));
            return;
        }
        // The END of a body comes after its last semicolon; the ENDs of CASE, and names like t.end, never do.
        if (bodies_ > 0 && is_word(tokens[index], "end") &&
            (is_symbol(tokens[index - 1], ";") || is_word(tokens[index - 1], "atomic")))
            --bodies_;
    }

    static bool makes_routine(std::span<const Token> statement) {
        TokenReader reader(statement);
        if (!reader.accept("create"))
            return false;
        reader.accept({"or", "replace"});
        return reader.at("function") || reader.at("procedure");
    }

    int parentheses_ = 0;
    int bodies_ = 0;
};

/// The comments of a scan in order, handed out from front to back.
class Comments {
  public:
    explicit Comments(std::span<const Token> comments) : comments_(comments) {}

    /// Those not yet taken that stand before a place in the text.
    std::span<const Token> before(const char* place) {
        const auto start = next_;
        while (next_ < comments_.size() && comments_[next_].text.data() < place)
            ++next_;
        return comments_.subspan(start, next_ - start);
    }

    std::span<const Token> rest() const { return comments_.subspan(next_); }

  private:
    std::span<const Token> comments_;
    std::size_t next_ = 0;
};

} // namespace

RawStatements split_raw(const Scan& scan) {
    const std::span<const Token> tokens(scan.tokens);
    RawStatements result;
    Comments comments(scan.comments);
    Nesting nesting;
    const auto add = [&](std::size_t start, std::size_t end) {
        if (start == end)
            return;
        const auto inside = tokens.subspan(start, end - start);
        const auto before = comments.before(inside.front().text.data());
        result.statements.push_back(
            {.tokens = inside, .before = before, .inside = comments.before(inside.back().text.data())});
    };
    std::size_t start = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!nesting.ends(tokens, start, i))
            continue;
        add(start, i);
        start = i + 1;
    }
    add(start, tokens.size());
    result.after = comments.rest();
    return result;
}

} // namespace pgmend::statement
