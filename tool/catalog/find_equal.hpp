#pragma once

#include "catalog/existence.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// A statement with one effect, which creates something, what is there under the name, and what stands behind
/// the statement in its section, which may alter what it creates. They must outlive the question.
struct Created {
    const statement::Statement* statement;
    const Existing* existing;
    std::span<const statement::Statement> later = {};
};

/// Which of the statements create what is there already, and equal: the name of the object, which the server
/// may have chosen. No value = it differs, or it has to be looked at by itself (compare_created()).
///
/// All twins of a schema are made behind each other and read together, so that the cost of reading the
/// catalog, which is what a comparison costs, comes once for a hundred statements. Nothing that one
/// statement makes can be taken for what another one makes: objects are told apart by name, and where names
/// do not tell, no answer is given. Twins with foreign keys keep writers of the other table waiting as long
/// as they are there, so only few of those are made at a time.
///
/// Needs an open transaction; changes nothing. Where a lock is not to be had at once, no answer is given.
std::vector<std::optional<std::string>> find_equal(pg::Connection& connection,
                                                   std::span<const Created> created);

} // namespace pgmend::catalog
