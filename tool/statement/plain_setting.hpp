#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>

namespace pgmend::statement {

/// What a statement sets, where one value of the catalog says whether it is so already.
struct PlainSetting {
    enum class What { not_null, nullable, default_value, no_default, type, comment };

    What what = What::not_null;
    std::string column; ///< empty = of the relation itself
    /// The comment, empty = none; the type's name as SQL, without its modifiers; of NOT NULL the check that
    /// its safe form makes first, and which a stopped run may have left.
    std::string text;

    bool operator==(const PlainSetting&) const = default;
};

/// Of ALTER TABLE … ALTER COLUMN with one sub-command, and of COMMENT ON a column, a table or a view; nothing
/// for other statements.
std::optional<PlainSetting> plain_setting(const Statement& statement);

} // namespace pgmend::statement
