#pragma once

#include "statement/names.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace pgmend::statement {

/// The name that the server chooses for an unnamed constraint or index, according to its makeObjectName().
struct DefaultName {
    ObjectName object;    ///< its kind and table; the name is empty
    std::string addition; ///< the columns, between table and label; may be empty
    std::string label;    ///< "fkey", "check", "key", "pkey", "idx"

    /// "t_a_fkey", at most 63 bytes long. A `number` other than 0 is appended, as the server does if the name
    /// exists.
    std::string text(int number = 0) const;
};

/// The name for a constraint that ALTER TABLE adds; nothing if it cannot be predicted.
std::optional<DefaultName> default_name(const PgQuery__RangeVar& table,
                                        const PgQuery__Constraint& constraint);
/// The name for a CREATE INDEX on plain columns; nothing for an index with expressions.
std::optional<DefaultName> default_name(const PgQuery__IndexStmt& index);

/// A name for a helper object: "t_c_label", shortened in the same way as by the server.
std::string made_name(std::string_view first, std::string_view second, std::string_view label);

/// Chooses names as the server would, for a sequence of statements.
class NameChooser {
  public:
    /// `taken` returns whether a constraint or relation with this name exists in the schema of the table,
    /// other than a leftover of the same statement.
    explicit NameChooser(std::function<bool(const ObjectName&)> taken, std::string default_schema = {})
        : taken_(std::move(taken)), default_schema_(std::move(default_schema)) {}

    /// Returns an empty name if the result is uncertain because of earlier statements.
    std::string choose(const DefaultName& name);
    /// Records a statement that will be run.
    void note(const Statement& statement);

  private:
    using Key = std::pair<std::string, std::string>; ///< schema and name
    Key key(const std::string& schema, const std::string& name) const {
        return {schema.empty() ? default_schema_ : schema, name};
    }

    std::function<bool(const ObjectName&)> taken_;
    std::string default_schema_;
    std::set<Key> given_;
    std::set<Key> uncertain_; ///< tables with names that the server has chosen
};

} // namespace pgmend::statement
