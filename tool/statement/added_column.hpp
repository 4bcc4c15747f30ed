#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>

namespace pgmend::statement {

/// The column that an ALTER TABLE with one sub-command adds.
struct AddedColumn {
    std::string definition; ///< "n varchar(20) DEFAULT 'x'", in the syntax of CREATE TABLE
    /// Has a default that is not a constant, which the server may evaluate immediately.
    bool evaluates = false;
};

/// Returns nothing for other statements.
std::optional<AddedColumn> added_column(const Statement& statement);

} // namespace pgmend::statement
