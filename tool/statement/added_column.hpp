#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>

namespace pgmend::statement {

/// What an ALTER TABLE of one sub-command adds.
struct AddedColumn {
    std::string definition; ///< "n varchar(20) DEFAULT 'x'", as CREATE TABLE would take it
    bool evaluates = false; ///< has a default that is no constant, which the server may evaluate at once
};

/// Nothing for other statements.
std::optional<AddedColumn> added_column(const Statement& statement);

} // namespace pgmend::statement
