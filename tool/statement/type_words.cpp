#include "statement/type_words.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace pgmend::statement {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Manual, table 8.1, and the names by which pg_type has them; sorted.
constexpr auto single = std::to_array<Pair>({{"bigint", "bigint"},
                                             {"bigserial", "bigserial"},
                                             {"bool", "bool"},
                                             {"boolean", "bool"},
                                             {"dec", "numeric"},
                                             {"decimal", "numeric"},
                                             {"float4", "real"},
                                             {"float8", "float8"},
                                             {"int", "int"},
                                             {"int2", "smallint"},
                                             {"int4", "int"},
                                             {"int8", "bigint"},
                                             {"integer", "int"},
                                             {"numeric", "numeric"},
                                             {"real", "real"},
                                             {"serial", "serial"},
                                             {"serial2", "smallserial"},
                                             {"serial4", "serial"},
                                             {"serial8", "bigserial"},
                                             {"smallint", "smallint"},
                                             {"smallserial", "smallserial"},
                                             {"timestamptz", "timestamptz"},
                                             {"timetz", "timetz"},
                                             {"varbit", "varbit"},
                                             {"varchar", "varchar"}});

bool begins(std::span<const Token> tokens, std::initializer_list<std::string_view> words) {
    return tokens.size() >= words.size() &&
           std::equal(words.begin(), words.end(), tokens.begin(),
                      [](std::string_view word, const Token& token) { return is_word(token, word); });
}

/// "timestamp (3) with time zone"
TypeWords of_time(std::span<const Token> tokens, std::string_view with, std::string_view without) {
    std::size_t kept = 0;
    if (tokens.size() > 3 && is_symbol(tokens[1], "(") && tokens[2].kind == TokenKind::number &&
        is_symbol(tokens[3], ")"))
        kept = 3;
    const auto behind = tokens.subspan(1 + kept);
    if (begins(behind, {"with", "time", "zone"}))
        return {.name = with, .words = 1, .kept = kept, .rest = 3};
    if (begins(behind, {"without", "time", "zone"}))
        return {.name = without, .words = 1, .kept = kept, .rest = 3};
    return {};
}

} // namespace

TypeWords type_words(std::span<const Token> tokens) {
    constexpr std::size_t max_size = 11; // most words are sorted out before they are folded
    constexpr std::string_view first_letters = "bcdfirstvBCDFIRSTV";
    if (tokens.empty() || tokens.front().kind != TokenKind::word || tokens.front().text.size() > max_size ||
        first_letters.find(tokens.front().text.front()) == std::string_view::npos)
        return {};
    const auto word = fold(tokens.front().text);
    if (word == "timestamp")
        return of_time(tokens, "timestamptz", "timestamp");
    if (word == "time")
        return of_time(tokens, "timetz", "time");
    if (word == "double")
        return begins(tokens, {"double", "precision"}) ? TypeWords{.name = "float8", .words = 2}
                                                       : TypeWords{};
    if (word == "float") // float(24) is real
        return tokens.size() > 1 && is_symbol(tokens[1], "(") ? TypeWords{}
                                                              : TypeWords{.name = "float8", .words = 1};
    if (word == "bit")
        return begins(tokens, {"bit", "varying"}) ? TypeWords{.name = "varbit", .words = 2} : TypeWords{};
    if (word == "char" || word == "character")
        return tokens.size() > 1 && is_word(tokens[1], "varying") ? TypeWords{.name = "varchar", .words = 2}
                                                                  : TypeWords{.name = "char", .words = 1};
    const auto found = std::ranges::lower_bound(single, std::string_view(word), {}, &Pair::first);
    return found != single.end() && found->first == word ? TypeWords{.name = found->second, .words = 1}
                                                         : TypeWords{};
}

} // namespace pgmend::statement
