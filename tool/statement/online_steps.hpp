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
    std::size_t source = 0; ///< which of the section's statements it is, or stands for
    bool rewritten = false;
    bool own_transaction = false; ///< to be run in a transaction of its own
    /// What takes the statement's part in it back when the rows do not fit; empty = nothing of it is left.
    std::string undo;

    bool operator==(const OnlineStep&) const = default;
};

/// What decides whether an online rewrite may be applied.
struct SafetyContext {
    const Facts* facts = nullptr; ///< null: no database at hand
    /// Tables that are partitioned although the facts do not hold them yet.
    std::function<bool(const ObjectName&)> is_partitioned = [](const ObjectName&) { return false; };
    /// Statements that are not going to be run, or are not to be touched.
    std::function<bool(std::size_t)> is_kept = [](std::size_t) { return false; };
    bool builds_concurrently = true; ///< false: this server's concurrent builds cannot be trusted
};

/// A section with its statements replaced by those that keep nobody waiting for long and end in the same
/// schema: indexes built and dropped CONCURRENTLY; foreign keys and checks added NOT VALID and validated
/// separately; NOT NULL by a check that is dropped afterwards; unique and primary keys over an index built
/// concurrently. Left alone is what works on tables that the section itself makes, what PostgreSQL cannot do
/// so (partitioned tables, exclusion constraints), what would leave a table without the uniqueness that the
/// section takes over, constraints whose name cannot be foretold, and any section whose statements depend on
/// one transaction (SET, LOCK, savepoints, temporary tables, disabled triggers).
std::vector<OnlineStep> online_steps(std::span<const Statement> section, const SafetyContext& context,
                                     NameChooser& names);

} // namespace pgmend::statement
