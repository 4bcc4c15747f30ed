#include "statement/unsupported.hpp"

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

/// "stdin" or "stdout" as COPY names it, or an empty text.
std::string_view psql_stream(std::span<const Token> tokens) {
    TokenReader reader(tokens);
    if (!reader.accept("copy"))
        return {};
    while (!reader.done()) {
        if (reader.at_symbol("(")) {
            reader.accept_parentheses();
            continue;
        }
        const bool direction = reader.at("from") || reader.at("to");
        reader.skip();
        if (direction && reader.at("stdin"))
            return "stdin";
        if (direction && reader.at("stdout"))
            return "stdout";
    }
    return {};
}

} // namespace

std::string_view transaction_command(std::span<const Token> tokens) {
    TokenReader reader(tokens);
    if (reader.accept("begin"))
        return "BEGIN";
    if (reader.accept({"start", "transaction"}))
        return "START TRANSACTION";
    if (reader.accept({"prepare", "transaction"}))
        return "PREPARE TRANSACTION";
    if (reader.accept("end"))
        return "END";
    if (reader.accept("abort"))
        return "ABORT";
    if (reader.accept("commit"))
        return reader.at("prepared") ? "" : "COMMIT";
    if (reader.accept("rollback")) {
        if (!reader.accept("work"))
            reader.accept("transaction");
        return reader.at("prepared") || reader.at("to") ? "" : "ROLLBACK";
    }
    return {};
}

void refuse(std::string message, std::string hint, SourceLocation location) {
    UsageError error(std::move(message));
    error.with_hint(std::move(hint)).at(std::move(location));
    throw error;
}

void check_supported(std::span<const Token> tokens, const SourceLocation& location) {
    if (const auto command = transaction_command(tokens); !command.empty())
        refuse(fmt::format("{} is not allowed in a revision", command),
               "remove it: pgmend runs each revision in a transaction; to run the statements of a section "
               "one by one, put '-- migrate:up transaction:false' above them",
               location);
    if (const auto stream = psql_stream(tokens); !stream.empty())
        refuse(fmt::format("COPY with {} is not allowed in a revision", stream),
               "no psql sends or receives the rows: use INSERT … VALUES, or COPY with a file on the server",
               location);
}

} // namespace pgmend::statement
