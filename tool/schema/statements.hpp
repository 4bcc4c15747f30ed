#pragma once

#include "schema/model.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::schema {

/// One statement on the way from a model to another.
struct DdlStatement {
    std::string sql; ///< without the semicolon
    ObjectId object; ///< what it makes, changes or drops
    bool in_transaction = true;
    /// In a transaction of its own: it takes its time, and must not hold the locks of what came before.
    bool own_transaction = false;
    /// The strongest lock on something that is there already: "ACCESS EXCLUSIVE on public.t"; empty = none
    /// that others would notice.
    std::string lock;
    std::string data_loss; ///< what goes with it: "the rows of public.t"; empty = nothing

    bool operator==(const DdlStatement&) const = default;
};

struct StatementOptions {
    /// The form that others can work beside: CONCURRENTLY, NOT VALID and VALIDATE. Off: fewer statements, all
    /// of which can run in one transaction (save new labels of an enum).
    bool online = true;
    /// Who runs the statements: what this role owns needs no OWNER TO. Empty = every owner is said.
    std::string role;
    /// Texts that differ in their wording only: no reason for a statement, but what must be created again
    /// for another reason gets the text of `to`.
    std::set<std::pair<ObjectId, std::string>> alike = {};
};

/// The statements in their order, and what no statement can do.
struct Script {
    std::vector<DdlStatement> statements;
    std::vector<std::string> impossible; ///< a sentence each
    /// What no statement can do either, but nobody asks for: a difference that is no drift; a sentence each.
    std::vector<std::string> remarks;

    bool operator==(const Script&) const = default;
};

/// The SQL that turns a database with the schema `from` into one with the schema `to`. What depends on
/// something that must go and come again is dropped before and made again after; drops come first, in the
/// reverse order of dependency. Both models must be sorted and read with dependencies. Function bodies may
/// name what is made after them: run it with check_function_bodies = off.
Script statements(const Model& from, const Model& to, const StatementOptions& options = {});

/// The role that owns everything in both models, empty when there are several: it can run the statements
/// without naming owners.
std::string only_owner(const Model& from, const Model& to);

} // namespace pgmend::schema
