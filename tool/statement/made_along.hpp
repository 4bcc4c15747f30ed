#pragma once

#include "statement/statement.hpp"

#include <cstddef>

namespace pgmend::statement {

/// About how many relations a CREATE TABLE or ALTER TABLE creates in addition to those in its effects: the
/// indexes of keys, the sequences of serial and identity columns, and the TOAST table and its index of a new
/// table that may contain long values. The number is not exact, because only the server knows which types may
/// be long.
std::size_t relations_made_along(const Statement& statement);

} // namespace pgmend::statement
