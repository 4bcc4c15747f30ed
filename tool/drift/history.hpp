#pragma once

#include "schema/model.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::drift {

/// The schema after each revision on the way from base to all heads. Of each state, only what its revision
/// has changed is kept: a history is as large as what has been changed in it, not as its schema times its
/// revisions.
class History {
  public:
    struct State {
        std::string revision;                       ///< applied last; empty = base
        std::vector<std::string> rows;              ///< of the version table
        std::vector<schema::Object> set;            ///< objects that are new or changed, sorted
        std::vector<schema::ObjectId> gone;         ///< objects that were in the state before
        std::vector<schema::Unreadable> unreadable; ///< all of this state
    };

    /// Appends the state whose schema is `model`, which must be sorted.
    void add(std::string revision, std::vector<std::string> rows, const schema::Model& model);

    /// Base first; never empty once something has been added.
    const std::vector<State>& states() const noexcept { return states_; }
    std::size_t size() const noexcept { return states_.size(); }
    int server_version() const noexcept { return server_version_; }
    /// The whole schema of a state.
    schema::Model model(std::size_t state) const;
    /// The first state after this one that makes or changes the object.
    std::optional<std::size_t> next_change(const schema::ObjectId& id, std::size_t after) const;
    /// The state with these rows in any order.
    std::optional<std::size_t> find(std::vector<std::string> rows) const;

    /// The history as text, and back. Throws UsageError for a text that is damaged.
    std::string to_text() const;
    static History from_text(std::string_view text);

  private:
    std::vector<State> states_;
    schema::Model last_;
    int server_version_ = 0;
};

} // namespace pgmend::drift
