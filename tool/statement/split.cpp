#include "statement/split.hpp"

#include "statement/analyze.hpp"
#include "statement/directives.hpp"
#include "statement/position.hpp"
#include "statement/split_raw.hpp"
#include "statement/unsupported.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

std::size_t offset_of(const Token& token, std::string_view text) {
    return static_cast<std::size_t>(token.text.data() - text.data());
}

/// The text from the first token to the last.
std::string_view extent(std::span<const Token> tokens, std::string_view text) {
    const auto start = offset_of(tokens.front(), text);
    return text.substr(start, offset_of(tokens.back(), text) + tokens.back().text.size() - start);
}

/// The text of :name, :'name' or :"name" where the parser stopped at its colon, else empty: `a[1:n]` and the
/// like are no variables, and the parser does not stop there.
std::string_view psql_variable(std::span<const Token> tokens, const char* stop) {
    const auto colon =
        std::ranges::find_if(tokens, [stop](const Token& token) { return token.text.data() == stop; });
    if (colon == tokens.end() || colon + 1 == tokens.end() || !is_symbol(*colon, ":"))
        return {};
    const auto& name = *(colon + 1);
    const bool named =
        name.kind == TokenKind::word || name.kind == TokenKind::string || name.kind == TokenKind::quoted_name;
    return named && name.text.data() == stop + 1 ? std::string_view(stop, name.text.size() + 1)
                                                 : std::string_view();
}

/// Makes the statements of one text from its raw statements, in order.
class Splitter {
  public:
    Splitter(std::string_view text, const SourceLocation& first)
        : text_(text),
          file_(first.file), place_{.line = std::max(1, first.line), .column = std::max(1, first.column)} {}

    Statement make(const RawStatement& raw) {
        auto directives = read_directives(raw, text_, [this](const Token& token) { return at(token); });
        const auto sql = extent(raw.tokens, text_);
        place_.advance(text_, offset_of(raw.tokens.front(), text_));
        const SourceLocation start{.file = file_, .line = place_.line, .column = place_.column};
        check_supported(raw.tokens, start);
        Statement statement{.sql = std::string(sql),
                            .offset = place_.offset,
                            .line = start.line,
                            .column = start.column,
                            .directives = std::move(directives)};
        if (const auto stop = analyze(statement, raw.tokens))
            refuse_variable(raw, sql.data() + *stop);
        return statement;
    }

    SourceLocation at(const Token& token) const { return at(offset_of(token, text_)); }

    SourceLocation at(std::size_t offset) const {
        auto place = place_;
        place.advance(text_, offset);
        return {.file = file_, .line = place.line, .column = place.column};
    }

  private:
    void refuse_variable(const RawStatement& raw, const char* stop) const {
        if (const auto variable = psql_variable(raw.tokens, stop); !variable.empty())
            refuse(fmt::format("psql variable {} in SQL", variable),
                   fmt::format("only psql replaces variables: write the value of {} here", variable),
                   at(static_cast<std::size_t>(stop - text_.data())));
    }

    std::string_view text_;
    std::string file_;
    Position place_;
};

} // namespace

std::vector<Statement> split(std::string_view text, const SourceLocation& first) {
    const auto scanned = scan(text);
    const auto raw_statements = split_raw(scanned);
    Splitter splitter(text, first);
    std::vector<Statement> statements;
    statements.reserve(raw_statements.statements.size());
    // With a problem the last raw statement is what precedes it, and its end is not known.
    const auto whole =
        raw_statements.statements.size() - (scanned.problem && !raw_statements.statements.empty() ? 1 : 0);
    for (const auto& raw : std::span(raw_statements.statements).first(whole))
        statements.push_back(splitter.make(raw));
    if (scanned.problem)
        refuse(scanned.problem->message, scanned.problem->hint, splitter.at(scanned.problem->offset));
    refuse_directives(raw_statements.after, [&](const Token& token) { return splitter.at(token); });
    return statements;
}

} // namespace pgmend::statement
