#pragma once

#include "schema/model.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::schema {

/// A statement that is needed to change one model into another.
struct DdlStatement {
    std::string sql; ///< without the semicolon
    ObjectId object; ///< the object that it creates, changes or drops
    bool in_transaction = true;
    /// Runs in its own transaction, because it takes long and must not hold the locks of earlier statements.
    bool own_transaction = false;
    /// The strongest lock on an existing object: "ACCESS EXCLUSIVE on public.t"; empty = none that affects
    /// other sessions.
    std::string lock;
    std::string data_loss; ///< the data that it loses: "the rows of public.t"; empty = none

    bool operator==(const DdlStatement&) const = default;
};

struct StatementOptions {
    /// Use statements that block other sessions as little as possible: CONCURRENTLY, NOT VALID and VALIDATE.
    /// Otherwise, there are fewer statements, all of which can run in one transaction (except new values of
    /// an enum).
    bool online = true;
    /// The role that runs the statements; for objects that it owns, no OWNER TO is written. Empty = owners
    /// are always written.
    std::string role;
    /// Texts that differ in their wording only: no reason for a statement, but what must be created again
    /// for another reason gets the text of `to`.
    std::set<std::pair<ObjectId, std::string>> alike = {};
};

/// The statements in their order, and the differences for which there is no statement.
struct Script {
    std::vector<DdlStatement> statements;
    std::vector<std::string> impossible; ///< one sentence each
    /// Differences that remain but are not drift; one sentence each.
    std::vector<std::string> remarks;

    bool operator==(const Script&) const = default;
};

/// The SQL that changes a database with the schema `from` into one with the schema `to`. Objects that depend
/// on a dropped object are dropped before it and created again after it. Drops come first, in reverse order
/// of dependencies. Both models must be sorted and read with dependencies. Function bodies may refer to
/// objects that are created later, so run the SQL with check_function_bodies = off.
Script statements(const Model& from, const Model& to, const StatementOptions& options = {});

/// The role that owns everything in both models; empty if there are several. This role can run the statements
/// without OWNER TO.
std::string only_owner(const Model& from, const Model& to);

} // namespace pgmend::schema
