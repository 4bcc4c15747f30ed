#pragma once

#include "pg/sql_error.hpp"
#include "sync/issue.hpp"

#include <optional>
#include <span>

namespace pgmend::sync {

/// Guesses from the detail of an error which issue of a batch the server has rejected: the row that it quotes
/// after a violated check, or the missing key after a violated foreign key. This is only a guess, because
/// details are localized, truncated, and may contain any text. An issue that occurs twice in the batch is
/// never guessed, because the order of its versions matters.
std::optional<std::size_t> guess_bad_row(std::span<const Issue* const> issues,
                                         const pg::Diagnostic& diagnostic);

} // namespace pgmend::sync
