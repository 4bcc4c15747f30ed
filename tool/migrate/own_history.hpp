#pragma once

#include "revision/graph.hpp"
#include "statement/statement.hpp"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// What the files themselves have made so far: where they make something of a name that is taken already, it
/// tells their own history from what somebody has made by hand. Read from the files only when it is asked
/// for.
class OwnHistory {
  public:
    /// `rows` are the version table's. A null graph knows nothing, and everything counts as made by hand.
    /// `taken_back` tells which revisions have been applied and taken back; it is called at most once.
    OwnHistory(const revision::Graph* graph, std::vector<std::string> rows,
               std::function<std::set<std::string>()> taken_back = {})
        : graph_(graph), rows_(std::move(rows)), taken_back_(std::move(taken_back)) {}

    /// Takes account of a statement of an earlier pending revision; it must outlive this.
    void expect(const statement::Statement& statement) { expected_.push_back(&statement); }

    /// Whether an applied revision, an expected statement, one that has been applied before and was not taken
    /// back whole, or one of these statements, may have made the object as it is named now. What code has
    /// done (DO, functions) cannot be seen: where it names the object or the relation, it may have.
    bool may_have_made(const statement::ObjectName& object, std::span<const statement::Statement> before);

  private:
    struct Made {
        std::set<std::string> names;
        std::set<std::string> renamed;                         ///< relations, by their new names
        std::set<std::pair<std::string, std::string>> columns; ///< relation and name; renamed ones by name
        std::set<std::string> derived;   ///< tables whose columns a query or a type determines
        std::vector<std::string> opaque; ///< texts

        void add(const statement::Statement& statement);
        bool may_include(const statement::ObjectName& object) const;
    };
    /// What the applied revisions have made, read once.
    Made& files();

    const revision::Graph* graph_;
    std::vector<std::string> rows_;
    std::function<std::set<std::string>()> taken_back_;
    std::optional<Made> made_;
    std::vector<const statement::Statement*> expected_; ///< those that are not in made_ yet
};

} // namespace pgmend::migrate
