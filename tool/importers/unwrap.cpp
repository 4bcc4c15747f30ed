#include "importers/unwrap.hpp"

#include "statement/pieces.hpp"
#include "statement/refuse.hpp"
#include "statement/token.hpp"

#include <algorithm>

namespace pgmend::importers {
namespace {

using statement::Piece;
using statement::TokenReader;

/// BEGIN [WORK | TRANSACTION] or START TRANSACTION without modes, which would ask for more than pgmend's
/// does.
bool opens(const Piece& piece) {
    TokenReader reader(piece.tokens);
    if (!reader.accept({"start", "transaction"})) {
        if (!reader.accept("begin"))
            return false;
        if (!reader.accept("work"))
            reader.accept("transaction");
    }
    return reader.done();
}

bool closes(const Piece& piece) {
    TokenReader reader(piece.tokens);
    if (!reader.accept("commit") && !reader.accept("end"))
        return false;
    if (!reader.accept("work"))
        reader.accept("transaction");
    return reader.done();
}

bool controls(const Piece& piece) {
    return !statement::transaction_command(piece.tokens).empty();
}

/// Takes out a statement and the semicolon behind it; line ends stay.
void take_out(std::string& text, std::string_view original, const Piece& piece) {
    const auto start = static_cast<std::size_t>(piece.tokens.front().text.data() - original.data());
    auto end = static_cast<std::size_t>(piece.tokens.back().text.data() - original.data()) +
               piece.tokens.back().text.size();
    const auto next = original.find_first_not_of(" \t\n", end);
    if (next != std::string_view::npos && original[next] == ';')
        end = next + 1;
    const auto lines = std::ranges::count(original.substr(start, end - start), '\n');
    text.replace(start, end - start, static_cast<std::size_t>(lines), '\n');
}

} // namespace

std::optional<std::string> unwrapped(std::string_view text) {
    const auto scanned = statement::scan(text);
    if (scanned.problem)
        return std::nullopt;
    const auto pieces = statement::cut(scanned).pieces;
    if (pieces.size() < 2 || !opens(pieces.front()) || !closes(pieces.back()) ||
        std::any_of(pieces.begin() + 1, pieces.end() - 1, controls))
        return std::nullopt;
    std::string result(text);
    take_out(result, text, pieces.back()); // from the end, so that the places in front stay true
    take_out(result, text, pieces.front());
    return result;
}

} // namespace pgmend::importers
