#pragma once

#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// The way to a schema as far as no data are lost on it.
struct LosslessScript {
    schema::Model target; ///< what it leads to
    schema::Script script;
    /// The statements that are left out: those that lose data, and those that only make sense with them.
    std::vector<schema::DdlStatement> withheld;
};

/// Everything that only a loss of data can change stays as it is in `live`, whole: a statement that loses
/// data is never left out between others that rely on it. What looks like the new name of something that is
/// to be dropped is not made either.
LosslessScript without_losses(const schema::Model& live, const schema::Model& target,
                              const schema::StatementOptions& options);

} // namespace pgmend::drift
