#pragma once

#include "pg/sql_error.hpp"

#include <cstdint>
#include <functional>

namespace pgmend::pg {

/// Sets a listener that is called for every warning (not notice) that a server sends to this process. It may
/// be called from any thread, but only by one at a time. Empty = none. Connection::on_notice() gets the
/// warnings as well.
void on_warning(std::function<void(const Notice&)> listener);

/// Notifies the listener.
void tell_warning(const Notice& notice) noexcept;

/// The number of results that this process has received from its servers. While it does not change, either a
/// server or the process itself is working.
std::uint64_t answers() noexcept;

/// Increments the number.
void note_answer() noexcept;

} // namespace pgmend::pg
