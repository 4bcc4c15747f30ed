#pragma once

#include "pg/sql_error.hpp"
#include "sync/issue.hpp"

#include <optional>
#include <span>

namespace pgmend::sync {

/// Guesses from the error's detail which issue of a batch the server has refused: the row that it
/// quotes after a check, or the key that is missing elsewhere after a foreign key. Only a guess: details are
/// localised, cut, and may quote what anybody wrote. An issue that comes twice in the batch is never guessed,
/// since the order of its versions matters.
std::optional<std::size_t> guess_bad_row(std::span<const Issue* const> issues,
                                         const pg::Diagnostic& diagnostic);

} // namespace pgmend::sync
