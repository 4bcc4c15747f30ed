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

/// Scratch schemas in which statements are tried on copies. They are created in a savepoint; at the end of
/// the scope, they are removed, and the locks taken meanwhile are released. Every schema of the database has
/// up to two counterparts: one for copies of what a statement creates or alters, and one for empty copies of
/// tables that it only refers to. Therefore, real objects are locked only as strongly as by a reader.
///
/// Needs an open transaction. If the role cannot create schemas, all copies are in the temporary schema of
/// the session. Event triggers do not fire if the role may disable them.
class Scratch {
  public:
    explicit Scratch(pg::Connection& connection);

    /// Whether the copies are temporary tables.
    bool temporary() const noexcept { return temporary_; }

    /// Makes statements that name this object create or use its copy.
    void claim(const std::string& schema, const std::string& name);
    /// The same for indexes that a statement attaches to each other, and for a sequence that it assigns to a
    /// column.
    void claim_attached(const statement::Statement& statement, const std::string& default_schema);
    /// Creates an empty copy, with its keys, of a table that statements refer to.
    void refer_to(const Existing& table);
    /// The same for all tables that the statements refer to. A table that becomes the owner of a sequence
    /// must be in the schema of the sequence.
    void refer_to(const std::vector<const statement::Statement*>& statements);
    /// The same, including the tables that inherit from it.
    void refer_to_family(const Existing& table);
    /// Creates an empty copy of a relation under its own name, without constraints and indexes, so that a
    /// statement can create them; the copy of a view is a view. Returns the name of the copy as SQL.
    std::string copy(const Existing& original);
    /// The name for a table that is created from an earlier copy, and is read instead of it from then on.
    std::string altered_name(const std::string& schema, const std::string& name);
    /// Creates a domain over the same base type, without the constraints of the original.
    std::string copy_domain(const std::string& schema, const std::string& name);
    /// The name of the copy of a claimed or copied object, as SQL.
    std::string name_of(const std::string& schema, const std::string& name);

    /// Where names without a schema are looked up first: among the copies, for statements that create
    /// objects; or among the referenced tables, which have their keys, for statements that alter a copy by
    /// its full name.
    enum class First { copies, references };
    /// Puts the scratch schemas before the original schemas in search_path. Call this after all claims,
    /// references and copies, and before running text().
    void enter(First first);
    /// The statement, changed so that it uses the copies.
    std::string text(const statement::Statement& statement) const;

    /// Reads the copies of these relations, or all copies if there are none, as if they were in `schema`.
    schema::Model read(const std::string& schema, const std::vector<std::string>& relations = {}) const;
    /// Reads all copies that are relations. This avoids searching a large database.
    schema::Model read_relations(const std::string& schema) const;
    /// Renames scratch schemas in a model that was read from the database to the original schemas.
    schema::Model as_if_in_place(schema::Model model) const;

  private:
    enum class Use { copies, references, altered };
    void refer_to(const Existing& table, Use use);
    const std::string& home(const std::string& schema, Use use);
    std::string qualified(const std::string& schema, std::string_view name, Use use);
    const std::string* made_in(const std::string& schema) const; ///< the schema to read, or null

    pg::Connection& connection_;
    pg::ScratchSavepoint savepoint_;
    std::map<std::pair<std::string, Use>, std::string> homes_; ///< unquoted names of schemas
    statement::Relocation relocation_;
    std::string prefix_;
    bool temporary_ = false;
};

/// The lock_timeout of the session. A test must not wait longer than the statement for which it is made.
std::chrono::milliseconds lock_timeout(pg::Connection& connection);

/// Reads relations of the database, without owner, privileges and comments.
schema::Model read_relations(pg::Connection& connection, const std::string& schema,
                             const std::vector<std::string>& relations);
/// The same for a whole schema.
schema::Model read_schema(pg::Connection& connection, const std::string& schema);

} // namespace pgmend::catalog
