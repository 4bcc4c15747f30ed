#pragma once

#include "statement/default_names.hpp"
#include "statement/facts.hpp"

#include <functional>
#include <span>
#include <vector>

namespace pgmend::statement {

/// A statement of a section, or one of those that replace it.
struct OnlineStep {
    Statement statement;
    std::size_t source = 0; ///< index of the statement in the section that it is, or that it replaces
    bool rewritten = false;
    bool own_transaction = false; ///< runs in its own transaction
    /// Undoes the steps of the statement if rows violate a constraint; empty = there is nothing to undo.
    std::string undo;

    bool operator==(const OnlineStep&) const = default;
};

/// The conditions that determine whether an online rewrite is possible.
struct SafetyContext {
    const Facts* facts = nullptr; ///< null: there is no database
    /// Tables that are partitioned although the facts do not contain them yet.
    std::function<bool(const ObjectName&)> is_partitioned = [](const ObjectName&) { return false; };
    /// Statements that will not be run, or must not be changed.
    std::function<bool(std::size_t)> is_kept = [](std::size_t) { return false; };
    bool builds_concurrently = true; ///< false: concurrent builds on this server may be incorrect
};

/// Replaces statements of a section by steps that do not block other sessions for long and result in the same
/// schema: indexes are built and dropped CONCURRENTLY; foreign keys and checks are added NOT VALID and
/// validated separately; NOT NULL is set with the help of a check that is dropped afterward; unique and
/// primary keys use an index that is built concurrently.
///
/// These statements are not replaced: those on tables that the section itself creates; those that PostgreSQL
/// cannot run in this way (partitioned tables, exclusion constraints); those whose replacement would leave a
/// table without uniqueness for some time; and constraints whose name cannot be predicted. A section with
/// statements that depend on one transaction (SET, LOCK, savepoints, temporary tables, disabled triggers) is
/// not changed at all.
std::vector<OnlineStep> online_steps(std::span<const Statement> section, const SafetyContext& context,
                                     NameChooser& names);

} // namespace pgmend::statement
