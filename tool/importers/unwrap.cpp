#include "importers/unwrap.hpp"

#include "statement/split_raw.hpp"
#include "statement/token.hpp"
#include "statement/unsupported.hpp"

#include <algorithm>

namespace pgmend::importers {
namespace {

using statement::RawStatement;
using statement::TokenReader;

/// BEGIN [WORK | TRANSACTION] or START TRANSACTION without modes, which would ask for more than pgmend's
/// does.
bool opens(const RawStatement& raw) {
    TokenReader reader(raw.tokens);
    if (!reader.accept({"start", "transaction"})) {
        if (!reader.accept("begin"))
            return false;
        if (!reader.accept("work"))
            reader.accept("transaction");
    }
    return reader.done();
}

bool closes(const RawStatement& raw) {
    TokenReader reader(raw.tokens);
    if (!reader.accept("commit") && !reader.accept("end"))
        return false;
    if (!reader.accept("work"))
        reader.accept("transaction");
    return reader.done();
}

bool controls(const RawStatement& raw) {
    return !statement::transaction_command(raw.tokens).empty();
}

/// Takes out a statement and the semicolon behind it; line ends stay.
void take_out(std::string& text, std::string_view original, const RawStatement& raw) {
    const auto start = static_cast<std::size_t>(raw.tokens.front().text.data() - original.data());
    auto end = static_cast<std::size_t>(raw.tokens.back().text.data() - original.data()) +
               raw.tokens.back().text.size();
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
    const auto raw_statements = statement::split_raw(scanned).statements;
    if (raw_statements.size() < 2 || !opens(raw_statements.front()) || !closes(raw_statements.back()) ||
        std::any_of(raw_statements.begin() + 1, raw_statements.end() - 1, controls))
        return std::nullopt;
    std::string result(text);
    take_out(result, text, raw_statements.back()); // from the end, so that the places in front stay true
    take_out(result, text, raw_statements.front());
    return result;
}

} // namespace pgmend::importers
