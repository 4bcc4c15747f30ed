#pragma once

#include "catalog/read.hpp"
#include "pg/connection.hpp"
#include "schema/diff.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::catalog {

/// Determines whether two texts of a definition are equivalent: both are given to the server, and if the
/// server prints the same text for both, they differ only in wording. Such differences are caused by another
/// version of the server, or by a dump and reload (`col IN (…)` on varchar). This covers the definitions of
/// views, checks, exclusions, indexes, defaults, generated columns, policies, row filters, triggers, rules,
/// functions, statistics, domains, partition keys and collations.
///
/// The database of the connection must contain the objects that the texts refer to. Temporary objects are
/// created and rolled back, in a separate transaction, or in a savepoint if a transaction is open. This
/// requires the privileges TEMPORARY on the database and SELECT on the tables, and takes ACCESS SHARE on the
/// tables for a moment. If the role or the server does not allow this, the differences remain, and refusal()
/// gives the reason.
class Canonicalizer {
  public:
    Canonicalizer(pg::Connection& connection, const ReadOptions& options)
        : connection_(connection), options_(options) {}

    /// Removes differences in wording from the diff of these two models and returns them. Either of the
    /// models may be that of the database. Results are cached. Throws pg::SqlError only if the connection is
    /// lost.
    std::vector<schema::Finding> remove_equivalent(schema::Diff& diff, const schema::Model& expected,
                                                   const schema::Model& actual);

    /// The server's message if temporary objects were not allowed; otherwise empty.
    const std::string& refusal() const noexcept { return refusal_; }

  private:
    class Trial;
    using Texts = std::pair<std::vector<std::string>, std::vector<std::string>>;
    bool are_written_alike(Trial& trial, const Texts& texts);

    pg::Connection& connection_;
    ReadOptions options_;
    std::string refusal_;
    std::map<Texts, bool> known_;
};

/// Whether the server can determine if a difference is only one in wording: there must be a text on both
/// sides.
bool may_be_equivalent(const schema::Finding& finding, const schema::Model& expected,
                       const schema::Model& actual);

} // namespace pgmend::catalog
