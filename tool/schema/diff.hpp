#pragma once

#include "schema/severity.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::schema {

/// One difference between the schema that should be and the one that is.
struct Finding {
    ObjectId object;
    Change change = Change::different;
    std::string attribute;               ///< empty when the object as a whole is missing or unexpected
    std::optional<std::string> expected; ///< no value = the attribute's default
    std::optional<std::string> actual;
    Severity severity = Severity::cosmetic;
    /// Of an unexpected object: the missing one that it seems to have been before it was renamed.
    std::optional<ObjectId> rename_of;

    bool operator==(const Finding&) const = default;
};

/// Something that one side could not read, so that nothing can be said of it.
struct Undecided {
    ObjectId object;
    std::string attribute;

    bool operator==(const Undecided&) const = default;
};

struct DiffOptions {
    /// Reports what is_informational() says is no drift, the order of columns for one.
    bool informational = false;
    /// Reports a table that is missing or unexpected once, not again with each column, index and trigger.
    bool fold_contents = true;
};

struct Diff {
    std::vector<Finding> findings; ///< sorted by object, then attribute
    std::vector<Undecided> undecided;

    bool operator==(const Diff&) const = default;
};

/// What must be said of `actual` when `expected` is right. What two servers make differently of the same
/// statements because of their versions alone is no difference. Both models must be sorted; linear in their
/// sizes.
Diff diff(const Model& expected, const Model& actual, const DiffOptions& options = {});

} // namespace pgmend::schema
