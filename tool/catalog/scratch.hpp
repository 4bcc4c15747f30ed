#pragma once

#include "catalog/existence.hpp"
#include "pg/transaction.hpp"
#include "schema/model.hpp"
#include "statement/relocate.hpp"
#include "statement/statement.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::catalog {

/// Schemas in which statements are tried on copies, made in a savepoint: when it goes out of scope nothing of
/// them stays, and the locks taken on the way are given back. Every schema of the database has up to two
/// counterparts: one for the copies of what a statement creates or alters, one for empty copies of the tables
/// that it only refers to. So nothing real is locked more than by a reader.
///
/// Needs an open transaction. Without the right to create schemas all copies share the session's temporary
/// one. Event triggers do not fire where the role may switch them off.
class Scratch {
  public:
    explicit Scratch(pg::Connection& connection);

    /// Whether the copies are temporary tables.
    bool temporary() const noexcept { return temporary_; }

    /// Statements that name this object shall make, or find, its copy.
    void claim(const std::string& schema, const std::string& name);
    /// The same for the indexes that a statement attaches to each other, and for a sequence that it gives to
    /// a column.
    void claim_attached(const statement::Statement& statement, const std::string& default_schema);
    /// Makes an empty copy of a table that statements refer to, with its keys.
    void refer_to(const Existing& table);
    /// The tables that the statements refer to. One that a sequence is given to must be in the sequence's
    /// schema.
    void refer_to(const std::vector<const statement::Statement*>& statements);
    /// The same, and of those that inherit from it.
    void refer_to_family(const Existing& table);
    /// Makes an empty copy of a relation under its own name, without constraints and indexes, so that a
    /// statement can make those anew; of a view a view. Returns the copy's name as SQL writes it.
    std::string copy(const Existing& original);
    /// The name for a table that is made from an earlier copy, and read in its place from now on.
    std::string altered_name(const std::string& schema, const std::string& name);
    /// A domain over the same base type, without the original's constraints.
    std::string copy_domain(const std::string& schema, const std::string& name);
    /// The claimed or copied object's name here, as SQL writes it.
    std::string name_of(const std::string& schema, const std::string& name);

    /// What a name without a schema means: what a statement makes is to be made among the copies; what alters
    /// a copy by its full name refers to the tables that have their keys.
    enum class First { copies, references };
    /// Puts the schemas of copies before the schemas that they stand for in search_path. To be called when
    /// all claims, references and copies are made, and before text() is run.
    void enter(First first);
    /// The statement, working on copies.
    std::string text(const statement::Statement& statement) const;

    /// What is in the copies of these relations, as if it stood in `schema`; all copies where there are none.
    schema::Model read(const std::string& schema, const std::vector<std::string>& relations = {}) const;
    /// What is in all copies that are relations; the rest of a large database is not looked through for it.
    schema::Model read_relations(const std::string& schema) const;
    /// What has been read of the database, with the copies' schemas named as those that they stand for.
    schema::Model as_if_in_place(schema::Model model) const;

  private:
    enum class Use { copies, references, altered };
    void refer_to(const Existing& table, Use use);
    const std::string& home(const std::string& schema, Use use);
    std::string qualified(const std::string& schema, std::string_view name, Use use);
    const std::string* made_in(const std::string& schema) const; ///< the schema to read, if there is one

    pg::Connection& connection_;
    pg::ScratchSavepoint savepoint_;
    std::map<std::pair<std::string, Use>, std::string> homes_; ///< unquoted names of schemas
    statement::Relocation relocation_;
    std::string prefix_;
    bool temporary_ = false;
};

/// The session's lock_timeout: a look must not wait longer than the statement that it is for would.
std::chrono::milliseconds lock_timeout(pg::Connection& connection);

/// What is in relations of the database, without what is said of them (owner, privileges, comments).
schema::Model read_relations(pg::Connection& connection, const std::string& schema,
                             const std::vector<std::string>& relations);
/// The same of a whole schema.
schema::Model read_schema(pg::Connection& connection, const std::string& schema);

} // namespace pgmend::catalog
