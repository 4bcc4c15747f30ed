#pragma once

#include "pg/sql_error.hpp"

#include <cstdint>
#include <functional>

namespace pgmend::pg {

/// Who is told of every warning of a server's to this process (notices are none); one at a time, from any
/// thread. Empty = nobody. Connection::on_notice() gets them as well.
void on_warning(std::function<void(const Notice&)> listener);

/// Tells the listener.
void tell_warning(const Notice& notice) noexcept;

/// How many answers this process has had from its servers: while this stands still, a server is at work, or
/// the process itself.
std::uint64_t answers() noexcept;

/// Counts one.
void note_answer() noexcept;

} // namespace pgmend::pg
