#pragma once

#include "catalog/existence.hpp"
#include "pg/transaction.hpp"
#include "schema/model.hpp"
#include "statement/statement.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// A schema for twins, made in a savepoint: when it goes out of scope nothing of it stays, and the locks
/// taken on the way are given back. Needs an open transaction. Without the right to create a schema it is the
/// session's temporary one, whose tables cannot hold foreign keys to others.
class TwinSchema {
  public:
    explicit TwinSchema(pg::Connection& connection);

    const std::string& name() const noexcept { return name_; }
    bool temporary() const noexcept { return temporary_; }
    /// A name in it, as it must stand in SQL.
    std::string qualified(std::string_view name) const;

    /// Makes an empty copy of a relation under its own name, as SQL names the copy: columns, defaults,
    /// identity, but neither constraints nor indexes, so that a statement can make those anew. Of a view the
    /// copy is a view where `as_view` is set.
    std::string copy(const Existing& original, bool as_view = false);
    /// The statement that makes such a copy.
    std::string copy_sql(const Existing& original, bool as_view = false) const;
    /// The same, partitioned by the same key.
    std::string copy_partitioned(const Existing& original);

    /// A domain over the same base type, without the original's constraints.
    std::string copy_domain(const std::string& schema, const std::string& name);

    /// The statement with the object that it creates made here.
    std::string create_sql(const statement::Statement& statement, const statement::ObjectName& object,
                           std::optional<std::string> partition_of = std::nullopt) const;

    /// What is in the relations of these names here, as if they stood in `schema`.
    schema::Model read(const std::vector<std::string>& relations, const std::string& schema) const;
    /// Everything here, as if it stood in `schema`.
    schema::Model read_all(const std::string& schema) const;

  private:
    schema::Model in(schema::Model model, const std::string& schema) const;

    pg::Connection& connection_;
    pg::ScratchSavepoint scratch_;
    std::string name_;
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
