#pragma once

#include "statement/facts.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pgmend::lint {

/// How statements are run after each other, and what is known of their database.
struct Section {
    bool transaction = true;                          ///< false: each statement is a transaction of its own
    std::vector<std::size_t> transaction_starts = {}; ///< the statements that begin another transaction
    bool reverting = false;                  ///< the way down: what it drops is what the way up has made
    int server_major = 15;                   ///< the oldest server that the advice must hold for
    const statement::Facts* facts = nullptr; ///< null: no database at hand
    std::string version_table = "alembic_version"; ///< which pgmend keeps, and no revision
    std::string version_schema = {};               ///< empty: not known, public is assumed
};

} // namespace pgmend::lint
