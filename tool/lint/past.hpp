#pragma once

#include "lint/section.hpp"
#include "statement/names.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgmend::lint {

/// The effects of the statements before the current one that rules ask for. The state is updated with each
/// statement. If rules looked back instead, the time would grow with the square of the number of statements.
class Past {
  public:
    /// The lock of an ALTER TABLE on a table that is not new.
    struct Lock {
        int line = 0;
        std::string table; ///< the table as SQL
    };

    explicit Past(const Section& section) : section_(section) {}

    /// Begins the next statement. What a finished transaction has done is forgotten.
    void enter();
    /// Records the effects of the current statement.
    void note(const statement::Statement& statement);

    /// Whether the section has created the table: no other session uses it yet, and it is almost empty.
    bool is_new(const PgQuery__RangeVar& relation) const;
    /// The first lock that this transaction holds.
    const std::optional<Lock>& lock() const { return lock_; }
    /// Whether the current transaction has added the constraint.
    bool has_added(std::string_view table, std::string_view constraint) const;
    /// The enum values that the current transaction has added and that occur as strings in the text, in the
    /// order in which they were added.
    std::vector<std::string> new_enum_values_in(std::string_view sql) const;

  private:
    void note_tree(const statement::Statement& statement);

    const Section& section_;
    std::size_t entered_ = 0; ///< statements
    std::size_t next_start_ = 0;
    std::set<std::pair<std::string, std::string>, std::less<>> created_; ///< schema and name, as written
    std::optional<Lock> lock_;
    std::set<std::pair<std::string, std::string>> constraints_; ///< table and name
    std::map<std::string, std::size_t, std::less<>> enum_values_;
};

} // namespace pgmend::lint
