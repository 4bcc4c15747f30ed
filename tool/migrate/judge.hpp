#pragma once

#include "migrate/decision.hpp"
#include "migrate/own_history.hpp"
#include "migrate/touched.hpp"
#include "pg/connection.hpp"

#include <map>
#include <optional>
#include <span>

namespace pgmend::migrate {

/// Decides about the statements of one section, each at its turn, by what the database holds then: what it
/// creates is there already (equal: skip, with the statements of its chain; different: conflict), what it
/// drops or renames is gone (skip). Everything else is to be run. Many statements that stand behind each
/// other are asked about at once.
///
/// Needs an open transaction, and changes nothing in it but for a savepoint that is rolled back; locks
/// nothing real more than a reader does. Throws SqlError, Error (code 6) where a lock is not to be had.
class Judge {
  public:
    /// The references must outlive it.
    Judge(pg::Connection& connection, std::span<const statement::Statement> section,
          std::string default_schema, OwnHistory& history)
        : connection_(connection), section_(section), default_schema_(std::move(default_schema)),
          history_(history) {}

    /// What to do with the statement; `at_most` = the end of the statements that may be asked about with it.
    Decision decide(std::size_t index, std::size_t at_most);
    /// The same where the statement's effects have been looked up already.
    Decision decide(std::size_t index, std::size_t at_most, std::span<const catalog::Existing> existing);
    /// Takes account of a statement that is run: what was found out before may not hold any more.
    void ran(std::size_t index);
    /// Decides about a statement that the server has refused, in the state before it: skip where it refuses
    /// because that is done already; no value where the error is one of the user's.
    std::optional<Decision> decide_refused(std::size_t index, const pg::SqlError& error);

    /// An ALTER TABLE of several sub-commands without those that are done already; itself where none or all
    /// are.
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
    std::span<const statement::Statement> earlier_; ///< of a part of a statement: those before the whole
    std::string default_schema_;
    OwnHistory& history_;
    std::map<std::size_t, std::string> equal_; ///< the names of objects found equal, by statement
    std::size_t asked_ = 0;                    ///< about so many statements at once, all in all
    Touched since_;                            ///< what was run since `equal_` was found out
};

/// Whether the SQLSTATE may say that something is there already, or is gone.
bool says_existence(const pg::SqlError& error, const statement::Statement& statement);

} // namespace pgmend::migrate
