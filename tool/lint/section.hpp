#pragma once

#include "statement/facts.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pgmend::lint {

/// How the statements of a section are run, and what is known about their database.
struct Section {
    bool transaction = true;                          ///< false: each statement runs in its own transaction
    std::vector<std::size_t> transaction_starts = {}; ///< statements that begin another transaction
    bool reverting = false; ///< a down section, which drops what the up section has created
    int server_major = 15;  ///< the oldest server version for which suggestions must be valid
    const statement::Facts* facts = nullptr;       ///< null: there is no database
    std::string version_table = "alembic_version"; ///< the table that only pgmend may write
    std::string version_schema = {};               ///< empty: not known; public is assumed
};

} // namespace pgmend::lint
