#pragma once

#include "statement/facts.hpp"
#include "statement/names.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pgmend::statement {

/// The effects of the previous statements of a section that determine whether the current one may be replaced
/// by online steps.
class SectionState {
  public:
    /// `facts`: null = there is no database. What is not known counts as an obstacle.
    explicit SectionState(const Facts* facts) : facts_(facts) {}

    /// Records a statement that will be run.
    void note(const Statement& statement);

    /// Whether the section has created the table, so that no other session sees it.
    bool made_table(const PgQuery__RangeVar& table) const;
    /// Whether the section has created this index on such a table.
    bool made_index(const ObjectName& index) const;
    /// Whether the section has set the column NOT NULL.
    bool set_not_null(const PgQuery__RangeVar& table, const std::string& column) const;
    /// Whether the section has dropped a unique index or key of the table, so that duplicates could be
    /// inserted between the commits.
    bool dropped_uniqueness(const PgQuery__RangeVar& table) const;

  private:
    /// Names with their schemas as written.
    class Names {
      public:
        void add(const std::string& schema, const std::string& name) { names_[name].insert(schema); }
        /// A name without a schema matches that name in any schema.
        bool may_have(const std::string& schema, const std::string& name) const;

      private:
        std::map<std::string, std::set<std::string>> names_;
    };

    void note_not_null(const Statement& statement);
    void note_relation(const Effect& effect);
    void note_dropped(const ObjectName& object);

    const Facts* facts_;
    Names made_, made_indexes_;
    std::map<std::string, std::vector<ObjectName>> dropped_; ///< by table, as in the text
    bool dropped_any_index_ = false, dropped_unknown_index_ = false;
    /// Tables, with their names in the facts, of which a unique index was dropped.
    std::set<std::string> without_index_;
    std::set<std::array<std::string, 3>> not_null_; ///< schema, table, column
};

} // namespace pgmend::statement
