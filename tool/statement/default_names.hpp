#pragma once

#include "statement/names.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace pgmend::statement {

/// The name that the server chooses for a constraint or index without one, as its makeObjectName() does it.
struct DefaultName {
    ObjectName object;    ///< its kind and table; the name is empty
    std::string addition; ///< between table and label: the columns; may be empty
    std::string label;    ///< "fkey", "check", "key", "pkey", "idx"

    /// "t_a_fkey", within 63 bytes; a number other than 0 is what the server adds where that is taken.
    std::string text(int number = 0) const;
};

/// Of a constraint that ALTER TABLE adds; nothing where it cannot be foretold.
std::optional<DefaultName> default_name(const PgQuery__RangeVar& table,
                                        const PgQuery__Constraint& constraint);
/// Of CREATE INDEX on plain columns; nothing for one with expressions.
std::optional<DefaultName> default_name(const PgQuery__IndexStmt& index);

/// A helper's name: "t_c_label", cut like the server's.
std::string made_name(std::string_view first, std::string_view second, std::string_view label);

/// Chooses names as the server would, over statements that come one after the other.
class NameChooser {
  public:
    /// `taken` says whether the database holds a constraint or relation of that name in the table's schema
    /// that is not the leftover of the same statement.
    explicit NameChooser(std::function<bool(const ObjectName&)> taken, std::string default_schema = {})
        : taken_(std::move(taken)), default_schema_(std::move(default_schema)) {}

    /// Empty where earlier statements make the answer uncertain.
    std::string choose(const DefaultName& name);
    /// Takes account of a statement that is going to be run.
    void note(const Statement& statement);

  private:
    using Key = std::pair<std::string, std::string>; ///< schema and name
    Key key(const std::string& schema, const std::string& name) const {
        return {schema.empty() ? default_schema_ : schema, name};
    }

    std::function<bool(const ObjectName&)> taken_;
    std::string default_schema_;
    std::set<Key> given_;
    std::set<Key> uncertain_; ///< tables with names that the server chooses
};

} // namespace pgmend::statement
