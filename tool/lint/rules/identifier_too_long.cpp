#include "lint/rules/checks.hpp"
#include "statement/token.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

namespace {

constexpr std::size_t max_bytes = 63;

} // namespace

void identifier_too_long(const StatementContext& context, Violations& violations) {
    // The parser cuts names itself, so they are looked for in the text.
    const auto scanned = statement::scan(context.sql);
    for (const auto& token : scanned.tokens) {
        auto name = token.text;
        if (token.kind == statement::TokenKind::quoted_name && name.starts_with('"'))
            name = name.substr(1, name.size() - 2);
        else if (token.kind != statement::TokenKind::word)
            continue;
        if (name.size() > max_bytes)
            violations.push_back(
                {fmt::format("the server truncates '{}' to '{}'", name, name.substr(0, max_bytes)),
                 "-- use a name of at most 63 bytes"});
    }
}

} // namespace pgmend::lint::check
