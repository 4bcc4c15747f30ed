#pragma once

#include "statement/statement.hpp"

#include <cstddef>

namespace pgmend::statement {

/// How many relations come with what a CREATE TABLE or ALTER TABLE makes, beside those that its effects name:
/// the indexes of keys, the sequences of serial and identity columns, and with a new table that may hold long
/// values the one where they are stored, with its index. About: only the server knows which types are long.
std::size_t relations_made_along(const Statement& statement);

} // namespace pgmend::statement
