#pragma once

#include "alembic/rendering.hpp"
#include "base/error.hpp"
#include "revision/revision.hpp"

#include <string>
#include <vector>

namespace pgmend::alembic {

/// A revision that cannot become a file of ours.
struct Failure {
    std::string revision;
    SourceLocation location; ///< in the Alembic file
    std::string reason;      ///< "upgrade(): it reads the result of …"

    bool operator==(const Failure&) const = default;
};

/// What can be written, and what cannot.
struct Conversion {
    std::vector<revision::Revision> revisions;
    std::vector<Failure> failures;
};

/// Revision files' values from rendered revisions. A section is `transaction:false` only where an
/// autocommit_block() holds a statement that pgmend would otherwise run in the revision's transaction.
Conversion convert(const Rendering& rendering);

} // namespace pgmend::alembic
