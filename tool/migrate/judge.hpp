#pragma once

#include "migrate/decision.hpp"
#include "migrate/own_history.hpp"
#include "migrate/touched.hpp"
#include "pg/connection.hpp"

#include <map>
#include <optional>
#include <span>

namespace pgmend::migrate {

/// Decides about each statement of a section immediately before it is run, depending on the current contents
/// of the database. If the object that a statement creates exists and is identical, the statement is skipped,
/// together with the statements of its chain; if the object is different, there is a conflict. If the object
/// that it drops or renames does not exist, it is skipped. All other statements are run. Many consecutive
/// statements are examined together.
///
/// Needs an open transaction. Changes nothing in it, except in a savepoint that is rolled back. Locks real
/// objects only as strongly as a reader. Throws SqlError, and Error (exit code 6) if a lock cannot be
/// acquired.
class Judge {
  public:
    /// The references must outlive it.
    Judge(pg::Connection& connection, std::span<const statement::Statement> section,
          std::string default_schema, OwnHistory& history)
        : connection_(connection), section_(section), default_schema_(std::move(default_schema)),
          history_(history) {}

    /// Decides about the statement. `at_most` = the end of the statements that may be examined together with
    /// it.
    Decision decide(std::size_t index, std::size_t at_most);
    /// The same if the effects of the statement have already been looked up.
    Decision decide(std::size_t index, std::size_t at_most, std::span<const catalog::Existing> existing);
    /// Must be called after a statement was run, because earlier results may no longer be valid.
    void ran(std::size_t index);
    /// Decides about a statement that the server has rejected, in the state before it: skip if the server
    /// rejects it because it is already done. Returns no value if the error must be reported to the user.
    std::optional<Decision> decide_refused(std::size_t index, const pg::SqlError& error);

    /// An ALTER TABLE with several sub-commands, without those that are already done; the unchanged statement
    /// if none or all are done.
    statement::Statement left_of(std::size_t index);

  private:
    Decision decide_create(const statement::Statement& statement, std::size_t index, std::size_t at_most,
                           const catalog::Existing& existing);
    Decision compared(std::span<const statement::Statement> section, std::size_t index,
                      const catalog::Existing& existing, std::string sought);
    Decision decide_nameless(std::span<const statement::Statement> section, std::size_t index,
                             const catalog::Existing& table);
    Decision decide_parts(std::size_t index, std::span<const catalog::Existing> existing);
    std::vector<Decision> decide_each(const std::vector<statement::Statement>& parts,
                                      std::span<const catalog::Existing> existing, std::size_t index);
    std::optional<Decision> decide_other(std::size_t index);
    Decision decide_renamed_later(std::size_t index);
    void look_ahead(std::size_t index, std::size_t at_most, const catalog::Existing& first);
    std::span<const statement::Statement> before(std::size_t index) const;
    bool accepts(const statement::Statement& statement) const;

    pg::Connection& connection_;
    std::span<const statement::Statement> section_;
    /// For a part of a statement: the statements before the whole statement.
    std::span<const statement::Statement> earlier_;
    std::string default_schema_;
    OwnHistory& history_;
    std::map<std::size_t, std::string> equal_; ///< the names of identical objects, by statement
    std::size_t asked_ = 0;                    ///< how many statements were examined together, in total
    Touched since_;                            ///< what was run after `equal_` was determined
};

/// Whether the SQLSTATE may mean that an object already exists or does not exist.
bool says_existence(const pg::SqlError& error, const statement::Statement& statement);

} // namespace pgmend::migrate
