#pragma once

#include <string>

namespace pgmend::importers {

/// Throws Error (exit code 5) for a migration that the tool has begun and not finished, with the way on.
[[noreturn]] void refuse_half_done(std::string message);

} // namespace pgmend::importers
