#include "pg/sql_error.hpp"

#include "base/cancel.hpp"

namespace pgmend::pg {
namespace {

ExitCode exit_code(const Diagnostic& diagnostic, bool connection_lost) {
    if (diagnostic.sqlstate == sqlstate::query_canceled && cancel::requests() > 0)
        return ExitCode::interrupted;
    if (diagnostic.sqlstate == sqlstate::lock_not_available)
        return ExitCode::lock_timeout;
    return connection_lost ? ExitCode::no_connection : ExitCode::failed;
}

/// What to do next, where the server does not say it.
std::string_view own_hint(const Diagnostic& diagnostic, ExitCode code) {
    if (code == ExitCode::interrupted)
        return "no statement is left half done: the same command continues where this one stopped";
    if (code == ExitCode::lock_timeout)
        return "another session holds the lock: try again when it has finished, or raise --lock-timeout and "
               "--lock-retries";
    if (diagnostic.sqlstate == sqlstate::insufficient_privilege)
        return "connect as the owner, or have the privilege granted to the role";
    return {};
}

SourceLocation place(const SourceLocation& start, std::string_view statement, int position) {
    SourceLocation at = start;
    if (at.file.empty() || position <= 0)
        return at;
    at.column = at.column > 0 ? at.column : 1;
    int characters = 1;
    for (std::size_t i = 0; i < statement.size() && characters < position; ++i) {
        const bool last_byte_of_character =
            i + 1 == statement.size() || (static_cast<unsigned char>(statement[i + 1]) & 0xC0) != 0x80;
        if (!last_byte_of_character)
            continue;
        ++characters;
        if (statement[i] == '\n') {
            ++at.line;
            at.column = 1;
        } else {
            ++at.column;
        }
    }
    return at;
}

} // namespace

SqlError::SqlError(Diagnostic diagnostic, std::string statement, const SourceLocation& location,
                   bool connection_lost)
    : ErrorKind(diagnostic.message, exit_code(diagnostic, connection_lost)),
      diagnostic_(std::move(diagnostic)), statement_(std::move(statement)),
      connection_lost_(connection_lost) {
    at(place(location, statement_, diagnostic_.position));
    with_detail(diagnostic_.detail);
    with_hint(diagnostic_.hint.empty() ? std::string(own_hint(diagnostic_, code())) : diagnostic_.hint);
}

SqlError& SqlError::with_parameters(std::string parameters) {
    parameters_ = std::move(parameters);
    return *this;
}

bool is_from_outside(const Error& error) {
    const auto* sql = dynamic_cast<const SqlError*>(&error);
    return (sql != nullptr && sql->connection_lost()) || error.code() == ExitCode::interrupted ||
           error.code() == ExitCode::lock_timeout;
}

} // namespace pgmend::pg
