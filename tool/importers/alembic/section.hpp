#pragma once

#include "importers/alembic/rendering.hpp"
#include "revision/revision.hpp"

#include <string>

namespace pgmend::importers::alembic {

/// A file's section, with what the user is to judge: `notes` has one more for queries that read rows.
struct TakenSection {
    revision::Section section;
    std::vector<std::string> notes;
    bool open = false; ///< only the user can say whether it is right
};

/// Takes over what was executed or emitted. Queries that write nothing are left out of a captured section;
/// transactions of its own become `transaction:false` where they matter. Throws UsageError with the place in
/// `path`.
TakenSection take_section(const RenderedSection& rendered, const std::string& path);

} // namespace pgmend::importers::alembic
