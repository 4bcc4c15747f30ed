#pragma once

#include "migrate/decision.hpp"
#include "pg/connection.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::test {

/// A statement, and what it must be told to be over different things that are there already.
struct Case {
    const char* setup;
    const char* wanted;
    std::vector<std::string> equal;     ///< the same, written in other words
    std::vector<std::string> different; ///< another one, in each attribute that can differ
};

/// Makes what the cases work on: tables p and t, schema s, functions and a view.
void make_base(pg::Connection& connection);

/// What the section's first statement comes to in the open transaction, also where only the server's refusal
/// tells.
migrate::Decision judged(pg::Connection& connection, std::span<const statement::Statement> section);

/// Checks the action for `one.wanted` ("run", "skip", "conflict") over what `there` makes; all of it is
/// rolled back. Returns 1, or 0 where the server is too old for it.
std::size_t check(pg::Connection& connection, const Case& one, const std::string& there,
                  const std::string& expected);

/// What creates something: absent, equal, different. Returns how many checks were made.
std::size_t check_creations(std::span<const Case> cases);

/// What sets something: over `equal` it is skipped or changes nothing, over `different` it is run.
std::size_t check_settings(std::span<const Case> cases);

/// What drops something: skipped over `equal`, run over `different`.
std::size_t check_changes(std::span<const Case> cases);

} // namespace pgmend::test
