#pragma once

#include "statement/facts.hpp"
#include "statement/names.hpp"

#include <array>
#include <set>
#include <string>
#include <vector>

namespace pgmend::statement {

/// What the statements of a section have done before the one in hand, as far as it decides whether that may
/// be run in steps of its own.
class SectionHistory {
  public:
    /// Takes account of a statement that is going to be run.
    void note(const Statement& statement);

    /// Whether the section has made the table itself: nobody else sees it.
    bool made_table(const PgQuery__RangeVar& table) const;
    /// Whether the section has made this index on such a table.
    bool made_index(const ObjectName& index) const;
    /// Whether the section has ruled out NULL in the column.
    bool set_not_null(const PgQuery__RangeVar& table, const std::string& column) const;
    /// Whether the section has dropped what kept duplicates out of the table: between the commits nothing
    /// would. What the facts (null: no database at hand) do not tell counts as such.
    bool dropped_uniqueness(const PgQuery__RangeVar& table, const Facts* facts) const;

  private:
    void note_not_null(const Statement& statement);
    void note_relation(const Effect& effect);
    bool is_made(const std::string& schema, const std::string& name) const;

    std::vector<ObjectName> made_, made_indexes_, dropped_;
    std::set<std::array<std::string, 3>> not_null_; ///< schema, table, column
};

} // namespace pgmend::statement
