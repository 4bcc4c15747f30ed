#pragma once

#include "catalog/read.hpp"
#include "pg/connection.hpp"
#include "schema/diff.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::catalog {

/// Tells whether two texts of a definition mean the same: the server is given both, and where it writes them
/// out alike, they were only written differently, by another version of the server, or before and after a
/// dump
/// (`col IN (…)` on varchar). This covers the definitions of views, checks, exclusions, indexes, defaults,
/// generated columns, policies, row filters, triggers, rules, functions, statistics, domains, partition keys
/// and collations.
///
/// The connection's database must hold the objects that the texts are about. Temporary objects are created
/// and rolled back, in a transaction of its own or in a savepoint of the open one; this needs the privilege
/// TEMPORARY and SELECT on the tables, and takes AccessShareLock on these for a moment. Where the role or the
/// server does not allow that, the differences stay and refusal() says why.
class Canonicalizer {
  public:
    Canonicalizer(pg::Connection& connection, const ReadOptions& options)
        : connection_(connection), options_(options) {}

    /// Takes the differences in wording only out of the diff of these two models, whichever of them is in the
    /// database, and returns them. What has been asked before is not asked again. Throws pg::SqlError only
    /// when the connection is lost.
    std::vector<schema::Finding> remove_equivalent(schema::Diff& diff, const schema::Model& expected,
                                                   const schema::Model& actual);

    /// The server's message where temporary objects were not allowed; empty = they were.
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

/// Whether the server can tell if a difference is one in wording only: it needs a text on both sides.
bool may_be_equivalent(const schema::Finding& finding, const schema::Model& expected,
                       const schema::Model& actual);

} // namespace pgmend::catalog
