#pragma once

#include "pg/parameters.hpp"
#include "pg/sql_error.hpp"

#include <functional>
#include <source_location>

namespace pgmend::pg {

/// A statement that has just failed. The pointers are valid only during the call.
struct Failure {
    const SqlError& error;
    const Parameters* parameters = nullptr; ///< null for a script, a COPY or a connection
    /// The error by which the transaction had failed before. If it is set, `error` is only the rejection of a
    /// further statement (25P02).
    const SqlError* first_error = nullptr;
    std::source_location call = {}; ///< the place in pgmend that ran it
    int attempt = 1;
};

/// Sets a listener that is notified of every failed statement of the process, even if the error is handled.
/// It may be called from any thread, but only by one at a time. Set it before connections are used; empty =
/// none. Exceptions of the listener are ignored, so that a journal that cannot be written does not hide the
/// error.
void on_failure(std::function<void(const Failure&)> listener);

/// Notifies the listener, after filling in the attempt.
void tell_failure(Failure failure) noexcept;

} // namespace pgmend::pg
