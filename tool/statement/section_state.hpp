#pragma once

#include "statement/facts.hpp"
#include "statement/names.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pgmend::statement {

/// What the statements of a section have done before the one in hand, as far as it decides whether that may
/// be run in steps of its own.
class SectionState {
  public:
    /// `facts`: null: no database at hand. What they do not tell counts as a danger.
    explicit SectionState(const Facts* facts) : facts_(facts) {}

    /// Takes account of a statement that is going to be run.
    void note(const Statement& statement);

    /// Whether the section has made the table itself: nobody else sees it.
    bool made_table(const PgQuery__RangeVar& table) const;
    /// Whether the section has made this index on such a table.
    bool made_index(const ObjectName& index) const;
    /// Whether the section has ruled out NULL in the column.
    bool set_not_null(const PgQuery__RangeVar& table, const std::string& column) const;
    /// Whether the section has dropped what kept duplicates out of the table: between the commits nothing
    /// would.
    bool dropped_uniqueness(const PgQuery__RangeVar& table) const;

  private:
    /// Names with the schemas that they are written with.
    class Names {
      public:
        void add(const std::string& schema, const std::string& name) { names_[name].insert(schema); }
        /// A name without a schema may be that of any.
        bool may_have(const std::string& schema, const std::string& name) const;

      private:
        std::map<std::string, std::set<std::string>> names_;
    };

    void note_not_null(const Statement& statement);
    void note_relation(const Effect& effect);
    void note_dropped(const ObjectName& object);

    const Facts* facts_;
    Names made_, made_indexes_;
    std::map<std::string, std::vector<ObjectName>> dropped_; ///< by the table of the text
    bool dropped_any_index_ = false, dropped_unknown_index_ = false;
    std::set<std::string> without_index_; ///< tables, as the facts name them, that have lost a unique index
    std::set<std::array<std::string, 3>> not_null_; ///< schema, table, column
};

} // namespace pgmend::statement
