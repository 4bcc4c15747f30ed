#pragma once

#include "catalog/read.hpp"
#include "pg/connection.hpp"
#include "schema/diff.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::drift {

/// A second look at texts that differ: the server is given both, and where it writes them out alike they mean
/// the same and were only written differently, by another version of the server, or before and after a dump
/// (`col IN (…)` on varchar). Looked at so are the definitions of views, checks, exclusions, indexes,
/// defaults, generated columns, policies, row filters, triggers, rules, functions, statistics, domains,
/// partition keys and collations.
///
/// It happens in a database that holds the objects which the texts are about, with temporary objects in a
/// transaction that is rolled back; so it needs the privilege TEMPORARY there and SELECT on the tables, and
/// takes AccessShareLock on these for a moment. Where the role or the server does not allow that, the
/// differences stay and refusal() says why.
class SecondLook {
  public:
    SecondLook(pg::Connection& connection, const catalog::ReadOptions& options)
        : connection_(connection), options_(options) {}

    /// Takes the differences that are none out of the diff of these two, whichever of them is in the
    /// database, and returns them. What has been looked at before is not asked again. Throws pg::SqlError
    /// only when the connection is lost.
    std::vector<schema::Finding> take_out_equal(schema::Diff& diff, const schema::Model& expected,
                                                const schema::Model& actual);

    /// What the server said when a look was not allowed; empty = all were.
    const std::string& refusal() const noexcept { return refusal_; }

  private:
    class Trial;
    using Texts = std::pair<std::vector<std::string>, std::vector<std::string>>;
    bool are_written_alike(Trial& trial, const Texts& texts);

    pg::Connection& connection_;
    catalog::ReadOptions options_;
    std::string refusal_;
    std::map<Texts, bool> known_;
};

/// Whether the server could tell if a difference is one; it needs a text on both sides.
bool deserves_second_look(const schema::Finding& finding, const schema::Model& expected,
                          const schema::Model& actual);

} // namespace pgmend::drift
