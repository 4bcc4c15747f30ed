#pragma once

#include "schema/severity.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::schema {

/// A difference between the expected and the actual schema.
struct Finding {
    ObjectId object;
    Change change = Change::different;
    std::string attribute;               ///< empty if the whole object is missing or unexpected
    std::optional<std::string> expected; ///< no value = the attribute's default
    std::optional<std::string> actual;
    Severity severity = Severity::cosmetic;
    /// For an unexpected object: the missing object that was probably renamed to it.
    std::optional<ObjectId> rename_of;

    bool operator==(const Finding&) const = default;
};

/// Something that could not be read on one side, so that it cannot be compared.
struct Undecided {
    ObjectId object;
    std::string attribute;

    bool operator==(const Undecided&) const = default;
};

struct DiffOptions {
    /// Also report differences for which is_informational() is true, such as the order of columns.
    bool informational = false;
    /// Report a missing or unexpected table once, without its columns, indexes and triggers.
    bool fold_contents = true;
};

struct Diff {
    std::vector<Finding> findings; ///< sorted by object, then attribute
    std::vector<Undecided> undecided;

    bool operator==(const Diff&) const = default;
};

/// The differences of `actual` from `expected`. Differences that are only due to the versions of the two
/// servers are ignored. Both models must be sorted. The run time is linear in their size.
Diff diff(const Model& expected, const Model& actual, const DiffOptions& options = {});

} // namespace pgmend::schema
