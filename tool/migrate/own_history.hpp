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

/// The objects that the revision files have created so far. If a statement creates an object that already
/// exists, this distinguishes an object of the project's own history from one that was created by hand. The
/// files are read only when needed.
class OwnHistory {
  public:
    /// `rows` are those of the version table. With a null graph, every object counts as created by hand.
    /// `taken_back` returns the revisions that were applied and undone; it is called at most once.
    OwnHistory(const revision::Graph* graph, std::vector<std::string> rows,
               std::function<std::set<std::string>()> taken_back = {})
        : graph_(graph), rows_(std::move(rows)), taken_back_(std::move(taken_back)) {}

    /// Records a statement of an earlier pending revision. It must outlive this object.
    void expect(const statement::Statement& statement) { expected_.push_back(&statement); }

    /// Whether the object under its current name may have been created by an applied revision, by an expected
    /// statement, by a revision that was applied and not completely undone, or by one of these statements.
    /// The effects of code (DO, functions) are not known; code that names the object or the relation may have
    /// created it.
    bool may_have_made(const statement::ObjectName& object, std::span<const statement::Statement> before);

  private:
    struct Made {
        std::set<std::string> names;
        std::set<std::string> renamed; ///< relations, by their new names
        /// Relation and column; renamed columns by their new names.
        std::set<std::pair<std::string, std::string>> columns;
        std::set<std::string> derived;   ///< tables whose columns a query or a type determines
        std::vector<std::string> opaque; ///< texts of code

        void add(const statement::Statement& statement);
        bool may_include(const statement::ObjectName& object) const;
    };
    /// What the applied revisions have created; read once.
    Made& files();

    const revision::Graph* graph_;
    std::vector<std::string> rows_;
    std::function<std::set<std::string>()> taken_back_;
    std::optional<Made> made_;
    std::vector<const statement::Statement*> expected_; ///< statements that are not yet in made_
};

} // namespace pgmend::migrate
