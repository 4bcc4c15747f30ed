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

/// What the statements of a section have done before the one in hand, as far as rules ask. It is carried
/// along: a rule that looked back would make the work grow with the square of the section.
class Past {
  public:
    /// The lock of an ALTER TABLE on a table that is not new.
    struct Lock {
        int line = 0;
        std::string table; ///< as SQL names it
    };

    explicit Past(const Section& section) : section_(section) {}

    /// The next statement's turn has come; what a transaction that has ended did is forgotten.
    void enter();
    /// Takes account of the statement whose turn it was.
    void note(const statement::Statement& statement);

    /// A table of the section's own making: nobody waits for it, and it holds next to nothing.
    bool is_new(const PgQuery__RangeVar& relation) const;
    /// The first lock that this transaction holds.
    const std::optional<Lock>& lock() const { return lock_; }
    /// Whether this transaction has added the constraint.
    bool has_added(std::string_view table, std::string_view constraint) const;
    /// Those of the enum values that this transaction has added which the text has as a string, in the order
    /// of their adding.
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
