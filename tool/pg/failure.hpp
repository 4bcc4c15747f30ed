#pragma once

#include "pg/parameters.hpp"
#include "pg/sql_error.hpp"

#include <functional>
#include <source_location>

namespace pgmend::pg {

/// A statement that has just failed, as this module knows it. The pointers live as long as the call.
struct Failure {
    const SqlError& error;
    const Parameters* parameters = nullptr; ///< none for a script, a COPY or a connection
    /// What the transaction had failed by before; then `error` is but the server's refusal to go on (25P02).
    const SqlError* first_error = nullptr;
    std::source_location call = {}; ///< where in this program it was run
    int attempt = 1;
};

/// Who is told of every failed statement of the process, whatever becomes of the error; one at a time, from
/// any thread. Set before connections are used; empty = nobody. What the listener throws is swallowed: a
/// journal that cannot be written must not hide the error.
void on_failure(std::function<void(const Failure&)> listener);

/// Tells the listener; the attempt is filled in.
void tell_failure(Failure failure) noexcept;

} // namespace pgmend::pg
